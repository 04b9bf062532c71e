/** Handing on what was taken: somebody has it at every moment, one of two presses wins, and no clock begins anew. */
import test from 'ava';
import * as fc from 'fast-check';
import { Refusal } from '../../core/errors.ts';
import { fill } from '../../core/phrases.ts';
import type { CriticalValue, Person } from './model.ts';
import { defaultLadder, defaultProcess as P } from './model.process.ts';
import { phrases } from './phrases.ts';
import { at, chen, li, office, opened, tell, zhang } from './rules.fixtures.ts';
import { type Change, type RelayInput, acknowledge, cancel, correct, dispose, disposeBy, handBack, handOn, handedAway, inHandsOf, lapse, mayDo, offered, recordBy, recordKeeper, relay, relayLapsed, relayLook, relationsOf, reminded, reopen, sign, takeOver } from './rules.ts';
import type { CareTeam, Standing } from './rules.ts';

const acked = acknowledge(tell(opened(), '02:14', [li]), li, at('02:16')).value;
const to = (person: Person, change: Partial<RelayInput> = {}): RelayInput => ({ by: li, to: person, reason: 'off-duty', note: '', ...change });
const asked = relay(acked, to(zhang), P, at('02:20')).value;
const taken = takeOver(asked, zhang, at('02:22')).value;
const done = (by: Person) => ({ by, choices: ['order-given'] as const, note: '', actionAt: at('02:25') });
const disposed = dispose(acked, done(li), P, at('02:30')).value;
const cancelled = cancel(acked, { by: 'staff:7001', reason: 'duplicate', note: '' }, at('02:20')).value;
const nurse: Person = { number: '2001', name: '刘芳', role: 'nurse' };
const names = ({ facts }: Change): readonly string[] => facts.map(({ name }) => name.replace('critical-values.', ''));
const has = (value: CriticalValue): string | undefined => inHandsOf(value)?.by.number;

for (const [name, act, holder, facts] of [
  ['asked: the first still has it', () => relay(acked, to(zhang), P, at('02:20')), '1001', ['relay-offered']],
  ['taken: the other has it', () => takeOver(asked, zhang, at('02:22')), '1002', ['relay-taken']],
  ['taken a moment late, before anybody looked', () => takeOver(asked, zhang, at('02:31')), '1002', ['relay-taken']],
  ['said no to', () => handBack(asked, zhang, at('02:22')), '1001', ['relay-ended']],
  ['taken back by the first', () => handBack(asked, li, at('02:22')), '1001', ['relay-ended']],
  ['not taken in time: the duty doctor is told beside the first', () => lapse(asked, 'expired', 'duty-doctor', [chen], at('02:30')), '1001', ['relay-ended', 'told']],
  ['not taken, and nobody on duty', () => lapse(asked, 'expired', 'duty-doctor', [], at('02:30')), '1001', ['relay-ended', 'nobody-on-call']],
  ['no card reaches the other', () => lapse(asked, 'unreached', 'head', [chen], at('02:21')), '1001', ['relay-ended', 'told']],
  ['handed on a second time', () => takeOver(relay(taken, to(chen, { by: zhang }), P, at('02:24')).value, chen, at('02:25')), '1003', ['relay-taken']],
  ['handed back to the first', () => takeOver(relay(taken, to(li, { by: zhang }), P, at('02:24')).value, li, at('02:25')), '1001', ['relay-taken']],
  ['a head hands it on for somebody who is gone', () => relay(acked, to(zhang, { by: chen, reason: 'away' }), P, at('02:40')), '1001', ['relay-offered']],
  ['the office, which treats nobody, hands it to a doctor', () => takeOver(relay({ ...acked, acknowledged: { by: office, at: at('02:16'), readBack: null } }, to(zhang, { by: office }), P, at('02:20')).value, zhang, at('02:21')), '1002', ['relay-taken']],
  ['the first disposes while it is offered', () => dispose(asked, done(li), P, at('02:30')), '1001', ['disposed']],
  ['the other disposes without a word first', () => dispose(asked, done(zhang), P, at('02:30')), '1001', ['disposed']],
  ['who took it disposes', () => dispose(taken, done(zhang), P, at('02:30')), '1002', ['disposed']],
] as const) {
  test(`relay: ${name} → ${holder}`, (t) => {
    const change = act();
    t.is(has(change.value), holder);
    t.deepEqual(names(change), facts);
  });
}

