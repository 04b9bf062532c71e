/**
 * Loaded before each test file by `npm run test:cost`: adds a line to `node_modules/.cache/cost.txt`:
 * processor seconds of its thread, of the whole process meanwhile (compilers, the collector, libraries' threads; the children not), and its name.
 */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.cache');

const before = process.cpuUsage();
const seconds = ({ user, system }: NodeJS.CpuUsage): string => ((user + system) / 1_000_000).toFixed(2);

process.on('exit', () => {
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, 'cost.txt'), `${seconds(process.threadCpuUsage())} ${seconds(process.cpuUsage(before))} ${relative(root, fileURLToPath(test.meta.file))}\n`);
});
