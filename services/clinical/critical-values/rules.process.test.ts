/** What people and timers may do with an alert: every transition and every refusal is a named row. */
import test from 'ava';
import * as fc from 'fast-check';
import { Refusal } from '../../core/errors.ts';
import { fill } from '../../core/phrases.ts';
import type { ClinicalState, CriticalValue, FeedbackState } from './model.ts';
import { clinicalTransitions, feedbackTransitions } from './model.ts';
import { defaultLadder, defaultProcess } from './model.process.ts';
import { phrases } from './phrases.ts';
import { at, chen, judged, li, office, opened, place, result, tell, zhang } from './rules.fixtures.ts';
import {
  acknowledge, asks, call, cancel, close, closable, correct, decline, deeds, dispose, disposeBy, escalate, everybodyTold, feedbackAccepted, feedbackDue, feedbackFailed,
  feedbackSent, hasten, isOverdue, isSameDay, mayDo, notJudged, nurse, open, permissions, recordBy, recordIsLate, recordLook, recordReminded, recordedAt, relations, relationsOf, reminded, reminderDue, reopen, repeated, requested, settled, sign, told,
} from './rules.ts';
import type { CareTeam, Change, DeclineInput, DisposalInput, NurseInput, Standing } from './rules.ts';

const P = defaultProcess;
const done = (clock: string, change: Partial<DisposalInput> = {}): DisposalInput => ({ by: li, choices: ['order-given'], note: '', actionAt: at(clock), ...change });

const fresh = tell(opened(), '02:14', [li]);
const acked = acknowledge(fresh, li, at('02:16')).value;
const disposed = dispose(acked, done('02:25'), P, at('02:30')).value;
const signed = sign(disposed, li, 'sig', P, at('02:31')).value;
const sent = feedbackSent(signed, P, at('02:31')).value;
const accepted = feedbackAccepted(sent, at('02:32')).value;
const closed = close(accepted, P, at('02:32')).value;
const cancelled = cancel(fresh, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('02:20')).value;
const fix = { resultId: 'r2', sent: '4.6', unitSent: 'mmol/L', outcome: 'not-critical', successor: null } as const;
const correctedOpen = correct(fresh, fix, at('02:40')).value;
const superseded = correct(fresh, { ...fix, outcome: 'critical', sent: '6.8', successor: 'cv2' }, at('02:40')).value;
const withdrawn = correct(fresh, { ...fix, outcome: 'withdrawn', sent: '' }, at('02:40')).value;

const no = (change: Partial<DeclineInput> = {}): DeclineInput => ({ by: li, kind: 'cannot-now', reason: 'rescue', note: '', to: null, ...change });
const nursed = (clock: string, change: Partial<NurseInput> = {}): NurseInput => ({ by: liu, choices: ['orders-carried-out'], note: '', actionAt: at(clock), ...change });
const liu = { number: '2001', name: '刘芳', role: 'nurse' };
const again = { by: 'staff:7001', note: '复检仍危急' };
const passed = decline(fresh, no({ kind: 'not-mine', reason: null, to: zhang }), defaultLadder, at('02:16')).value;
const phoned = (readBack: string | null) => ({ by: { number: '3001', name: '韩冰', role: 'technician' }, whom: 'ward', to: '周敏护士', reached: true, readBack, note: '' }) as const;
const R = { ...P, readBack: true };

const names = ({ facts }: Change): readonly string[] => facts.map(({ name }) => name.replace('critical-values.', ''));

