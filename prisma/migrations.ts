/**
 * The migrations as files, and their application: forward only, each in one transaction, one process at a time.
 * The `_prisma_migrations` table stays as Prisma writes it, so `prisma migrate deploy` also works where its native
 * engine can be had.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const directory = join(import.meta.dirname, 'migrations');

export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file, as Prisma keeps it. */
  readonly checksum: string;
}

/** What applying needs of a database; both PGlite and a pooled client give it. */
export interface MigrationTarget {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Several statements, no parameters. */
  script(sql: string): Promise<void>;
}

export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(directory, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

const createTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

/** Any number; it only has to be the same in every process of the cluster. */
const lockKey = 7_290_411;

/** Applies what is missing and returns the names. A changed, already applied migration is an error, never re-run. */
export async function applyMigrations(target: MigrationTarget): Promise<string[]> {
  await target.query('SELECT pg_advisory_lock($1)', [lockKey]);
  try {
    await target.script(createTable);
    const { rows } = await target.query('SELECT migration_name, checksum FROM "_prisma_migrations" WHERE finished_at IS NOT NULL');
    const applied = new Map(rows.map((row) => [String(row['migration_name']), String(row['checksum'])]));
    const fresh: string[] = [];
    for (const migration of await listMigrations()) {
      const known = applied.get(migration.name);
      if (known === migration.checksum) continue;
      if (known !== undefined) throw new Error(`Migration ${migration.name} was changed after it was applied; restore the file and write a new migration.`);
      await applyOne(target, migration);
      fresh.push(migration.name);
    }
    return fresh;
  } finally {
    await target.query('SELECT pg_advisory_unlock($1)', [lockKey]);
  }
}

/** One script, so the statements and the record of them commit together. Names and checksums are ours, not input. */
async function applyOne(target: MigrationTarget, { name, sql, checksum }: Migration): Promise<void> {
  const record = `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', '${name}', now(), now(), 1)`;
  await target.script(`BEGIN;\n${sql}\n;${record};\nCOMMIT;`).catch(async (error: unknown) => {
    await target.script('ROLLBACK');
    throw error;
  });
}
