/** The demonstration: a hospital at the end of real sockets, and the door of its page. */
import { randomBytes } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import type { Router } from '@koa/router';
import { z } from 'zod';
import { phoneHolders, wards } from '../../prisma/demo/hospital.ts';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { systemActor } from '../core/access.ts';
import type { Database } from '../core/db.ts';
import { Refusal } from '../core/errors.ts';
import type { Corridor } from '../core/run.ts';
import type { KeyRing } from '../core/seal.ts';
import { SimulatedHospital } from '../links/contract/commands/simulated-hospital.ts';
import type { Command } from '../links/contract/port.ts';
import { type HospitalServer, serveHospital } from '../links/contract/commands/simulated-server.ts';
import { fhirServerSettings } from '../links/fhir/settings.ts';
import { type HisSettings, hisSettingsSchema } from '../links/his/settings.ts';
import { SimulatedHis } from '../links/his/simulator.ts';
import { SimulatedLaboratory } from '../links/hl7/simulator.ts';
import type { Settings } from '../settings.ts';
import { putEntries } from '../operations/dictionaries/store.ts';
import { startSyncOf } from '../shared/directory/actions/sync.ts';
import type { SignInKit } from '../shared/sign-in/index.ts';
import { fhirClient } from './fhir-client.ts';
import type { Decided } from './hospital/commands.ts';
import { type Crew, startCrew } from './hospital/crew.ts';
import { orderItems } from './hospital/course/requests.ts';
import { directoryLists, workforce } from './hospital/people/staff.ts';
import type { FhirTarget } from './hospital/speak/mouth.ts';
import { DemoLaboratory } from './laboratory.ts';
import { demoRoutes } from './routes.ts';

/** Of the running service: where it listens, and what an administrator's work needs. */
export interface Doors {
  readonly mllpPort: number;
  readonly httpPort: number;
  readonly corridor: Corridor;
  readonly prisma: PrismaClient;
  readonly seal: KeyRing;
}

export interface Demonstration {
  readonly routes: (database: Database, kit: SignInKit) => readonly ((router: Router) => void)[];
  /** Origins of the phones' frames; none while the emulator does not answer. */
  framedAt(): Promise<readonly string[]>;
  /** Where the simulated HIS answers for its directory; `undefined` where no hospital is simulated. */
  his(): Promise<HisSettings | undefined>;
  /** The settings with what the simulated hospital agreed with the product, where nobody set another. */
  agreed(settings: Settings, his: HisSettings): Settings;
  start(doors: Doors): Promise<void>;
  stop(): Promise<void>;
}

const senders = join(import.meta.dirname, 'hospital/senders.json');
const now = () => new Date();
const phones = z.object({ frames: z.record(z.string(), z.url()) });

/** A page inside a phone of the emulator is at the frame's address; a real phone has it at ours. */
async function framesOf(emulatorUrl: string): Promise<readonly string[]> {
  try {
    return Object.values(phones.parse(await (await fetch(`${emulatorUrl}/_emu/phones`, { signal: AbortSignal.timeout(3000) })).json()).frames);
  } catch {
    return [];
  }
}

/** Both ends are this process; the adapter wants a secret all the same. */
const secret = 'the directory of the simulated hospital';

