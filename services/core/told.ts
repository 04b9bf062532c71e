/**
 * Tables whose rows follow what outside systems say, each column a register (`registers.ts`). One message costs one
 * statement where the thing is new and three where it is known, however many rows it tells of; all of it ends in the same
 * rows whatever the order, because rows are locked before they are settled.
 */
import { Prisma } from '../../prisma/generated/client.ts';
import type { Tx } from './db.ts';
import { newId } from './ids.ts';
import { type Stamp, type Stamps, settle } from './registers.ts';
import { type ColumnType, columnOf, rowsOf } from './rows.ts';

type ColumnsOf<T> = { readonly [F in keyof T]-?: ColumnType };

export interface Telling<K, R> {
  /** What names the thing. */
  readonly key: K;
  /** `undefined`: not said; `null`: said to be none. */
  readonly said: Partial<R>;
  readonly stamp: Stamp;
}

export interface Told<K, R> {
  readonly id: string;
  readonly key: K;
  /** `undefined` when nobody had told of it before. */
  readonly before: R | undefined;
  readonly after: R;
  /** Of `after`. */
  readonly stamps: Stamps;
}

/** A row with the stamps beside it. */
export type Kept<K, R> = R & K & { readonly id: string; readonly stamps: Stamps };

export interface ToldTable<K extends object, R extends object> {
  /** In the order told; of things told twice in one call, once. */
  tell(tx: Tx, now: Date, tellings: readonly Telling<K, R>[]): Promise<Told<K, R>[]>;
  /** Rows `t` of the table by a condition, as `order` has them. */
  find(tx: Tx, where: Prisma.Sql, order: Prisma.Sql, page?: Page): Promise<Kept<K, R>[]>;
  /**
   * The same of a person with these patient rows: what was told of one thing under several numbers is one row, each field
   * from who told it last. `still` is `where` for such rows.
   */
  ofPerson(tx: Tx, patients: readonly string[], asked: AskedOfPerson<Kept<K, R>>): Promise<Kept<K, R>[]>;
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
}

export interface AskedOfPerson<T> {
  readonly where: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly page?: Page | undefined;
  readonly still?: ((row: T) => boolean) | undefined;
}

const { sql, raw } = Prisma;

/** Names are ours, never from outside. `key` columns are unique together and never null. */
export function toldTable<K extends object, R extends object>(table: string, key: ColumnsOf<K>, columns: ColumnsOf<R>): ToldTable<K, R> {
  const keys = Object.keys(key) as (keyof K & string)[];
  const fields = Object.keys(columns) as (keyof R & string)[];
  const listed = ['id', 'stamps', ...keys, ...fields].map((name) => `t."${columnOf(name)}" AS "${name}"`).join(', ');
  const rows = rowsOf(table, { id: 'uuid', ...(key as Record<string, ColumnType>), ...(columns as Record<string, ColumnType>), stamps: 'jsonb' });
  const select = `SELECT ${listed} FROM "${table}" t JOIN jsonb_to_recordset($1::text::jsonb) AS given(${typed(key)}) ON ${keys.map((name) => `t."${columnOf(name)}" = given."${name}"`).join(' AND ')}
    ORDER BY ${keys.map((name) => `t."${columnOf(name)}"`).join(', ')} FOR UPDATE OF t`;
  const update = `UPDATE "${table}" t SET ${[...fields, 'stamps'].map((name) => `"${columnOf(name)}" = given."${name}"`).join(', ')}
    FROM jsonb_to_recordset($1::text::jsonb) AS given(${typed({ id: 'uuid', ...(columns as Record<string, ColumnType>), stamps: 'jsonb' })}) WHERE t.id = given.id`;
  const nothing = Object.fromEntries(fields.map((field) => [field, null])) as R;
  const nameOf = (of: K): string => JSON.stringify(keys.map((name) => of[name]));

  type Stored = R & K & { readonly id: string; readonly stamps: Packed };
  const others = keys.filter((name) => name !== 'patientId');
  const thingOf = (row: K): string => JSON.stringify(others.map((name) => row[name]));
  const siblings = `SELECT DISTINCT ${listed} FROM "${table}" t JOIN jsonb_to_recordset($1::text::jsonb) AS given(${typed(Object.fromEntries(others.map((name) => [name, key[name]])))})
    ON ${others.map((name) => `t."${columnOf(name)}" = given."${name}"`).join(' AND ')} WHERE t.patient_id = ANY($2::uuid[]) ORDER BY t.id`;

  async function find(tx: Tx, where: Prisma.Sql, order: Prisma.Sql, page?: Page): Promise<Kept<K, R>[]> {
    const paged = page === undefined ? Prisma.empty : sql`LIMIT ${page.limit} OFFSET ${page.offset}`;
    const found = await tx.$queryRaw<Stored[]>`SELECT ${raw(listed)} FROM ${raw(`"${table}"`)} t WHERE ${where} ORDER BY ${order} ${paged}`;
    return found.map((row) => ({ ...row, stamps: unpack(row.stamps) }));
  }

  async function known(tx: Tx, things: readonly Thing<K, R>[]): Promise<Map<string, Known<R>>> {
    if (things.length === 0) return new Map();
    const found = await tx.$queryRawUnsafe<Stored[]>(select, JSON.stringify(things.map(({ key: of }) => of)));
    return new Map(found.map((row) => [nameOf(row), { id: row.id, stamps: unpack(row.stamps), row: Object.fromEntries(fields.map((field) => [field, row[field]])) as R }]));
  }

  return {
    tell: async (tx, now, tellings) => {
      // One order of keys for everybody, so that two messages never wait for each other.
      const things = [...Map.groupBy(tellings, (telling) => nameOf(telling.key))].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, all]) => ({ name, key: all[0]!.key, all }));
      const drafts = things.map((thing) => ({ thing, id: newId(now.getTime()), ...fold(thing.all, nothing, {}) }));
      const made = new Set(await rows.insertNew(tx, drafts.map(({ thing, id, row, stamps }) => ({ id, ...thing.key, ...row, stamps: pack(stamps) }) as never)));
      const before = await known(tx, drafts.filter(({ id }) => !made.has(id)).map(({ thing }) => thing));
      const told = drafts.map((draft) => settled(draft, made.has(draft.id) ? undefined : before.get(draft.thing.name)));
      const moved = told.filter(({ isMoved }) => isMoved);
      if (moved.length > 0) await tx.$executeRawUnsafe(update, JSON.stringify(moved.map(({ id, after, stamps }) => ({ id, ...after, stamps: pack(stamps) }))));
      return told;
    },
    find,
    ofPerson: async (tx, patients, { where, order, page, still = () => true }) => {
      const found = await find(tx, sql`t.patient_id = ANY(${patients}::uuid[]) AND ${where}`, order, page);
      if (patients.length < 2 || found.length === 0) return found;
      const told = await tx.$queryRawUnsafe<Stored[]>(siblings, JSON.stringify(found), patients);
      const all = joined<K, R>(told.map((row) => ({ ...row, stamps: unpack(row.stamps) })), thingOf);
      const byThing = new Map(all.map((row) => [thingOf(row), row]));
      return [...new Set(found.map(thingOf))].flatMap((thing) => byThing.get(thing) ?? []).filter(still);
    },
  };
}

