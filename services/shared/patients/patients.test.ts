import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { Said, StayEvent, Visit } from '../../links/statements/schema.ts';
import type { Tx } from '../../core/db.ts';
import type { EventKind } from '../../core/events.ts';
import { newId } from '../../core/ids.ts';
import { createScope, flagsOf } from '../data-scope/index.ts';
import { createSeal } from '../../core/seal.ts';
import { latestVisit, patientCopies, usualEnds } from './index.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = new Date('2026-11-21T02:14:00Z');
const copies = patientCopies(createSeal(Buffer.alloc(32, 1)));
const told: [string, string, unknown][] = [];
const emit = <T>(kind: EventKind<T>, subject: string, data: T) => void told.push([kind.name, subject, kind.schema.parse(data)]);
/** Facts of a patient, by name. */
const factsOf = (patientId: string) => told.filter(([, subject]) => subject === patientId).map(([name]) => name);
let counted = 0;

/** As the intake does it: the ids of whom and what it is about, and the rows as they are then. */
async function settle(tx: Tx, message: Partial<Said>, at: Date = now) {
  counted += 1;
  const said = { sender: { application: 'HIS', facility: 'H' }, controlId: `M${counted}`, type: 'test', statements: [], warnings: [], ...message } as Said;
  const [settled] = await copies.settle({ tx, now: at, emit }, [{ arrival: `test:${counted}`, index: 0, said }]);
  const { patientId, visitId } = settled!.about;
  return { patientId: patientId!, visit: visitId === undefined ? undefined : await tx.visit.findUniqueOrThrow({ where: { id: visitId } }), here: await latestVisit(tx, patientId!, { now: at, ends: usualEnds }) };
}

const patient = (number: string) => ({ ids: [{ value: number, type: 'MR' }], name: '测试' });
const report = (number: string, visit?: Visit): Partial<Said> => ({ patient: patient(number), statements: [{ kind: 'report', orders: [] }] as never, ...(visit === undefined ? {} : { visit }) });
const admission = (number: string, event: StayEvent, asOf: string | undefined, of: Visit): Partial<Said> => ({ patient: patient(number), visit: of, ...(asOf === undefined ? {} : { asOf: new Date(asOf).toISOString() }), statements: [{ kind: 'person' }, { kind: 'stay', event }] });
const visit = (number: string, more: Partial<Visit> = {}) => ({ number, ...more }) as Visit;

test('a report about a known patient holds the patient until it is stored: nothing written later is seen first', async (t) => {
  const { prisma } = t.context.database;
  await prisma.$transaction((tx) => settle(tx, report('L1')));
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const one = prisma.$transaction(async (tx) => {
    await settle(tx, report('L1'));
    begun.resolve();
    await first.promise;
    order.push('first');
  });
  await begun.promise;
  const two = prisma.$transaction(async (tx) => {
    await settle(tx, report('L1'));
    order.push('second');
  });
  // The second stands before the lock, or before the only connection, when the first lets go.
  await new Promise((resolve) => setTimeout(resolve, 100));
  first.resolve();
  await Promise.all([one, two]);
  t.deepEqual(order, ['first', 'second']);
});

test('a report never takes a visit from the patient it belongs to', async (t) => {
  const { prisma } = t.context.database;
  const owner = await prisma.$transaction((tx) => settle(tx, admission('A1', 'admit', '2026-11-20T00:00:00Z', visit('V1', { ward: 'CARD1', bed: '12' }))));
  const other = await prisma.$transaction((tx) => settle(tx, report('B1', visit('V1', { ward: 'GSUR1' }))));
  t.like(await prisma.$transaction((tx) => latestVisit(tx, owner.patientId, { now, ends: usualEnds })), { number: 'V1', wardCode: 'CARD1', bed: '12' });
  t.like(other.here, { number: 'V1', wardCode: 'GSUR1', patientId: other.patientId });
  t.is((await prisma.$transaction((tx) => settle(tx, report('B1', visit('V1'))))).visit?.id, other.visit?.id);
});