export function createDemonstration({ service, intake, laboratory, simulatedHospital }: Settings): Demonstration {
  const target = { host: intake.mllpHost, port: intake.mllpPort, timeoutMs: 10_000 };
  const receiving = new SimulatedLaboratory({ now });
  const emulatorUrl = `http://localhost:${service.emulatorPort}`;
  const running: { fhir?: FhirTarget; his?: SimulatedHis; commands?: HospitalServer; crew?: Crew; listening?: boolean; servesAt?: number } = {};
  const taking = new SimulatedHospital(commandKey, now);
  // Nobody works there yet; then it is taken over at once, and whoever works there decides.
  Object.assign(taking, { mood: 'busy', taken: (asked: Command) => void decided(running.crew, asked).then(({ state, ...why }) => taking.decide(asked.key, state === 'accepted' ? 'accepted' : 'refused', why)) });
  const sending = new DemoLaboratory(() => target, now, { data: simulatedHospital.realData, fhir: () => running.fhir });
  return {
    routes: ({ prisma }, signIn) => [demoRoutes({ prisma, signIn, laboratory: sending, emulatorUrl, crew: () => running.crew })],
    framedAt: () => framesOf(emulatorUrl),
    his: async () => {
      if (!simulatedHospital.on) return undefined;
      running.his = new SimulatedHis({ secret, now: Date.now });
      Object.assign(running.his.lists, directoryLists(workforce(simulatedHospital.seed)));
      running.commands = await serveHospital(taking);
      if (simulatedHospital.speaks === 'fhir' && simulatedHospital.fhirBy === 'server') running.servesAt = await freePort();
      return hisSettingsSchema.parse({ url: await running.his.listen(), secret, beds: 'true' });
    },
    agreed: (settings, told) => ({ ...settings, fhirServer: settings.fhirServer ?? servedAt(running.servesAt), his: settings.his ?? told, hospitalCommands: settings.hospitalCommands ?? commandsAt(running.commands), intake: { ...settings.intake, hl7SendersFile: settings.intake.hl7SendersFile ?? senders } }),
    start: async ({ mllpPort, httpPort, corridor, prisma, seal }) => {
      target.port = mllpPort;
      if (simulatedHospital.on) await keepOrderItems(prisma);
      const client = await fhirClient(prisma, seal, now());
      if (client !== undefined) running.fhir = { url: `http://127.0.0.1:${httpPort}`, ...client, timeoutMs: 120_000 };
      // A second process of a cluster finds the first one's laboratory in place, and its hospital at work.
      running.listening = await receiving.listen(laboratory?.port ?? 0).then(() => true, () => false);
      if (!simulatedHospital.on || !running.listening) return;
      const { seed, speaks, historyPerSecond: pace } = simulatedHospital;
      running.crew = startCrew({ file: join(service.dataDir, 'simulated-hospital.json'), seed, host: target.host, port: mllpPort, pace, first: wards.map(({ code }) => code), people: [...phoneHolders], speaks, ...(running.fhir !== undefined && { fhir: running.fhir }), ...(running.servesAt !== undefined && { servesAt: running.servesAt }) });
      taking.mood = 'pending';
      await readDirectory(corridor);
    },
    stop: async () => {
      await running.crew?.stop();
      await running.his?.stop();
      await running.commands?.stop();
      if (running.listening === true) await receiving.stop();
    },
  };
}

/** Where the hospital's own FHIR server will answer, once its thread runs: the poller is set up before. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function servedAt(port: number | undefined): Settings['fhirServer'] {
  return port === undefined ? undefined : fhirServerSettings.parse({ baseUrl: `http://127.0.0.1:${port}/fhir`, name: 'qinghe-fhir', pageRows: 200 });
}

/** What doctors may order, as the hospital's IT office would load it from a file; later changes at the desk stay. */
async function keepOrderItems(prisma: PrismaClient): Promise<void> {
  if ((await prisma.dictionaryEntry.count({ where: { dictionary: 'order-item' } })) > 0) return;
  const entries = orderItems.map(({ code, name, fields }, position) => ({ code, name, fields, others: '', position, active: true }));
  await prisma.$transaction((tx) => putEntries(tx, 'order-item', entries, 'file', 'demonstration', now()));
}

/** Made anew at each start: both ends are this process. */
const commandKey = { id: 'wardline', algorithm: 'hmac-sha256', secret: randomBytes(32) } as const;

function commandsAt(server: HospitalServer | undefined): Settings['hospitalCommands'] {
  return server === undefined ? undefined : { url: server.url, client: commandKey.id, secret: commandKey.secret.toString('base64url'), algorithm: commandKey.algorithm, timeoutMs: 10_000 };
}

async function decided(crew: Crew | undefined, command: Command): Promise<Decided> {
  const closed: Decided = { state: 'refused', code: 'fault', message: '医院系统出错，没有办成，请稍后再试' };
  return crew === undefined ? closed : crew.ask({ ask: 'command', command }).then((given) => given as Decided, () => closed);
}

/** The twelve hundred come through the real adapter; one that is under way, or waits for a person, is left alone. */
async function readDirectory(corridor: Corridor): Promise<void> {
  await corridor.run(systemActor, startSyncOf(['his']), { source: 'his' }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
