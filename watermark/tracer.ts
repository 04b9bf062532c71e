/** Tracing in a thread of its own: a picture takes seconds of one core, and the service goes on. */
import { Worker } from 'node:worker_threads';
import type { TraceOptions, Traced } from './trace.ts';
import { UnreadablePicture } from './source/refusal.ts';

export type TracerOptions = Pick<TraceOptions, 'keys' | 'corners' | 'progress'>;

/** What the thread says: how far it is, and how it ended. */
export type Told =
  | { readonly done: number; readonly of: number; readonly name: string }
  | { readonly found: Traced | undefined }
  | { readonly failed: { readonly name: string; readonly message: string } };

const usualMs = 300_000;
const megabytes = 1024;

/** @throws UnreadablePicture; Error when the thread fell or took too long */
export function traceApart(picture: Uint8Array, { keys, corners, progress }: TracerOptions, milliseconds = usualMs): Promise<Traced | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pipeline/trace-thread.ts', import.meta.url), { workerData: { picture, keys, corners }, resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    const late = setTimeout(() => end(() => reject(new Error(`a picture took more than ${milliseconds} ms`))), milliseconds);
    function end(how: () => void): void {
      clearTimeout(late);
      worker.removeAllListeners();
      void worker.terminate();
      how();
    }
    worker.on('message', (told: Told) => {
      if ('done' in told) progress?.(told.done, told.of, told.name);
      else if ('found' in told) end(() => resolve(told.found));
      else end(() => reject(told.failed.name === 'UnreadablePicture' ? new UnreadablePicture(told.failed.message) : new Error(told.failed.message)));
    });
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', () => end(() => reject(new Error('the thread ended'))));
  });
}