test('moved to another ward, the department of the one she left goes; in the same ward it stays', async (t) => {
  const { prisma } = t.context.database;
  const apply = (event: StayEvent, at: string, more: Partial<Visit>) => prisma.$transaction((tx) => settle(tx, admission('D1', event, at, visit('VD', more))));
  await apply('admit', '2026-11-20T08:00:00Z', { ward: 'NEPH1', bed: '1', department: 'CARD' });
  t.like((await apply('update', '2026-11-20T09:00:00Z', { ward: 'NEPH1' })).here, { departmentCode: 'CARD', bed: '1' }, 'a borrowed bed');
  t.like((await apply('transfer', '2026-11-20T10:00:00Z', { ward: 'ICU1' })).here, { departmentCode: undefined, wardCode: 'ICU1' });
  t.like((await apply('transfer', '2026-11-20T11:00:00Z', { ward: 'CARD1', department: 'CARD' })).here, { departmentCode: 'CARD', wardCode: 'CARD1' });
  t.like((await apply('transfer', '2026-11-20T12:00:00Z', { ward: 'NEPH1' })).here, { departmentCode: undefined, wardCode: 'NEPH1', bed: undefined }, 'the bed she had there once is not hers');
});

test('a late message changes nothing; a discharge without a time is of its message', async (t) => {
  const { prisma } = t.context.database;
  const apply = (event: StayEvent, at: string | undefined, more: Partial<Visit>) => prisma.$transaction((tx) => settle(tx, admission('C1', event, at, visit('VC', more))));
  await apply('admit', '2026-11-20T08:00:00Z', { ward: 'CARD1', bed: '1' });
  await apply('transfer', '2026-11-20T10:00:00Z', { ward: 'ICU1', bed: '7' });
  t.like((await apply('update', '2026-11-20T09:00:00Z', { ward: 'CARD1', bed: '2' })).here, { wardCode: 'ICU1', bed: '7' });
  t.like((await apply('transfer', '2026-11-20T11:00:00Z', { ward: 'NEPH1' })).here, { wardCode: 'NEPH1', bed: undefined }, 'a bed of the ward she left is not hers');
  t.deepEqual((await apply('discharge', undefined, {})).visit?.dischargedAt, now);
});

test('what happens is told once, when it is so: not again for a repeat, not for what comes late', async (t) => {
  const { prisma } = t.context.database;
  const apply = (event: StayEvent, at: string, more: Partial<Visit>) => prisma.$transaction((tx) => settle(tx, admission('E1', event, at, visit('VE', more))));
  const { patientId } = await apply('admit', '2026-11-20T08:00:00Z', { ward: 'CARD1', bed: '1', condition: '病危' });
  await apply('admit', '2026-11-20T08:00:00Z', { ward: 'CARD1', bed: '1', condition: '病危' });
  await apply('transfer', '2026-11-20T10:00:00Z', { ward: 'ICU1', bed: '7' });
  await apply('transfer', '2026-11-20T09:00:00Z', { ward: 'NEPH1', bed: '2', condition: '一般' });
  t.deepEqual(factsOf(patientId), ['patients.admitted', 'patients.condition-changed', 'patients.moved', 'patients.condition-changed'], 'the late transfer told a newer condition, and no move');
  await apply('discharge', '2026-11-20T12:00:00Z', {});
  await apply('update', '2026-11-20T11:00:00Z', { bed: '9' });
  t.deepEqual(factsOf(patientId).slice(4), ['patients.discharged']);
  await apply('cancel-discharge', '2026-11-20T12:30:00Z', {});
  t.is(factsOf(patientId).at(-1), 'patients.admitted');
  const moves = await prisma.patientMove.findMany({ where: { visit: { number: 'VE' } }, orderBy: { at: 'asc' } });
  t.deepEqual(moves.map(({ step, cancelled }) => [step, cancelled]), [['admit', false], ['transfer', false], ['transfer', false], ['discharge', true], ['cancel-discharge', false]]);
  t.deepEqual(moves[2]?.from, { ward: 'NEPH1', bed: '2' }, 'from where the step before left her, although it came later');
});

