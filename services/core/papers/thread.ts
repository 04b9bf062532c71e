/** Draws one sheet in a thread of its own: a typeface of ten megabytes is read and subset, which would hold everybody up. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Sheet, drawSheet } from './sheet.ts';

parentPort?.postMessage(await drawSheet(workerData as Sheet), []);