/* Every transition. */
const steps: readonly (readonly [string, () => Change, ClinicalState, readonly string[]])[] = [
  ['open, acknowledged', () => acknowledge(fresh, li, at('02:16')), 'acknowledged', ['acknowledged']],
  ['open, acknowledged by somebody the ladder never told', () => acknowledge(fresh, zhang, at('02:16')), 'acknowledged', ['acknowledged']],
  ['open, disposed at once', () => dispose(fresh, done('02:15'), P, at('02:16')), 'disposed', ['acknowledged', 'disposed']],
  ['acknowledged, disposed', () => dispose(acked, done('02:25'), P, at('02:30')), 'disposed', ['disposed']],
  ['acknowledged by one, disposed by another', () => dispose(acked, done('02:25', { by: zhang }), P, at('02:30')), 'disposed', ['disposed']],
  ['acknowledged, disposed in words only', () => dispose(acked, done('02:25', { choices: [], note: '床旁已推注葡萄糖酸钙' }), P, at('02:30')), 'disposed', ['disposed']],
  ['disposed, signed: the laboratory is owed its answer', () => sign(disposed, li, 'sig', P, at('02:31')), 'signed', ['signed', 'feedback-owed']],
  ['signed and answered, closed', () => close(accepted, P, at('02:32')), 'closed', ['closed']],
  ['open, cancelled', () => cancel(fresh, { by: 'staff:7001', reason: 'wrong-patient', note: '' }, at('02:20')), 'cancelled', ['cancelled']],
  ['acknowledged, cancelled', () => cancel(acked, { by: 'staff:7001', reason: 'other', note: '标本贴错' }, at('02:20')), 'cancelled', ['cancelled']],
  ['open, corrected to normal', () => correct(fresh, fix, at('02:40')), 'cancelled', ['corrected', 'cancelled']],
  ['acknowledged, corrected to normal', () => correct(acked, fix, at('02:40')), 'cancelled', ['corrected', 'cancelled']],
  ['disposed, corrected: what was done goes on', () => correct(disposed, fix, at('02:40')), 'disposed', ['corrected']],
  ['signed, corrected', () => correct(signed, fix, at('02:40')), 'signed', ['corrected']],
  ['closed, corrected', () => correct(closed, fix, at('09:00')), 'closed', ['corrected']],
  ['cancelled by hand, then corrected', () => correct(cancelled, fix, at('02:40')), 'cancelled', ['corrected']],
  ['disposed and corrected, still signed', () => sign(correct(disposed, fix, at('02:40')).value, li, 'sig', P, at('02:41')), 'signed', ['signed', 'feedback-owed']],
  ['declined: the next step is due at once', () => decline(fresh, no(), defaultLadder, at('02:16')), 'open', ['declined']],
  ['declined and passed on', () => decline(fresh, no({ kind: 'not-mine', reason: null, to: zhang }), defaultLadder, at('02:16')), 'open', ['declined', 'told']],
  ['declined, then taken after all', () => acknowledge(decline(fresh, no(), defaultLadder, at('02:16')).value, li, at('02:18')), 'acknowledged', ['acknowledged']],
  ['the nurse writes her part while it is open', () => nurse(fresh, nursed('02:20'), P, at('02:21')), 'open', ['nursed']],
  ['and after it is closed', () => nurse(closed, nursed('02:50'), P, at('02:51')), 'closed', ['nursed']],
  ['cancelled, opened again', () => reopen(cancelled, again, at('03:00')), 'open', ['reopened']],
  ['closed, opened again', () => reopen(closed, again, at('03:00')), 'open', ['reopened']],
  ['disposed, opened again', () => reopen(disposed, again, at('03:00')), 'open', ['reopened']],
  ['read back and taken', () => acknowledge(fresh, li, at('02:16'), R, ' ７．10 mmol/L'), 'acknowledged', ['acknowledged']],
  ['read back and disposed at once', () => dispose(fresh, done('02:15', { readBack: '7.1' }), R, at('02:16')), 'disposed', ['acknowledged', 'disposed']],
  ['a sentence is not read back', () => acknowledge(tell(opened({ codes: [{ code: '600-7', system: 'LN' }], value: '革兰阴性杆菌', unit: '' }), '02:14', [li]), li, at('02:16'), R), 'acknowledged', ['acknowledged']],
  ['no signature wanted: disposing owes the answer', () => dispose(acked, done('02:25'), { ...P, signature: false }, at('02:30')), 'disposed', ['disposed', 'feedback-owed']],
  ['no laboratory answer wanted: signing owes none', () => sign(disposed, li, 'sig', { ...P, feedback: false }, at('02:31')), 'signed', ['signed']],
  ['no laboratory answer wanted: closed after the signature', () => close(sign(disposed, li, 'sig', { ...P, feedback: false }, at('02:31')).value, { ...P, feedback: false }, at('02:32')), 'closed', ['closed']],
];
for (const [name, act, state, facts] of steps) {
  test(`step: ${name} → ${state}`, (t) => {
    const change = act();
    t.is(change.value.clinical, state);
    t.deepEqual(names(change), facts);
  });
}

