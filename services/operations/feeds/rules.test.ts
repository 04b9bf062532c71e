import test from 'ava';
import { assert, array, date, integer, property } from 'fast-check';
import { Refusal } from '../../core/errors.ts';
import type { Said } from '../../links/statements/schema.ts';
import { type Heard, createFeedCounter, resultTime } from './counter.ts';
import type { FeedState, Hour, Limits } from './model.ts';
import { hourMs, neededHours, quantile, silenceLimit, usualDelay } from './rules.learn.ts';
import { inTime } from './phrases.ts';
import { announce, hoursOf, judge, silenceOf } from './rules.ts';
import type { Tally } from './schema.ts';

const now = new Date('2026-11-20T02:30:00Z');
const limits: Limits = { silentMinutes: 60, delayMinutes: 60, refusedPercent: 20 };
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const row = (hoursAgo: number, more: Partial<Hour> = {}): Hour => ({ hour: new Date(Math.floor(now.getTime() / hourMs) * hourMs - hoursAgo * hourMs), messages: 30, refusals: 0, gapSeconds: 300, delays: [], ...more });
const weekly = (gaps: readonly number[]): Hour[] => gaps.map((gapSeconds, at) => row((at + 1) * 168, { gapSeconds }));
const daily = (gaps: readonly number[], more: Partial<Hour> = {}): Hour[] => gaps.map((gapSeconds, at) => row((at + 1) * 24, { gapSeconds, ...more }));
const feed = (more: Partial<FeedState> = {}): FeedState => ({ lastHeardAt: ago(1), silentMinutes: undefined, recentDelays: [], hours: [], downtimes: [], outages: [], ...more });

/** What is known, and from it: seconds of silence that are still usual, and where that comes from. */
const learned: readonly (readonly [string, FeedState, number, string])[] = [
  ['nothing', feed(), 3600, 'default'],
  ['set by a person', feed({ silentMinutes: 15, hours: weekly([600, 600, 600, 600]) }), 900, 'set'],
  ['three weeks', feed({ hours: weekly([600, 600, 600]) }), 3600, 'default'],
  ['four weeks', feed({ hours: weekly([600, 600, 600, 600]) }), 1200, 'week'],
  ['eight weeks with one long outage', feed({ hours: weekly([600, 600, 600, 600, 600, 600, 600, 86_400]) }), 1200, 'week'],
  ['a very lively sender', feed({ hours: weekly([5, 5, 5, 5]) }), 300, 'week'],
  ['a quiet night', feed({ hours: weekly([21_600, 21_600, 20_000, 22_000]) }), 43_400, 'week'],
  ['seven days', feed({ hours: daily([600, 600, 600, 600, 600, 600, 600]) }), 1200, 'day'],
  ['six days', feed({ hours: daily([600, 600, 600, 600, 600, 600]) }), 3600, 'default'],
  ['other hours of the week', feed({ hours: weekly([60, 60, 60, 60]).map((each) => ({ ...each, hour: new Date(each.hour.getTime() + hourMs) })) }), 3600, 'default'],
  ['weeks of which one was down by plan', feed({ hours: weekly([600, 600, 600, 9000]), downtimes: [{ from: ago(4 * 168 * 60 + 20), until: ago(4 * 168 * 60) }] }), 3600, 'default'],
  ['weeks of which one was an incident', feed({ hours: weekly([600, 600, 600, 600, 90_000]), outages: [{ from: ago(5 * 168 * 60 + 60), until: ago(5 * 168 * 60) }] }), 1200, 'week'],
];

for (const [what, state, seconds, origin] of learned) test(`learned from ${what}`, (t) => t.deepEqual(silenceLimit(state, now, limits), { seconds, origin } as never));

const delays = (count: number, seconds: number): number[] => Array.from({ length: count }, () => seconds);
const fourWeeks = weekly([600, 600, 600, 600]);
const usual = { delays: [100, 120, 140] };

