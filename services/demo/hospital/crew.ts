/** The service's side of the thread: starts it, asks it, ends it. */
import { Worker } from 'node:worker_threads';
import { Refusal } from '../../core/errors.ts';
import type { Question, WorkerSettings } from './worker.ts';

export interface Crew {
  ask(question: Question): Promise<unknown>;
  stop(): Promise<void>;
}

interface Reply {
  readonly id: number;
  readonly given?: unknown;
  readonly refused?: string;
  readonly failed?: string;
}

export function startCrew(settings: WorkerSettings): Crew {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: settings });
  const waiting = new Map<number, { resolve: (given: unknown) => void; reject: (error: Error) => void }>();
  let serial = 0;
  worker.on('message', ({ id, given, refused, failed }: Reply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (refused !== undefined) one?.reject(new Refusal(refused, {}, 404));
    else if (failed !== undefined) one?.reject(new Error(failed));
    else one?.resolve(given);
  });
  const all = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('error', all);
  worker.on('exit', () => all(new Error('the simulated hospital has ended')));
  // The thread never keeps the process alive on its own.
  worker.unref();
  const ask = (question: Question): Promise<unknown> => new Promise((resolve, reject) => {
    serial += 1;
    waiting.set(serial, { resolve, reject });
    worker.postMessage({ id: serial, asked: question }, []);
  });
  return {
    ask,
    stop: async () => {
      await Promise.race([ask({ ask: 'stop' }).catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 3000).unref())]);
      await worker.terminate();
    },
  };
}
