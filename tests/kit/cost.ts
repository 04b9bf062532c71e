/** Loaded before each test file by `npm run test:cost`: adds a line to `node_modules/.cache/cost.txt`, processor seconds of its thread and its name. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache');

process.on('exit', () => {
  const { user, system } = process.threadCpuUsage();
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, 'cost.txt'), `${((user + system) / 1_000_000).toFixed(2)} ${relative(root, fileURLToPath(test.meta.file))}\n`);
});
