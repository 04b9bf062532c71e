/** The module's own rows. What was typed and what the hospital says may name the patient: all of it is sealed. */
import type { TestRequest as Row } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import { sealedText, tableOf } from '../../core/sealed.ts';
import { isOver, usualEnds } from '../../shared/patients/index.ts';
import { type TestRequest, type Withdrawal, categories, requestStates, withdrawalStates } from './model.ts';

const purposeText = sealedText('sealed_purpose', 'test-request.purpose');
const remarkText = sealedText('sealed_remark', 'test-request.remark');
const reasonText = sealedText('sealed_reason', 'test-request.reason');
const whyText = sealedText('sealed_withdrawal_why', 'test-request.withdrawal-why');
const noText = sealedText('sealed_withdrawal_reason', 'test-request.withdrawal-reason');

export const sealedRequests = tableOf('test_request', purposeText, remarkText, reasonText, whyText, noText);

function toRequest(seal: Seal, row: Row): TestRequest {
  const { id, number, batch, patientId, visitId, itemCode, itemName, category, urgent, staffNumber, departmentCode, askedAt, state, code, orderNumber, settledAt } = row;
  return {
    id, number, batch, patientId, visitId, urgent, askedAt, code, orderNumber, settledAt, by: staffNumber, department: departmentCode,
    item: { code: itemCode, name: itemName, category: categories.find((each) => each === category) ?? 'laboratory' },
    purpose: purposeText.open(seal, id, row.sealedPurpose), remark: remarkText.open(seal, id, row.sealedRemark), reason: reasonText.open(seal, id, row.sealedReason),
    state: requestStates.find((each) => each === state) ?? 'failed', withdrawal: withdrawalOf(seal, row),
  };
}

function withdrawalOf(seal: Seal, { id, withdrawal, withdrawnBy, withdrawnAt, sealedWithdrawalWhy, sealedWithdrawalReason }: Row): Withdrawal | null {
  const state = withdrawalStates.find((each) => each === withdrawal);
  if (state === undefined || withdrawnBy === null || withdrawnAt === null) return null;
  return { by: withdrawnBy, at: withdrawnAt, state, why: whyText.open(seal, id, sealedWithdrawalWhy) ?? '', reason: noText.open(seal, id, sealedWithdrawalReason) };
}

/** Of a person with these patient rows, newest first. */
export async function requestsOf(tx: Tx, seal: Seal, patients: readonly string[], since: Date): Promise<TestRequest[]> {
  const rows = await tx.testRequest.findMany({ where: { patientId: { in: [...patients] }, askedAt: { gte: since } }, orderBy: [{ askedAt: 'desc' }, { id: 'desc' }], take: 200 });
  return rows.map((row) => toRequest(seal, row));
}

/** What this person confirmed under this batch before. */
export async function requestsOfBatch(tx: Tx, seal: Seal, batch: string, by: string): Promise<TestRequest[]> {
  return (await tx.testRequest.findMany({ where: { batch, staffNumber: by }, orderBy: { id: 'asc' } })).map((row) => toRequest(seal, row));
}

export async function findRequest(tx: Tx, seal: Seal, id: string): Promise<TestRequest | undefined> {
  const row = await tx.testRequest.findUnique({ where: { id } });
  return row === null ? undefined : toRequest(seal, row);
}

export async function loadForChange(tx: Tx, seal: Seal, id: string): Promise<TestRequest | undefined> {
  await lockRow(tx, 'test_request', id);
  return findRequest(tx, seal, id);
}

export async function patientOfRequest(tx: Tx, { id }: { readonly id: string }): Promise<string[]> {
  const row = await tx.testRequest.findUnique({ where: { id }, select: { patientId: true } });
  return row === null ? [] : [row.patientId];
}

export async function insertRequest(tx: Tx, seal: Seal, request: TestRequest): Promise<void> {
  const { id, number, batch, patientId, visitId, item, urgent, purpose, remark, by, department, askedAt, state } = request;
  await tx.testRequest.create({
    data: {
      id, number, batch, patientId, visitId, itemCode: item.code, itemName: item.name, category: item.category, urgent, staffNumber: by, departmentCode: department, askedAt, state,
      sealedPurpose: purposeText.close(seal, id, purpose), sealedRemark: remarkText.close(seal, id, remark),
    },
  });
}

export async function saveRequest(tx: Tx, seal: Seal, { id, state, code, reason, orderNumber, settledAt, withdrawal }: TestRequest): Promise<void> {
  await tx.testRequest.update({
    where: { id },
    data: {
      state, code, orderNumber, settledAt, sealedReason: reasonText.close(seal, id, reason), withdrawal: withdrawal?.state ?? null, withdrawnBy: withdrawal?.by ?? null, withdrawnAt: withdrawal?.at ?? null,
      sealedWithdrawalWhy: whyText.close(seal, id, withdrawal?.why ?? null), sealedWithdrawalReason: noText.close(seal, id, withdrawal?.reason ?? null),
    },
  });
}

/** Of one person one after the other: two who order the same at once see each other. Held until the transaction ends. */
export async function lockPerson(tx: Tx, patientId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('test-requests:' || (SELECT canonical_id FROM patient WHERE id = ${patientId}::uuid)::text, 0))`;
}

/** Visits of a person that have not ended: in a bed, in a clinic these days, or booked. */
export async function visitsThatGoOn(tx: Tx, patients: readonly string[], now: Date): Promise<string[]> {
  const rows = await tx.visit.findMany({ where: { patientId: { in: [...patients] }, counts: true, dischargedAt: null }, orderBy: { asOf: 'desc' }, take: 50, select: { id: true, kind: true, state: true, admittedAt: true, asOf: true } });
  return rows.filter(({ kind, state, admittedAt, asOf }) => !isOver({ kind, state, since: admittedAt ?? asOf }, { now, ends: usualEnds })).map(({ id }) => id);
}