for (const [name, act, code, facts = {}] of [
  ['to a second while one waits', () => relay(asked, to(chen), P, at('02:21')), 'relay-waits', { who: '张医生', at: '02:30' }],
  ['to oneself', () => relay(acked, to(li), P, at('02:20')), 'pass-to-oneself'],
  ['for somebody, to that person', () => relay(acked, to(li, { by: chen }), P, at('02:20')), 'relay-has-it', { who: '李医生' }],
  ['to a nurse', () => relay(acked, to(nurse), P, at('02:20')), 'pass-to-no-doctor'],
  ['for another reason that is not said', () => relay(acked, to(zhang, { reason: 'other', note: ' ' }), P, at('02:20')), 'relay-reason-missing'],
  ['what nobody has', () => relay(opened(), to(zhang), P, at('02:20')), 'relay-not-taken'],
  ['what is disposed of', () => relay(disposed, to(zhang), P, at('02:40')), 'already-disposed', { who: '李医生', at: '02:30' }],
  ['what was cancelled', () => relay(cancelled, to(zhang), P, at('02:40')), 'cancelled', { at: '02:20' }],
  ['taken by somebody who was not asked', () => takeOver(asked, chen, at('02:21')), 'relay-over', { who: '李医生' }],
  ['taken twice', () => takeOver(taken, zhang, at('02:23')), 'relay-over', { who: '张医生' }],
  ['taken after it went back', () => takeOver(lapse(asked, 'expired', 'duty-doctor', [], at('02:30')).value, zhang, at('02:31')), 'relay-over', { who: '李医生' }],
  ['taken after the first disposed', () => takeOver(dispose(asked, done(li), P, at('02:30')).value, zhang, at('02:31')), 'already-disposed', { who: '李医生', at: '02:30' }],
  ['taken after a correction', () => takeOver(correct(asked, { resultId: 'r2', sent: '', unitSent: '', outcome: 'withdrawn', successor: null }, at('02:21')).value, zhang, at('02:22')), 'corrected-withdrawn', { at: '02:21' }],
  ['taken without reading back', () => takeOver(asked, zhang, at('02:21'), { readBack: true }), 'read-back-missing'],
  ['taken with another number', () => takeOver(asked, zhang, at('02:21'), { readBack: true }, '1.7'), 'read-back-differs'],
  ['given back by somebody else', () => handBack(asked, chen, at('02:21')), 'relay-over', { who: '李医生' }],
  ['given back when it was taken', () => handBack(taken, li, at('02:23')), 'relay-over', { who: '张医生' }],
  ['the first disposes after it was taken', () => dispose(taken, done(li), P, at('02:30')), 'relayed-away', { who: '张医生', at: '02:22' }],
  ['somebody acknowledges what was handed on', () => acknowledge(taken, chen, at('02:30')), 'already-acknowledged', { who: '张医生', at: '02:22' }],
] as const) {
  test(`relay refused: ${name} → ${code}`, (t) => {
    const error = t.throws(act, { instanceOf: Refusal });
    t.is(error.code, `critical-values.${code}`);
    const sentence = phrases[error.code as keyof typeof phrases];
    t.is(fill(sentence, error.facts), fill(sentence, facts));
    t.false(/\{/.test(fill(sentence, error.facts)));
  });
}

test('no clock begins anew: the time to treat and the record count from the first yes and from receipt', (t) => {
  t.deepEqual([disposeBy(taken, P), recordBy(taken, P)], [disposeBy(acked, P), recordBy(acked, P)]);
  const { facts } = reminded(taken, P, at('02:46'));
  t.deepEqual(facts, [{ name: 'critical-values.reminded', data: { who: zhang, disposeBy: at('02:46') } }], 'who has it now is reminded');
  t.is(recordKeeper(taken)?.number, '1002');
});

test('an offer runs out after the hospital’s minutes, once, and not when it was answered', (t) => {
  t.deepEqual([relayLook(asked), relayLook(taken), relayLook(acked)], [at('02:30'), null, null]);
  t.deepEqual([relayLapsed(asked, at('02:29:59')), relayLapsed(asked, at('02:30')), relayLapsed(taken, at('09:00'))], [false, true, false]);
  t.is(relayLook(relay(acked, to(zhang), { relayMinutes: 3 }, at('02:20')).value)?.toISOString(), at('02:23').toISOString());
  t.is(relayLook(dispose(asked, done(li), P, at('02:25')).value), null);
  t.is(dispose(asked, done(li), P, at('02:25')).value.relays[0]?.ended?.how, 'disposed');
});

test('who left the hospital: the offer is not the only way, and who handed it on before leaving leaves nothing', (t) => {
  t.deepEqual(handOn(asked, '1001', 'duty-doctor', [chen], at('02:25'))?.facts.map(({ name }) => name), ['critical-values.unreached', 'critical-values.told']);
  t.is(handOn(taken, '1001', 'duty-doctor', [chen], at('02:25')), undefined);
  t.truthy(handOn(taken, '1002', 'duty-doctor', [chen], at('02:25')));
});

test('opened again it is nobody’s: an older handing on neither holds nor frees anybody', (t) => {
  const closed = sign(dispose(taken, done(zhang), P, at('02:30')).value, zhang, 's', P, at('02:31')).value;
  const again = acknowledge(tell(reopen(closed, { by: 'staff:7001', note: '复检' }, at('03:00')).value, '03:00', [li]), li, at('03:02')).value;
  t.deepEqual([has(again), offered(again), handedAway(again, '1001')], ['1001', undefined, false]);
  t.is(again.relays.length, 1, 'kept');
});

const team: CareTeam = { way: 'inpatient', clinicDesks: [], departmentCode: 'CARD', wardCode: 'CARD1', attending: null, nurse: null, groupCode: null, laboratories: ['LAB'], medicalOffices: ['MED'] };
const stands = (person: Person, change: Partial<Standing> = {}): Standing => ({ ...person, departmentCode: 'X', wardCode: null, scope: 'none', heads: false, register: false, ...change });
for (const [name, who, value, may] of [
  ['who has it', stands(li), acked, ['relay', 'hand-back']],
  ['who had it', stands(li), taken, ['hand-back']],
  ['who took it over', stands(zhang), taken, ['relay', 'take-over', 'hand-back']],
  ['the head of the department', stands(chen, { heads: true }), acked, ['relay', 'hand-back']],
  ['another doctor of hers', stands(chen, { scope: 'care' }), acked, []],
  ['the medical office', stands({ ...office, number: '9002' }, { departmentCode: 'MED' }), acked, ['relay', 'hand-back']],
  ['a nurse of hers', stands(nurse, { scope: 'care' }), acked, []],
  ['the laboratory', stands({ number: '7001', name: '韩冰', role: 'technician' }, { departmentCode: 'LAB' }), acked, []],
] as const) {
  test(`relay permission: ${name} may ${may.join(', ') || 'nothing'} (${relationsOf(who, value, team).join(', ')})`, (t) => {
    t.deepEqual((['relay', 'take-over', 'hand-back'] as const).filter((deed) => mayDo(deed, who, value, team)).filter((deed) => deed !== 'take-over' || may.includes('take-over' as never)), [...may]);
  });
}

test('property: whatever is pressed in whatever order, exactly one person has it until it is disposed of, and its clock never moves', (t) => {
  const people = [li, zhang, chen, office];
  const person = fc.constantFrom(...people);
  const press = fc.record({ what: fc.constantFrom('relay', 'take', 'back', 'lapse', 'dispose'), by: person, other: person, wait: fc.integer({ min: 0, max: 6 }) });
  fc.assert(fc.property(fc.array(press, { maxLength: 25 }), (presses) => {
    let value = acked;
    let now = at('02:20');
    for (const { what, by, other, wait } of presses) {
      now = new Date(now.getTime() + wait * 60_000);
      const before = value;
      try {
        if (what === 'relay') value = relay(value, to(other, { by }), P, now).value;
        if (what === 'take') value = takeOver(value, by, now).value;
        if (what === 'back') value = handBack(value, by, now).value;
        if (what === 'lapse' && relayLapsed(value, now)) value = lapse(value, 'expired', 'duty-doctor', [other], now).value;
        if (what === 'dispose') value = dispose(value, { ...done(by), actionAt: now }, P, now).value;
      } catch (error) {
        t.true(error instanceof Refusal);
      }
      t.truthy(has(value));
      t.deepEqual(disposeBy(value, P), disposeBy(acked, P));
      t.true(value.relays.filter(({ ended }) => ended === null).length <= 1);
      if (has(value) !== has(before)) t.is(what, 'take', 'only a yes changes who has it');
      if (before.disposal !== null) t.deepEqual(value, before, 'nothing after it was disposed of');
    }
  }), { numRuns: 150 });
  t.is(defaultLadder.steps.length, 4);
});