/* Every refusal, with who and when where somebody was first. */
const refusals: readonly (readonly [string, () => unknown, string, Record<string, string | number>?])[] = [
  ['the second press names the winner', () => acknowledge(acked, zhang, at('02:20')), 'already-acknowledged', { who: '李医生', at: '02:16' }],
  ['the second press the next day says which day', () => acknowledge(acked, zhang, new Date('2026-11-21T08:00:00+08:00')), 'already-acknowledged', { who: '李医生', at: '昨天 02:16' }],
  ['the winner presses again', () => acknowledge(acked, li, at('02:20')), 'already-acknowledged-by-you', { who: '李医生', at: '02:16' }],
  ['acknowledging what is disposed', () => acknowledge(disposed, zhang, at('02:40')), 'already-acknowledged'],
  ['acknowledging what is closed', () => acknowledge(closed, zhang, at('02:40')), 'already-acknowledged'],
  ['acknowledging what was cancelled', () => acknowledge(cancelled, li, at('02:40')), 'cancelled', { at: '02:20' }],
  ['acknowledging what was corrected to normal', () => acknowledge(correctedOpen, li, at('02:50')), 'corrected-not-critical', { at: '02:40' }],
  ['acknowledging what was replaced by a new value', () => acknowledge(superseded, li, at('02:50')), 'corrected-critical'],
  ['acknowledging what the laboratory withdrew', () => acknowledge(withdrawn, li, at('02:50')), 'corrected-withdrawn'],
  ['disposing twice names the first', () => dispose(disposed, done('02:26', { by: zhang }), P, at('02:40')), 'already-disposed', { who: '李医生', at: '02:30' }],
  ['disposing what was cancelled', () => dispose(cancelled, done('02:25'), P, at('02:30')), 'cancelled'],
  ['disposing what was withdrawn', () => dispose(withdrawn, done('02:25'), P, at('02:50')), 'corrected-withdrawn'],
  ['disposing with nothing', () => dispose(acked, done('02:25', { choices: [], note: '  ' }), P, at('02:30')), 'disposal-empty'],
  ['disposing in the future', () => dispose(acked, done('02:35'), P, at('02:30')), 'action-in-future'],
  ['disposing before the specimen was taken', () => dispose(acked, done('01:30'), P, at('02:30')), 'action-before-specimen'],
  ['signing before disposing', () => sign(acked, li, 'sig', P, at('02:30')), 'not-disposed'],
  ['signing for somebody else', () => sign(disposed, zhang, 'sig', P, at('02:31')), 'signature-of-another', { who: '李医生' }],
  ['signing twice', () => sign(signed, li, 'sig', P, at('02:40')), 'already-signed', { who: '李医生', at: '02:31' }],
  ['signing what was cancelled', () => sign(cancelled, li, 'sig', P, at('02:31')), 'cancelled'],
  ['closing without a signature', () => close(disposed, P, at('02:40')), 'not-signed'],
  ['closing what is open', () => close(fresh, P, at('02:40')), 'not-signed'],
  ['closing before the laboratory has its answer', () => close(signed, P, at('02:40')), 'feedback-missing'],
  ['closing while the answer has no receipt', () => close(sent, P, at('02:40')), 'feedback-missing'],
  ['closing twice', () => close(closed, P, at('02:40')), 'already-closed'],
  ['closing what was cancelled', () => close(cancelled, P, at('02:40')), 'not-signed'],
  ['cancelling what was disposed', () => cancel(disposed, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('02:40')), 'too-late-to-cancel'],
  ['cancelling twice', () => cancel(cancelled, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('02:40')), 'cancelled'],
  ['cancelling for other reasons without saying which', () => cancel(fresh, { by: 'staff:7001', reason: 'other', note: ' ' }, at('02:20')), 'reason-missing'],
  ['correcting twice', () => correct(correctedOpen, fix, at('02:50')), 'already-corrected', { at: '02:40' }],
  ['declining after somebody took it', () => decline(acked, no({ by: zhang }), defaultLadder, at('02:20')), 'already-acknowledged', { who: '李医生', at: '02:16' }],
  ['declining after having taken it', () => decline(acked, no(), defaultLadder, at('02:20')), 'already-acknowledged-by-you'],
  ['declining what was cancelled', () => decline(cancelled, no(), defaultLadder, at('02:40')), 'cancelled'],
  ['not now, without a reason', () => decline(fresh, no({ reason: null }), defaultLadder, at('02:16')), 'decline-reason-missing'],
  ['another reason that is not said', () => decline(fresh, no({ reason: 'other', note: ' ' }), defaultLadder, at('02:16')), 'decline-reason-missing'],
  ['declining twice', () => decline(decline(fresh, no(), defaultLadder, at('02:16')).value, no(), defaultLadder, at('02:17')), 'already-declined'],
  ['passing it to oneself', () => decline(fresh, no({ to: li }), defaultLadder, at('02:16')), 'pass-to-oneself'],
  ['passing it to a nurse', () => decline(fresh, no({ to: liu }), defaultLadder, at('02:16')), 'pass-to-no-doctor'],
  ['passing it back to who passed it on', () => decline(passed, no({ by: zhang, to: li }), defaultLadder, at('02:17')), 'pass-to-declined', { who: '李明' }],
  ['the nurse writes nothing', () => nurse(fresh, nursed('02:20', { choices: [] }), P, at('02:21')), 'nursing-empty'],
  ['the nurse writes of what was cancelled', () => nurse(cancelled, nursed('02:20'), P, at('02:21')), 'cancelled'],
  ['opening what is open', () => reopen(fresh, again, at('03:00')), 'already-open'],
  ['opening what is being treated', () => reopen(acked, again, at('03:00')), 'already-open'],
  ['opening what was corrected', () => reopen(correctedOpen, again, at('03:00')), 'corrected-not-reopened'],
  ['opening without a reason', () => reopen(closed, { ...again, note: ' ' }, at('03:00')), 'reason-missing'],
  ['taking it without reading it back', () => acknowledge(fresh, li, at('02:16'), R), 'read-back-missing'],
  ['reading back another number', () => acknowledge(fresh, li, at('02:16'), R, '7.7'), 'read-back-differs'],
  ['reading back the bound without its sign', () => acknowledge(tell(opened({ valueType: 'SN', value: '>^10' }), '02:14', [li]), li, at('02:16'), R, '10'), 'read-back-differs'],
  ['disposing at once without reading back', () => dispose(fresh, done('02:15'), R, at('02:16')), 'read-back-missing'],
  ['a call to the ward without reading back', () => call(fresh, phoned(null), at('02:20')), 'read-back-missing'],
  ['a call in which another number was read back', () => call(fresh, phoned('1.7'), at('02:20')), 'read-back-differs'],
  ['a call to nobody', () => call(fresh, { ...phoned('7.1'), to: ' ' }, at('02:20')), 'call-to-whom'],
  ['a call about what was cancelled', () => call(cancelled, phoned('7.1'), at('02:20')), 'cancelled'],
  ['alarming of the record too early', () => recordReminded(acked, P, at('08:13')), 'reminder-not-due'],
  ['sending an answer nobody is owed', () => feedbackSent(acked, P, at('02:40')), 'feedback-not-now', { state: 'none' }],
  ['a receipt for an answer never sent', () => feedbackAccepted(signed, at('02:40')), 'feedback-not-now', { state: 'owed' }],
  ['a second receipt', () => feedbackAccepted(accepted, at('02:40')), 'feedback-not-now', { state: 'accepted' }],
  ['sending again after the receipt', () => feedbackSent(accepted, P, at('02:40')), 'feedback-not-now'],
  ['telling a step twice', () => told(fresh, { kind: 'tell', step: 1, duty: 'responsible-doctor', round: 0 }, [li], defaultLadder, at('02:14')), 'step-already-told'],
  ['telling a step before it is due', () => told(fresh, { kind: 'tell', step: 2, duty: 'duty-doctor', round: 0 }, [zhang], defaultLadder, at('02:18')), 'step-already-told'],
  ['telling a step after somebody acknowledged', () => told(acked, { kind: 'tell', step: 2, duty: 'duty-doctor', round: 0 }, [zhang], defaultLadder, at('02:19')), 'step-already-told'],
  ['reminding too early', () => reminded(acked, P, at('02:45')), 'reminder-not-due'],
  ['reminding twice', () => reminded(reminded(acked, P, at('02:46')).value, P, at('02:47')), 'reminder-not-due'],
];
for (const [name, act, code, facts] of refusals) {
  test(`refusal: ${name} → ${code}`, (t) => {
    const refusal = t.throws(act, { instanceOf: Refusal });
    t.is(refusal?.code, `critical-values.${code}`);
    if (facts !== undefined) t.deepEqual(refusal?.facts, facts);
    const sentence = phrases[`critical-values.${code}` as keyof typeof phrases];
    t.notRegex(fill(sentence, refusal?.facts ?? {}), /[{}]/u);
  });
}

