/** Runs after `npm ci`: generates the database client, builds the prepared image and removes earlier ones. Repeating it is harmless. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

// Prisma's CLI would fetch a native engine that generating does not need.
execFileSync(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});

const { preparedImage, removeStaleImages } = await import('./image.ts');
await preparedImage();
await removeStaleImages();