/** What is heard, and what is out of the usual: kind, seen, usual. */
const judged: readonly (readonly [string, FeedState, readonly string[]])[] = [
  ['as usual', feed({ hours: fourWeeks }), []],
  ['just at the limit', feed({ lastHeardAt: ago(20), hours: fourWeeks }), []],
  ['longer than usual', feed({ lastHeardAt: ago(21), hours: fourWeeks }), ['silent 1260 1200']],
  ['silent in a planned downtime', feed({ lastHeardAt: ago(300), downtimes: [{ from: ago(240), until: ago(-30) }] }), []],
  ['silent, and the downtime comes later', feed({ lastHeardAt: ago(300), downtimes: [{ from: ago(-10), until: ago(-30) }] }), ['silent 18000 3600']],
  ['silent since before a downtime that ended ten minutes ago', feed({ lastHeardAt: ago(300), downtimes: [{ from: ago(240), until: ago(10) }] }), []],
  ['still silent an hour after the downtime', feed({ lastHeardAt: ago(300), downtimes: [{ from: ago(240), until: ago(61) }] }), ['silent 3660 3600']],
  ['slow without history', feed({ recentDelays: delays(10, 3700) }), ['slow 3700 3600']],
  ['nine slow messages are too few', feed({ recentDelays: delays(9, 9000) }), []],
  ['usual delay', feed({ recentDelays: delays(20, 130), hours: daily([1, 1, 1, 1, 1, 1, 1], usual) }), []],
  ['three times as slow but below five minutes more', feed({ recentDelays: delays(20, 410), hours: daily([1, 1, 1, 1, 1, 1, 1], usual) }), []],
  ['much slower than usual', feed({ recentDelays: delays(20, 500), hours: daily([1, 1, 1, 1, 1, 1, 1], usual) }), ['slow 500 120']],
  ['a few late ones among many', feed({ recentDelays: [...delays(11, 130), ...delays(9, 90_000)], hours: daily([1, 1, 1, 1, 1, 1, 1], usual) }), []],
  ['slow two hours ago says nothing of now', feed({ lastHeardAt: ago(119), silentMinutes: 600, recentDelays: delays(20, 9000) }), []],
  ['four refusals are somebody’s mistake', feed({ hours: [row(0, { messages: 5, refusals: 4 })] }), []],
  ['a fifth refused, over two hours', feed({ hours: [row(0, { messages: 10, refusals: 3 }), row(1, { messages: 15, refusals: 2 })] }), ['refusing 20 20']],
  ['refused this morning', feed({ hours: [row(0), row(2, { messages: 10, refusals: 10 })] }), []],
  ['silent and refused', feed({ lastHeardAt: ago(61), hours: [row(1, { messages: 6, refusals: 6 })] }), ['silent 3660 3600', 'refusing 100 20']],
];

for (const [what, state, found] of judged) test(`judged: ${what}`, (t) => t.deepEqual(judge(state, now, limits).map(({ kind, seen, usual: normal }) => `${kind} ${seen} ${normal}`), [...found]));

test('a silence never shrinks while nothing is heard, and never counts what was announced', (t) => {
  assert(property(integer({ min: 0, max: 5000 }), integer({ min: 0, max: 500 }), (minutes, later) => silenceOf(feed({ lastHeardAt: ago(minutes) }), new Date(now.getTime() + later * 60_000)) >= minutes * 60));
  t.is(silenceOf(feed({ lastHeardAt: ago(-5) }), now), 0);
  t.is(usualDelay(feed(), now), undefined);
});

test('a quantile lies between its values', (t) => {
  assert(property(array(integer(), { minLength: 1, maxLength: 30 }), integer({ min: 0, max: 100 }), (values, percent) => {
    const found = quantile(values, percent / 100);
    return found >= Math.min(...values) && found <= Math.max(...values);
  }));
  t.is(quantile([], 0.5), 0);
});