/** All alerts a test can reach, by state. */
const reached: Readonly<Record<ClinicalState, CriticalValue>> = { open: fresh, acknowledged: acked, disposed, signed, closed, cancelled };
const acts: Readonly<Record<string, (value: CriticalValue) => Change>> = {
  acknowledge: (value) => acknowledge(value, zhang, at('03:00')),
  dispose: (value) => dispose(value, done('02:25'), P, at('03:00')),
  sign: (value) => sign(value, li, 'sig', P, at('03:00')),
  close: (value) => close(value, P, at('03:00')),
  cancel: (value) => cancel(value, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('03:00')),
  correct: (value) => correct(value, fix, at('03:00')),
  decline: (value) => decline(value, no(), defaultLadder, at('03:00')),
  nurse: (value) => nurse(value, nursed('02:25'), P, at('03:00')),
  reopen: (value) => reopen(value, again, at('03:00')),
};
test('no act leaves the transition table, from any state', (t) => {
  for (const [from, value] of Object.entries(reached) as [ClinicalState, CriticalValue][]) {
    for (const [name, act] of Object.entries(acts)) {
      let to: ClinicalState = from;
      try {
        to = act(value).value.clinical;
      } catch (error) {
        t.true(error instanceof Refusal, `${name} from ${from}`);
      }
      const twoSteps = from === 'open' && name === 'dispose';
      if (to !== from && !twoSteps) t.true(clinicalTransitions[from].includes(to), `${name}: ${from} → ${to}`);
    }
  }
});

test('accepted is the end of its axis; what is closed or cancelled only the laboratory opens again', (t) => {
  t.deepEqual([clinicalTransitions.closed, clinicalTransitions.cancelled], [['open'], ['open']]);
  for (const [name, act] of Object.entries(acts)) {
    for (const value of [closed, cancelled]) {
      let to: ClinicalState = value.clinical;
      try {
        to = act(value).value.clinical;
      } catch (error) {
        t.true(error instanceof Refusal);
      }
      if (name !== 'reopen') t.is(to, value.clinical, name);
    }
  }
  t.deepEqual(feedbackTransitions.accepted, []);
});

/* Late entries. */
for (const [name, actionAt, written, late] of [
  ['written ten minutes after', '02:25', '02:35', false],
  ['written an hour after', '02:25', '03:25', false],
  ['written an hour and a minute after', '02:25', '03:26', true],
  ['done just now but past the six hours of the record', '08:20', '08:20', true],
  ['done and written at six hours', '08:14', '08:14', false],
] as const) {
  test(`late entry: ${name} → ${late ? '补记' : 'in time'}`, (t) => {
    t.is(dispose(acked, done(actionAt), P, at(written)).value.disposal?.late, late);
  });
}

