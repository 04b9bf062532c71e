import test from 'ava';
import { command } from '../../links/contract/schema.commands.ts';
import { type Answer, answerStates } from './model.ts';
import { type Situation, commandOf, hindrance, isNews, settled, signed } from './rules.ts';

const now = new Date('2026-11-20T02:00:00Z');
const answer: Answer = { id: '01990000-0000-7000-8000-0000000000c1', consultationId: '01990000-0000-7000-8000-0000000000c2', by: '1101', department: 'NEPH', text: '建议急诊血液透析', writtenAt: now, state: 'written', code: null, reason: null, signature: null, settledAt: null };

test('who may write when: each reason by itself, and none', (t) => {
  const free: Situation = { hasDoor: true, open: true, numbered: true, asked: true, own: [] };
  for (const [more, why] of [
    [{}, undefined],
    [{ asked: false, hasDoor: false }, 'not-asked'],
    [{ hasDoor: false }, 'no-door'],
    [{ open: false }, 'closed'],
    [{ numbered: false }, 'unnumbered'],
    [{ own: [{ state: 'sending' }] }, 'under-way'],
    [{ own: [{ state: 'failed' }] }, 'under-way'],
    [{ own: [{ state: 'written' }, { state: 'refused' }, { state: 'accepted' }] }, undefined],
  ] as const satisfies readonly (readonly [Partial<Situation>, string | undefined])[]) t.is(hindrance({ ...free, ...more }), why === undefined ? undefined : `consultation-answers.${why}`, JSON.stringify(more));
});

test('signed once, by whoever wrote it', (t) => {
  t.like(signed(answer, 's1', { staffNumber: '1101', name: '赵磊' }), { state: 'sending', signature: 's1' });
  t.throws(() => signed(answer, 's1', { staffNumber: '1001', name: '李静' }), { message: /signature-of-another/ });
  for (const state of answerStates.filter((each) => each !== 'written')) t.throws(() => signed({ ...answer, state }, 's1', { staffNumber: '1101', name: '赵磊' }), { message: /signed/ });
});

test('what the hospital says holds for good; what failed may still arrive; waiting says nothing', (t) => {
  const sent: Answer = { ...answer, state: 'sending', signature: 's1' };
  t.like(settled(sent, { state: 'refused', code: 'over', message: '会诊已撤销' }, now), { state: 'refused', code: 'over', reason: '会诊已撤销', settledAt: now });
  const failed = settled(sent, { state: 'failed', code: 'timeout' }, now);
  t.like(failed, { state: 'failed', code: 'timeout', settledAt: null });
  t.like(settled(failed, { state: 'accepted' }, now), { state: 'accepted', code: null });
  for (const state of ['accepted', 'refused', 'written'] as const) t.is(settled({ ...sent, state }, { state: 'failed' }, now).state, state);
  for (const state of ['waiting', 'pending']) t.is(settled(sent, { state }, now), sent);
});

test('the command names the consultation as it was told, and is a command of the contract', (t) => {
  const made = commandOf({ answer: { ...answer, state: 'sending', signature: '01990000-0000-7000-8000-0000000000c3' }, name: '赵磊', patient: 'P000001', visit: 'ZY1', source: 'EMR@QH', number: 'HZ1' });
  t.deepEqual(command.parse(made), made);
  t.like(made.data, { source: { application: 'EMR', facility: 'QH' }, consultation: 'HZ1', visit: 'ZY1' });
  t.deepEqual(commandOf({ answer, name: '赵磊', patient: 'P000001', visit: undefined, source: 'HIS', number: 'HZ1' }).data.source, { application: 'HIS', facility: '' });
  t.is(made.key, `consultation-answers:${answer.id}`);
});

test('history is no news', (t) => {
  t.true(isNews({ requestedAt: new Date(now.getTime() - 23 * 3_600_000), open: true }, now));
  t.false(isNews({ requestedAt: new Date(now.getTime() - 25 * 3_600_000), open: true }, now));
  t.false(isNews({ requestedAt: now, open: false }, now));
  t.true(isNews({ requestedAt: null, open: true }, now));
});
