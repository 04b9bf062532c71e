/** A database for one path and one run: made for it and gone after it. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface Place {
  /** What the path's process is told. */
  readonly env: Readonly<Record<string, string>>;
  /** Processor time of the server's processes for this database, in ms; 0 where it runs inside the path's own. */
  cpuMs(): Promise<number>;
  remove(): Promise<void>;
}

/** `server`: address of a PostgreSQL that may make databases; without it the embedded one in a folder. */
export async function makePlace(server: string | undefined): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-bench-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (server === undefined) return { env: { DATA_DIR: folder }, cpuMs: async () => 0, remove: removeFolder };
  const name = `wardline_bench_${randomBytes(5).toString('hex')}`;
  await asAdmin(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    env: { DATA_DIR: folder, DATABASE_URL: url.href },
    cpuMs: () => backendCpu(server, name),
    remove: async () => {
      await asAdmin(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await removeFolder();
    },
  };
}

/** Ticks of `/proc` are 10 ms each. */
const tickMs = 10;

/** Those that ended meanwhile are missing, so this is rather too little. Linux, and a server on this machine. */
export async function backendCpu(server: string, database: string): Promise<number> {
  const pids = await asAdmin(server, `SELECT pid FROM pg_stat_activity WHERE datname = '${database}'`);
  const ticks = await Promise.all(pids.map(({ pid }) => readFile(`/proc/${String(pid)}/stat`, 'utf8').then(ticksOf, () => 0)));
  return ticks.reduce((sum, each) => sum + each, 0) * tickMs;
}

/** Fields 14 and 15, counted after the name, which may hold spaces. */
function ticksOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function asAdmin(server: string, sql: string): Promise<Record<string, unknown>[]> {
  const admin = new Client({ connectionString: server });
  await admin.connect();
  try {
    return (await admin.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await admin.end();
  }
}
