/** One picture, one answer; see `tracer.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { readPicture, trace } from '../trace.ts';
import type { Told, TracerOptions } from '../tracer.ts';

const { picture, keys, corners } = workerData as { readonly picture: Uint8Array } & TracerOptions;
const tell = (told: Told): void => parentPort?.postMessage(told, []);

try {
  const progress = (done: number, of: number, name: string): void => tell({ done, of, name });
  tell({ found: await trace(await readPicture(picture), { keys, progress, ...(corners === undefined ? {} : { corners }) }) });
} catch (error) {
  tell({ failed: error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: 'unknown' } });
}
