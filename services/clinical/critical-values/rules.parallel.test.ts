/** Who is told beside the first step: by department, hour and source; and whom a step waits for. */
import test from 'ava';
import type { TellingRule } from './model.process.ts';
import { defaultLadder } from './model.process.ts';
import { at, li, opened, zhang } from './rules.fixtures.ts';
import { alsoTold, byHandKey, decline, escalate, hasten, nextAt, sourceOf, takers, told } from './rules.ts';

const nurse = { number: '2001', name: '刘芳', role: 'nurse' };
const value = { itemCode: 'potassium', measured: { resultKey: 'F1|2823-3|' }, way: 'inpatient' as const };
const night: TellingRule = { hours: { from: '17:30', until: '08:00' }, also: ['duty-doctor', 'nurse'] };
const cases: readonly (readonly [string, readonly TellingRule[], string, string, string])[] = [
  ['no file', [], 'CARD', '02:14', ''],
  ['night, over midnight', [night], 'CARD', '02:14', 'duty-doctor nurse'],
  ['begins', [night], 'CARD', '17:30', 'duty-doctor nurse'],
  ['ends, half-open', [night], 'CARD', '08:00', ''],
  ['day', [{ hours: { from: '08:00', until: '17:30' }, also: ['head'] }], 'CARD', '08:00', 'head'],
  ['another department', [{ ...night, departments: ['NEPH'] }], 'CARD', '02:14', ''],
  ['two that fit, each once', [night, { also: ['nurse', 'group'] }], 'CARD', '02:14', 'duty-doctor nurse group'],
  ['another source', [{ sources: ['ecg', 'imaging'], also: ['head'] }], 'CARD', '02:14', ''],
  ['its source', [{ sources: ['laboratory'], also: ['head'] }], 'CARD', '02:14', 'head'],
];
for (const [name, rules, department, clock, expected] of cases) {
  test(`together: ${name} → ${expected === '' ? 'nobody' : expected}`, (t) => t.is(alsoTold(rules, value, department, at(clock)).join(' '), expected));
}

test('together: only of who lies in a bed; the source is the report’s kind, or whoever reported it by hand', (t) => {
  t.deepEqual(alsoTold([night], { ...value, way: 'outpatient' }, 'CARD', at('02:14')), []);
  t.deepEqual([sourceOf(value), sourceOf({ ...value, itemCode: 'ecg' }), sourceOf({ ...value, itemCode: 'ecg', measured: { resultKey: `${byHandKey}1` } })], ['laboratory', 'ecg', 'by-hand']);
});

test('the next time the hospital’s clock shows an hour: today, tomorrow, or now', (t) => {
  const now = at('02:14');
  t.deepEqual(['02:14', '05:00', '02:00', undefined].map((clock) => nextAt(clock, now).getTime() - now.getTime()), [0, 166 * 60_000, (24 * 60 - 14) * 60_000, 0]);
});

const first = (people: readonly (typeof li)[]) => told(opened(), escalate(opened(), defaultLadder, at('02:14')), people, defaultLadder, at('02:14'));

test('a nurse alone is nobody who can take it: told, written down, and the next step is due at once', (t) => {
  const { value: alone, facts } = first([nurse]);
  t.deepEqual(facts.map(({ name }) => name), ['critical-values.nobody-on-call', 'critical-values.told']);
  t.is(alone.escalation.nextAt?.toISOString(), at('02:14').toISOString());
  t.deepEqual([takers([li, nurse], 'responsible-doctor'), takers([nurse], 'clinic-desk')], [[li], [nurse]]);
});

test('a step waits for its doctors, not for its nurse; of several only the last who cannot be reached hastens it', (t) => {
  const { value: together } = first([li, zhang, nurse]);
  const no = (by: typeof li, from: typeof together) => decline(from, { by, kind: 'cannot-now', reason: 'rescue', note: '', to: null }, defaultLadder, at('02:15')).value;
  t.is(no(li, together).escalation.nextAt?.toISOString(), at('02:19').toISOString(), 'the other may still');
  t.is(no(zhang, no(li, together)).escalation.nextAt?.toISOString(), at('02:15').toISOString());
  const one = hasten(together, li.number, defaultLadder, at('02:15'))?.value ?? together;
  t.is(one.escalation.nextAt?.toISOString(), at('02:19').toISOString());
  t.is(hasten(one, nurse.number, defaultLadder, at('02:15'))?.value.escalation.nextAt?.toISOString(), at('02:19').toISOString(), 'the nurse is waited for by nobody');
  t.is(hasten(one, zhang.number, defaultLadder, at('02:15'))?.value.escalation.nextAt?.toISOString(), at('02:15').toISOString());
});
