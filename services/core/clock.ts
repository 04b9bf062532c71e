/** Ticks: each process runs the cron, the job queue lets each tick happen once in the cluster. */
import { schedule } from 'node-cron';
import { z } from 'zod';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import { type JobKind, type Tick, defineJobKind } from './module.ts';

/** Hospital time; the only zone a cron expression of ours is read in. */
export const hospitalZone = 'Asia/Shanghai';

export function tickKind(tick: Tick): JobKind<{ slot: string }> {
  // A missed tick is no loss: the next one asks the same question.
  return defineJobKind(`tick.${tick.name}`, z.object({ slot: z.string() }), { priority: 50, tries: 2 });
}

export interface Clock {
  stop(): Promise<void>;
}

export function startClock(ticks: readonly Tick[], jobs: Jobs, log: Log): Clock {
  const tasks = ticks.map((tick) =>
    schedule(
      tick.cron,
      async ({ date }) => {
        // The time the tick was due, not the one it ran at: processes a second apart mean the same tick.
        const slot = date.toISOString().slice(0, 19);
        await jobs.enqueueOnce(tickKind(tick), { slot }, slot).catch((error: unknown) => log.warn({ tick: tick.name, error }, 'tick not queued'));
      },
      { timezone: hospitalZone },
    ),
  );
  return { stop: async () => void (await Promise.all(tasks.map((task) => task.destroy()))) };
}