test('disposal: doubled choices are kept once, a phone may run a minute ahead, known treatment may be older', (t) => {
  t.deepEqual(dispose(acked, done('02:25', { choices: ['observe', 'observe', 'consult'] }), P, at('02:30')).value.disposal?.choices, ['observe', 'consult']);
  t.notThrows(() => dispose(acked, done('02:31'), P, at('02:30')));
  t.notThrows(() => dispose(acked, done('00:10', { choices: ['known-and-treated'] }), P, at('02:30')));
});

/* The ladder. */
const due = (value: CriticalValue, clock: string): string => {
  const answer = escalate(value, defaultLadder, at(clock));
  return answer.kind === 'nothing' ? 'nothing' : `${answer.step}:${answer.duty}:${answer.round}`;
};
const toStep2 = tell(fresh, '02:19', [zhang]);
const toStep3 = tell(toStep2, '02:24', [chen]);
const toStep4 = tell(toStep3, '02:29', [office]);
for (const [name, value, clock, expected] of [
  ['opened: the responsible doctor at once', opened(), '02:14', '1:responsible-doctor:0'],
  ['asked again in the same minute', fresh, '02:14', 'nothing'],
  ['one second before five minutes', fresh, '02:18:59', 'nothing'],
  ['five minutes', fresh, '02:19', '2:duty-doctor:0'],
  ['woken an hour late: still the next step, none is left out', fresh, '03:19', '2:duty-doctor:0'],
  ['ten minutes', toStep2, '02:24', '3:head:0'],
  ['fifteen minutes', toStep3, '02:29', '4:medical-office:0'],
  ['the last step waits', toStep4, '02:43', 'nothing'],
  ['the last step is told again', toStep4, '02:44', '4:medical-office:1'],
  ['and again', tell(toStep4, '02:44', [office]), '02:59', '4:medical-office:2'],
  ['after acknowledging', acked, '05:00', 'nothing'],
  ['after disposing', disposed, '05:00', 'nothing'],
  ['after closing', closed, '05:00', 'nothing'],
  ['after cancelling', cancelled, '05:00', 'nothing'],
  ['after a correction', correctedOpen, '05:00', 'nothing'],
  ['declined: the next step at once', decline(fresh, no(), defaultLadder, at('02:16')).value, '02:16', '2:duty-doctor:0'],
  ['passed on: the ladder keeps its time, not sooner', passed, '02:18:59', 'nothing'],
  ['passed on: nor later', passed, '02:19', '2:duty-doctor:0'],
  ['who it was passed to declines too: at once', decline(passed, no({ by: zhang }), defaultLadder, at('02:17')).value, '02:17', '2:duty-doctor:0'],
  ['an earlier step declines late: the ladder keeps its time', decline(toStep2, no(), defaultLadder, at('02:20')).value, '02:20', 'nothing'],
  ['the last step declines: its own pace', decline(toStep4, no({ by: office }), defaultLadder, at('02:30')).value, '02:30', 'nothing'],
  ['opened again: the first step at once', reopen(closed, again, at('03:10')).value, '03:10', '1:responsible-doctor:0'],
  ['opened again: minutes count from then', tell(reopen(closed, again, at('03:10')).value, '03:10', [li]), '03:14', 'nothing'],
  ['opened again: and the second step five minutes after it', tell(reopen(closed, again, at('03:10')).value, '03:10', [li]), '03:15', '2:duty-doctor:0'],
] as const) {
  test(`ladder: ${name} → ${expected}`, (t) => t.is(due(value, clock), expected));
}

test('ladder: nobody on call is a fact and the next is told at once', (t) => {
  const ask = escalate(opened(), defaultLadder, at('02:14'));
  const change = told(opened(), ask, [], defaultLadder, at('02:14'));
  t.deepEqual(names(change), ['nobody-on-call']);
  t.is(due(change.value, '02:14'), '2:duty-doctor:0');
  const second = told(change.value, escalate(change.value, defaultLadder, at('02:14')), [zhang], defaultLadder, at('02:14'));
  t.deepEqual(names(second), ['escalated', 'told']);
  t.is(due(second.value, '02:18:59'), 'nothing');
  t.is(due(second.value, '02:19'), '3:head:0', 'a step reached early has its own five minutes, not ten');
});

test('ladder: nobody anywhere ends at the last step and is asked again', (t) => {
  let value = opened();
  for (let step = 1; step <= 4; step += 1) value = tell(value, '02:14', []);
  t.is(value.escalation.step, 4);
  t.is(due(value, '02:14'), 'nothing');
  t.is(due(value, '02:29'), '4:medical-office:1');
});

test('ladder: a service that slept an hour tells every missed step, each once', (t) => {
  let value = fresh;
  const seen: string[] = [];
  for (let ask = due(value, '03:19'); ask !== 'nothing'; ask = due(value, '03:19')) {
    seen.push(ask);
    value = tell(value, '03:19', [zhang]);
  }
  t.deepEqual(seen, ['2:duty-doctor:0', '3:head:0', '4:medical-office:0']);
});

