/** Numbers of operations, and which of them are one operation. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import type { Stamp } from '../../core/registers.ts';
import { rowsOf } from '../../core/rows.ts';
import { type Key, type Pair, compareKeys } from './model.ts';

const { sql } = Prisma;

const joinRows = rowsOf('operation_join', { id: 'uuid', source: 'text', number: 'text', otherSource: 'text', otherNumber: 'text', firstSaid: 'text', firstStamp: 'text', lastSaid: 'text', lastStamp: 'text', at: 'timestamptz' });

/** Named in a message about this patient. Whoever names a number holds it until the transaction ends, so that two who tell of one operation wait for each other. */
export async function nameNumbers(tx: Tx, source: string, numbers: readonly string[], patientId: string | undefined): Promise<void> {
  const patients = patientId === undefined ? [] : [patientId];
  await tx.$executeRaw`
    INSERT INTO operation_number AS known (source, number, patients) SELECT ${source}, g.number, ${patients}::uuid[] FROM unnest(${[...numbers].toSorted()}::text[]) AS g(number)
    ON CONFLICT (source, number) DO UPDATE SET patients = CASE WHEN known.patients @> excluded.patients THEN known.patients ELSE known.patients || excluded.patients END`;
}

/** The same numbers where another system told them of the same person. */
export async function alikeElsewhere(tx: Tx, source: string, numbers: readonly string[], patientId: string | undefined): Promise<Key[]> {
  if (patientId === undefined) return [];
  return tx.$queryRaw<Key[]>`
    SELECT n.source, n.number FROM operation_number n
     WHERE n.number = ANY(${[...numbers]}::text[]) AND n.source <> ${source}
       AND n.patients && ARRAY(SELECT o.id FROM patient p JOIN patient o ON o.canonical_id = p.canonical_id WHERE p.id = ${patientId}::uuid)`;
}

/** Said again it moves which message said it first and last; what a person parted stays parted. */
export async function noteJoins(tx: Tx, now: Date, pairs: readonly Pair[], said: string, stamp: Stamp): Promise<void> {
  if (pairs.length === 0) return;
  const at = new Date(stamp.split('|')[1] ?? now);
  const made = await joinRows.insertNew(tx, pairs.map((pair) => ({ id: newId(now.getTime()), ...pair, firstSaid: said, firstStamp: stamp, lastSaid: said, lastStamp: stamp, at })));
  if (made.length === pairs.length) return;
  await tx.$executeRaw`
    UPDATE operation_join j SET first_said = CASE WHEN ${stamp} < j.first_stamp COLLATE "C" THEN ${said} ELSE j.first_said END, first_stamp = least(j.first_stamp COLLATE "C", ${stamp}), at = CASE WHEN ${stamp} < j.first_stamp COLLATE "C" THEN ${at} ELSE j.at END,
           last_said = CASE WHEN ${stamp} > j.last_stamp COLLATE "C" THEN ${said} ELSE j.last_said END, last_stamp = greatest(j.last_stamp COLLATE "C", ${stamp})
      FROM jsonb_to_recordset(${JSON.stringify(pairs)}::text::jsonb) AS g(source text, number text, "otherSource" text, "otherNumber" text)
     WHERE (j.source, j.number, j.other_source, j.other_number) = (g.source, g.number, g."otherSource", g."otherNumber")
       AND (${stamp} < j.first_stamp COLLATE "C" OR ${stamp} > j.last_stamp COLLATE "C")`;
}

/** All numbers that are one operation with this one, itself among them; held until the transaction ends. */
export async function groupOf(tx: Tx, member: Key): Promise<Key[]> {
  const found = await connected(tx, member);
  if (found.length < 2) return found;
  await tx.$queryRaw`SELECT 1 FROM operation_number n WHERE (n.source, n.number) IN (${listed(found)}) ORDER BY n.source, n.number FOR UPDATE`;
  return connected(tx, member);
}

