import test from 'ava';
import type { Feed } from './model.ts';
import { afterPage, afterTrouble, inTurn, isDue, readFrom } from './rules.ts';

const now = new Date('2026-11-21T02:14:00Z');
const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const feed = (more: Partial<Feed> = {}): Feed => ({ type: 'Patient', since: at(-600), next: null, seen: null, failures: 0, retryAt: null, ...more });
const rules = { overlapSeconds: 120, initialDays: 2 };

test('a reading begins before the last change, the first one some days ago', (t) => {
  t.deepEqual(readFrom(feed(), rules, now), at(-720));
  t.deepEqual(readFrom(feed({ since: null }), rules, now), at(-2 * 86_400));
});

test('pages move nothing but the page; the last one moves the beginning, never backwards', (t) => {
  t.deepEqual(afterPage(feed(), at(-60), 'next'), { since: at(-600), next: 'next', seen: at(-60), failures: 0, retryAt: null });
  t.deepEqual(afterPage(feed({ next: 'next', seen: at(-60), failures: 3 }), at(-90), undefined), { since: at(-60), next: null, seen: null, failures: 0, retryAt: null });
  t.deepEqual(afterPage(feed(), at(-900), undefined).since, at(-600));
  t.deepEqual(afterPage(feed(), undefined, undefined).since, at(-600));
  t.is(afterPage(feed({ since: null }), undefined, undefined).since, null);
});

test('trouble waits longer each time, as long as the server says, an hour at most; a dead link is dropped', (t) => {
  const wait = (failures: number, more: object = {}): number => ((afterTrouble(feed({ failures }), now, { linkIsDead: false, ...more }).retryAt?.getTime() ?? 0) - now.getTime()) / 1000;
  t.deepEqual([0, 1, 2, 3, 9, 60].map((failures) => wait(failures)), [30, 60, 120, 240, 3600, 3600]);
  t.is(wait(5, { retryAfterSeconds: 7 }), 7);
  t.is(wait(0, { retryAfterSeconds: 999_999 }), 86_400);
  t.like(afterTrouble(feed({ next: 'x', seen: at(-1) }), now, { linkIsDead: false }), { next: 'x', seen: at(-1), since: at(-600), failures: 1 });
  t.like(afterTrouble(feed({ next: 'x', seen: at(-1) }), now, { linkIsDead: true }), { next: null, seen: null, since: at(-600) });
});

test('due when it is time', (t) => {
  t.deepEqual([feed(), feed({ retryAt: at(1) }), feed({ retryAt: now })].map((each) => isDue(each, now)), [true, false, true]);
});

test('types take turns: in their order the first time, afterwards whichever was read longest ago', (t) => {
  const types = ['Patient', 'Encounter', 'Observation'];
  t.deepEqual(inTurn(types, new Map()), types);
  t.deepEqual(inTurn(types, new Map([['Patient', at(-60)], ['Encounter', at(-60)]])), ['Observation', 'Patient', 'Encounter']);
  t.deepEqual(inTurn(types, new Map([['Patient', at(-60)], ['Encounter', at(-61)], ['Observation', at(-62)]])), ['Observation', 'Encounter', 'Patient']);
});
