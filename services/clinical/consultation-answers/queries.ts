/** How the answers of a consultation stand, what is signed, and what the hospital is asked. */
import { z } from 'zod';
import { type Actor, type Policy, allow, bySystem, deny } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { command } from '../../links/contract/schema.commands.ts';
import { type ConsultationRow, findConsultation, isOpen, mayReadOne, partsOf, personsOf } from '../../shared/consultations/index.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import { findPeople, namesOf } from '../../shared/directory/index.ts';
import { findPatient, findVisit } from '../../shared/patients/index.ts';
import type { Answer } from './model.ts';
import { phrases } from './phrases.ts';
import { type Situation, commandOf, hindrance } from './rules.ts';
import { type AnswerView, answersView, consultationRef } from './schema.ts';
import { answersOf, consultationOfAnswer, findAnswer } from './store.ts';

export const oneAnswer = z.object({ id: z.uuid() });

export interface AnswerParts {
  readonly scope: DataScope;
  readonly seal: Seal;
  /** The hospital takes commands. */
  readonly hasDoor: boolean;
}

/** Whoever is invited, by name or for a department; who only may read it is told so, for all others it is not there. */
export const byInvited: Policy<{ readonly consultationId: string }> = async (actor, { consultationId }, { tx, now }) => {
  if (actor.kind !== 'staff') return deny();
  const parts = await partsOf(tx, consultationId, actor.id, now);
  if (parts.includes('invited')) return allow('consultations:invited');
  return deny(parts.length > 0 ? 'consultation-answers.not-asked' : 'core.not-found');
};

/** Whoever wrote it. */
export function byAuthor(seal: Seal): Policy<{ readonly id: string }> {
  return async (actor, { id }, { tx }) => (actor.kind === 'staff' && (await findAnswer(tx, seal, id))?.by === actor.id ? allow('consultation-answers:author') : deny('core.not-found'));
}

/** Whose consultation it answers. */
export async function patientOfAnswer(tx: Tx, { id }: { readonly id: string }): Promise<string[]> {
  const consultationId = await consultationOfAnswer(tx, id);
  return consultationId === undefined ? [] : personsOf(tx, consultationId);
}

/** Who may read the consultation may read what was signed of it. */
export function maySeeAnswer({ scope, seal }: AnswerParts): (tx: Tx, now: Date, actor: Actor, id: string) => Promise<boolean> {
  const read = mayReadOne(scope);
  return async (tx, now, actor, id) => {
    const answer = await findAnswer(tx, seal, id);
    return answer !== undefined && (await read(actor, { consultationId: answer.consultationId }, { tx, now })).allow;
  };
}

export async function situationOf({ seal, hasDoor }: AnswerParts, tx: Tx, now: Date, row: ConsultationRow, staffNumber: string): Promise<Situation> {
  const own = (await answersOf(tx, seal, row.id)).filter(({ by }) => by === staffNumber);
  const numbered = row.patientId !== null && (await findPatient(tx, row.patientId)) !== undefined;
  return { hasDoor, open: isOpen(row), numbered, asked: (await partsOf(tx, row.id, staffNumber, now)).includes('invited'), own };
}

export function answerQueries(parts: AnswerParts) {
  const { scope, seal } = parts;
  const ofConsultation = defineQuery({
    name: 'consultation-answers.of-consultation',
    input: consultationRef,
    output: answersView,
    policy: mayReadOne(scope),
    audited: true,
    subject: ({ consultationId }) => consultationId,
    about: (tx, { consultationId }) => personsOf(tx, consultationId),
    body: async ({ tx, now, actor }, { consultationId }) => {
      const row = await findConsultation(tx, consultationId);
      if (row === undefined) throw new Refusal('core.not-found', {}, 404);
      const situation = await situationOf(parts, tx, now, row, actor.id);
      const why = hindrance(situation);
      const answers = (await answersOf(tx, seal, consultationId)).filter(({ by, state }) => by === actor.id || state !== 'written');
      return { items: await viewsOf(tx, answers, actor.id), asked: situation.asked, hindrance: why === undefined ? null : phrases[why] };
    },
  });

  const documentToSign = defineQuery({
    name: 'consultation-answers.document-to-sign',
    input: oneAnswer,
    output: z.unknown(),
    policy: byAuthor(seal),
    audited: true,
    subject: ({ id }) => id,
    about: patientOfAnswer,
    body: async ({ tx }, { id }) => documentOf(tx, seal, id),
  });

  const toSend = defineQuery({
    name: 'consultation-answers.to-send',
    input: oneAnswer,
    output: command.optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id }) => {
      const found = await wholeOf(tx, seal, id);
      if (found === undefined || found.answer.state === 'written') return undefined;
      const { answer, row, patient } = found;
      const visit = row.visitId === null ? undefined : await findVisit(tx, row.visitId);
      const name = (await findPeople(tx, [answer.by])).get(answer.by)?.name ?? answer.by;
      return commandOf({ answer, name, patient: patient.number, visit: visit?.number, source: row.source, number: row.number });
    },
  });

  return { ofConsultation, documentToSign, toSend };
}

async function viewsOf(tx: Tx, answers: readonly Answer[], reader: string): Promise<AnswerView[]> {
  const names = await namesOf(tx, answers.map(({ by }) => ({ number: by })), answers.map(({ department }) => department));
  return answers.map(({ id, by, department, text, writtenAt, state, code, reason, settledAt }) => ({
    id, by: names.person({ number: by }), department: names.department(department), mine: by === reader, text, writtenAt, state, reason: reason ?? code, settledAt,
  }));
}

async function wholeOf(tx: Tx, seal: Seal, id: string) {
  const answer = await findAnswer(tx, seal, id);
  const row = answer === undefined ? undefined : await findConsultation(tx, answer.consultationId);
  const patientId = row?.patientId ?? undefined;
  const patient = patientId === undefined ? undefined : await findPatient(tx, patientId);
  return answer === undefined || row === undefined || patient === undefined ? undefined : { answer, row, patient };
}

/** Plain JSON with the words people read, so that a signed opinion explains itself without this software. */
async function documentOf(tx: Tx, seal: Seal, id: string): Promise<unknown> {
  const found = await wholeOf(tx, seal, id);
  if (found === undefined) throw new Refusal('core.not-found', {}, 404);
  const { answer, row, patient } = found;
  const name = (await findPeople(tx, [answer.by])).get(answer.by)?.name ?? answer.by;
  return {
    type: '会诊意见',
    id,
    patient: { number: patient.number, name: patient.name },
    consultation: { number: row.number, source: row.source, type: row.type, requestedBy: row.requestedBy, requestedAt: row.requestedAt?.toISOString() ?? null, purpose: row.purpose },
    opinion: { by: answer.by, name, department: answer.department, at: answer.writtenAt.toISOString(), text: answer.text },
  };
}
