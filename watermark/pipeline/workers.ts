/** Threads that each do one work at a time; one that takes too long or falls is replaced, and only its own work fails. */
import { Worker } from 'node:worker_threads';

export interface WorkerLimits {
  readonly count: number;
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** The work took too long, or took its thread with it (memory). */
export class WorkLost extends Error {
  override readonly name = 'WorkLost';
  readonly why: 'time' | 'thread';
  constructor(why: 'time' | 'thread', detail: string) {
    super(detail);
    this.why = why;
  }
}

export interface Workers {
  readonly run: <T>(work: unknown) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** What a worker answers: once for each work. */
export type Answer = { readonly done: unknown } | { readonly failed: { readonly name: string; readonly message: string; readonly trouble?: string } };

export function openWorkers(file: URL, { count, milliseconds, megabytes }: WorkerLimits, revive: (failed: { name: string; message: string; trouble?: string }) => Error): Workers {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let alive = 0;
  let closed = false;

  async function take(): Promise<Worker> {
    while (idle.length === 0) {
      if (closed) throw new WorkLost('thread', 'the pipeline is closed');
      if (alive < count) {
        alive += 1;
        const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: megabytes } });
        worker.unref();
        return worker;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return idle.pop()!;
  }

  function give(worker: Worker | undefined): void {
    if (worker === undefined) alive -= 1;
    else idle.push(worker);
    waiting.shift()?.();
  }

  return {
    run: async <T>(work: unknown) => {
      const worker = await take();
      const outcome = await ask(worker, work, milliseconds);
      if (outcome instanceof WorkLost) {
        await worker.terminate();
        give(undefined);
        throw outcome;
      }
      give(worker);
      if ('failed' in outcome) throw revive(outcome.failed);
      return outcome.done as T;
    },
    close: async () => {
      closed = true;
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
    },
  };
}

function ask(worker: Worker, work: unknown, milliseconds: number): Promise<Answer | WorkLost> {
  return new Promise((resolve) => {
    const settle = (outcome: Answer | WorkLost): void => {
      clearTimeout(timer);
      worker.off('message', settle).off('error', fell).off('exit', left);
      resolve(outcome);
    };
    const fell = (error: Error): void => settle(new WorkLost('thread', error.message));
    const left = (): void => settle(new WorkLost('thread', 'the thread ended'));
    const timer = setTimeout(() => settle(new WorkLost('time', `more than ${milliseconds} ms`)), milliseconds);
    worker.on('message', settle).on('error', fell).on('exit', left);
    worker.postMessage(work, []);
  });
}
