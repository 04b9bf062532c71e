/**
 * The service as a process whose clock its parent moves. It is built like the real one, with doors and without workers of
 * its own: after each move it works off what is due, and says when anything is due next. Killed, it goes on from what it kept.
 */
import { flushCompileCache } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bot } from '../../../bots/bot.ts';
import { HEALTH } from '../../../bots/dingtalk/phrases.ts';
import { buildHospital } from '../../../services/build.ts';
import { readSettings } from '../../../services/core/config.ts';
import { createLog } from '../../../services/core/log.ts';
import { withDemo } from '../../../services/demo/environment.ts';
import { cheapPins } from '../../../services/links/ca/local/trial.ts';
import { groups } from '../../../services/settings.ts';
import { startBots } from '../../../services/shared/notices/index.ts';
import { type Ahead, keepHouse, lookAhead, moveClocks } from './queue-clock.ts';

export interface Move {
  readonly to: number;
  /** Platforms that work: a connection to them that was cut comes back first, in seconds that do not pass here. */
  readonly working: readonly string[];
  /** Something happened or is due; otherwise only the clock goes on. */
  readonly works: boolean;
  /** A day is over. */
  readonly keepsHouse: boolean;
}

export interface Moved {
  readonly at: number;
  /** Nobody has taken them; somebody has and is not through with them. */
  readonly open: number;
  readonly unfinished: number;
  /** When the service has something to do by itself; `undefined` while it has not. */
  readonly next: number | undefined;
  /** What only a sweep found, so far. */
  readonly swept: number;
}

const minute = 60_000;
/** A sweep runs each minute in the hospital; here when something may have been lost, and this often at least while there is work. */
const sweepMs = 15 * minute;

const clock = { ms: Number(process.argv[2]) };
const settings = readSettings(withDemo(process.env), groups);
const log = createLog(settings.service.logLevel);
// Deadlines are of real time, and the machine may be busy.
const hospital = await buildHospital(settings, { now: () => new Date(clock.ms), log, pinCost: cheapPins, patienceMs: 60_000 });
const { prisma, engine } = hospital.database;
// Whatever was running or held belonged to a process that was killed; a server would find out after some seconds that do not pass here.
await prisma.$executeRaw`UPDATE pgboss.job SET state = 'retry', start_after = pgboss.job_now() WHERE state = 'active'`;
await prisma.lease.deleteMany();
await new Promise<void>((resolve) => hospital.http.listen(settings.service.port, '127.0.0.1', () => resolve()));
await hospital.intake.listen(settings.intake.mllpPort, '127.0.0.1');
await startBots(hospital.bots, hospital.inbound, log);
// Who is killed writes nothing down; the next one need not compile it all again.
flushCompileCache();

const connected = new Set<Bot>();
let sweptAt = -Infinity;
let swept = 0;
let last: Ahead | undefined;

/** Between its tries to connect a bot pauses for up to half a minute, and does not pause anew here. */
async function connect(working: readonly string[]): Promise<void> {
  for (const bot of hospital.bots) {
    if (!working.includes(bot.platform)) {
      connected.delete(bot);
      continue;
    }
    if (connected.has(bot) && hears(bot)) continue;
    if (!bot.health().ok) {
      await bot.stop();
      await bot.start(hospital.inbound);
    }
    for (const end = performance.now() + 60_000; !hears(bot) && performance.now() < end; ) await pause(5);
    connected.add(bot);
  }
}

/** There is no other process that could hold the connection. */
function hears(bot: Bot): boolean {
  const { ok, seen } = bot.health();
  return ok && seen !== HEALTH.elsewhere;
}

async function work(): Promise<Ahead> {
  await hospital.service.jobs.drain();
  const ahead = await lookAhead(prisma);
  const isOverdue = ahead.value !== undefined && ahead.value <= clock.ms;
  if (!isOverdue && ahead.queued === 0 && clock.ms - sweptAt < sweepMs) return ahead;
  sweptAt = clock.ms;
  if (isOverdue) swept += 1;
  for (const tick of ['critical-values.sweep', 'notices.sweep']) await hospital.service.tick(tick);
  return (await hospital.service.jobs.drain()) === 0 ? ahead : lookAhead(prisma);
}

async function move({ to, working, works, keepsHouse }: Move): Promise<Moved> {
  await connect(working);
  if (to !== clock.ms) {
    await moveClocks(prisma, to, to - clock.ms);
    clock.ms = to;
  }
  if (keepsHouse) await keepHouse(prisma, engine === 'postgres');
  last = works || last === undefined ? await work() : last;
  const { open, unfinished } = last;
  return { at: to, open, unfinished, next: nextOf(last, to), swept };
}

/** Values at their moment; what was tried in vain, and what should have been done and was not, within a minute. */
function nextOf({ value, job, queued }: Ahead, now: number): number | undefined {
  const soon = now + minute;
  const dates = [value === undefined || value > now ? value : soon, job === undefined ? undefined : Math.max(job, soon), queued === 0 ? undefined : soon].filter((at) => at !== undefined);
  return dates.length === 0 ? undefined : Math.min(...dates);
}

process.on('message', (asked: Move) => {
  move(asked).then((moved) => process.send?.(moved), (error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
// Whoever ends the year by hand means the parent.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit(0));
process.send?.({ at: clock.ms, open: 0, unfinished: 0, next: clock.ms, swept: 0 } satisfies Moved);
