/** A patient who is not in the house: which way her value goes, and when the medical office has to help to find her. */
import test from 'ava';
import type { CriticalValue } from './model.ts';
import { defaultLadders, defaultProcess as P, outpatientLadder } from './model.process.ts';
import { at, li, office, opened, zhang } from './rules.fixtures.ts';
import { acknowledge, beganAt, call, contactDue, contactLook, dispose, escalate, handOver, isOverdue, lost, told, toldNow, turn, wayOf } from './rules.ts';

const desk = { number: '1005', name: '吴倩', role: 'nurse' };
const ways: readonly (readonly [string | undefined, string, CriticalValue['way']])[] = [
  ['inpatient', 'here', 'inpatient'], ['inpatient', 'away', 'inpatient'], ['inpatient', 'gone', 'outpatient'], ['inpatient', 'planned', 'outpatient'],
  ['day-surgery', 'here', 'inpatient'], ['emergency', 'here', 'emergency'], ['emergency', 'away', 'emergency'], ['emergency', 'gone', 'outpatient'],
  ['outpatient', 'here', 'outpatient'], ['outpatient', 'gone', 'outpatient'], ['pre-admission', 'planned', 'outpatient'], [undefined, '', 'inpatient'],
];
for (const [kind, state, expected] of ways) {
  test(`way: ${kind ?? 'no visit'} ${state} → ${expected}`, (t) => t.is(wayOf(kind === undefined ? undefined : { kind, state }), expected));
}

const tell = (value: CriticalValue, clock: string, people: readonly (typeof li)[]): CriticalValue => {
  const ladder = defaultLadders[value.way];
  return told(value, escalate(value, ladder, at(clock)), people, ladder, at(clock)).value;
};
const outside = tell({ ...opened(), way: 'outpatient' }, '02:14', [li]);
const tried = (value: CriticalValue, clock: string, reached = false): CriticalValue => call(value, { by: desk, whom: 'patient', to: '患者本人', reached, readBack: null, note: '' }, at(clock)).value;
const taken = acknowledge(outside, li, at('02:16')).value;
const clock = (value: CriticalValue): string | null => contactLook(value, P)?.toISOString() ?? null;

test('nobody has it: the ladder gets to the office by itself, and at once after the third try in vain', (t) => {
  const twice = tried(tried(outside, '02:15'), '02:16');
  t.is(clock(twice), null);
  const thrice = tried(twice, '02:17');
  t.true(contactDue(thrice, P, at('02:17')));
  const { value, facts } = lost(thrice, [], outpatientLadder, at('02:17'));
  t.deepEqual(facts, [{ name: 'critical-values.patient-lost', data: { tries: 3 } }]);
  t.like(escalate(value, outpatientLadder, at('02:17')), { kind: 'tell', step: 4, duty: 'medical-office' });
  t.is(clock(value), null, 'once');
  t.is(clock(tried(thrice, '02:18', true)), null, 'reached after all');
});

test('somebody has it: half an hour to reach her, sooner after the third try; reached, treated, in a bed or known to the office it is nothing', (t) => {
  t.is(clock(taken), at('02:46').toISOString());
  t.false(contactDue(taken, P, at('02:45')));
  t.is(clock(tried(tried(tried(taken, '02:17'), '02:18'), '02:20')), at('02:20').toISOString());
  t.is(clock(tried(taken, '02:20', true)), null);
  t.is(clock({ ...taken, way: 'inpatient' }), null);
  t.is(clock(dispose(taken, { by: li, choices: ['called-in'], note: '', actionAt: at('02:20') }, P, at('02:20')).value), null);
  const { value, facts } = lost(taken, [office], outpatientLadder, at('02:46'));
  t.deepEqual(facts.map(({ name }) => name), ['critical-values.patient-lost', 'critical-values.told']);
  t.like(value, { clinical: 'acknowledged', acknowledged: { by: li } });
  t.is(clock(value), null);
  t.deepEqual(lost(taken, [], outpatientLadder, at('02:46')).facts.map(({ name }) => name), ['critical-values.patient-lost', 'critical-values.nobody-on-call'], 'nobody in the office is written down');
  t.is(clock(acknowledge(tell(tell(tell(outside, '02:19', [desk]), '02:24', [desk]), '02:29', [office]), office, at('02:30')).value), null, 'it has it already');
});

test('another way begins at its first step and from that moment; who has it keeps it, and the same way again is nothing', (t) => {
  const inside = tell(tell(opened(), '02:14', [li]), '02:19', [zhang]);
  const left = turn(inside, 'outpatient', at('02:20'));
  t.deepEqual(left?.facts, [{ name: 'critical-values.turned', data: { way: 'outpatient' } }]);
  const value = left?.value ?? inside;
  t.is(beganAt(value).toISOString(), at('02:20').toISOString());
  t.deepEqual(toldNow(value), []);
  t.like(escalate(value, outpatientLadder, at('02:20')), { kind: 'tell', step: 1, duty: 'ordering-doctor' });
  t.deepEqual([isOverdue(value, outpatientLadder, P, at('02:49')), isOverdue(value, outpatientLadder, P, at('02:50'))], [false, true]);
  t.is(turn(value, 'outpatient', at('02:21')), undefined);
  const kept = turn(acknowledge(inside, li, at('02:19')).value, 'outpatient', at('03:00'))?.value;
  t.like(kept, { clinical: 'acknowledged', escalation: { step: 2 } });
  t.is(kept === undefined ? null : clock(kept), at('03:30').toISOString(), 'half an hour from when she left');
  t.is(turn(dispose(taken, { by: li, choices: ['observe'], note: '', actionAt: at('02:20') }, P, at('02:20')).value, 'inpatient', at('02:21')), undefined, 'what was treated stays as it was');
});

test('who answers for her now is told beside the ladder, once; its time does not change', (t) => {
  const inside = tell(opened(), '02:14', [li]);
  const there = handOver(inside, [zhang], at('02:16'));
  t.deepEqual(there?.facts, [{ name: 'critical-values.followed', data: { people: [zhang] } }]);
  t.is(there?.value.escalation.nextAt?.toISOString(), inside.escalation.nextAt?.toISOString());
  t.is(there === undefined ? null : handOver(there.value, [zhang], at('02:17')), undefined);
  t.is(handOver(inside, [li], at('02:16')), undefined);
  t.is(handOver(inside, [], at('02:16')), undefined);
});
