/**
 * The prepared image: a migrated, empty embedded database as an archived folder, so that a first start and every test
 * file begin in a moment. Not compressed: it never leaves the machine, and inflating it took longer than reading it.
 * Named by the digest of the migrations and of the packages that made it; made anew when they change.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PgBoss, fromPglite } from 'pg-boss';
import { applyMigrations, listMigrations } from '../../prisma/migrations.ts';

const folder = join(import.meta.dirname, '../../prisma/image');
const packages = join(import.meta.dirname, '../../node_modules');

/** Bytes of a tar archive, the caller's own. */
export async function preparedImage(): Promise<Uint8Array<ArrayBuffer>> {
  const path = join(folder, `${await imageName()}.tar`);
  const kept = await readFile(path).catch(() => undefined);
  if (kept !== undefined) return kept;
  const fresh = await buildImage();
  await mkdir(folder, { recursive: true });
  // Renamed when whole: two processes may build at once, and neither may read half a file.
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, fresh);
  await rename(partial, path);
  return fresh;
}

/** Removes images of earlier migrations, 40 MB each, and what a killed process left of one; returns their names. */
export async function removeStaleImages(): Promise<string[]> {
  return removeOlder(folder, `${await imageName()}.tar`);
}

/** Not what is newer: somebody may be writing it. */
export async function removeOlder(place: string, kept: string): Promise<string[]> {
  const { mtimeMs: since } = await stat(join(place, kept));
  const others = (await readdir(place)).filter((name) => name !== kept);
  const ages = await Promise.all(others.map(async (name) => ({ name, at: (await stat(join(place, name))).mtimeMs })));
  const stale = ages.filter(({ at }) => at < since).map(({ name }) => name);
  await Promise.all(stale.map((name) => rm(join(place, name), { force: true })));
  return stale;
}

async function imageName(): Promise<string> {
  const migrations = await listMigrations();
  const makers = await Promise.all(['@electric-sql/pglite', 'pg-boss'].map((name) => readFile(join(packages, name, 'package.json'))));
  const parts = [...migrations.map((migration) => migration.checksum), ...makers.map((file) => String(file))];
  return createHash('sha256').update(parts.join()).digest('hex').slice(0, 16);
}

/** With the job queue's tables too: they are half of a first start. */
async function buildImage(): Promise<Uint8Array<ArrayBuffer>> {
  const lite = await PGlite.create();
  await applyMigrations({
    query: (sql, values) => lite.query<Record<string, unknown>>(sql, values),
    script: async (sql) => void (await lite.exec(sql)),
  });
  const boss = new PgBoss({ db: fromPglite(lite), backend: 'pglite', supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  const image = await lite.dumpDataDir('none');
  await lite.close();
  return new Uint8Array(await image.arrayBuffer());
}
