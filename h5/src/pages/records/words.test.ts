import test from 'ava';
import { usageOf } from '../../../../services/shared/orders/phrases.ts';
import { arrowOf, criticalOf, doneLine, groupedBy, isSentence, signMark, visitTitle } from './words.ts';

const now = new Date('2026-11-20T10:00:00Z');

test('arrows: one out of range, two where the laboratory calls, a sign of its own without direction', (t) => {
  for (const [value, arrow] of [
    [{ direction: 'high', alarming: true, abnormal: true }, '↑↑'], [{ direction: 'high', alarming: false, abnormal: true }, '↑'], [{ direction: 'low', alarming: true, abnormal: true }, '↓↓'],
    [{ direction: null, alarming: false, abnormal: true }, '!'], [{ direction: null, alarming: false, abnormal: false }, ''],
  ] as const) t.is(arrowOf(value), arrow);
});

test('signed or not, never more than was told', (t) => {
  for (const [given, word] of [[{ signed: true, state: 'signed' }, '已签名'], [{ signed: false, state: 'written' }, '未签名'], [{ signed: false, state: 'draft' }, '草稿'], [{ signed: true, state: 'corrected' }, '已更正并签名'], [{ signed: true, state: 'withdrawn' }, '已撤回']] as const) t.is(signMark(given).word, word);
});

test('what was done, how it is taken, which visit', (t) => {
  t.is(doneLine({ done: null, report: null }, now), '还没有执行记录');
  t.is(doneLine({ done: null, report: { id: 'r', at: new Date('2026-11-20T02:20:00Z') } }, now), '已出报告 今天 10:20');
  t.is(doneLine({ done: { state: 'dispensed', at: new Date('2026-11-20T02:20:00Z'), times: 1 }, report: null }, now), '已发药 今天 10:20');
  t.is(doneLine({ done: { state: 'given', at: null, times: 3 }, report: null }, now), '已执行 共 3 次');
  t.is(usageOf({ dose: '0.5 g', route: '口服', frequency: null, quantity: '' } as never), '0.5 g　口服');
  t.is(visitTitle({ kind: 'outpatient', admittedAt: new Date('2026-11-18T02:00:00Z'), department: '心血管内科', place: '' } as never, now), '门诊 11-18 心血管内科');
  t.deepEqual([...groupedBy([1, 2, 3, 4], (one) => one % 2)], [[1, [1, 3]], [0, [2, 4]]]);
});

test('findings that are sentences are no figures; a critical value is found by report and item', (t) => {
  t.true(isSentence({ number: null, unit: null, text: '窦性心律，左心室高电压，请结合临床。' } as never));
  for (const value of [{ number: null, unit: null, text: '阴性(-)' }, { number: 5.6, unit: 'mmol/L', text: '5.6' }]) t.false(isSentence(value as never));
  const values = { items: [{ item: '2823-3', reports: ['S2', 'O2'], clinical: 'open' }, { item: '2345-7', reports: ['S3'], clinical: 'cancelled' }] } as never;
  t.truthy(criticalOf(values, { number: 'S2', placer: null }, '2823-3'));
  t.truthy(criticalOf(values, { number: 'X', placer: 'O2' }));
  t.is(criticalOf(values, { number: 'S2', placer: null }, '2951-2'), undefined);
  t.is(criticalOf(values, { number: 'S3', placer: null }), undefined, 'cancelled');
});