async function connected(tx: Tx, { source, number }: Key): Promise<Key[]> {
  const rows = await tx.$queryRaw<Key[]>`
    WITH RECURSIVE one(source, number) AS (
      SELECT ${source}::text, ${number}::text
      UNION
      SELECT beside.source, beside.number FROM one JOIN LATERAL (
        SELECT j.other_source, j.other_number FROM operation_join j WHERE j.source = one.source AND j.number = one.number AND j.parted_at IS NULL
        UNION ALL
        SELECT j.source, j.number FROM operation_join j WHERE j.other_source = one.source AND j.other_number = one.number AND j.parted_at IS NULL
      ) AS beside(source, number) ON TRUE)
    SELECT source, number FROM one`;
  return rows.toSorted(compareKeys);
}

/** What holds these numbers together. */
export async function joinsAmong(tx: Tx, keys: readonly Key[]): Promise<Pair[]> {
  if (keys.length < 2) return [];
  return tx.$queryRaw<Pair[]>`
    SELECT j.source, j.number, j.other_source AS "otherSource", j.other_number AS "otherNumber" FROM operation_join j
     WHERE j.parted_at IS NULL AND (j.source, j.number) IN (${listed(keys)}) AND (j.other_source, j.other_number) IN (${listed(keys)})`;
}

/** All numbers that are one operation with this one, itself among them. */
export const numbersWith = connected;

/** As `(source, number)` pairs of a condition. */
export function listed(keys: readonly Key[]): Prisma.Sql {
  return Prisma.join(keys.map(({ source, number }) => sql`(${source}, ${number})`));
}

export interface JoinRow extends Pair {
  readonly id: string;
  readonly firstSaid: string;
  readonly lastSaid: string;
  readonly at: Date;
  readonly partedAt: Date | null;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
}

export async function findJoin(tx: Tx, id: string): Promise<JoinRow | undefined> {
  return (await tx.operationJoin.findUnique({ where: { id } })) ?? undefined;
}

export interface JoinFilter {
  readonly parted?: boolean | undefined;
  /** A number, whole. */
  readonly number: string;
}

/** Newest first; those that a person decided about by when that was. */
export async function listJoins(tx: Tx, { parted, number }: JoinFilter, { limit, offset }: { readonly limit: number; readonly offset: number }): Promise<JoinRow[]> {
  return tx.operationJoin.findMany({
    where: { ...(parted !== undefined && { partedAt: parted ? { not: null } : null }), ...(number !== '' && { OR: [{ number }, { otherNumber: number }] }) },
    orderBy: [...(parted === true ? [{ decidedAt: 'desc' as const }] : []), { at: 'desc' }, { id: 'desc' }],
    take: limit,
    skip: offset,
  });
}

/** @returns whether it was not so already */
export async function decideJoin(tx: Tx, id: string, parted: boolean, { by, reason, now }: { readonly by: string; readonly reason: string; readonly now: Date }): Promise<boolean> {
  const { count } = await tx.operationJoin.updateMany({ where: { id, partedAt: parted ? null : { not: null } }, data: { partedAt: parted ? now : null, decidedAt: now, decidedBy: by, reason } });
  return count === 1;
}

/** The person of each of these rows of patients. */
export async function personsOf(tx: Tx, patients: readonly (string | null)[]): Promise<Map<string, string>> {
  const ids = patients.flatMap((id) => id ?? []);
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; person: string }[]>`SELECT id, canonical_id AS person FROM patient WHERE id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, person }) => [id, person]));
}

/** Rows of the patients of both numbers. */
export async function patientsOfJoin(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT p.id FROM operation_join j JOIN operation_number n ON (n.source, n.number) IN ((j.source, j.number), (j.other_source, j.other_number)) JOIN patient p ON p.id = ANY(n.patients)
     WHERE j.id = ${id}::uuid`;
  return rows.map((row) => row.id);
}

export const nameOfKey = ({ source, number }: Key): string => JSON.stringify([source, number]);
