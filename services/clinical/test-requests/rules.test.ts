import test from 'ava';
import { command } from '../../links/contract/schema.commands.ts';
import type { Item, TestRequest } from './model.ts';
import { commandOf, itemsOf, keyOf, mayWithdraw, mustBeAble, mustBeSame, nextOfWithdrawal, numberOf, ofKey, retried, settled, takenBack, withdrawalCommandOf, withdrawalKeyOf, withdrawalSettled, withdrawing } from './rules.ts';

const now = new Date('2026-11-20T02:00:00Z');
const id = '01990000-0000-7000-8000-00a91c03d2e4';
const request: TestRequest = {
  id, number: 'WL261120A91C03D2E4', batch: 'A'.repeat(20), patientId: '01990000-0000-7000-8000-0000000000d1', visitId: '01990000-0000-7000-8000-0000000000d2', item: { code: 'JY-ELEC', name: '电解质', category: 'laboratory' },
  urgent: true, purpose: '复查', remark: '', by: '1001', department: 'CARD', askedAt: now, state: 'sending', code: null, reason: null, orderNumber: null, settledAt: null, withdrawal: null,
};
const whose = { patient: 'P1', visit: 'ZY1', name: '李静' };
const idle = { state: undefined, begun: false };
const elec: Item = request.item;
const known = new Map([[elec.code, elec], ['JY-CBC', { code: 'JY-CBC', name: '血常规', category: 'laboratory' as const }]]);
const earlier = { code: 'JY-ELEC', name: '电解质', at: new Date('2026-11-20T00:10:00Z'), by: '王建国' };

const want = (...codes: string[]) => codes.map((code) => ({ code, anyway: false }));

test('no door, and a visit that is over: nothing is ordered', (t) => {
  t.notThrows(() => mustBeAble({ hasDoor: true, goesOn: true }));
  t.throws(() => mustBeAble({ hasDoor: false, goesOn: true }), { message: 'test-requests.no-door' });
  t.throws(() => mustBeAble({ hasDoor: true, goesOn: false }), { message: 'test-requests.discharged' });
});

test('each item once, known, and not ordered today but for who says so', (t) => {
  t.deepEqual(itemsOf(want('JY-ELEC', 'JY-CBC'), known, [], now).map(({ name }) => name), ['电解质', '血常规']);
  t.throws(() => itemsOf(want('JY-ELEC', 'JY-ELEC'), known, [], now), { message: 'test-requests.twice' });
  t.throws(() => itemsOf(want('JY-NONE'), known, [], now), { message: 'test-requests.unknown-item' });
  const error = t.throws(() => itemsOf(want('JY-ELEC'), known, [earlier], now), { message: 'test-requests.already' }) as Error & { facts: unknown };
  t.deepEqual(error.facts, { item: '电解质', when: '08:10', who: '王建国' });
  t.notThrows(() => itemsOf([{ code: 'JY-ELEC', anyway: true }], known, [earlier], now));
  t.notThrows(() => itemsOf(want('JY-ELEC'), known, [{ ...earlier, at: new Date('2026-11-19T15:59:00Z') }], now), 'yesterday in the hospital is not today');
  t.throws(() => itemsOf(want('JY-ELEC'), known, [{ ...earlier, at: new Date('2026-11-19T16:01:00Z') }], now), { message: 'test-requests.already' });
});

test('a form that came before is the same form, or none', (t) => {
  const form = { patients: [request.patientId], visitId: request.visitId, wanted: [{ code: 'JY-ELEC' }] };
  t.notThrows(() => mustBeSame([request], form));
  for (const more of [{ patients: [id] }, { visitId: id }, { wanted: [{ code: 'JY-CBC' }] }, { wanted: [{ code: 'JY-ELEC' }, { code: 'JY-CBC' }] }]) t.throws(() => mustBeSame([request], { ...form, ...more }), { message: 'test-requests.other-batch' });
});

