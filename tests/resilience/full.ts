/**
 * `npm run test:resilience`: the same tests with 2,000 results, a dozen kills and the ladder to its end, one after the
 * other. On both databases where `TEST_DATABASE_URL` names a server; stops by itself.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ava = join(import.meta.dirname, '../../node_modules/ava/entrypoints/cli.js');
const args = [ava, 'tests/resilience', '--serial', '--concurrency=1', '--timeout=10m', ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: join(import.meta.dirname, '../..'), stdio: 'inherit', env: { ...process.env, RESILIENCE: 'full' } });

/** Nothing here takes half an hour; whatever does is stuck. */
const limit = setTimeout(() => child.kill('SIGTERM'), 30 * 60_000);
child.once('exit', (code) => {
  clearTimeout(limit);
  process.exitCode = code ?? 1;
});
