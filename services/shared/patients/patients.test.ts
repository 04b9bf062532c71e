import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { Said, StayEvent, Visit } from '../../links/statements/schema.ts';
import type { Tx } from '../../core/db.ts';
import { createSeal } from '../../core/seal.ts';
import { latestVisit, patientCopies } from './index.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = new Date('2026-11-21T02:14:00Z');
const copies = patientCopies(createSeal(Buffer.alloc(32, 1)));
const emit = () => undefined;
let counted = 0;

/** As the intake does it: the ids of whom and what it is about, and the rows as they are then. */
async function settle(tx: Tx, message: Partial<Said>, at: Date = now) {
  counted += 1;
  const said = { sender: { application: 'HIS', facility: 'H' }, controlId: `M${counted}`, type: 'test', statements: [], warnings: [], ...message } as Said;
  const [settled] = await copies.settle({ tx, now: at, emit }, [{ arrival: `test:${counted}`, index: 0, said }]);
  const { patientId, visitId } = settled!.about;
  return { patientId: patientId!, visit: visitId === undefined ? undefined : await tx.visit.findUniqueOrThrow({ where: { id: visitId } }), here: await latestVisit(tx, patientId!) };
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
  t.like(await prisma.$transaction((tx) => latestVisit(tx, owner.patientId)), { number: 'V1', wardCode: 'CARD1', bed: '12' });
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
