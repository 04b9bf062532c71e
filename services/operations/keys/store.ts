/**
 * Sealed columns of other modules' tables, found through what they list (`SealedTable`): counted by form, and sealed anew
 * a batch at a time. Names of tables and columns are the modules' own and stand in the statements as they are.
 */
import type { Tx } from '../../core/db.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { BoundTable, SealedColumn, SealedTable } from '../../core/sealed.ts';
import { type BoundCount, type TableCount, type TableProgress, plainForm } from './model.ts';

type Cell = string | Uint8Array | null;
type Row = Readonly<Record<string, Cell>> & { readonly id: string };

/** SQL of a value's form. */
function formSql({ column, kind }: SealedColumn): string {
  const head = kind === 'text' ? `"${column}"` : `encode(substring("${column}" from 1 for 12), 'escape')`;
  return `substring(${head} from '^(v[0-9]{1,4}(?:-sm4)?)[.]')`;
}

export async function countTable(tx: Tx, { table, columns }: SealedTable): Promise<TableCount> {
  const parts = columns.map((column) => `SELECT coalesce(${formSql(column)}, '${plainForm}') AS form FROM "${table}" WHERE "${column.column}" IS NOT NULL`);
  const rows = await tx.$queryRawUnsafe<{ form: string; values: bigint }[]>(`SELECT form, count(*) AS values FROM (${parts.join(' UNION ALL ')}) AS each GROUP BY form ORDER BY form`);
  return { table, forms: rows.map(({ form, values }) => ({ form, values: Number(values) })) };
}

export async function countBound(tx: Tx, { table, version: expression, why }: BoundTable, version: number, isOldest: boolean): Promise<BoundCount> {
  const where = expression === undefined ? '$2::boolean AND $1::int > 0' : `(${expression}) = $1::int AND $2::boolean IS NOT NULL`;
  const [row] = await tx.$queryRawUnsafe<{ rows: bigint }[]>(`SELECT count(*) AS rows FROM "${table}" WHERE ${where}`, version, isOldest);
  return { table, why, rows: Number(row?.rows ?? 0) };
}

/** Rows after the cursor with a value that is not under the ring's form. */
async function nextRows(tx: Tx, { table, id, idType, columns }: SealedTable, form: string, cursor: string, limit: number): Promise<readonly Row[]> {
  const old = columns.map((column) => `("${column.column}" IS NOT NULL AND ${formSql(column)} IS DISTINCT FROM $2)`).join(' OR ');
  const names = columns.map(({ column }) => `"${column}"`).join(', ');
  const after = `(nullif($1, '') IS NULL OR "${id}" > nullif($1, '')::${idType})`;
  return tx.$queryRawUnsafe<Row[]>(`SELECT "${id}"::text AS id, ${names} FROM "${table}" WHERE ${after} AND (${old}) ORDER BY "${id}" LIMIT $3::int`, cursor, form, limit);
}

/** How many rows were written; a value that does not open stays as it is and is still counted under its form. */
async function sealRow(tx: Tx, seal: KeyRing, { table, id, idType, columns }: SealedTable, row: Row): Promise<boolean> {
  const changes = columns.flatMap((column) => changesOf(seal, column, row));
  if (changes.length === 0) return false;
  const sets = changes.map(({ column, type }, at) => `"${column}" = $${at + 2}::${type}`).join(', ');
  // Somebody may have written the row since it was read: what they wrote is not overwritten.
  const seen = changes.flatMap(({ column, before, type }) => (before === undefined ? [] : [{ column, before, type }]));
  const same = seen.map(({ column, type }, at) => `"${column}" = $${changes.length + at + 2}::${type}`).join(' AND ');
  const written = await tx.$executeRawUnsafe(`UPDATE "${table}" SET ${sets} WHERE "${id}" = $1::${idType} AND ${same}`, row.id, ...changes.map(({ after }) => after), ...seen.map(({ before }) => before));
  return written === 1;
}

