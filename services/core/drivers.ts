/** Both databases as `lean.ts` takes them. */
import type { PGlite, Transaction } from '@electric-sql/pglite';
import { type Pool, type PoolClient, type QueryArrayConfig, types } from 'pg';
import { type Asked, type Column, type Landed, type WireValue, flightsOn } from './flights.ts';
import { gathered } from './gather.ts';
import { type Answer, type Driver, TookTooLong, inTime, readers } from './lean.ts';

/** Parsed and planned once per connection instead of each time: a quarter of the server's work on the alert path. */
export type NamesOf = (query: { readonly sql: string }) => string;

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.slice(2), 'hex'));
const serverReaders: typeof readers = { ...readers, 17: bytes };
const readerOf = (type: number): ((text: string) => unknown) => serverReaders[type] ?? (types.getTypeParser(type) as (text: string) => unknown);

const rolledBack = 'A statement of the transaction had failed: it was rolled back.';

/** A transaction whose end nobody knows: its connection is closed, and the server rolls it back. */
class NotEnded extends Error {}

export function serverDriver(pool: Pool, nameOf: NamesOf): Driver {
  const asked = (sql: string, values: readonly unknown[] = []): Asked => ({ sql, name: nameOf({ sql }), values: values.map(wireValue), readerOf });
  // One that broke while nobody used it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);

  async function within<T>(client: PoolClient, body: Parameters<Driver['hold']>[0]): Promise<T> {
    const flights = flightsOn(client);
    let isBegun = false;
    let isOver = false;
    const ask = (one: Asked): Promise<Landed> => {
      if (isOver) return Promise.reject(new Error('The transaction is over.'));
      isBegun = true;
      return flights.query(one);
    };
    // The last: what comes after it would run outside the transaction.
    const end = async (how: 'COMMIT' | 'ROLLBACK'): Promise<string> => {
      isOver = true;
      return isBegun ? (await flights.query(asked(how))).command : how;
    };
    flights.beforeNext(asked('BEGIN'));
    try {
      const withCommit = (sql: string, values: readonly unknown[]): void => {
        isBegun = true;
        flights.beforeNext(asked(sql, values));
      };
      const result = await inTime(body({ client: guestsOf(ask, asked), query: (sql, values) => ask(asked(sql, values)), withCommit }));
      if ((await end('COMMIT')) !== 'COMMIT') throw new Error(rolledBack);
      return result as T;
    } catch (error) {
      const ended = error instanceof TookTooLong ? undefined : await end('ROLLBACK').catch(() => undefined);
      throw ended === undefined ? new NotEnded('', { cause: error }) : error;
    }
  }

  const alone = (one: Asked): Promise<Landed> => connected(pool, (client) => flightsOn(client).query(one));
  // Side by side on one connection; what fails keeps nothing from another's answer.
  const read = gathered(async (all: readonly Asked[]) => connected(pool, (client) => {
    const flights = flightsOn(client);
    return Promise.all(all.map((one) => flights.query(one)));
  }), { rounds: 4 });
  return {
    query: (sql, values) => (isRead(sql) ? read : alone)(asked(sql, values)),
    hold: (body) => connected(pool, (client) => within(client, body)),
  };
}

const isRead = (sql: string): boolean => /^\s*SELECT\b(?!.*\bFOR (?:UPDATE|SHARE)\b)/is.test(sql);

const ignore = (): void => undefined;

async function connected<T>(pool: Pool, body: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  client.on('error', ignore);
  let mustClose = false;
  try {
    return await body(client);
  } catch (error) {
    mustClose = error instanceof NotEnded;
    throw mustClose ? (error as NotEnded).cause : error;
  } finally {
    client.off('error', ignore);
    client.release(mustClose);
  }
}

/** The connection as Prisma's adapter uses it: the same flights, rows as it wants them. */
function guestsOf(ask: (one: Asked) => Promise<Landed>, asked: (sql: string, values: readonly unknown[]) => Asked): object {
  return {
    query: async ({ text, values = [], types: own }: QueryArrayConfig): Promise<{ rows: readonly unknown[]; rowCount: number; fields: readonly Column[] }> => {
      const theirs = own?.getTypeParser as unknown as ((type: number, format: 'text') => (text: string) => unknown) | undefined;
      const { rows, count, columns } = await ask({ ...asked(text, values), asLists: true, readerOf: (type) => theirs?.(type, 'text') ?? readerOf(type) });
      return { rows, rowCount: count, fields: columns };
    },
  };
}

/** As the protocol takes a value: text, or bytes as they are. */
function wireValue(value: unknown): WireValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return arrayText(value);
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function arrayText(values: readonly unknown[]): string {
  return `{${values.map((value) => {
    if (Array.isArray(value)) return arrayText(value);
    const text = wireValue(value);
    if (text === null) return 'NULL';
    return `"${(Buffer.isBuffer(text) ? `\\x${text.toString('hex')}` : text).replaceAll(/["\\]/g, (mark) => `\\${mark}`)}"`;
  }).join(',')}}`;
}

type LiteQuery = Pick<PGlite | Transaction, 'query'>;

async function ask(on: LiteQuery, sql: string, values: readonly unknown[]): Promise<Answer> {
  const { rows, affectedRows = 0 } = await on.query(sql, values.map(liteValue), { parsers: readers });
  return { rows, count: affectedRows };
}

export function liteDriver(lite: PGlite): Driver {
  return {
    query: (sql, values) => ask(lite, sql, values),
    hold: (body) => lite.transaction(async (tx) => {
      let failed = false;
      const noted: LiteQuery = { query: (...given: Parameters<PGlite['query']>) => tx.query(...given).catch((error: unknown) => {
        failed = true;
        throw error;
      }) as never };
      const last: { readonly sql: string; readonly values: readonly unknown[] }[] = [];
      const result = await inTime(body({ client: noted, query: (sql, values) => ask(noted, sql, values), withCommit: (sql, values) => void last.push({ sql, values }) }));
      if (failed) throw new Error(rolledBack);
      for (const { sql, values } of last) await ask(tx, sql, values);
      return result;
    }),
  };
}

function liteValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return String(value);
  return Array.isArray(value) ? value.map(liteValue) : value;
}
