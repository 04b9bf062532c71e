/**
 * Inserting many rows by one statement whatever their number: the rows travel as one JSON parameter, so the statement
 * is prepared once. Prisma's `createMany` builds and plans a new one for each number of rows and costs four times as
 * much; for the few tables every message writes to.
 */
import type { Tx } from './db.ts';
import { withCommit } from './lean.ts';

/** A column's PostgreSQL type, by its name in the Prisma model: `patientId` is the column `patient_id`. */
export type ColumnType = 'text' | 'uuid' | 'timestamptz' | 'jsonb' | 'boolean' | 'int4' | 'float8';
type Columns = Readonly<Record<string, ColumnType>>;
type ValueOf = { readonly text: string; readonly uuid: string; readonly timestamptz: Date; readonly jsonb: object; readonly boolean: boolean; readonly int4: number; readonly float8: number };
type RowOf<C extends Columns> = { readonly [K in keyof C]: ValueOf[C[K]] | null };

export interface Rows<C extends Columns> {
  /** In the order given. */
  insert(tx: Tx, rows: readonly RowOf<C>[]): Promise<void>;
  /** The same with the commit: whoever asks in this transaction does not see them. */
  insertLast(tx: Tx, rows: readonly RowOf<C>[]): Promise<void>;
  /** Leaves out what is there already; how many were new, by what they have in a column of text. */
  insertMissing(tx: Tx, rows: readonly RowOf<C>[], by: keyof C & string): Promise<Map<string, number>>;
  /** Leaves out what is there already; the ids of the new ones. For tables with `id`. */
  insertNew(tx: Tx, rows: readonly RowOf<C>[]): Promise<string[]>;
  /** Adds rows or, where the key is known, writes their columns anew; those in `kept` stay as they are. No key twice. */
  put(tx: Tx, rows: readonly RowOf<C>[], key: readonly (keyof C & string)[], kept?: readonly (keyof C & string)[]): Promise<void>;
}

/** Names are ours, never from outside: they stand in the statement as they are. */
export function rowsOf<const C extends Columns>(table: string, columns: C): Rows<C> {
  const names = Object.keys(columns).map((name) => `"${columnOf(name)}"`).join(', ');
  const fields = Object.keys(columns).map((name) => `"${name}"`).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`).join(', ');
  const statement = `INSERT INTO "${table}" (${names}) SELECT ${fields} FROM jsonb_to_recordset($1::text::jsonb) AS given(${typed})`;
  return {
    insert: async (tx, rows) => {
      if (rows.length > 0) await tx.$executeRawUnsafe(statement, JSON.stringify(rows));
    },
    insertLast: async (tx, rows) => {
      if (rows.length > 0) await withCommit(tx, statement, JSON.stringify(rows));
    },
    insertMissing: async (tx, rows, by) => {
      if (rows.length === 0) return new Map();
      const column = `"${columnOf(by)}"`;
      const made = await tx.$queryRawUnsafe<{ by: string; count: number }[]>(`WITH made AS (${statement} ON CONFLICT DO NOTHING RETURNING ${column}) SELECT ${column} AS by, count(*)::int AS count FROM made GROUP BY ${column}`, JSON.stringify(rows));
      return new Map(made.map((row) => [row.by, row.count]));
    },
    insertNew: async (tx, rows) => {
      const made = await tx.$queryRawUnsafe<{ id: string }[]>(`${statement} ON CONFLICT DO NOTHING RETURNING id`, JSON.stringify(rows));
      return made.map(({ id }) => id);
    },
    put: async (tx, rows, key, kept = []) => {
      if (rows.length === 0) return;
      const written = Object.keys(columns).filter((name) => !key.includes(name) && !kept.includes(name)).map((name) => `"${columnOf(name)}" = EXCLUDED."${columnOf(name)}"`);
      const target = key.map((name) => `"${columnOf(name)}"`).join(', ');
      await tx.$executeRawUnsafe(`${statement} ON CONFLICT (${target}) DO UPDATE SET ${written.join(', ')}`, JSON.stringify(rows));
    },
  };
}

export function columnOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
