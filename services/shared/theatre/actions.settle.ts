/** Which numbers are one operation, and the row that all of them say together: after every word, and when a person parts two of them. */
import { isDeepStrictEqual } from 'node:util';
import type { ActionContext } from '../../core/module.ts';
import { type Telling, joinTwo } from '../../core/told.ts';
import { endInvitation, invite } from '../data-scope/index.ts';
import type { Key, Operation } from './model.ts';
import { accessOf } from './rules.ts';
import { groupOf } from './store.joins.ts';
import { type OperationRow, goingBy, operationRows, removeOperations, renameOperation, wordsOf } from './store.ts';

export interface Grouped {
  readonly id: string;
  /** Of all rows that became this one; `undefined` for one that is new. */
  readonly before: Operation | undefined;
  readonly after: Operation;
  /** What was told under each of its numbers. */
  readonly words: readonly OperationRow[];
}

const causeOf = ({ id }: { readonly id: string }): string => `operation:${id}`;

/** Brings the row of this number's operation to what its numbers say; rows that are one now become one. `undefined` where nobody told anything under any of them. */
export async function settleGroup(context: ActionContext, member: Key): Promise<Grouped | undefined> {
  const { tx, now } = context;
  const numbers = await groupOf(tx, member);
  const words = await wordsOf(tx, numbers);
  const [main] = words;
  if (main === undefined) return undefined;
  const key: Key = { source: main.source, number: main.number };
  const [stays, ...others] = await goingBy(tx, numbers);
  for (const gone of others) await endInvitation(context, causeOf(gone));
  await removeOperations(tx, others.map(({ id }) => id));
  if (stays !== undefined && (stays.source !== key.source || stays.number !== key.number)) await renameOperation(tx, stays.id, key);
  const [row] = await operationRows.tell(tx, now, words.flatMap((word) => retold(word, key)));
  if (row === undefined) return undefined;
  await follow(context, causeOf(row), row.before, row.after);
  return { id: row.id, before: stays === undefined ? undefined : others.reduce(joinTwo<Key, Operation>, stays), after: row.after, words };
}

/** Takes the row apart into what each number's operation says now; who saw the patient by the old one sees by the new ones whom they are for. */
export async function resettle(context: ActionContext, one: Key, other: Key): Promise<void> {
  const { tx } = context;
  const numbers = [...(await groupOf(tx, one)), ...(await groupOf(tx, other))];
  const known = await goingBy(tx, numbers);
  for (const row of known) await endInvitation(context, causeOf(row));
  await removeOperations(tx, known.map(({ id }) => id));
  await settleGroup(context, one);
  await settleGroup(context, other);
}

/** What is known of a number, as it was told. */
function retold(row: OperationRow, key: Key): Telling<Key, Operation>[] {
  const byStamp = Map.groupBy(Object.keys(row.stamps) as (keyof Operation)[], (field) => row.stamps[field] ?? '');
  return [...byStamp].map(([stamp, fields]) => ({ key, stamp, said: Object.fromEntries(fields.map((field) => [field, row[field]])) as Partial<Operation> }));
}

/** The team sees the patient while the operation is to come: given, changed and ended with it. */
async function follow(context: ActionContext, cause: string, before: Operation | undefined, after: Operation): Promise<void> {
  const [had, has] = [before === undefined ? [] : accessOf(before, context.now), accessOf(after, context.now)];
  if (isDeepStrictEqual(had, has)) return;
  if (had.length > 0) await endInvitation(context, cause);
  for (const access of has) await invite(context, { kind: 'operation', cause, ...access });
}
