import test from 'ava';
import { Refusal } from '../../core/errors.ts';
import type { Delivery, NextStep } from './model.ts';
import { commandsOf } from './rules.feedback.ts';
import { again, answered, asked, dropped, mayDrop, nextStep, sending, troubled } from './rules.ts';

const sent = sending(asked);
const accepted = answered(sent, { state: 'accepted' });
const refused = answered(sent, { state: 'refused', code: 'over' });
const pending = answered(sent, { state: 'pending' });
const trouble = { code: 'x', last: false, step: 'send' } as const;

const steps: readonly (readonly [string, Delivery, NextStep])[] = [
  ['asked', asked, 'send'],
  ['a process died while sending', sent, 'ask'],
  ['accepted', accepted, 'nothing'],
  ['refused', refused, 'nothing'],
  ['pending', pending, 'ask'],
  ['not done there', troubled(sent, { ...trouble, known: 'transient' }), 'send'],
  ['may be done there', troubled(sent, { ...trouble, known: 'ambiguous' }), 'ask'],
  ['its status could not be had', troubled(sent, { ...trouble, known: 'transient', step: 'ask' }), 'ask'],
  ['it never came there and was sent again, certainly not taken', troubled(sending(sent), { ...trouble, known: 'transient' }), 'send'],
  ['failed and pressed again', again(troubled(sent, { ...trouble, known: 'permanent' })), 'send'],
];

for (const [what, delivery, step] of steps) test(`${what}: ${step}`, (t) => t.is(nextStep(delivery), step));

test('a person must look: for good, or after the last try', (t) => {
  t.is(troubled(sent, { ...trouble, known: 'permanent' }).state, 'failed');
  t.is(troubled(sent, { ...trouble, known: 'transient', last: true }).state, 'failed');
  t.is(troubled(pending, { ...trouble, known: 'transient', step: 'ask' }).state, 'pending');
});

test('an answer holds: nothing that comes late takes it back', (t) => {
  t.is(answered(accepted, { state: 'refused' }), accepted);
  t.is(troubled(refused, { ...trouble, known: 'permanent' }), refused);
  t.deepEqual([refused.code, sent.attempts], ['over', 1]);
  for (const done of [accepted, refused]) t.is(t.throws(() => again(done), { instanceOf: Refusal })?.code, 'hospital-commands.settled');
});

test('the answer to the laboratory: who took it, then what was done, under keys that stay', (t) => {
  const by = { number: '1001', name: '李静' };
  const feedback = {
    id: 'critical-values:7:signed', at: '2026-11-21T02:20:00.000Z', source: { application: 'LIS', facility: 'LAB', controlId: 'R1' }, patientIds: [{ value: 'P1' }], order: { id: 'ELEC' }, item: { id: 'K' }, value: '7.4',
    acknowledged: { by, at: '2026-11-21T02:16:00.000Z' }, disposal: { by, at: '2026-11-21T02:18:00.000Z', text: '已处理' }, signature: { reference: 's1', by, at: '2026-11-21T02:20:00.000Z' },
  };
  const about = { source: feedback.source, patientIds: feedback.patientIds, order: feedback.order, item: feedback.item, value: '7.4' };
  t.deepEqual(commandsOf(feedback), [
    { key: 'critical-values:7:signed:acknowledge', kind: 'acknowledge-critical-value', at: feedback.acknowledged.at, actor: by, data: { ...about, acknowledgedAt: feedback.acknowledged.at } },
    { key: 'critical-values:7:signed:dispose', kind: 'dispose-critical-value', at: feedback.disposal.at, actor: by, data: { ...about, disposedAt: feedback.disposal.at, text: '已处理', signature: feedback.signature } },
  ]);
  t.is(commandsOf({ ...feedback, disposal: undefined }).length, 1);
});

test('only what cannot have arrived is taken back, and then nobody sends it again', (t) => {
  t.true(mayDrop(asked));
  t.true(mayDrop({ ...asked, state: 'failed' }));
  for (const more of [{ unsure: true }, { state: 'pending' }, { state: 'accepted' }, { state: 'refused' }, { state: 'failed', unsure: true }] as const) t.false(mayDrop({ ...asked, ...more }), JSON.stringify(more));
  t.is(nextStep(dropped(asked)), 'nothing');
  t.throws(() => again(dropped(asked)), { message: 'hospital-commands.settled' });
});