test('ladder: shortened while an alert is on it, the last step stays the last', (t) => {
  const short = { ...defaultLadder, steps: defaultLadder.steps.slice(0, 2) };
  t.like(escalate(toStep3, short, at('02:29')), { kind: 'tell', step: 2, duty: 'duty-doctor', round: 1 });
});

test('property: the ladder is monotone, tells each step and round once, and asking changes nothing', (t) => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }), fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (waits, present) => {
    let value = opened();
    let minutes = 0;
    const told: string[] = [];
    waits.forEach((wait, turn) => {
      minutes += wait;
      const when = new Date(at('02:14').getTime() + minutes * 60_000);
      const one = escalate(value, defaultLadder, when);
      t.deepEqual(escalate(value, defaultLadder, when), one);
      if (one.kind === 'nothing') return;
      t.true(one.step >= value.escalation.step && one.step <= value.escalation.step + 1);
      told.push(`${one.step}:${one.round}`);
      value = tellAt(value, when, present[turn] === true);
    });
    t.is(new Set(told).size, told.length);
  }));
});

function tellAt(value: CriticalValue, when: Date, somebody: boolean): CriticalValue {
  return told(value, escalate(value, defaultLadder, when), somebody ? [zhang] : [], defaultLadder, when).value;
}

test('overdue and reminders follow the clock', (t) => {
  t.is(disposeBy(acked, P)?.toISOString(), at('02:46').toISOString());
  t.is(disposeBy(fresh, P), null);
  t.deepEqual([isOverdue(fresh, defaultLadder, P, at('02:43:59')), isOverdue(fresh, defaultLadder, P, at('02:44'))], [false, true]);
  t.deepEqual([isOverdue(acked, defaultLadder, P, at('02:45:59')), isOverdue(acked, defaultLadder, P, at('02:46'))], [false, true]);
  t.false(isOverdue(disposed, defaultLadder, P, at('09:00')));
  t.deepEqual([reminderDue(acked, P, at('02:45')), reminderDue(acked, P, at('02:46')), reminderDue(disposed, P, at('09:00'))], [false, true, false]);
  t.deepEqual(names(reminded(acked, P, at('02:46'))), ['reminded']);
});

/* The laboratory's answer. */
for (const [name, value, clock, expected] of [
  ['nothing is owed before the signature', disposed, '09:00', false],
  ['owed at once after it', signed, '02:31', true],
  ['sent and waiting for its receipt', sent, '02:32', false],
  ['sent and never receipted', sent, '02:33', true],
  ['receipted', accepted, '09:00', false],
  ['failed, before the pause is over', feedbackFailed(signed, 'ECONNREFUSED', at('02:31')).value, '02:31:29', false],
  ['failed, after the pause', feedbackFailed(signed, 'ECONNREFUSED', at('02:31')).value, '02:31:30', true],
] as const) {
  test(`feedback: ${name} → ${expected ? 'due' : 'not due'}`, (t) => t.is(feedbackDue(value, at(clock)), expected));
}

test('feedback: a laboratory that is down is tried for ever, at most every quarter of an hour, and the doctor is done meanwhile', (t) => {
  let value = signed;
  const pauses: number[] = [];
  let when = at('02:31');
  for (let tries = 0; tries < 12; tries += 1) {
    value = feedbackFailed(value, 'timeout', when).value;
    const next = value.feedback.nextAt ?? when;
    pauses.push((next.getTime() - when.getTime()) / 60_000);
    when = next;
  }
  t.deepEqual(pauses.slice(0, 6), [0.5, 1, 2, 4, 8, 15]);
  t.is(Math.max(...pauses), 15);
  t.is(value.clinical, 'signed');
  t.false(closable(value, P));
  t.true(closable(feedbackAccepted(value, when).value, P), 'a late receipt of an earlier sending counts');
});

test('feedback: every step of the axis is in its table', (t) => {
  t.deepEqual([disposed, signed, sent, accepted].map((value): FeedbackState => value.feedback.state), ['none', 'owed', 'sent', 'accepted']);
  for (const [from, to] of [['none', 'owed'], ['owed', 'sent'], ['sent', 'accepted'], ['sent', 'failed'], ['failed', 'sent']] as const) {
    t.true(feedbackTransitions[from].includes(to));
  }
});

/* Opening and correcting. */
test('opening keeps what was sent beside what was made of it', (t) => {
  const of = result({ codes: [{ code: '2345-7', system: 'LN' }], name: 'Glucose', value: '400', unit: 'mg/dL', referenceRange: '70-100' });
  const verdict = judged(of);
  t.is(verdict.kind, 'critical');
  if (verdict.kind !== 'critical') return;
  const change = open(verdict, of, place, at('02:14'));
  t.like(change.value.measured, { sent: '400', unitSent: 'mg/dL', value: 22.203, unit: 'mmol/L', referenceRange: '70-100' });
  t.like(change.value, { itemCode: 'glucose', itemName: '血糖', direction: 'high', setVersion: 'default-2', clinical: 'open' });
  t.deepEqual(names(change), ['opened']);
});

