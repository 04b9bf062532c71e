/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { bySystem } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { newId } from '../../core/ids.ts';
import { type ActionContext, defineAction, defineJobKind } from '../../core/module.ts';
import type { DetachedSignature } from '../../links/ca/port.ts';
import { findConsultation, isOpen, personsOf } from '../../shared/consultations/index.ts';
import { refresh, tell } from '../../shared/notices/index.ts';
import { holderOf } from '../../shared/on-call/index.ts';
import { keepSignature } from '../../shared/signatures/index.ts';
import { given, settled as settledFact } from './events.ts';
import type { Answer } from './model.ts';
import { type AnswerParts, byAuthor, byInvited, oneAnswer, patientOfAnswer, situationOf } from './queries.ts';
import { isNews, isUrgent, mustBeAble, settled, signed } from './rules.ts';
import { answerInput, consultationRef, written } from './schema.ts';
import { answersOf, dropUnsigned, insertAnswer, loadForChange, lockAnswers, saveAnswer } from './store.ts';

export const moduleName = 'consultation-answers';
/** Under this name the signature is kept. */
export const signedAct = 'consultation-answers.sign';

/** Hands the signed opinion to the commands, which carry it over. */
export const handOver = defineJobKind('consultation-answers.hand-over', oneAnswer, { priority: 50, tries: 60, pause: { first: 2, slowest: 300 }, onAmbiguous: 'retry' });

const staffOf = ({ actor }: ActionContext) => {
  if (actor.kind !== 'staff') throw new Refusal('core.sign-in-first', {}, 401);
  return actor;
};

export function answerActs(parts: AnswerParts) {
  const { seal } = parts;
  const write = defineAction({
    name: 'consultation-answers.write',
    input: answerInput,
    output: written,
    subject: ({ consultationId }) => consultationId,
    about: (tx, { consultationId }) => personsOf(tx, consultationId),
    policy: byInvited,
    body: async (context, { consultationId, text }) => {
      const { tx, now } = context;
      const { id: by, departmentCode } = staffOf(context);
      await lockAnswers(tx, consultationId);
      const row = await findConsultation(tx, consultationId);
      if (row === undefined) throw new Refusal('core.not-found', {}, 404);
      mustBeAble(await situationOf(parts, tx, now, row, by));
      const same = (await answersOf(tx, seal, consultationId)).find((each) => each.by === by && each.state === 'written' && each.text === text);
      if (same !== undefined) return { id: same.id };
      await dropUnsigned(tx, consultationId, by);
      const answer: Answer = { id: newId(now.getTime()), consultationId, by, department: departmentCode, text, writtenAt: now, state: 'written', code: null, reason: null, signature: null, settledAt: null };
      await insertAnswer(tx, seal, answer);
      await refresh(context, moduleName, consultationId);
      return { id: answer.id };
    },
  });

  /** Keeps what the authority signed. Only the flow that asked for the signature calls it. */
  const keepSigned = defineAction({
    name: 'consultation-answers.keep-signature',
    input: oneAnswer.extend({ document: z.unknown(), signature: z.custom<DetachedSignature>((each) => typeof each === 'object' && each !== null) }),
    output: z.object({ signature: z.string() }),
    subject: ({ id }) => id,
    about: patientOfAnswer,
    policy: byAuthor(seal),
    body: async (context, { id, document, signature }) => {
      const { tx, now, emit, schedule } = context;
      const answer = await loadForChange(tx, seal, id);
      const row = answer === undefined ? undefined : await findConsultation(tx, answer.consultationId);
      if (answer === undefined || row === undefined || row.patientId === null) throw new Refusal('core.not-found', {}, 404);
      const ref = newId(now.getTime());
      const after = signed(answer, ref, signature.signer);
      // It may have been closed, or taken from the person, since it was written; the one being signed hinders nothing.
      mustBeAble(await situationOf(parts, tx, now, row, answer.by));
      await saveAnswer(tx, seal, after);
      await keepSignature(tx, now, { id: ref, act: signedAct, subject: id, signer: answer.by, document, signature });
      emit(given, row.patientId, { answer: id, consultation: row.id, by: answer.by });
      schedule(handOver, { id });
      await refresh(context, moduleName, row.id);
      return { signature: ref };
    },
  });

  const noteOutcome = defineAction({
    name: 'consultation-answers.note-outcome',
    input: oneAnswer.extend({ outcome: z.object({ state: z.string(), code: z.string().optional(), message: z.string().optional() }) }),
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, outcome }) => {
      const { tx, now, emit } = context;
      const answer = await loadForChange(tx, seal, id);
      if (answer === undefined) return;
      const after = settled(answer, outcome, now);
      if (after === answer) return;
      await saveAnswer(tx, seal, after);
      const [patient] = await personsOf(tx, answer.consultationId);
      if (patient !== undefined && after.state !== answer.state && isTold(after.state)) emit(settledFact, patient, { answer: id, consultation: answer.consultationId, by: answer.by, state: after.state });
      if (after.state === 'refused') await tell(context, { module: moduleName, subject: answer.consultationId, step: `refused:${id}`, recipients: [answer.by], urgency: 'normal' });
      await refresh(context, moduleName, answer.consultationId);
    },
  });

  /** Whoever is invited by name; of a department that names nobody, its duty doctor, else its head. */
  const tellAsked = defineAction({
    name: 'consultation-answers.tell-asked',
    input: consultationRef.extend({ invited: z.array(z.string()), departments: z.array(z.string()) }),
    output: z.void(),
    policy: bySystem,
    body: async (context, { consultationId, invited, departments }) => {
      const { tx, now } = context;
      const row = await findConsultation(tx, consultationId);
      if (row === undefined || !isNews({ requestedAt: row.requestedAt, open: isOpen(row) }, now)) return;
      const recipients = new Set(invited);
      for (const department of departments) {
        const holder = (await holderOf(tx, department, 'duty-doctor', now)) ?? (await holderOf(tx, department, 'head', now));
        if (holder !== undefined) recipients.add(holder);
      }
      await tell(context, { module: moduleName, subject: consultationId, step: 'asked', recipients: [...recipients], urgency: isUrgent(row.type) ? 'critical' : 'normal' });
    },
  });

  /** A duty changed hands, it was answered or closed: every card about it is drawn as it stands now. */
  const showAnew = defineAction({ name: 'consultation-answers.show-anew', input: consultationRef, output: z.void(), policy: bySystem, body: (context, { consultationId }) => refresh(context, moduleName, consultationId) });

  return { write, keepSigned, noteOutcome, tellAsked, showAnew };
}
export type AnswerActs = ReturnType<typeof answerActs>;

const isTold = (state: Answer['state']): state is 'accepted' | 'refused' | 'failed' => state !== 'written' && state !== 'sending';
