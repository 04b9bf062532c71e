import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';

const here = (path) => new URL(path, import.meta.url);

// Before any thread: see services/core/db.ts.
setFlagsFromString('--no-wasm-code-gc');

// V8 shares the code of a WebAssembly module between threads as long as one of them holds it: every test file that opens
// a database then starts on what earlier ones compiled and optimised. Never read again; only held.
const { wasm } = await import('@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs');
globalThis.compiled = await Promise.all(
  [await readFile(here('node_modules/@electric-sql/pglite/dist/pglite.wasm')), Buffer.from(wasm, 'base64')].map((bytes) => WebAssembly.compile(bytes)),
);

// Node strips the types itself (see docs/architecture.md); ava only has to know the extension.
export default {
  files: ['**/*.test.ts', '!h5/dist/**', '!tests/browser/**'],
  extensions: ['ts'],
  timeout: '6m',
  concurrency: 2,
  // What Node strips and compiles for one file is kept for the next, and for the next run.
  environmentVariables: { NODE_COMPILE_CACHE: here('node_modules/.cache/compile').pathname },
};