test('correcting keeps both values and tells everybody who had the first', (t) => {
  const change = correct(acknowledge(toStep2, chen, at('02:22')).value, fix, at('02:40'));
  t.is(change.value.measured.sent, '7.1');
  t.is(change.value.correction?.sent, '4.6');
  t.is(change.value.cancelled?.reason, 'corrected');
  const [fact] = change.facts;
  t.is(fact?.name, 'critical-values.corrected');
  if (fact?.name === 'critical-values.corrected') t.deepEqual(fact.data.tell.map(({ number }) => number), ['1001', '1002', '1003']);
  t.deepEqual([superseded.cancelled?.reason, withdrawn.cancelled?.reason], ['superseded', 'lab-withdrew']);
  t.is(everybodyTold(opened()).length, 0);
});

test('a repeat and a result that cannot be judged become facts', (t) => {
  const repeat = judged(result({ codes: [{ code: '14682-9', system: 'LN' }], key: 'k', value: '720', unit: 'umol/L' }), undefined, [
    { id: 'a9', resultKey: 'o', itemCode: 'creatinine', direction: 'high', sent: '700', unitSent: 'umol/L', value: 700, observedAt: null, openedAt: at('01:00'), sameVisit: true, corrected: false },
  ]);
  t.is(repeat.kind === 'not-critical' ? repeated(repeat, result())?.of : undefined, 'a9');
  const trouble = judged(result({ unit: '' }));
  t.is(trouble.kind, 'not-judged');
  if (trouble.kind === 'not-judged') t.like(notJudged(trouble, result(), 'p1').data, { reason: 'unit-missing', itemCode: 'potassium', resultId: 'r1' });
});

/* Who may do what. */
const team: CareTeam = { way: 'inpatient', clinicDesks: [], departmentCode: 'CARD', wardCode: 'CARD1', attending: '1001', nurse: '2001', groupCode: null, laboratories: ['LAB'], medicalOffices: ['MED'] };
const person = (number: string, role: string, departmentCode: string): Standing => ({ number, name: '某某', role, departmentCode, wardCode: null, scope: 'none', heads: false, register: true });
const watched = tell(toStep3, '02:29', [office]);
const cast: readonly (readonly [string, Standing, readonly string[], string])[] = [
  ['attending doctor', person('1001', 'doctor', 'CARD'), ['told', 'care-team', 'department'], 'view acknowledge decline take-over hand-back dispose call'],
  ['duty doctor of another department, told', person('1002', 'doctor', 'NEPH'), ['told'], 'view acknowledge decline take-over hand-back dispose call'],
  ['doctor of the department, not told', person('1009', 'doctor', 'CARD'), ['department'], 'view acknowledge dispose'],
  ['responsible nurse', person('2001', 'nurse', 'CARD'), ['care-team', 'department'], 'view nurse call'],
  ['nurse of the department', person('2002', 'nurse', 'CARD'), ['department'], 'view nurse'],
  ['technician of the laboratory', person('7001', 'technician', 'LAB'), ['laboratory'], 'view cancel reopen call'],
  ['medical office, told at the last step', person('9001', 'administrator', 'MED'), ['told', 'medical-office'], 'view acknowledge decline relay hand-back cancel call'],
  ['medical office, not told', person('9002', 'administrator', 'MED'), ['medical-office'], 'view relay hand-back cancel call'],
  ['administrator placed in the department', person('9005', 'administrator', 'CARD'), ['stranger'], ''],
  ['doctor of another department', person('1010', 'doctor', 'NEPH'), ['stranger'], ''],
  ['nurse of another department', person('2010', 'nurse', 'NEPH'), ['stranger'], ''],
  ['doctor of the department whose register is not open', { ...person('1009', 'doctor', 'CARD'), register: false }, ['stranger'], ''],
  ['doctor of the group, the register not open', { ...person('1009', 'doctor', 'CARD'), register: false, scope: 'care' }, ['care-team'], 'view acknowledge dispose call'],
  ['nurse of the ward, the register not open', { ...person('2002', 'nurse', 'CARD'), register: false, scope: 'care' }, ['care-team'], 'view nurse call'],
  ['doctor of another department in an emergency', { ...person('1010', 'doctor', 'NEPH'), scope: 'granted' }, ['granted'], 'view'],
];
for (const [name, who, stands, may] of cast) {
  test(`permission: ${name} may ${may === '' ? 'nothing' : may}`, (t) => {
    t.deepEqual(relationsOf(who, watched, team), stands);
    t.is(deeds.filter((deed) => mayDo(deed, who, watched, team)).join(' '), may);
  });
}

test('permission: only whoever disposed signs, and a transferred patient goes with her department', (t) => {
  const doctor = person('1001', 'doctor', 'CARD');
  t.true(mayDo('sign', doctor, disposed, team));
  t.false(mayDo('sign', person('1009', 'doctor', 'CARD'), disposed, team));
  const moved: CareTeam = { ...team, departmentCode: 'ICU', wardCode: 'ICU1', attending: '3001' };
  t.true(mayDo('acknowledge', person('3009', 'doctor', 'ICU'), fresh, moved));
  t.false(mayDo('acknowledge', person('1009', 'doctor', 'CARD'), fresh, moved));
  t.true(mayDo('view', doctor, fresh, moved), 'who was told may still see how it ends');
});

