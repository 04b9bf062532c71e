/**
 * Prisma's own schema engine as WASM over an embedded PostgreSQL: writes migrations and finds drift with no server
 * and no download (the native engine cannot be fetched offline). Development and tests only.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { PrismaPGlite } from 'pglite-prisma-adapter';
import { listMigrations } from './migrations.ts';

const here = import.meta.dirname;

async function schemaFiles(): Promise<{ path: string; content: string }[]> {
  const models = (await readdir(join(here, 'models'))).filter((name) => name.endsWith('.prisma')).sort();
  const paths = [join(here, 'schema.prisma'), ...models.map((name) => join(here, 'models', name))];
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(path, 'utf8') })));
}

/** SQL that brings a database with all migrations to the schema files; empty when they agree. `database`: an empty one, closed in the end. */
export async function pendingSql(database: PGlite): Promise<string> {
  const files = await schemaFiles();
  try {
    for (const migration of await listMigrations()) await database.exec(migration.sql);
    const factory = bindMigrationAwareSqlAdapterFactory(new PrismaPGlite(database));
    const engine = await SchemaEngine.new({ datamodels: files.map((f) => [f.path, f.content]) }, () => undefined, factory);
    const filters = { externalTables: [], externalEnums: [] };
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: here },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters,
    });
    return isEmpty(stdout ?? '') ? '' : (stdout ?? '');
  } finally {
    await database.close();
  }
}

/** The engine answers an empty difference with a comment. */
function isEmpty(sql: string): boolean {
  return sql.split('\n').every((line) => line.trim() === '' || line.trim().startsWith('--'));
}