function typed(types: Readonly<Record<string, ColumnType>>): string {
  return Object.entries(types).map(([name, type]) => `"${name}" ${type}`).join(', ');
}

interface Thing<K, R> {
  readonly name: string;
  readonly key: K;
  readonly all: readonly Telling<K, R>[];
}

interface Known<R> {
  readonly id: string;
  readonly row: R;
  readonly stamps: Stamps;
}

interface Draft<K, R> extends Known<R> {
  readonly thing: Thing<K, R>;
}

function settled<K, R extends object>(draft: Draft<K, R>, known: Known<R> | undefined): Told<K, R> & { readonly isMoved: boolean } {
  const { thing } = draft;
  if (known === undefined) return { id: draft.id, key: thing.key, before: undefined, after: draft.row, stamps: draft.stamps, isMoved: false };
  const { row, stamps } = fold(thing.all, known.row, known.stamps);
  return { id: known.id, key: thing.key, before: known.row, after: row, stamps, isMoved: stamps !== known.stamps };
}

function fold<K, R extends object>(all: readonly Telling<K, R>[], row: R, stamps: Stamps): { readonly row: R; readonly stamps: Stamps } {
  let state = { row, stamps };
  for (const { said, stamp } of all) {
    const next = settle<R>(state.row, state.stamps, said, stamp);
    state = { row: { ...state.row, ...next.changes }, stamps: next.stamps };
  }
  return state;
}

/**
 * Rows told about one thing under several numbers of one person, as one: each field from who told it last. They stay
 * where they are; what is read is as if all had been told under one number.
 */
function joined<K, R extends object>(rows: readonly Kept<K, R>[], nameOf: (row: Kept<K, R>) => string): Kept<K, R>[] {
  return [...Map.groupBy(rows, nameOf).values()].map((all) => all.reduce(joinTwo));
}

export function joinTwo<K, R extends object>(one: Kept<K, R>, other: Kept<K, R>): Kept<K, R> {
  const later = (Object.keys(other.stamps) as (keyof R & string)[]).filter((field) => (other.stamps[field] ?? '') > (one.stamps[field] ?? ''));
  const taken = Object.fromEntries(later.map((field) => [field, other[field]])) as Partial<R>;
  return { ...one, ...taken, stamps: { ...one.stamps, ...Object.fromEntries(later.map((field) => [field, other.stamps[field] ?? ''])) } };
}

/** Of one more than a page holds: the page, and whether there is another. */
export function pageOf<T>(found: readonly T[], limit: number): { readonly items: T[]; readonly more: boolean } {
  return { items: found.slice(0, limit), more: found.length > limit };
}

/** Without what was not said. */
export function given<T extends object>(said: { readonly [F in keyof T]?: T[F] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/** Instants travel as text; `null` stays "said to be none". */
export function instantOf(text: string): Date;
export function instantOf<T extends null | undefined>(text: string | T): Date | T;
export function instantOf(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? new Date(text) : text;
}

/** Numbers are the sender's own: the same number of another system is another thing. */
export function sourceOf({ application, facility }: { readonly application: string; readonly facility: string }): string {
  return facility === '' ? application : `${application}@${facility}`;
}

/** Most fields of a row were told by one message: each stamp stands once, with the fields it is of. */
type Packed = Readonly<Record<Stamp, readonly string[]>>;

export function pack(stamps: Stamps): Packed {
  return Object.fromEntries(Map.groupBy(Object.keys(stamps).toSorted(), (field) => stamps[field] ?? ''));
}

export function unpack(packed: Packed): Stamps {
  return Object.fromEntries(Object.entries(packed).flatMap(([stamp, fields]) => fields.map((field) => [field, stamp])));
}
