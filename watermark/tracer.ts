/** Tracing and comparing in a thread of its own: a picture takes seconds of one core, and the service goes on. */
import { Worker } from 'node:worker_threads';
import type { Likeness } from './look/compare.ts';
import type { TraceOptions, Traced } from './trace.ts';
import { UnreadablePicture } from './source/refusal.ts';

export type TracerOptions = Pick<TraceOptions, 'keys' | 'corners' | 'progress'>;

export type CompareOptions = Pick<TraceOptions, 'corners'> & { readonly looks: readonly Uint8Array[]; readonly wanted: number };

/** What the thread is given: a picture to read, or to compare. */
export type Given = { readonly picture: Uint8Array } & (Pick<TracerOptions, 'keys' | 'corners'> | CompareOptions);

/** What the thread says: how far it is, and how it ended. */
export type Told =
  | { readonly done: number; readonly of: number; readonly name: string }
  | { readonly found: Traced | undefined }
  | { readonly likest: Likeness[] | undefined }
  | { readonly failed: { readonly name: string; readonly message: string } };

const usualMs = 300_000;
const megabytes = 1024;

/** @throws UnreadablePicture; Error when the thread fell or took too long */
export function traceApart(picture: Uint8Array, { keys, corners, progress }: TracerOptions, milliseconds = usualMs): Promise<Traced | undefined> {
  return apart({ picture, keys, ...(corners === undefined ? {} : { corners }) }, milliseconds, (told) => ('found' in told ? [told.found] : undefined), progress);
}

/** Which looks a picture is likest; `undefined` where it holds nothing to compare. @throws UnreadablePicture; Error when the thread fell or took too long */
export function compareApart(picture: Uint8Array, { looks, wanted, corners }: CompareOptions, milliseconds = usualMs): Promise<Likeness[] | undefined> {
  return apart({ picture, looks, wanted, ...(corners === undefined ? {} : { corners }) }, milliseconds, (told) => ('likest' in told ? [told.likest] : undefined));
}

/** @param answerOf in a list of one, because nothing found is an answer too */
function apart<T>(given: Given, milliseconds: number, answerOf: (told: Told) => readonly [T] | undefined, progress?: TraceOptions['progress']): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./pipeline/trace-thread.ts', import.meta.url), { workerData: given, resourceLimits: { maxOldGenerationSizeMb: megabytes } });
    const late = setTimeout(() => end(() => reject(new Error(`a picture took more than ${milliseconds} ms`))), milliseconds);
    function end(how: () => void): void {
      clearTimeout(late);
      worker.removeAllListeners();
      void worker.terminate();
      how();
    }
    worker.on('message', (told: Told) => {
      const answer = answerOf(told);
      if (answer !== undefined) end(() => resolve(answer[0]));
      else if ('done' in told) progress?.(told.done, told.of, told.name);
      else if ('failed' in told) end(() => reject(told.failed.name === 'UnreadablePicture' ? new UnreadablePicture(told.failed.message) : new Error(told.failed.message)));
    });
    worker.once('error', (error) => end(() => reject(error)));
    worker.once('exit', () => end(() => reject(new Error('the thread ended'))));
  });
}
