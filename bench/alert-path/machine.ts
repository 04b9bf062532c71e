/** What else the machine was doing: a figure without it says little on a shared one. */
import { cpus, loadavg } from 'node:os';

export interface Load {
  /** Processes that wanted a core, mean of the last minute. */
  readonly perMinute: number;
  /** Share of all cores that was busy during the run, with everybody's work on the machine. */
  readonly busy: number;
}

/** Starts watching; the answer is about the time between. */
export function watchMachine(): () => Load {
  const before = ticks();
  return () => {
    const after = ticks();
    const all = after.all - before.all;
    return { perMinute: loadavg()[0] ?? 0, busy: all === 0 ? 0 : 1 - (after.idle - before.idle) / all };
  };
}

function ticks(): { all: number; idle: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, time) => sum + time.idle + time.user + time.nice + time.sys + time.irq, 0);
  return { all, idle };
}
