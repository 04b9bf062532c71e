/** A migrated, empty database for one test file: embedded, or on the server that `TEST_DATABASE_URL` names. */
import { createHash, randomBytes } from 'node:crypto';
import { getEnvironmentData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { listMigrations } from '../../prisma/migrations.ts';
import { type Compiled, type Database, openDatabase } from '../../services/core/db.ts';
import { preparedImage } from '../../services/core/image.ts';
import { PreparedFiles } from '../../services/core/memory-files.ts';

export interface TestDatabase {
  readonly database: Database;
  /** For a second process: the server's address; `undefined` when embedded. */
  readonly url: string | undefined;
  dispose(): Promise<void>;
}

export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_DATABASE_URL'];
  return server === undefined ? embedded() : onServer(server);
}

async function embedded(): Promise<TestDatabase> {
  const { image, compiled } = held();
  const database = await openDatabase({ folder: undefined, image, compiled });
  return { database, url: undefined, dispose: () => database.close() };
}

/** What `ava.config.js` holds for all threads; a script that is no test reads its own. */
function held(): { readonly image: () => Promise<Uint8Array>; readonly compiled: Compiled } {
  const image = getEnvironmentData('wardline.image');
  return {
    image: image instanceof SharedArrayBuffer ? () => Promise.resolve(new Uint8Array(image)) : preparedImage,
    compiled: getEnvironmentData('wardline.pglite') as Compiled,
  };
}

/** An embedded database with nothing in it: the prepared image with everything taken out, at a tenth of what making one costs. */
export async function emptyLite(): Promise<PGlite> {
  const { image, compiled } = held();
  const lite = await PGlite.create({ fs: new PreparedFiles(await image()), ...(compiled === undefined ? {} : { pgliteWasmModule: compiled }) });
  await lite.exec('DROP SCHEMA public, pgboss CASCADE; CREATE SCHEMA public');
  return lite;
}

async function onServer(server: string): Promise<TestDatabase> {
  const template = await templateDatabase(server);
  const name = `wardline_test_${randomBytes(6).toString('hex')}`;
  await withAdmin(server, async (admin) => {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // What only the server's own fall could lose need not reach the disk: nobody waits for it thousands of times.
    await admin.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  });
  const url = named(server, name);
  // A file may hold a dozen hospitals at once, two files run side by side, and a server takes a hundred connections as it comes.
  const database = await openDatabase({ url, connections: 4 });
  const dispose = async () => {
    await database.close();
    await withAdmin(server, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  };
  return { database, url, dispose };
}

/** Migrated once per set of migrations; the lock keeps two test processes from making it twice. */
async function templateDatabase(server: string): Promise<string> {
  const digest = createHash('sha256').update((await listMigrations()).map((m) => m.checksum).join()).digest('hex').slice(0, 12);
  const name = `wardline_template_${digest}`;
  await withAdmin(server, async (admin) => {
    await admin.query('SELECT pg_advisory_lock(7290412)');
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await buildTemplate(server, name, admin);
  });
  return name;
}

async function buildTemplate(server: string, name: string, admin: Client): Promise<void> {
  const draft = `${name}_draft`;
  await admin.query(`DROP DATABASE IF EXISTS ${draft}`);
  await admin.query(`CREATE DATABASE ${draft}`);
  const url = named(server, draft);
  const database = await openDatabase({ url, connections: 4 });
  await database.migrate();
  await database.close();
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  await admin.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
}

function named(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function withAdmin(server: string, work: (admin: Client) => Promise<unknown>): Promise<void> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
