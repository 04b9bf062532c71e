import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { setEnvironmentData } from 'node:worker_threads';
import { preparedImage } from './services/core/image.ts';

const here = (path) => new URL(path, import.meta.url);

// Before any thread: see services/core/db.ts.
setFlagsFromString('--no-wasm-code-gc');

// Every thread gets these: the compiled database, on what earlier ones have optimised, and the image its files begin as.
const image = await preparedImage();
const shared = new Uint8Array(new SharedArrayBuffer(image.length));
shared.set(image);
setEnvironmentData('wardline.image', shared.buffer);
setEnvironmentData('wardline.pglite', await WebAssembly.compile(await readFile(here('node_modules/@electric-sql/pglite/dist/pglite.wasm'))));

// Prisma compiles its own in each thread; V8 shares the code as long as one of them holds it. Never read again; only held.
const { wasm } = await import('@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs');
globalThis.compiled = await WebAssembly.compile(Buffer.from(wasm, 'base64'));

// Node strips the types itself (see docs/architecture.md); ava only has to know the extension.
export default {
  files: ['**/*.test.ts', '!h5/dist/**', '!tests/browser/**'],
  extensions: ['ts'],
  timeout: '6m',
  // Tests wait for the job queue's pauses; on a server three files of hospitals would want more connections than it has.
  concurrency: process.env.TEST_DATABASE_URL === undefined ? 3 : 2,
  // What Node strips and compiles for one file is kept for the next, and for the next run.
  environmentVariables: { NODE_COMPILE_CACHE: here('node_modules/.cache/compile').pathname },
};