test('a silence teaches every hour it touched, for a week at most', (t) => {
  t.deepEqual(hoursOf(new Date('2026-11-20T01:50:00Z'), new Date('2026-11-20T04:05:00Z')).map((hour) => hour.toISOString().slice(11, 13)), ['01', '02', '03', '04']);
  t.is(hoursOf(new Date('2026-01-01T00:00:00Z'), now).length, 169);
  assert(property(date({ min: new Date('2026-01-01'), max: now, noInvalidDate: true }), (from) => hoursOf(from, now).every((hour) => hour.getTime() % hourMs === 0)));
  t.true(neededHours(now).length <= 24);
});

test('a downtime is announced in order, ahead and for two weeks at most', (t) => {
  const code = (from: Date, until: Date) => t.throws(() => announce({ from, until }, now), { instanceOf: Refusal }).code;
  t.is(code(ago(-60), ago(-30)), 'feeds.downtime-order');
  t.is(code(ago(60), ago(30)), 'feeds.downtime-over');
  t.is(code(ago(0), ago(-15 * 24 * 60)), 'feeds.downtime-long');
  t.notThrows(() => announce({ from: ago(30), until: ago(-30) }, now));
});

const reported = (reportedAt?: string, observedAt?: string): Said => ({ sender: { application: 'LIS', facility: '' }, controlId: '1', type: 'x', asOf: '2026-11-20T02:00:00.000Z', warnings: [], statements: [{ kind: 'report', orders: [{ code: { alternates: [] }, notes: [], results: [{ code: { alternates: [] }, value: { kind: 'none', text: '' }, flags: [], notes: [], slot: 's', ...(observedAt && { observedAt }) }], ...(reportedAt && { reportedAt }) }] }] });

const resultAt = (said: Said): string => new Date(resultTime([said]) ?? 0).toISOString();
const lisHeard = (at: Date, said?: readonly Said[]): Heard => ({ door: 'mllp', name: 'LIS|LAB', at, said });

test('the time of a result: reported, else measured, else when it was so', (t) => {
  t.is(resultAt(reported('2026-11-20T02:20:00.000Z', '2026-11-20T01:00:00.000Z')), '2026-11-20T02:20:00.000Z');
  t.is(resultAt(reported(undefined, '2026-11-20T01:00:00.000Z')), '2026-11-20T01:00:00.000Z');
  t.is(resultAt(reported()), '2026-11-20T02:00:00.000Z');
});

test('the counter tells everything once, keeps what it could not tell, and forgets nobody’s clock', async (t) => {
  const told: Tally[] = [];
  let fails = true;
  const counter = createFeedCounter((tallies) => (fails ? Promise.reject(new Error('away')) : Promise.resolve(void told.push(...tallies))), () => undefined);
  counter.note(lisHeard(ago(40), [reported('2026-11-20T01:49:00.000Z')]));
  await counter.flush();
  counter.note(lisHeard(ago(1)));
  // A clock in the wrong year and one far ahead say nothing of the delay.
  counter.note(lisHeard(ago(1), [reported('2016-11-20T01:49:00.000Z')]));
  counter.note(lisHeard(now, [reported('2026-11-20T09:00:00.000Z')]));
  fails = false;
  await counter.flush();
  await counter.flush();
  t.deepEqual(told, [{ door: 'mllp', name: 'LIS|LAB', firstAt: ago(40), lastAt: now, hours: [{ hour: new Date('2026-11-20T01:00:00Z'), messages: 1, refusals: 0, delays: [60] }, { hour: new Date('2026-11-20T02:00:00Z'), messages: 3, refusals: 1, delays: [] }] }]);
});

test('whoever makes up names does not fill the memory', async (t) => {
  let count = 0;
  const counter = createFeedCounter((tallies) => Promise.resolve(void (count = tallies.length)), () => undefined);
  for (let at = 0; at < 1000; at++) counter.note({ door: 'mllp', name: `X${at}`, at: now, said: undefined });
  await counter.flush();
  t.is(count, 200);
});

test('times as people say them', (t) => t.deepEqual([45, 60, 2520, 3600, 11_100, 86_400, 187_200].map(inTime), ['45 秒', '1 分钟', '42 分钟', '1 小时', '3 小时 5 分钟', '1 天', '2 天 4 小时']));
