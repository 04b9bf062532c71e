/** What a consultation changes in our copies; called by the intake, inside the transaction that stores the message. */
import { isDeepStrictEqual } from 'node:util';
import type { ActionContext } from '../../core/module.ts';
import type { Stamp } from '../../core/registers.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Consultation as Told } from '../../links/statements/schema.ts';
import { endInvitation, invite } from '../data-scope/index.ts';
import type { About } from '../patients/index.ts';
import { answered, closed, requested } from './events.ts';
import type { Consultation, Opinion } from './model.ts';
import { accessOf, departmentsOf, invitedOf, isNewlyAsked, isOpen, partsOf, whoOf } from './rules.ts';
import { causeOf, consultationRows, opinionRows, ownOpinions, questionOf, saveParts } from './store.ts';

export async function applyConsultation(context: ActionContext, { patientId, visitId, sender, stamp }: About, told: Told): Promise<void> {
  const { tx, now, emit } = context;
  const [row] = await consultationRows.tell(tx, now, [{ key: { source: sourceOf(sender), number: told.number }, said: saidOf(told, patientId, visitId), stamp }]);
  if (row === undefined) return;
  const { id, before, after } = row;
  const by = await tellOpinions(context, id, told, stamp);
  const opinions = await ownOpinions(tx, id);
  await saveParts(tx, id, partsOf(after, opinions.flatMap(({ by: who, text }) => (text === null ? [] : (who?.number ?? [])))));
  await follow(context, causeOf(id), before, after);
  if (after.patientId === null) return;
  const about = { consultation: id, ...(after.visitId !== null && { visitId: after.visitId }) };
  const asked = after.requestedBy?.number;
  if (isNewlyAsked(before, after)) emit(requested, after.patientId, { ...about, ...(after.type !== null && { type: after.type }), ...(after.department !== null && { department: after.department }), ...(asked !== undefined && { by: asked }), invited: invitedOf(after), departments: departmentsOf(after) });
  if (before !== undefined && isOpen(before) && !isOpen(after)) emit(closed, after.patientId, { ...about, state: after.state ?? 'done' });
  if (by.length === 0 || after.state === 'cancelled') return;
  const question = asked === undefined ? await questionOf(tx, id) : undefined;
  const asker = asked ?? question?.requestedBy?.number;
  emit(answered, after.patientId, { ...about, ...(question !== undefined && { consultation: question.id }), by, ...(asker !== undefined && { asked: asker }) });
}

function saidOf({ kind: _kind, number: _number, opinions: _opinions, requestedAt, plannedAt, ...told }: Told, patientId: string | undefined, visitId: string | undefined): Partial<Consultation> {
  return given<Consultation>({ ...told, patientId, visitId, requestedAt: instantOf(requestedAt), plannedAt: instantOf(plannedAt) });
}

/** Each one's opinion follows the last that was told of it; whose changed. */
async function tellOpinions({ tx, now }: ActionContext, consultationId: string, { opinions = [] }: Told, stamp: Stamp): Promise<string[]> {
  const told = await opinionRows.tell(tx, now, opinions.map((opinion) => {
    const { by, department, at, text } = opinion;
    return { key: { consultationId, who: whoOf(opinion) }, said: given<Opinion>({ by, department, at: instantOf(at), text }), stamp };
  }));
  return told.filter(({ before, after }) => after.text !== null && before?.text !== after.text).map(({ key }) => key.who);
}

/** Whoever is invited sees the patient while it is open: given, changed and ended with it. */
async function follow(context: ActionContext, cause: string, before: Consultation | undefined, after: Consultation): Promise<void> {
  const [had, has] = [before === undefined ? [] : accessOf(before, context.now), accessOf(after, context.now)];
  if (isDeepStrictEqual(had, has)) return;
  if (had.length > 0) await endInvitation(context, cause);
  for (const access of has) await invite(context, { kind: 'consultation', cause, ...access });
}
