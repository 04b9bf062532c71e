/** `npm run db:migration -- NAME`: writes the migration that brings the database to the schema files. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pendingSql } from '../schema-engine.ts';

const name = process.argv[2];
if (name === undefined || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:migration -- name_in_snake_case');
  process.exit(2);
}

const sql = await pendingSql(await PGlite.create());
if (sql === '') {
  console.log('The schema and the migrations agree; nothing to write.');
  process.exit(0);
}
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
const folder = join(import.meta.dirname, '..', 'migrations', `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'migration.sql'), sql);
console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it before you commit it.`);
