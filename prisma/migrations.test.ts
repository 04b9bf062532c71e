import test from 'ava';
import { emptyLite, testDatabase } from '../tests/kit/database.ts';
import { testTrail } from '../tests/kit/audit.ts';
import { openDatabase } from '../services/core/db.ts';
import { createService } from '../services/core/service.ts';
import { silentLog } from '../services/core/log.ts';
import { createMetrics } from '../services/core/metrics.ts';
import { newId } from '../services/core/ids.ts';
import { type MigrationTarget, applyMigrations, listMigrations } from './migrations.ts';
import { pendingSql } from './schema-engine.ts';
import { seed } from './seed.ts';

test('the migrations make what the schema files say', async (t) => {
  t.is(await pendingSql(await emptyLite()), '');
});

test('applied once; a changed migration that was applied is refused; one that fails leaves nothing', async (t) => {
  const lite = await emptyLite();
  t.teardown(() => lite.close());
  const target: MigrationTarget = {
    query: (sql, values) => lite.query<Record<string, unknown>>(sql, values),
    script: async (sql) => void (await lite.exec(sql)),
  };
  const names = (await listMigrations()).map(({ name }) => name);
  t.deepEqual(await applyMigrations(target), names);
  t.deepEqual(await applyMigrations(target), []);

  await lite.query(`UPDATE "_prisma_migrations" SET checksum = 'another' WHERE migration_name = $1`, [names[0]]);
  await t.throwsAsync(applyMigrations(target), { message: /was changed after it was applied/ });
  // The lock was let go all the same.
  const { rows } = await lite.query<{ held: number }>(`SELECT count(*)::int AS held FROM pg_locks WHERE locktype = 'advisory'`);
  t.is(rows[0]?.held, 0);
});

test('a migration that fails half-way leaves nothing of itself', async (t) => {
  const lite = await emptyLite();
  t.teardown(() => lite.close());
  const [first] = await listMigrations();
  const table = /CREATE TABLE "(\w+)"/.exec(first?.sql ?? '')?.[1] ?? '';
  const last = [...(first?.sql ?? '').matchAll(/CREATE TABLE "(\w+)"/g)].at(-1)?.[1] ?? '';
  await lite.exec(`CREATE TABLE "${last}" (in_the_way int)`);
  const target: MigrationTarget = { query: (sql, values) => lite.query<Record<string, unknown>>(sql, values), script: async (sql) => void (await lite.exec(sql)) };
  await t.throwsAsync(applyMigrations(target), { message: /already exists/ });
  const { rows } = await lite.query(`SELECT 1 FROM pg_tables WHERE tablename = $1`, [table]);
  t.is(rows.length, 0);
});

test('the demonstration hospital is put in once, also when asked often', async (t) => {
  const { database, dispose } = await testDatabase();
  t.teardown(dispose);
  const { prisma } = database;
  const put = () => seed(prisma, { now: new Date('2026-11-21T02:14:00Z'), corps: { dingtalk: 'a', wecom: 'b' }, newId });
  const counts = async () => Promise.all([prisma.department.count(), prisma.ward.count(), prisma.staff.count(), prisma.staffAccount.count(), prisma.duty.count(), prisma.patient.count(), prisma.visit.count()]);
  await Promise.all([put(), put()]);
  const first = await counts();
  t.true(first.every((count) => count > 0));
  // What happened since stays.
  await prisma.visit.updateMany({ where: { wardCode: 'CARD1', bed: '12' }, data: { bed: '14' } });
  await put();
  t.deepEqual(await counts(), first);
  t.is(await prisma.visit.count({ where: { wardCode: 'CARD1', bed: '14' } }), 1);
});

const server = process.env['TEST_DATABASE_URL'];

(server === undefined ? test.skip : test)('two processes start at once on an empty server', async (t) => {
  const { url, dispose } = await emptyServer(server ?? '');
  t.teardown(dispose);
  const databases = await Promise.all([0, 1].map(() => openDatabase({ url, connections: 4 })));
  const applied = await Promise.all(databases.map((database) => database.migrate()));
  t.deepEqual(applied.map((names) => names.length).toSorted((a, b) => a - b), [0, (await listMigrations()).length]);
  const services = await Promise.all(databases.map((database) => createService({ modules: [], database, audit: testTrail, now: () => new Date(), log: silentLog, metrics: createMetrics() })));
  await Promise.all(databases.map(({ prisma }) => seed(prisma, { now: new Date(), corps: { dingtalk: 'a', wecom: 'b' }, newId })));
  const duties = (await databases[0]?.prisma.duty.findMany()) ?? [];
  t.is(new Set(duties.map(({ departmentCode, duty, from }) => `${departmentCode}:${duty}:${from.toISOString()}`)).size, duties.length);
  await Promise.all(services.map((service) => service.stop()));
  await Promise.all(databases.map((database) => database.close()));
});

async function emptyServer(at: string): Promise<{ url: string; dispose(): Promise<void> }> {
  const { Client } = await import('pg');
  const name = `wardline_empty_${newId().replaceAll('-', '')}`;
  const admin = async (sql: string) => {
    const client = new Client({ connectionString: at });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await admin(`CREATE DATABASE ${name}`);
  const url = new URL(at);
  url.pathname = `/${name}`;
  return { url: url.href, dispose: () => admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}
