/** Readings of a source: where they are, what was told, and what in it is missing. */
import { z } from 'zod';
import type { Prisma } from '../../../../prisma/generated/client.ts';
import type { Tx } from '../../../core/db.ts';
import { type Told, type ToldKind, toldKinds } from '../../../links/his/schema.ts';
import type { Progress } from '../model.ts';
import type { Missing } from '../rules.ts';

const progress: z.ZodType<Progress> = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('read'), at: z.string().nullable() }),
  z.object({ phase: z.literal('check') }),
  z.object({ phase: z.literal('apply'), kind: z.enum(toldKinds), after: z.string().nullable() }),
  z.object({ phase: z.literal('finish') }),
]);

/** How many, over the whole reading. */
export const counts = z.object({ told: z.int().default(0), done: z.int().default(0), added: z.int().default(0), changed: z.int().default(0), same: z.int().default(0), left: z.int().default(0), matters: z.int().default(0) });
export type Counts = z.output<typeof counts>;
export const noCounts: Counts = { told: 0, done: 0, added: 0, changed: 0, same: 0, left: 0, matters: 0 };

export interface Reading {
  readonly id: string;
  readonly source: string;
  readonly state: string;
  readonly complete: boolean;
  readonly confirmed: boolean;
  readonly progress: Progress;
  readonly counts: Counts;
}

/** Locked until the transaction ends: of two processes at one page the second finds it done. */
export async function lockReading(tx: Tx, id: string): Promise<Reading | undefined> {
  await tx.$queryRaw`SELECT 1 AS locked FROM directory_sync WHERE id = ${id}::uuid FOR UPDATE`;
  return findReading(tx, id);
}

export async function findReading(tx: Tx, id: string): Promise<Reading | undefined> {
  const row = await tx.directorySync.findUnique({ where: { id } });
  if (row === null) return undefined;
  const { source, state, complete, confirmed } = row;
  return { id, source, state, complete, confirmed, progress: progress.parse(row.cursor), counts: counts.parse(row.counts) };
}

export async function saveReading(tx: Tx, id: string, at: Progress, counted: Counts, more: Prisma.DirectorySyncUpdateInput = {}): Promise<void> {
  await tx.directorySync.update({ where: { id }, data: { cursor: { ...at }, counts: { ...counted }, ...more } });
}

