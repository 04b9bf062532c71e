/** A database for one path and one run: made for it and gone after it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface Place {
  /** What the path's process is told. */
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

/** `server`: address of a PostgreSQL that may make databases; without it the embedded one in a folder. */
export async function makePlace(server: string | undefined): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-bench-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (server === undefined) return { env: { DATA_DIR: folder }, remove: removeFolder };
  const name = `wardline_bench_${randomBytes(5).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    env: { DATA_DIR: folder, DATABASE_URL: url.href },
    remove: async () => {
      await asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await removeFolder();
    },
  };
}

async function asAdmin(server: string, sql: string): Promise<void> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
