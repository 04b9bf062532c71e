/** What an operation on the list changes in our copies; called by the intake, inside the transaction that stores the message. */
import { isDeepStrictEqual } from 'node:util';
import type { ActionContext } from '../../core/module.ts';
import { type Telling, given, instantOf, joinTwo, sourceOf } from '../../core/told.ts';
import type { Operation as Told } from '../../links/statements/schema.ts';
import { endInvitation, invite } from '../data-scope/index.ts';
import type { About } from '../patients/index.ts';
import { type OperationFact, cancelled, planned } from './events.ts';
import type { Key, Operation } from './model.ts';
import { accessOf, newsOf } from './rules.ts';
import { type OperationRow, knownAs, nameOperation, operationRows, removeOperations } from './store.ts';

/**
 * Told under several numbers (the order's, the theatre's own), by one system or two, an operation is one row: whichever
 * message names two numbers brings their rows together, in any order to the same end.
 */
export async function applyOperation(context: ActionContext, { patientId, visitId, sender, stamp }: About, told: Told): Promise<void> {
  const { tx, now, emit } = context;
  const own = { source: sourceOf(sender), number: told.number };
  const numbers = [...new Set([told.number, ...(told.aliases ?? [])])];
  const [first, ...others] = await knownAs(tx, own.source, numbers, patientId);
  const key = first === undefined ? own : { source: first.source, number: first.number };
  for (const { id } of others) await endInvitation(context, `operation:${id}`);
  await removeOperations(tx, first?.id, others.map(({ id }) => id));
  const [row] = await operationRows.tell(tx, now, [...others.flatMap((other) => retold(other, key)), { key, said: saidOf(told, patientId, visitId), stamp }]);
  if (row === undefined) return;
  const { id, after } = row;
  const before = first === undefined ? row.before : others.reduce(joinTwo<Key, Operation>, first);
  await nameOperation(tx, id, own.source, numbers);
  await follow(context, `operation:${id}`, row.before, after);
  const news = newsOf(before, after);
  if (news !== undefined && after.patientId !== null) emit(news === 'planned' ? planned : cancelled, after.patientId, factOf(id, after));
}

/** What is known of a row, as it was told. */
function retold(row: OperationRow, key: Key): Telling<Key, Operation>[] {
  const byStamp = Map.groupBy(Object.keys(row.stamps) as (keyof Operation)[], (field) => row.stamps[field] ?? '');
  return [...byStamp].map(([stamp, fields]) => ({ key, stamp, said: Object.fromEntries(fields.map((field) => [field, row[field]])) as Partial<Operation> }));
}

function saidOf({ kind: _kind, number: _number, aliases: _aliases, plannedFrom, plannedUntil, startedAt, endedAt, ...told }: Told, patientId: string | undefined, visitId: string | undefined): Partial<Operation> {
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
