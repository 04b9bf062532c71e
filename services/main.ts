/**
 * Starts the service by role (`--role=web|worker|all`) and stops it gracefully: first the doors, then the jobs, then
 * the database.
 */
import type { Server } from 'node:http';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Hospital, buildHospital } from './build.ts';
import { readSettings } from './core/config.ts';
import { newId } from './core/ids.ts';
import type { Role } from './core/service.ts';
import { type Demonstration, createDemonstration } from './demo/index.ts';
import { withDemo } from './demo/environment.ts';
import { type Settings, groups } from './settings.ts';
import { startTrouble } from './start-trouble.ts';
import { startBots } from './shared/notices/index.ts';
import { demoIdentity, rowsOfName } from './shared/patients/index.ts';
import { seed } from '../prisma/seed.ts';

export interface Running {
  readonly hospital: Hospital;
  readonly settings: Settings;
  readonly port: number;
  readonly mllpPort: number;
  stop(): Promise<void>;
}

export async function startService(env: Readonly<Record<string, string | undefined>>, role: Role = 'all'): Promise<Running> {
  const settings = readSettings(withDemo(env), groups);
  const demonstration = settings.service.demo ? createDemonstration(settings) : undefined;
  const his = await demonstration?.his();
  const known = demonstration === undefined || his === undefined ? settings : demonstration.agreed(settings, his);
  const hospital = await buildHospital(known, demonstration === undefined ? {} : { extra: demonstration.routes, framedAt: demonstration.framedAt });
  if (settings.service.demo) await seedDemo(hospital, settings);
  const answers = role !== 'worker';
  const server = answers ? await listen(hospital, settings) : undefined;
  const mllpPort = answers ? await hospital.intake.listen(settings.intake.mllpPort, settings.intake.mllpHost) : 0;
  if (answers) hospital.feeds.start();
  // After the doors: a start that fails because a port is taken has begun no job.
  await hospital.service.start(role);
  if (answers) await demonstration?.start({ mllpPort, httpPort: portOf(server), corridor: hospital.service.corridor, prisma: hospital.database.prisma, seal: hospital.seal });
  if (answers) await startBots(hospital.bots, hospital.inbound, hospital.log);
  const port = portOf(server);
  hospital.log.info({ role, port, mllpPort, database: hospital.database.engine }, 'service started');
  return { hospital, settings, port, mllpPort, stop: () => stop(hospital, server, demonstration) };
}

async function seedDemo({ database, seal }: Hospital, settings: Settings): Promise<void> {
  const corps = { dingtalk: settings.dingtalk?.corpId ?? '', wecom: settings.wecom?.corpId ?? '' };
  await seed(database.prisma, { now: new Date(), corps, newId, identity: demoIdentity(seal), names: rowsOfName });
}

function listen({ http }: Hospital, { service }: Settings): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = http.listen(service.port, service.host, () => resolve(server));
    server.once('error', reject);
  });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function stop(hospital: Hospital, server: Server | undefined, demonstration: Demonstration | undefined): Promise<void> {
  await demonstration?.stop();
  await Promise.all(hospital.bots.map((bot) => bot.stop()));
  await hospital.intake.stop();
  server?.closeIdleConnections();
  await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  await hospital.feeds.stop();
  await hospital.service.stop();
  await hospital.close();
}

/** Run as a program: reads the role, tells what is wrong in words, stops on the usual signals. */
export async function run(argv: readonly string[]): Promise<Running> {
  const { values } = parseArgs({ args: [...argv], options: { role: { type: 'string', default: 'all' } } });
  const role = z.enum(['web', 'worker', 'all']).parse(values.role);
  const starting = startService(process.env, role);
  let stopping = false;
  // Heard from the beginning: whoever says stop while it starts is obeyed once it is up.
  const quit = (signal: string) => {
    if (stopping) process.exit(1);
    stopping = true;
    const limit = setTimeout(() => process.exit(1), 30_000);
    const end = async (): Promise<void> => {
      const { hospital, stop: close } = await starting;
      hospital.log.info({ signal }, 'stopping');
      await close();
    };
    end().then(() => process.exit(0), () => process.exit(1)).finally(() => clearTimeout(limit));
  };
  process.on('SIGINT', () => quit('SIGINT'));
  process.on('SIGTERM', () => quit('SIGTERM'));
  return starting;
}

if (import.meta.main) {
  run(process.argv.slice(2)).catch((error: unknown) => {
    console.error(startTrouble(error) ?? error);
    process.exit(1);
  });
}
