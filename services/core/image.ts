/**
 * The prepared image: a migrated, empty embedded database as a compressed folder, so that a first start and every test
 * file begin in a moment. Named by the digest of the migrations and of the packages that made it; made anew when they change.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PgBoss, fromPglite } from 'pg-boss';
import { applyMigrations, listMigrations } from '../../prisma/migrations.ts';

const folder = join(import.meta.dirname, '../../prisma/image');
const packages = join(import.meta.dirname, '../../node_modules');

export async function preparedImage(): Promise<Blob> {
  const path = join(folder, `${await imageName()}.tar.gz`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept !== undefined) return new Blob([new Uint8Array(kept)]);
  const fresh = await buildImage();
  await mkdir(folder, { recursive: true });
  // Renamed when whole: two processes may build at once, and neither may read half a file.
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, new Uint8Array(await fresh.arrayBuffer()));
  await rename(partial, path);
  return fresh;
}

async function imageName(): Promise<string> {
  const migrations = await listMigrations();
  const makers = await Promise.all(['@electric-sql/pglite', 'pg-boss'].map((name) => readFile(join(packages, name, 'package.json'))));
  const parts = [...migrations.map((migration) => migration.checksum), ...makers.map((file) => String(file))];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 16);
}

/** With the job queue's tables too: they are half of a first start. */
async function buildImage(): Promise<Blob> {
  const lite = await PGlite.create();
  await applyMigrations({
    query: (sql, values) => lite.query<Record<string, unknown>>(sql, values),
    script: async (sql) => void (await lite.exec(sql)),
  });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite', supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  const image = await lite.dumpDataDir('gzip');
  await lite.close();
  return image;
}
