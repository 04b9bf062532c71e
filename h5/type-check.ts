/**
 * `vue-tsc` with the compiler of this folder: it patches TypeScript's JavaScript build, which ends with version 6,
 * while the services are checked by the native version 7 of the repository's root.
 */
import { createRequire } from 'node:module';
import { run } from 'vue-tsc';

process.argv.push('--project', import.meta.dirname);
run(createRequire(import.meta.url).resolve('typescript/lib/tsc'));
