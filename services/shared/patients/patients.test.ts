import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../../tests/kit/database.ts';
import type { LaboratoryReport, Said, StayEvent, Visit } from '../../links/statements/schema.ts';
import type { Tx } from '../../core/db.ts';
import { createSeal } from '../../core/seal.ts';
import { latestVisit, patientCopies } from './index.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const now = new Date('2026-11-21T02:14:00Z');
const copies = patientCopies(createSeal(Buffer.alloc(32, 1)));
const emit = () => undefined;
const applyStay = async (tx: Tx, message: Said, at: Date) => (await copies.applyStay({ tx, now: at, emit }, message))!;
const patientOfReport = (tx: Tx, message: LaboratoryReport, at: Date) => copies.patientOfReport({ tx, now: at, emit }, message);
const patient = (number: string) => ({ ids: [{ value: number, type: 'MR' }], name: '测试' });
const report = (number: string, visit?: Visit) => ({ patient: patient(number), orders: [], ...(visit === undefined ? {} : { visit }) }) as unknown as LaboratoryReport;
const admission = (number: string, event: StayEvent, asOf: string | undefined, of: Visit) => ({ patient: patient(number), visit: of, asOf, statements: [{ kind: 'person' }, { kind: 'stay', event }] }) as unknown as Said;
const visit = (number: string, more: Partial<Visit> = {}) => ({ number, ...more }) as Visit;

test('a report about a known patient holds the patient until it is stored: nothing written later is seen first', async (t) => {
  const { prisma } = t.context.database;
  await prisma.$transaction((tx) => patientOfReport(tx, report('L1'), now));
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const one = prisma.$transaction(async (tx) => {
    await patientOfReport(tx, report('L1'), now);
    begun.resolve();
    await first.promise;
    order.push('first');
  });
  await begun.promise;
  const two = prisma.$transaction(async (tx) => {
    await patientOfReport(tx, report('L1'), now);
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
  const owner = await prisma.$transaction((tx) => applyStay(tx, admission('A1', 'admit', '2026-11-20T00:00:00Z', visit('V1', { ward: 'CARD1', bed: '12' })), now));
  const other = await prisma.$transaction((tx) => patientOfReport(tx, report('B1', visit('V1', { ward: 'GSUR1' })), now));
  t.like(await prisma.$transaction((tx) => latestVisit(tx, owner.patient.id)), { number: 'V1', wardCode: 'CARD1', bed: '12' });
  t.like(other.visit, { number: 'B1/V1', wardCode: 'GSUR1' });
  t.is((await prisma.$transaction((tx) => patientOfReport(tx, report('B1', visit('V1')), now))).visit?.number, 'B1/V1');
});

test('moved to another ward, the department of the one she left goes; in the same ward it stays', async (t) => {
  const { prisma } = t.context.database;
  const apply = (event: StayEvent, at: string, more: Partial<Visit>) => prisma.$transaction((tx) => applyStay(tx, admission('D1', event, at, visit('VD', more)), now));
  await apply('admit', '2026-11-20T08:00:00Z', { ward: 'NEPH1', bed: '1', department: 'CARD' });
  t.like((await apply('update', '2026-11-20T09:00:00Z', { ward: 'NEPH1' })).visit, { departmentCode: 'CARD', bed: '1' }, 'a borrowed bed');
  t.like((await apply('transfer', '2026-11-20T10:00:00Z', { ward: 'ICU1' })).visit, { departmentCode: undefined, wardCode: 'ICU1' });
  t.like((await apply('transfer', '2026-11-20T11:00:00Z', { ward: 'CARD1', department: 'CARD' })).visit, { departmentCode: 'CARD', wardCode: 'CARD1' });
});

test('a late message changes nothing; a discharge without a time is of its message', async (t) => {
  const { prisma } = t.context.database;
  const apply = (event: StayEvent, at: string | undefined, more: Partial<Visit>) => prisma.$transaction((tx) => applyStay(tx, admission('C1', event, at, visit('VC', more)), now));
  await apply('admit', '2026-11-20T08:00:00Z', { ward: 'CARD1', bed: '1' });
  await apply('transfer', '2026-11-20T10:00:00Z', { ward: 'ICU1', bed: '7' });
  t.like((await apply('update', '2026-11-20T09:00:00Z', { ward: 'CARD1', bed: '2' })).visit, { wardCode: 'ICU1', bed: '7' });
  t.like((await apply('transfer', '2026-11-20T11:00:00Z', { ward: 'NEPH1' })).visit, { wardCode: 'NEPH1', bed: undefined }, 'a bed of the ward she left is not hers');
  await apply('discharge', undefined, {});
  t.deepEqual((await prisma.visit.findUnique({ where: { number: 'VC' } }))?.dischargedAt, now);
});