test('expected, she becomes an inpatient when she is admitted; a plan that is taken back is no stay', async (t) => {
  const { prisma } = t.context.database;
  const apply = (number: string, event: StayEvent, at: string, more: Partial<Visit> = {}) => prisma.$transaction((tx) => settle(tx, admission(number, event, at, visit(`V${number}`, more))));
  t.like((await apply('F1', 'pre-admit', '2026-11-20T08:00:00Z', { patientClass: 'P', plannedAt: '2026-11-25T00:00:00.000Z' })).visit, { kind: 'pre-admission', state: 'planned' });
  t.like((await apply('F1', 'admit', '2026-11-25T08:00:00Z', { daySurgery: true })).visit, { kind: 'day-surgery', state: 'here' });
  t.like((await apply('F1', 'update', '2026-11-25T09:00:00Z', { daySurgery: false })).visit, { kind: 'inpatient', state: 'here' });
  await apply('F2', 'pre-admit', '2026-11-20T08:00:00Z');
  const { visit: plan, here } = await apply('F2', 'cancel-pre-admit', '2026-11-21T08:00:00Z');
  t.like(plan, { state: 'cancelled', counts: false });
  t.is(here, undefined);
});

const merge = (minute: number, undone?: boolean): Partial<Said> => ({ patient: patient('G1'), asOf: `2026-11-20T10:0${minute}:00.000Z`, statements: [{ kind: 'person' }, { kind: 'merge', gone: [{ value: 'G2' }], ...(undone && { undone }) }] });

test('two numbers made one person: stays, grants and flags of each count for both, until it is taken back', async (t) => {
  const { prisma } = t.context.database;
  const scope = createScope({ offices: { laboratories: [], medicalOffices: [], recordsOffices: [] }, afterDischargeDays: 30, breakGlassHours: 4, permissionMaxDays: 30 });
  const nurse = { id: 'N1', role: 'nurse', adminRole: undefined, departmentCode: 'CARD', wardCode: 'CARD1' };
  const other = { ...nurse, id: 'N2', wardCode: 'ICU1' };
  const use = { module: 'patients', act: 'detail' } as const;
  const say = (message: Partial<Said>) => prisma.$transaction((tx) => settle(tx, message));
  const stays = await say(admission('G1', 'admit', '2026-11-20T08:00:00Z', visit('VG1', { ward: 'CARD1' })));
  const gone = await say(report('G2'));
  await prisma.patientFlag.create({ data: { patientId: gone.patientId, flag: 'vip', setBy: 'x', setAt: now } });
  await prisma.accessGrant.create({ data: { id: newId(), kind: 'break-glass', staffNumber: 'N2', scope: 'patient', target: gone.patientId, reason: 'x', givenBy: 'N2', from: now, until: new Date(now.getTime() + 3_600_000) } });
  const looks = () => prisma.$transaction(async (tx) => {
    const listed = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM patient WHERE id IN ${await scope.visiblePatients(tx, nurse, use, now)} AND number IN ('G1', 'G2') ORDER BY number`;
    const decide = async (who: typeof nurse, id: string) => (await scope.decide(tx, who, id, use, now)).verdict;
    return { listed: listed.map(({ id }) => (id === gone.patientId ? 'G2' : 'G1')), nurse: await decide(nurse, gone.patientId), other: await decide(other, stays.patientId), flags: (await flagsOf(tx, stays.patientId)).map(({ flag }) => flag), here: (await latestVisit(tx, gone.patientId, { now, ends: usualEnds }))?.number };
  });
  const apart = await looks();
  t.deepEqual(apart, { listed: ['G1'], nurse: 'no', other: 'reason', flags: [], here: undefined });
  await say(merge(1));
  t.deepEqual(await looks(), { listed: [], nurse: 'reason', other: 'yes', flags: ['vip'], here: 'VG1' }, 'a flag of either number narrows who sees the person');
  await prisma.patientFlag.deleteMany({ where: { patientId: gone.patientId } });
  t.like(await looks(), { listed: ['G1', 'G2'], nurse: 'yes' });
  await say(merge(0, true));
  t.is((await looks()).nurse, 'yes', 'a late word takes nothing back');
  await say(merge(2, true));
  t.deepEqual(await looks(), apart);
  t.deepEqual(factsOf(gone.patientId), ['patients.merged', 'patients.unmerged']);
});
