/**
 * The service as a process whose clock its parent moves. It is built like the real one, with doors and without workers of
 * its own: after each move it works off what is due. Killed, it goes on from what it kept.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { buildHospital } from '../../../services/build.ts';
import { readSettings } from '../../../services/core/config.ts';
import { createLog } from '../../../services/core/log.ts';
import { withDemo } from '../../../services/demo/environment.ts';
import { cheapPins } from '../../../services/links/ca/local/trial.ts';
import { groups } from '../../../services/settings.ts';
import { startBots } from '../../../services/shared/notices/index.ts';

export interface Move {
  readonly to: number;
  /** Platforms that work: a connection to them that was cut comes back first, in seconds that do not pass here. */
  readonly working: readonly string[];
}

export interface Moved {
  readonly at: number;
  /** Nobody has taken them; somebody has and is not through with them. */
  readonly open: number;
  readonly unfinished: number;
}

const clock = { ms: Number(process.argv[2]) };
const settings = readSettings(withDemo(process.env), groups);
const log = createLog(settings.service.logLevel);
const hospital = await buildHospital(settings, { now: () => new Date(clock.ms), log, pinCost: cheapPins, patienceMs: 5000 });
const { prisma } = hospital.database;
// Whatever was running belonged to a process that was killed; a server would find out after some seconds that do not pass here.
await prisma.$executeRaw`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`;
await new Promise<void>((resolve) => hospital.http.listen(settings.service.port, '127.0.0.1', () => resolve()));
await hospital.intake.listen(settings.intake.mllpPort, '127.0.0.1');
await startBots(hospital.bots, hospital.inbound, log);

async function connected(working: readonly string[]): Promise<void> {
  const waits = (): boolean => hospital.bots.some((bot) => working.includes(bot.platform) && !bot.health().ok);
  for (const end = performance.now() + 60_000; waits() && performance.now() < end; ) await pause(20);
}

async function move({ to, working }: Move): Promise<Moved> {
  await connected(working);
  const elapsed = to - clock.ms;
  clock.ms = to;
  // Pauses between tries are counted by the database's own clock, which stands still beside ours.
  if (elapsed > 0) await prisma.$executeRaw`UPDATE pgboss.job SET start_after = start_after - ${elapsed} * interval '1 millisecond' WHERE state = 'retry'`;
  for (const tick of ['critical-values.sweep', 'notices.sweep']) await hospital.service.tick(tick);
  await hospital.service.jobs.drain();
  return { at: to, open: await prisma.criticalValue.count({ where: { clinical: 'open' } }), unfinished: await prisma.criticalValue.count({ where: { clinical: { in: ['acknowledged', 'disposed', 'signed'] } } }) };
}

process.on('message', (asked: Move) => {
  move(asked).then((moved) => process.send?.(moved), (error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ at: clock.ms, open: 0, unfinished: 0 } satisfies Moved);
