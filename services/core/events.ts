/** Events: typed facts in the past tense, written with the state they describe. The fact table is the timeline. */
import type { z } from 'zod';
import type { Prisma } from '../../prisma/generated/client.ts';
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

/** A fact as it is kept. */
export type KeptFact<T> = Fact<T> & { readonly id: bigint };

/**
 * Facts about subjects, of each those after one that is known and `limit` at most, by subject and oldest first. Their order is
 * the order they were committed in where their actions lock the subject's row. `known`: a query for `subject` (text) and
 * `after` (int8), so that what is known and what came since is one question.
 */
export async function factsAfter<T>(tx: Tx, kind: EventKind<T>, known: Prisma.Sql, limit: number): Promise<Map<string, KeptFact<T>[]>> {
  const rows = await tx.$queryRaw<KeptFact<unknown>[]>`
    SELECT f.* FROM (${known}) AS known CROSS JOIN LATERAL (
      SELECT id, name, subject, at, actor, data FROM fact WHERE name = ${kind.name} AND subject = known.subject AND id > known.after ORDER BY id LIMIT ${limit}) f
     ORDER BY f.id`;
  return Map.groupBy(rows.map((row) => ({ ...row, data: kind.schema.parse(row.data) })), ({ subject }) => subject);
}
