/** One picture, one answer; see `tracer.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { rectify } from '../detect/rectify.ts';
import { likest } from '../look/compare.ts';
import { readPicture, trace } from '../trace.ts';
import type { Given, Told } from '../tracer.ts';

const given = workerData as Given;
const tell = (told: Told): void => parentPort?.postMessage(told, []);

try {
  const picture = await readPicture(given.picture);
  if ('looks' in given) tell({ likest: likest(given.corners === undefined ? picture : rectify(picture, given.corners), given.looks, given.wanted) });
  else {
    const progress = (done: number, of: number, name: string): void => tell({ done, of, name });
    tell({ found: await trace(picture, { keys: given.keys, progress, ...(given.corners === undefined ? {} : { corners: given.corners }) }) });
  }
} catch (error) {
  tell({ failed: error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: 'unknown' } });
}
