/** When visits are over that nobody ends, and which of several is chosen for whoever has to be told. */
import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import { newId } from '../../core/ids.ts';
import { isOver, usualEnds } from './rules.ends.ts';
import { latestVisit } from './store.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

/** A Thursday, 14:00 in the hospital. */
const now = new Date('2026-11-19T14:00:00+08:00');
const clock = { now, ends: usualEnds };
const at = (time: string): Date => new Date(`2026-${time}:00+08:00`);

const over: readonly (readonly [string, string, string, boolean])[] = [
  ['outpatient', 'here', '11-19T08:00', false],
  ['outpatient', 'here', '11-18T00:00', false],
  ['outpatient', 'here', '11-17T23:59', true],
  ['outpatient', 'here', '09-01T08:00', true],
  ['outpatient', 'planned', '09-01T08:00', false],
  ['check-up', 'here', '11-18T00:00', false],
  ['check-up', 'here', '11-17T23:59', true],
  ['emergency', 'here', '11-16T00:00', false],
  ['emergency', 'here', '11-15T23:59', true],
  ['emergency', 'gone', '11-19T08:00', true],
  ['inpatient', 'here', '01-02T08:00', false],
  ['inpatient', 'away', '01-02T08:00', false],
  ['day-surgery', 'here', '11-01T08:00', false],
  ['inpatient', 'gone', '11-19T08:00', true],
  ['inpatient', 'cancelled', '11-19T08:00', true],
];
for (const [kind, state, since, expected] of over) {
  test(`${kind} ${state} since ${since} → ${expected ? 'over' : 'goes on'}`, (t) => t.is(isOver({ kind, state, since: at(since) }, clock), expected));
}
test('a hospital that keeps a clinic’s visit open for a week', (t) => t.false(isOver({ kind: 'outpatient', state: 'here', since: at('11-12T00:00') }, { now, ends: { ...usualEnds, clinicDays: 7 } })));

interface Row { readonly kind: string; readonly state: string; readonly begun: string; readonly told?: string; readonly left?: string }
const clinic = (begun: string, told?: string): Row => ({ kind: 'outpatient', state: 'here', begun, ...(told !== undefined && { told }) });
const emergency = (begun: string): Row => ({ kind: 'emergency', state: 'here', begun });
const stay = (begun: string, left?: string): Row => ({ kind: 'inpatient', state: left === undefined ? 'here' : 'gone', begun, ...(left !== undefined && { left, told: left }) });
const booked = (begun: string): Row => ({ kind: 'pre-admission', state: 'planned', begun });
/** Of these the one at this place is chosen. */
const choices: readonly (readonly [string, readonly Row[], number])[] = [
  ['an old clinic and a stay that ended yesterday: the stay', [clinic('09-01T08:00'), stay('11-10T08:00', '11-18T10:00')], 1],
  ['an old clinic whose last message came late: still the stay', [clinic('09-01T08:00', '11-10T09:00'), stay('11-10T08:00', '11-18T10:00')], 1],
  ['the clinic of today after a stay: the clinic', [stay('11-10T08:00', '11-18T10:00'), clinic('11-19T08:00')], 1],
  ['the clinic of yesterday: goes on', [stay('10-01T08:00', '10-08T10:00'), clinic('11-18T08:00')], 1],
  ['an old clinic after an older stay: where she was last', [stay('03-01T08:00', '03-08T10:00'), clinic('09-01T08:00')], 1],
  ['an old clinic and a bed that is booked: where she is expected', [clinic('09-01T08:00'), booked('11-18T08:00')], 1],
  ['in a bed, whatever clinic came since', [stay('11-01T08:00'), clinic('11-19T08:00')], 0],
  ['in the emergency room before an old clinic', [clinic('09-01T08:00'), emergency('11-19T02:00')], 1],
  ['an emergency of last week and the stay that ended since: the stay', [emergency('11-09T22:00'), stay('11-10T02:00', '11-18T10:00')], 1],
  ['an emergency of today after a stay: the emergency', [stay('11-10T08:00', '11-18T10:00'), emergency('11-19T12:00')], 1],
];
for (const [name, rows, expected] of choices) {
  test(name, async (t) => {
    const { prisma } = t.context.database;
    const patientId = newId();
    await prisma.patient.create({ data: { id: patientId, number: `E-${patientId}`, name: '测试', sex: 'U', canonicalId: patientId } });
    const ids = rows.map(() => newId());
    for (const [place, { kind, state, begun, told = begun, left }] of rows.entries()) {
      await prisma.visit.create({ data: { id: ids[place] ?? '', number: `V${place}-${patientId}`, patientId, saidPatientId: patientId, kind, state, admittedAt: state === 'planned' ? null : at(begun), dischargedAt: left === undefined ? null : at(left), asOf: at(told) } });
    }
    t.is((await prisma.$transaction((tx) => latestVisit(tx, patientId, clock)))?.id, ids[expected]);
  });
}