test('the hospital’s word: its number is kept, a no holds, what failed may be sent again and still arrive', (t) => {
  t.like(settled(request, { state: 'accepted', number: 'YZ1' }, now), { state: 'accepted', orderNumber: 'YZ1', settledAt: now });
  t.like(settled(request, { state: 'refused', code: 'discharged', message: '患者已经出院' }, now), { state: 'refused', reason: '患者已经出院' });
  const failed = settled(request, { state: 'failed', code: 'timeout' }, now);
  t.like(failed, { state: 'failed', settledAt: null });
  t.like(retried(failed), { state: 'sending', code: null });
  t.like(settled(failed, { state: 'accepted' }, now), { state: 'accepted', orderNumber: null });
  for (const state of ['sending', 'accepted', 'refused', 'withdrawn'] as const) t.throws(() => retried({ ...request, state }), { message: 'test-requests.not-failed' });
  t.is(settled({ ...request, state: 'withdrawn' }, { state: 'accepted' }, now).state, 'withdrawn');
});

test('taken back while nothing is drawn or done; a no leaves the order standing', (t) => {
  const accepted = settled(request, { state: 'accepted', number: 'YZ1' }, now);
  for (const progress of [{ ...idle, begun: true }, { ...idle, state: 'completed' }, { ...idle, state: 'cancelled' }]) t.throws(() => withdrawing(accepted, progress, { number: '1001', why: '开错' }, now), { message: 'test-requests.over' });
  t.true(mayWithdraw(accepted, { state: 'running', begun: false }));
  const asked = withdrawing(accepted, idle, { number: '1002', why: '开错' }, now);
  t.like(asked.withdrawal, { by: '1002', why: '开错', state: 'asked' });
  t.throws(() => withdrawing(asked, idle, { number: '1002', why: '开错' }, now), { message: 'test-requests.withdrawing' });
  t.throws(() => withdrawing({ ...request, state: 'refused' }, idle, { number: '1002', why: '开错' }, now), { message: 'test-requests.not-accepted' });
  const no = withdrawalSettled(asked, { state: 'refused', message: '标本已采集' }, now);
  t.like([no.state, no.withdrawal], { 0: 'accepted', 1: { state: 'refused', reason: '标本已采集' } });
  t.true(mayWithdraw(no, idle), 'asked again later');
  t.like(withdrawalSettled(asked, { state: 'accepted' }, now), { state: 'withdrawn', withdrawal: { state: 'done' } });
  t.is(withdrawalSettled(asked, { state: 'pending' }, now), asked);
});

test('what cannot have arrived is dropped, what is there is asked back, what the hospital never took is over', (t) => {
  const withdrawal = { by: '1001', at: now, why: '开错', state: 'asked', reason: null } as const;
  for (const [state, next] of [['sending', 'drop'], ['failed', 'drop'], ['accepted', 'ask'], ['refused', 'done']] as const) t.is(nextOfWithdrawal({ state, withdrawal }), next, state);
  t.is(nextOfWithdrawal({ state: 'accepted', withdrawal: null }), 'nothing');
  t.is(takenBack({ ...request, state: 'refused', withdrawal }, now).state, 'refused', 'it was never an order');
  t.is(takenBack({ ...request, withdrawal }, now).state, 'withdrawn');
});

test('the commands are those of the contract, each under its own key', (t) => {
  const made = commandOf(request, whose);
  t.deepEqual(command.parse(made), made);
  t.like(made, { kind: 'order-test', key: `test-requests:${id}`, data: { request: 'WL261120A91C03D2E4', item: { id: 'JY-ELEC' }, urgent: true, visit: 'ZY1' } });
  t.false('remark' in made.data, 'what was not typed is not said');
  const asked = withdrawing({ ...request, state: 'accepted', orderNumber: 'YZ1' }, idle, { number: '1001', why: '开错' }, now);
  const back = withdrawalCommandOf(asked, whose);
  t.deepEqual(command.parse(back), back as never);
  t.like(back, { kind: 'cancel-test', reason: '开错', data: { order: 'YZ1', request: 'WL261120A91C03D2E4' } });
  t.is(withdrawalCommandOf(request, whose), undefined);
  t.deepEqual(ofKey(keyOf(id).slice('test-requests:'.length)), { id, what: 'request' });
  t.deepEqual(ofKey(withdrawalKeyOf(id, { at: now }).slice('test-requests:'.length)), { id, what: 'withdrawal' });
});

test('a number is short and says the hospital’s day', (t) => {
  t.is(numberOf(id, now), 'WL261120A91C03D2E4');
  t.is(numberOf(id, new Date('2026-11-20T17:00:00Z')), 'WL261121A91C03D2E4');
});
