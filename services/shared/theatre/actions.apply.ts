/** What an operation on the list changes in our copies; called by the intake, inside the transaction that stores the message. */
import { isDeepStrictEqual } from 'node:util';
import type { ActionContext } from '../../core/module.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Operation as Told } from '../../links/statements/schema.ts';
import { endInvitation, invite } from '../data-scope/index.ts';
import type { About } from '../patients/index.ts';
import { type OperationFact, cancelled, planned } from './events.ts';
import type { Operation } from './model.ts';
import { accessOf, newsOf } from './rules.ts';
import { operationRows } from './store.ts';

export async function applyOperation(context: ActionContext, { patientId, visitId, sender, stamp }: About, told: Told): Promise<void> {
  const { tx, now, emit } = context;
  const [row] = await operationRows.tell(tx, now, [{ key: { source: sourceOf(sender), number: told.number }, said: saidOf(told, patientId, visitId), stamp }]);
  if (row === undefined) return;
  const { id, before, after } = row;
  await follow(context, `operation:${id}`, before, after);
  const news = newsOf(before, after);
  if (news !== undefined && after.patientId !== null) emit(news === 'planned' ? planned : cancelled, after.patientId, factOf(id, after));
}

function saidOf({ kind: _kind, number: _number, plannedFrom, plannedUntil, startedAt, endedAt, ...told }: Told, patientId: string | undefined, visitId: string | undefined): Partial<Operation> {
  return given<Operation>({ ...told, patientId, visitId, plannedFrom: instantOf(plannedFrom), plannedUntil: instantOf(plannedUntil), startedAt: instantOf(startedAt), endedAt: instantOf(endedAt) });
}

/** The team sees the patient while the operation is to come: given, changed and ended with it. */
async function follow(context: ActionContext, cause: string, before: Operation | undefined, after: Operation): Promise<void> {
  const [had, has] = [before === undefined ? [] : accessOf(before, context.now), accessOf(after, context.now)];
  if (isDeepStrictEqual(had, has)) return;
  if (had.length > 0) await endInvitation(context, cause);
  for (const access of has) await invite(context, { kind: 'operation', cause, ...access });
}

function factOf(operation: string, { visitId, surgeon, plannedFrom, room, department, urgent }: Operation): OperationFact {
  const known = { visitId, surgeon: surgeon?.number, from: plannedFrom, room, department, urgent };
  return { operation, ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined)) as Omit<OperationFact, 'operation'>) };
}
