/** The module's own rows. What was written and what the hospital says of it may name the patient: both are sealed. */
import type { ConsultationAnswer as Row } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import type { Seal } from '../../core/seal.ts';
import { sealedText, tableOf } from '../../core/sealed.ts';
import { type Answer, answerStates } from './model.ts';

const written = sealedText('sealed_text', 'consultation-answer.text');
const reasonText = sealedText('sealed_reason', 'consultation-answer.reason');

export const sealedAnswers = tableOf('consultation_answer', written, reasonText);

function toAnswer(seal: Seal, { sealedText: sealed, sealedReason, staffNumber, departmentCode, signatureId, state, ...row }: Row): Answer {
  return {
    ...row, by: staffNumber, department: departmentCode, signature: signatureId, state: answerStates.find((each) => each === state) ?? 'failed',
    text: written.open(seal, row.id, sealed), reason: reasonText.open(seal, row.id, sealedReason),
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
  await tx.consultationAnswer.create({ data: { id, consultationId, staffNumber: by, departmentCode: department, sealedText: written.close(seal, id, text), writtenAt, state } });
}

/** What was never signed gives way to what was written instead. */
export async function dropUnsigned(tx: Tx, consultationId: string, by: string): Promise<void> {
  await tx.consultationAnswer.deleteMany({ where: { consultationId, staffNumber: by, state: 'written' } });
}

export async function saveAnswer(tx: Tx, seal: Seal, { id, state, code, reason, signature, settledAt }: Answer): Promise<void> {
  await tx.consultationAnswer.update({ where: { id }, data: { state, code, signatureId: signature, settledAt, sealedReason: reasonText.close(seal, id, reason) } });
}

export async function consultationOfAnswer(tx: Tx, id: string): Promise<string | undefined> {
  return (await tx.consultationAnswer.findUnique({ where: { id }, select: { consultationId: true } }))?.consultationId;
}