export async function keepTold(tx: Tx, syncId: string, from: number, rows: readonly Told[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO directory_told (sync_id, at, kind, key, row)
    SELECT ${syncId}::uuid, ${from}::int + given.ordinality::int, given.value->>'kind', given.value->>'key', given.value->'row'
      FROM jsonb_array_elements(${JSON.stringify(rows)}::text::jsonb) WITH ORDINALITY AS given`;
}

export interface ToldRow {
  readonly at: number;
  readonly key: string;
  readonly row: Readonly<Record<string, unknown>>;
  /** Told more than once, and not always the same. */
  readonly twice: boolean;
  /** A repeat of an earlier one: nothing more to do. */
  readonly repeat: boolean;
}

/** The next rows of a kind in the order they were told. */
export async function nextTold(tx: Tx, syncId: string, kind: ToldKind, after: number, limit: number): Promise<ToldRow[]> {
  const batch = await tx.$queryRaw<Pick<ToldRow, 'at' | 'key' | 'row'>[]>`
    SELECT at, key, row FROM directory_told WHERE sync_id = ${syncId}::uuid AND kind = ${kind} AND at > ${after} ORDER BY at LIMIT ${limit}`;
  // As a question of its own: in one statement the planner, which cannot know how long the batch is, compares everything with everything.
  const many = await tx.$queryRaw<{ key: string; first: number; twice: boolean }[]>`
    SELECT key, min(at) AS first, count(DISTINCT row) > 1 AS twice FROM directory_told
     WHERE sync_id = ${syncId}::uuid AND kind = ${kind} AND key = ANY(${batch.map(({ key }) => key)}::text[]) GROUP BY key HAVING count(*) > 1`;
  const again = new Map(many.map((row) => [row.key, row]));
  return batch.map((row) => ({ ...row, twice: again.get(row.key)?.twice ?? false, repeat: (again.get(row.key)?.first ?? row.at) < row.at }));
}

/** Numbers that two accounts of the reading carry. */
export async function numbersTwice(tx: Tx, syncId: string, numbers: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ number: string }[]>`
    SELECT row->>'staffNumber' AS number FROM directory_told
     WHERE sync_id = ${syncId}::uuid AND kind = 'account' AND row->>'staffNumber' = ANY(${[...numbers]}::text[])
     GROUP BY 1 HAVING count(DISTINCT key) > 1`;
  return new Set(rows.map(({ number }) => number));
}

export interface Gone {
  readonly key: string;
  readonly name: string;
}

/** Rows in use that this source is the master of, and that it did not tell. */
export async function notTold(tx: Tx, { id, source }: Pick<Reading, 'id' | 'source'>, kind: ToldKind): Promise<Gone[]> {
  const told = `SELECT 1 FROM directory_told t WHERE t.sync_id = $1::uuid AND t.kind = '${kind}' AND t.key =`;
  return tx.$queryRawUnsafe<Gone[]>(`SELECT here.key, here.name FROM (${ownRows(kind)}) AS here(key, name) WHERE NOT EXISTS (${told} here.key) ORDER BY here.key`, id, ...ownerOf(kind, source));
}

/** The table was filled a moment ago: without this the planner believes it empty and joins it row by row. */
export async function countTold(tx: Tx): Promise<void> {
  await tx.$executeRaw`ANALYZE directory_told`;
}

/** What would go, by kind, before anything is changed. */
export async function missingCounts(tx: Tx, reading: Pick<Reading, 'id' | 'source' | 'complete'>, kinds: readonly ToldKind[]): Promise<Missing[]> {
  const counted: Missing[] = [];
  for (const kind of kinds) {
    const [known] = await tx.$queryRawUnsafe<{ n: number }[]>(`SELECT count(*)::int AS n FROM (${ownRows(kind, '$1', '$2')}) AS here`, ...ownerOf(kind, reading.source));
    const missing = reading.complete ? (await notTold(tx, reading, kind)).length : 0;
    counted.push({ kind, known: known?.n ?? 0, missing, leaving: kind === 'staff' ? await leavingCount(tx, reading.id) : 0 });
  }
  return counted;
}

async function leavingCount(tx: Tx, id: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM directory_told t JOIN staff s ON s.number = t.key AND s.active
     WHERE t.sync_id = ${id}::uuid AND t.kind = 'staff' AND t.row->>'active' = 'false'`;
  return row?.n ?? 0;
}

function ownRows(kind: ToldKind, first = '$2', second = '$3'): string {
  const owned = `active AND source = ${first}`;
  return {
    department: `SELECT code, name FROM department WHERE ${owned}`,
    ward: `SELECT code, name FROM ward WHERE ${owned}`,
    bed: `SELECT code, number FROM bed WHERE ${owned}`,
    group: `SELECT code, name FROM medical_group WHERE ${owned}`,
    staff: `SELECT number, name FROM staff WHERE ${owned}`,
    account: `SELECT a.user_folded, s.name FROM staff_account a JOIN staff s ON s.number = a.staff_number WHERE a.platform = ${first} AND a.corp = ${second}`,
    binding: `SELECT external, name FROM department_binding WHERE platform = ${first} AND corp = ${second}`,
  }[kind];
}

function ownerOf(kind: ToldKind, source: string): string[] {
  return kind === 'account' || kind === 'binding' ? tenantOf(source) : [source];
}

/** `dingtalk:ding123` → platform and corporation. */
export function tenantOf(source: string): [string, string] {
  const at = source.indexOf(':');
  return [source.slice(0, at), source.slice(at + 1)];
}

export async function forgetTold(tx: Tx, syncId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM directory_told WHERE sync_id = ${syncId}::uuid`;
  await tx.$executeRaw`DELETE FROM directory_file_part WHERE sync_id = ${syncId}::uuid`;
}