test('permission: the table', (t) => {
  const lines = deeds.map((deed) => `${deed.padEnd(12)}${relations.map((relation) => `${relation}=${permissions[deed][relation] ?? '-'}`).join(' ')}`);
  t.snapshot(lines.join('\n'));
});

test('opened again keeps everything that was answered, and owes the laboratory a new answer', (t) => {
  const { value } = reopen(nurse(closed, nursed('02:40'), P, at('02:41')).value, again, at('03:10'));
  t.like(value, { disposal: null, signature: null, acknowledged: null, closedAt: null, feedback: { state: 'none' } });
  t.deepEqual(value.reopened.map(({ was, disposal, signature }) => [was, disposal?.choices, signature?.ref]), [['closed', ['order-given'], 'sig']]);
  t.is(value.nursing.length, 1);
  t.false(isOverdue(value, defaultLadder, P, at('03:39')));
  t.true(isOverdue(value, defaultLadder, P, at('03:40')));
});

test('somebody it was passed to who cannot be reached does not hold it up', (t) => {
  const change = hasten(passed, zhang.number, defaultLadder, at('02:16'));
  t.is(due(change?.value ?? passed, '02:16'), '2:duty-doctor:0');
});

test('what the hospital is asked: a doubtful specimen at once, the record once it is signed, each once, and what was decided holds', (t) => {
  const doubtful = dispose(acked, done('02:25', { choices: ['specimen-doubtful'] }), P, at('02:30')).value;
  t.deepEqual([asks(disposed, P), asks(doubtful, P), asks(signed, P), asks(doubtful, { ...P, signature: false }), asks(signed, { ...P, writeRecord: false }), asks(fresh, P)], [[], ['recheck'], ['record'], ['recheck', 'record'], [], []]);
  const owed = requested(signed, 'record', at('02:31'));
  t.deepEqual([names(owed), names(requested(owed.value, 'record', at('02:32')))], [['requested'], []]);
  const failed = settled(owed.value, 'record', { state: 'failed', message: '' }, at('06:31')).value;
  const accepted = settled(failed, 'record', { state: 'accepted', message: '' }, at('07:00')).value;
  t.deepEqual([failed, accepted, settled(accepted, 'record', { state: 'failed', message: '' }, at('08:00')).value].map(({ requests }) => requests.record?.state), ['failed', 'accepted', 'accepted']);
  t.deepEqual(settled(signed, 'record', { state: 'accepted', message: '' }, at('08:00')).facts, [], 'nobody asked');
});

test('a call is written down with what was read back; one that reached nobody too, and neither stops the ladder', (t) => {
  const reached = call(fresh, phoned('7.10'), at('02:15')).value;
  const { value } = call(reached, { ...phoned(null), reached: false }, at('02:17'));
  t.deepEqual(value.calls.map(({ reached: was, readBack }) => [was, readBack]), [[true, '7.10'], [false, null]]);
  t.is(due(value, '02:19'), '2:duty-doctor:0');
});

test('what was reported by hand owes the laboratory no answer and is closed by the signature', (t) => {
  const byHand = { ...acked, reportedBy: { number: '3001', name: '韩冰', role: 'technician' } };
  const { value, facts } = sign(dispose(byHand, done('02:25'), P, at('02:30')).value, li, 'sig', P, at('02:31'));
  t.deepEqual([facts.map(({ name }) => name), closable(value, P)], [['critical-values.signed'], true]);
});

test('the course record: six hours from receipt, in time where the EMR took it, else where it was written down here', (t) => {
  const own = { ...P, writeRecord: false };
  t.is(recordBy(acked, P).toISOString(), at('08:14').toISOString());
  t.deepEqual([recordLook(acked, P), recordLook(disposed, own), recordLook(cancelled, P)].map((each) => each?.toISOString() ?? null), [at('08:14').toISOString(), null, null]);
  t.deepEqual([recordIsLate(acked, P, at('08:13')), recordIsLate(acked, P, at('08:14')), recordIsLate(disposed, own, at('23:00')), recordIsLate(cancelled, P, at('23:00'))], [false, true, false, false]);
  const written = settled(requested(signed, 'record', at('02:31')).value, 'record', { state: 'accepted', message: '' }, at('08:20')).value;
  t.deepEqual([recordedAt(written, P)?.toISOString(), recordIsLate(written, P, at('23:00'))], [at('08:20').toISOString(), true], 'it came, but late');
  const alarm = recordReminded(signed, P, at('08:14'));
  t.deepEqual(alarm.facts, [{ name: 'critical-values.record-overdue', data: { who: li, recordBy: at('08:14') } }]);
  t.is(recordLook(alarm.value, P), null, 'once');
  t.is(recordBy(reopen(closed, again, at('09:00')).value, P).toISOString(), at('15:00').toISOString());
  t.deepEqual([isSameDay(closed, at('23:59')), isSameDay(closed, new Date('2026-11-21T00:00:00+08:00')), isSameDay(closed, null)], [true, false, false]);
});
