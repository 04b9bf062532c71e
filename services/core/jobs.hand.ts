/**
 * Jobs in hand: urgent work that the process which asked for it does at once, from memory, as soon as the transaction has
 * committed. Its row is there and running since that commit: whatever becomes of this process, the queue gives the job
 * out again (ADR 0019).
 */
import { gathered } from './gather.ts';
import type { RunningJob } from './jobs.rows.ts';

export interface HandParts<R> {
  readonly run: (queue: string, jobs: readonly RunningJob[]) => Promise<readonly R[]>;
  /** Done, tried again later, or dead: as the queue notes it. */
  readonly settle: (queue: string, results: readonly R[]) => Promise<void>;
  /** Still at it. */
  readonly touch: (queue: string, ids: readonly string[]) => Promise<void>;
  /** Queues whose jobs may be done by one run. */
  readonly isJoined: (queue: string) => boolean;
}

export interface Hand {
  /** More than that stand better in the queue, which gives them out by their urgency to whichever process has time. */
  isFull(): boolean;
  begin(jobs: readonly RunningJob[]): void;
  /** When nothing is in hand any more. */
  empty(): Promise<void>;
}

const mostInHand = 48;
/** The queue takes a job for dead that nobody was heard of for ten seconds. */
const touchMs = 3000;

export function createHand<R>({ run, settle, touch, isJoined }: HandParts<R>): Hand {
  const inHand = new Map<string, { readonly queue: string; readonly done: Promise<void> }>();
  const runners = new Map<string, (job: RunningJob) => Promise<void>>();

  /** What ends at the same time is noted by one statement. */
  const runnerOf = (queue: string): ((job: RunningJob) => Promise<void>) => {
    const note = gathered(async (results: readonly R[]) => {
      await settle(queue, results);
      return results.map(() => undefined);
    });
    const runAll = async (jobs: readonly RunningJob[]): Promise<void[]> => Promise.all((await run(queue, jobs)).map(note));
    const runner = isJoined(queue) ? gathered(async (jobs: readonly RunningJob[]) => (await runAll(jobs), jobs.map(() => undefined))) : async (job: RunningJob) => void (await runAll([job]));
    runners.set(queue, runner);
    return runner;
  };

  const begin = (job: RunningJob): void => {
    // A job that could not be noted as done comes back by itself and is done once more.
    const done = (runners.get(job.name) ?? runnerOf(job.name))(job).catch(() => undefined).finally(() => inHand.delete(job.id));
    inHand.set(job.id, { queue: job.name, done });
    beat ??= setInterval(touchAll, touchMs).unref();
  };

  let beat: NodeJS.Timeout | undefined;
  const touchAll = (): void => {
    if (inHand.size === 0) {
      clearInterval(beat);
      beat = undefined;
    }
    for (const [queue, jobs] of Map.groupBy(inHand, ([, job]) => job.queue)) void touch(queue, jobs.map(([id]) => id)).catch(() => undefined);
  };

  return {
    isFull: () => inHand.size >= mostInHand,
    begin: (jobs) => jobs.forEach(begin),
    empty: async () => {
      while (inHand.size > 0) await Promise.all([...inHand.values()].map(({ done }) => done));
    },
  };
}
