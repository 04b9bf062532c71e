/** Events: typed facts in the past tense, written with the state they describe. The fact table is the timeline. */
import type { z } from 'zod';
import type { Tx } from './db.ts';

export interface EventKind<T = unknown> {
  /** `<module>.<past tense>`. */
  readonly name: string;
  readonly schema: z.ZodType<T>;
}

/** A fact as a listener receives it. */
export interface Fact<T = unknown> {
  readonly name: string;
  /** Id of the thing it is about. */
  readonly subject: string;
  readonly at: Date;
  /** `staff:1001`, `system:clock`, `link:lis` */
  readonly actor: string;
  readonly data: T;
}

export function defineEvent<T>(name: string, schema: z.ZodType<T>): EventKind<T> {
  return { name, schema };
}

/** Facts about a subject after a known one, oldest first. Their order is the order they were committed in where their
 *  actions lock the subject's row. */
export async function factsAfter<T>(tx: Tx, kind: EventKind<T>, subject: string, after: bigint, limit: number): Promise<(Fact<T> & { readonly id: bigint })[]> {
  const rows = await tx.fact.findMany({ where: { name: kind.name, subject, id: { gt: after } }, orderBy: { id: 'asc' }, take: limit });
  return rows.map((row) => ({ ...row, data: kind.schema.parse(row.data) }));
}
