/**
 * The database: an embedded PostgreSQL (PGlite) in the data folder, or a PostgreSQL server when `DATABASE_URL` is set.
 * One dialect, one schema, one test suite for both. The embedded one has a single connection, so a query through
 * `prisma` while a transaction is open waits for its end: actions therefore get only their `tx`.
 */
import { setFlagsFromString } from 'node:v8';
import { PGlite, type PGliteOptions } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { Client, Pool } from 'pg';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import { PrismaClient } from '../../prisma/generated/client.ts';
import type { Prisma } from '../../prisma/generated/client.ts';
import { type MigrationTarget, applyMigrations } from '../../prisma/migrations.ts';
import { holdFolder } from './data-folder.ts';
import { liteDriver, serverDriver, type NamesOf } from './drivers.ts';
import { joinable, leanClient } from './lean.ts';
import { PreparedFiles } from './memory-files.ts';
import { PreparedLite, preparedAtMost } from './prepared-lite.ts';

/** A transaction: what an action and the stores below it work on. */
export type Tx = Prisma.TransactionClient;

export interface Database {
  readonly engine: 'embedded' | 'postgres';
  readonly prisma: PrismaClient;
  /** How the job queue reaches the same database. */
  readonly jobOptions: ConstructorOptions;
  /** Transactions that may run side by side. */
  readonly width: number;
  /** Applies missing migrations; returns their names. */
  migrate(): Promise<string[]>;
  close(): Promise<void>;
}

/** PGlite's WebAssembly module. */
export type Compiled = PGliteOptions['pgliteWasmModule'] | undefined;

export type DatabasePlace =
  | { readonly url: string; readonly connections?: number }
  /** `image`: a prepared data folder (tar), so that a first start need not build one. */
  | { readonly folder: string; readonly image?: () => Promise<Uint8Array<ArrayBuffer>> }
  /** In memory; the image and the compiled database may be shared with other threads. */
  | { readonly folder: undefined; readonly image?: () => Promise<Uint8Array>; readonly compiled?: Compiled };

export async function openDatabase(place: DatabasePlace): Promise<Database> {
  return 'url' in place ? openServer(place.url, place.connections ?? 16) : openEmbedded(place);
}

async function openEmbedded(place: Exclude<DatabasePlace, { url: string }>): Promise<Database> {
  // V8 frees replaced WebAssembly code it no longer knows and aborts the process (nodejs/node#64500); a few megabytes kept instead.
  setFlagsFromString('--no-wasm-code-gc');
  const held = place.folder === undefined ? undefined : await holdFolder(place.folder);
  const lite = await (place.folder === undefined ? inMemory(place) : inFolder(place.folder, held?.fresh === false ? undefined : place.image)).catch(async (error: unknown) => {
    await held?.release();
    throw error;
  });
  await held?.ready();
  const prisma = new PrismaClient({ adapter: joinable(new PrismaPGlite(lite)), errorFormat: 'minimal', transactionOptions: { maxWait: 30_000, timeout: 30_000 } });
  const target: MigrationTarget = {
    query: (sql, values) => lite.query<Record<string, unknown>>(sql, values),
    script: async (sql) => void (await lite.exec(sql)),
  };
  return {
    engine: 'embedded',
    prisma: leanClient(prisma, liteDriver(lite)),
    jobOptions: { db: fromPglite(lite), backend: 'pglite' },
    width: 4,
    migrate: () => applyMigrations(target),
    close: async () => {
      await prisma.$disconnect();
      await lite.close();
      await held?.release();
    },
  };
}

async function inFolder(dataDir: string, image: (() => Promise<Uint8Array<ArrayBuffer>>) | undefined): Promise<PGlite> {
  const bytes = await image?.();
  return PreparedLite.open({ dataDir, startParams: params, ...(bytes === undefined ? {} : { loadDataDir: new Blob([bytes]) }) });
}

/** Its files are memory already: a cache in front of them is the same again, and filling 128 MB with zeros a third of the start. */
async function inMemory({ image, compiled }: Extract<DatabasePlace, { folder: undefined }>): Promise<PGlite> {
  const bytes = await image?.();
  return PreparedLite.open({
    startParams: [...params, '-c', 'shared_buffers=8MB', '-c', 'wal_buffers=256kB'],
    ...(bytes === undefined ? {} : { fs: new PreparedFiles(bytes) }),
    ...(compiled === undefined ? {} : { pgliteWasmModule: compiled }),
  });
}

/**
 * After half a gigabyte of WAL a server asks its checkpointer for a checkpoint and waits; here is none, and the wait has no
 * end (PGlite 0.4.3). So it is never asked; `core.checkpoint` makes one now and then, and so does the next start.
 */
const params = [...PGlite.defaultStartParams, '-c', 'max_wal_size=64GB'];

async function openServer(url: string, connections: number): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: connections, idleTimeoutMillis: idleMs, connectionTimeoutMillis: patienceMs, options: noJit });
  const nameOf = statementNames();
  const prisma = new PrismaClient({ adapter: joinable(new PrismaPg(pool, { statementNameGenerator: nameOf })), errorFormat: 'minimal', transactionOptions: { maxWait: patienceMs, timeout: 30_000 } });
  return {
    engine: 'postgres',
    prisma: leanClient(prisma, serverDriver(pool, nameOf)),
    jobOptions: { connectionString: url, max: Math.min(6, Math.ceil(connections / 2)), application_name: 'wardline-jobs' },
    width: Math.max(4, connections - 4),
    migrate: () => migrateServer(url),
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/**
 * The server's just-in-time compiler looks at a statement's estimated cost only: a scope's condition, which runs for a
 * millisecond, was compiled for four seconds.
 */
const noJit = '-c jit=off';

/** So long a transaction waits for a connection. */
const patienceMs = 15_000;

/** A quiet night must not make the next critical value wait for a new connection. */
const idleMs = 10 * 60_000;

function statementNames(): NamesOf {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // The driver sends a statement without name as before.
    if (names.size >= preparedAtMost) return '';
    const name = `wardline_${names.size}`;
    names.set(sql, name);
    return name;
  };
}

/** A connection of its own: the advisory lock belongs to a session. */
async function migrateServer(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await applyMigrations({
      query: async (sql, values) => ({ rows: (await client.query<Record<string, unknown>>(sql, values)).rows }),
      script: async (sql) => void (await client.query(sql)),
    });
  } finally {
    await client.end();
  }
}

/** Tables whose rows are locked before a rule decides on them. */
type LockedTable = 'admission_request' | 'test_request' | 'consultation_answer' | 'critical_value' | 'hospital_command' | 'patient' | 'threshold_set';

/** Takes the row's lock, so that of two presses at once the second sees what the first did. */
export async function lockRow(tx: Tx, table: LockedTable, id: string): Promise<void> {
  await tx.$queryRawUnsafe(`SELECT 1 AS locked FROM "${table}" WHERE id = $1::uuid FOR UPDATE`, id);
}
