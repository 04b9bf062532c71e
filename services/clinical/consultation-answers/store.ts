/** The module's own rows. What was written and what the hospital says of it may name the patient: both are sealed. */
import type { ConsultationAnswer as Row } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import type { SealedTable } from '../../core/sealed.ts';
import { type Answer, answerStates } from './model.ts';

const textOf = (id: string) => `consultation-answer.text ${id}`;
const reasonOf = (id: string) => `consultation-answer.reason ${id}`;

export const sealedAnswers: SealedTable = {
  table: 'consultation_answer',
  id: 'id',
  idType: 'uuid',
  columns: [
    { column: 'sealed_text', kind: 'text', purpose: textOf },
    { column: 'sealed_reason', kind: 'text', purpose: reasonOf },
  ],
};

function toAnswer(seal: Seal, { sealedText, sealedReason, staffNumber, departmentCode, signatureId, state, ...row }: Row): Answer {
  const opened = (sealed: string, purpose: string): string => seal.open(sealed, purpose).toString('utf8');
  return {
    ...row, by: staffNumber, department: departmentCode, signature: signatureId, state: answerStates.find((each) => each === state) ?? 'failed',
    text: opened(sealedText, textOf(row.id)), reason: sealedReason === null ? null : opened(sealedReason, reasonOf(row.id)),
  };
}

/** Newest first. */
export async function answersOf(tx: Tx, seal: Seal, consultationId: string): Promise<Answer[]> {
  const rows = await tx.consultationAnswer.findMany({ where: { consultationId }, orderBy: [{ writtenAt: 'desc' }, { id: 'desc' }] });
  return rows.map((row) => toAnswer(seal, row));
}

export async function findAnswer(tx: Tx, seal: Seal, id: string): Promise<Answer | undefined> {
  const row = await tx.consultationAnswer.findUnique({ where: { id } });
  return row === null ? undefined : toAnswer(seal, row);
}

/** Of one person and one consultation one after the other: held until the transaction ends. */
export async function lockAnswers(tx: Tx, consultationId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`consultation-answers:${consultationId}`}, 0))`;
}

export async function loadForChange(tx: Tx, seal: Seal, id: string): Promise<Answer | undefined> {
  await lockRow(tx, 'consultation_answer', id);
  return findAnswer(tx, seal, id);
}

export async function insertAnswer(tx: Tx, seal: Seal, { id, consultationId, by, department, text, writtenAt, state }: Answer): Promise<void> {
  await tx.consultationAnswer.create({ data: { id, consultationId, staffNumber: by, departmentCode: department, sealedText: seal.close(Buffer.from(text), textOf(id)), writtenAt, state } });
}

/** What was never signed gives way to what was written instead. */
export async function dropUnsigned(tx: Tx, consultationId: string, by: string): Promise<void> {
  await tx.consultationAnswer.deleteMany({ where: { consultationId, staffNumber: by, state: 'written' } });
}

export async function saveAnswer(tx: Tx, seal: Seal, { id, state, code, reason, signature, settledAt }: Answer): Promise<void> {
  await tx.consultationAnswer.update({ where: { id }, data: { state, code, signatureId: signature, settledAt, sealedReason: reason === null ? null : seal.close(Buffer.from(reason), reasonOf(id)) } });
}

export async function consultationOfAnswer(tx: Tx, id: string): Promise<string | undefined> {
  return (await tx.consultationAnswer.findUnique({ where: { id }, select: { consultationId: true } }))?.consultationId;
}