interface Change {
  readonly column: string;
  readonly type: 'text' | 'bytea';
  readonly after: string | Uint8Array | null;
  /** Absent for an index: it follows its column. */
  readonly before?: string | Uint8Array;
}

function changesOf(seal: KeyRing, { column, kind, purpose, indexes = [] }: SealedColumn, row: Row): Change[] {
  const before = row[column];
  if (before === null || before === undefined || formIn(before) === seal.form) return [];
  const bound = purpose(row.id);
  if (kind === 'bytes') {
    const plain = typeof before === 'string' ? undefined : tryOpen(() => (formIn(before) === undefined ? Buffer.from(before) : seal.openBytes(before, bound)));
    return plain === undefined || typeof before === 'string' ? [] : [{ column, type: 'bytea', after: seal.closeBytes(plain, bound), before }];
  }
  const plain = typeof before === 'string' ? tryOpen(() => seal.open(before, bound)) : undefined;
  if (plain === undefined || typeof before !== 'string') return [];
  const digests = indexes.map((index): Change => {
    const normal = index.of(plain.toString());
    return { column: index.column, type: 'text', after: normal === undefined ? null : seal.index(index.name, normal) };
  });
  return [{ column, type: 'text', after: seal.close(plain, bound), before }, ...digests];
}

function formIn(cell: string | Uint8Array): string | undefined {
  const head = typeof cell === 'string' ? cell.slice(0, 12) : Buffer.from(cell.subarray(0, 12)).toString('latin1');
  return /^(v\d{1,4}(?:-sm4)?)\./.exec(head)?.[1];
}

function tryOpen(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

export interface Batch {
  readonly rows: number;
  readonly cursor: string;
  readonly finished: boolean;
}

export async function sealBatch(tx: Tx, seal: KeyRing, table: SealedTable, cursor: string, limit: number): Promise<Batch> {
  const found = await nextRows(tx, table, seal.form, cursor, limit);
  let rows = 0;
  for (const row of found) if (await sealRow(tx, seal, table, row)) rows += 1;
  return { rows, cursor: found.at(-1)?.id ?? cursor, finished: found.length < limit };
}

export async function progressOf(tx: Tx, form: string): Promise<readonly TableProgress[]> {
  const rows = await tx.sealRotation.findMany({ where: { toVersion: form }, orderBy: { holder: 'asc' } });
  return rows.map(({ holder, cursor, sealed, startedAt, finishedAt }) => ({ table: holder, cursor, sealed, startedAt, finishedAt: finishedAt ?? undefined }));
}

export async function beginTables(tx: Tx, form: string, tables: readonly SealedTable[], now: Date): Promise<void> {
  await tx.sealRotation.deleteMany({ where: { toVersion: form } });
  await tx.sealRotation.createMany({ data: tables.map(({ table }) => ({ toVersion: form, holder: table, cursor: '', startedAt: now })) });
}

/** The next unfinished table, its row locked: two workers at once take one batch after the other, never the same. */
export async function takeTable(tx: Tx, form: string): Promise<TableProgress | undefined> {
  const [row] = await tx.$queryRaw<{ table: string; cursor: string; sealed: number; startedAt: Date }[]>`
    SELECT holder AS table, cursor, sealed, started_at AS "startedAt" FROM seal_rotation
     WHERE to_version = ${form} AND finished_at IS NULL ORDER BY holder LIMIT 1 FOR UPDATE`;
  return row === undefined ? undefined : { ...row, finishedAt: undefined };
}

export async function noteBatch(tx: Tx, form: string, table: string, { rows, cursor, finished }: Batch, now: Date): Promise<void> {
  await tx.sealRotation.update({ where: { toVersion_holder: { toVersion: form, holder: table } }, data: { cursor, sealed: { increment: rows }, finishedAt: finished ? now : null } });
}
