/** What an operation on the list changes in our copies; called by the intake, inside the transaction that stores the message. */
import type { ActionContext } from '../../core/module.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Operation as Told } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import { type OperationFact, cancelled, planned } from './events.ts';
import { settleGroup } from './actions.settle.ts';
import { type Operation, pairOf } from './model.ts';
import { newsOf } from './rules.ts';
import { alikeElsewhere, nameNumbers, noteJoins, personsOf } from './store.joins.ts';
import { wordRows } from './store.ts';

interface Receiving extends ActionContext {
  /** What a person has to see to. */
  readonly wait?: (trouble: { readonly reason: string; readonly place: string }) => void;
}

/**
 * Told under several numbers (the order's, the theatre's own), by one system or two, an operation is one row: whichever
 * message names two numbers joins them, in any order to the same end. What was told is kept under the number it was told
 * under, so that two that were joined wrongly can be parted.
 */
export async function applyOperation(receiving: Receiving, { patientId, visitId, sender, stamp, arrival }: About, told: Told): Promise<void> {
  const { tx, now, emit } = receiving;
  const own = { source: sourceOf(sender), number: told.number };
  const numbers = [...new Set([told.number, ...(told.aliases ?? [])])];
  await nameNumbers(tx, own.source, numbers, patientId);
  const [word] = await wordRows.tell(tx, now, [{ key: own, said: saidOf(told, patientId, visitId), stamp }]);
  const named = numbers.slice(1).map((number) => pairOf(own, { source: own.source, number }));
  const alike = (await alikeElsewhere(tx, own.source, numbers, patientId)).map((there) => pairOf({ source: own.source, number: there.number }, there));
  await noteJoins(tx, now, [...named, ...alike], arrival, stamp);
  const settled = await settleGroup(receiving, own);
  if (settled === undefined) return;
  if (await areSeveral(receiving, [word?.before?.patientId, patientId, ...settled.words.map((each) => each.patientId)])) receiving.wait?.({ reason: 'operation-of-several-patients', place: '' });
  const { id, before, after } = settled;
  const news = newsOf(before, after);
  if (news !== undefined && after.patientId !== null) emit(news === 'planned' ? planned : cancelled, after.patientId, factOf(id, after));
}

/** One operation is told of unlike people, under one number or under several: it is shown at the last one's, until a person parts the numbers or the patients are merged. */
async function areSeveral({ tx }: ActionContext, patients: readonly (string | null | undefined)[]): Promise<boolean> {
  const ids = new Set(patients.flatMap((id) => id ?? []));
  return ids.size > 1 && new Set((await personsOf(tx, [...ids])).values()).size > 1;
}

function saidOf({ kind: _kind, number: _number, aliases: _aliases, plannedFrom, plannedUntil, startedAt, endedAt, ...told }: Told, patientId: string | undefined, visitId: string | undefined): Partial<Operation> {
  return given<Operation>({ ...told, patientId, visitId, plannedFrom: instantOf(plannedFrom), plannedUntil: instantOf(plannedUntil), startedAt: instantOf(startedAt), endedAt: instantOf(endedAt) });
}

function factOf(operation: string, { visitId, surgeon, plannedFrom, room, department, urgent }: Operation): OperationFact {
  const known = { visitId, surgeon: surgeon?.number, from: plannedFrom, room, department, urgent };
  return { operation, ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined)) as Omit<OperationFact, 'operation'>) };
}
