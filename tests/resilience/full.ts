/**
 * `npm run test:resilience`: the same tests with 2,000 results, a dozen kills and the ladder to its end, one after the
 * other. On both databases where `TEST_DATABASE_URL` names a server; stops by itself.
 *
 * `npm run test:resilience -- --messages 20000 [--runs 20] [--database postgres] [--senders 8] [--seed …]`: that many
 * messages under kill -9 instead, run after run (`many.ts`).
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { manyInARow } from './many.ts';

const many = { messages: { type: 'string' }, runs: { type: 'string' }, database: { type: 'string' }, senders: { type: 'string' }, seed: { type: 'string' } } as const;

function runTests(): void {
  const ava = join(import.meta.dirname, '../../node_modules/ava/entrypoints/cli.js');
  const args = [ava, 'tests/resilience', '--serial', '--concurrency=1', '--timeout=10m', ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, { cwd: join(import.meta.dirname, '../..'), stdio: 'inherit', env: { ...process.env, RESILIENCE: 'full' } });

  /** Nothing here takes half an hour; whatever does is stuck. */
  const limit = setTimeout(() => child.kill('SIGTERM'), 30 * 60_000);
  child.once('exit', (code) => {
    clearTimeout(limit);
    process.exitCode = code ?? 1;
  });
}

async function runMany(): Promise<void> {
  const { messages, runs, database, senders, seed } = z
    .object({ messages: z.coerce.number().int().positive(), runs: z.coerce.number().int().positive().default(20), database: z.enum(['postgres', 'embedded']).default('embedded'), senders: z.coerce.number().int().positive().default(8), seed: z.coerce.number().optional() })
    .parse(parseArgs({ options: many }).values);
  const areExact = await manyInARow(runs, { engine: database, messages, senders, ...(seed === undefined ? {} : { seed }) });
  process.exitCode = areExact ? 0 : 1;
}

if (process.argv.includes('--messages')) await runMany();
else runTests();
