/**
 * `npm run bench:audit -- [--server postgres://…] [--rows 4000] [--width 8] [--rounds 5]`
 *
 * A chained audit row beside a plain insert of the same row, each as the last statement of a transaction of its own, on
 * one PostgreSQL in one interleaved run; and all of it in one lane, which is what one chain for everybody would cost.
 */
import { Client } from 'pg';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { testTrail } from '../tests/kit/audit.ts';
import { linkActor } from '../services/core/access.ts';
import { type Database, type Tx, openDatabase } from '../services/core/db.ts';

const { values } = parseArgs({
  options: {
    server: { type: 'string', default: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres' },
    rows: { type: 'string', default: '4000' },
    width: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '5' },
  },
});

type Write = (tx: Tx, n: number) => Promise<unknown>;
const at = new Date();
const entry = { act: 'bench.look', subject: '01990000-0000-7000-8000-0000000000d1', patients: ['01990000-0000-7000-8000-0000000000d2'], outcome: 'allowed', reason: 'critical-values:view:attending' } as const;

const ways: Readonly<Record<string, Write>> = {
  plain: (tx, n) => tx.$executeRaw`
    INSERT INTO audit_plain (at, actor, act, subject, patients, outcome, reason, door)
    VALUES (${at}, ${`link:${n % 500}`}, ${entry.act}, ${entry.subject}, ${[...entry.patients]}::uuid[], ${entry.outcome}, ${entry.reason}, 'http')`,
  chained: (tx, n) => testTrail.write(tx, at, linkActor(String(n % 500)), entry),
  'one lane': (tx) => testTrail.write(tx, at, linkActor('1'), entry),
};

async function round({ prisma }: Database, write: Write): Promise<number> {
  const rows = Number(values.rows);
  let next = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: Number(values.width) }, async () => {
    while (next < rows) {
      const n = next++;
      await prisma.$transaction((tx) => write(tx, n));
    }
  }));
  return rows / ((performance.now() - begun) / 1000);
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

async function main(): Promise<void> {
  const admin = new Client({ connectionString: values.server });
  await admin.connect();
  const name = `wardline_bench_${randomBytes(4).toString('hex')}`;
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(values.server);
  url.pathname = `/${name}`;
  const database = await openDatabase({ url: url.href, connections: Number(values.width) });
  try {
    await database.migrate();
    await database.prisma.$executeRawUnsafe('CREATE TABLE audit_plain (LIKE audit INCLUDING DEFAULTS INCLUDING INDEXES)');
    const seen = Object.fromEntries(Object.keys(ways).map((way): [string, number[]] => [way, []]));
    for (let turn = 0; turn <= Number(values.rounds); turn++) {
      for (const [way, write] of Object.entries(ways)) {
        seen[way]?.push(await round(database, write));
      }
    }
    // The first turn warms caches and prepared statements.
    for (const rates of Object.values(seen)) rates.shift();
    const plain = median(seen['plain'] ?? []);
    for (const [way, rates] of Object.entries(seen)) console.log(`${way.padEnd(9)} ${Math.round(median(rates))} rows/s  ×${(median(rates) / plain).toFixed(2)}  (${rates.map((rate) => Math.round(rate)).join(', ')})`);
  } finally {
    await database.close();
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}

await main();
