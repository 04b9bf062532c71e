/** The demonstration: a hospital at the end of real sockets, and the door of its page. */
import { join } from 'node:path';
import type { Router } from '@koa/router';
import { wards } from '../../prisma/demo/hospital.ts';
import { systemActor } from '../core/access.ts';
import type { Database } from '../core/db.ts';
import { Refusal } from '../core/errors.ts';
import type { Corridor } from '../core/run.ts';
import { type HisSettings, hisSettingsSchema } from '../links/his/settings.ts';
import { SimulatedHis } from '../links/his/simulator.ts';
import { SimulatedLaboratory } from '../links/hl7/simulator.ts';
import type { Settings } from '../settings.ts';
import { startSyncOf } from '../shared/directory/actions/sync.ts';
import type { SignInKit } from '../shared/sign-in/index.ts';
import { type Crew, startCrew } from './hospital/crew.ts';
import { directoryLists, workforce } from './hospital/people/staff.ts';
import { DemoLaboratory } from './laboratory.ts';
import { demoRoutes } from './routes.ts';

export interface Demonstration {
  readonly routes: (database: Database, kit: SignInKit) => readonly ((router: Router) => void)[];
  /** Where the simulated HIS answers for its directory; `undefined` where no hospital is simulated. */
  his(): Promise<HisSettings | undefined>;
  /** The settings with what the simulated hospital agreed with the product, where nobody set another. */
  agreed(settings: Settings, his: HisSettings): Settings;
  /** `mllpPort`: where the service listens for results. */
  start(mllpPort: number, corridor: Corridor): Promise<void>;
  stop(): Promise<void>;
}

const senders = join(import.meta.dirname, 'hospital/senders.json');
const now = () => new Date();
/** Both ends are this process; the adapter wants a secret all the same. */
const secret = 'the directory of the simulated hospital';

export function createDemonstration({ service, intake, laboratory, simulatedHospital }: Settings): Demonstration {
  const target = { host: intake.mllpHost, port: intake.mllpPort, timeoutMs: 10_000 };
  const sending = new DemoLaboratory(() => target, now);
  const receiving = new SimulatedLaboratory({ now });
  const emulatorUrl = `http://localhost:${service.emulatorPort}`;
  const running: { his?: SimulatedHis; crew?: Crew; listening?: boolean } = {};
  return {
    routes: ({ prisma }, signIn) => [demoRoutes({ prisma, signIn, laboratory: sending, emulatorUrl, crew: () => running.crew })],
    his: async () => {
      if (!simulatedHospital.on) return undefined;
      running.his = new SimulatedHis({ secret, now: Date.now });
      Object.assign(running.his.lists, directoryLists(workforce(simulatedHospital.seed)));
      return hisSettingsSchema.parse({ url: await running.his.listen(), secret });
    },
    agreed: (settings, told) => ({ ...settings, his: settings.his ?? told, intake: { ...settings.intake, hl7SendersFile: settings.intake.hl7SendersFile ?? senders } }),
    start: async (mllpPort, corridor) => {
      target.port = mllpPort;
      // A second process of a cluster finds the first one's laboratory in place, and its hospital at work.
      running.listening = await receiving.listen(laboratory?.port ?? 0).then(() => true, () => false);
      if (!simulatedHospital.on || !running.listening) return;
      const { seed, historyPerSecond: pace } = simulatedHospital;
      running.crew = startCrew({ file: join(service.dataDir, 'simulated-hospital.json'), seed, host: target.host, port: mllpPort, pace, first: wards.map(({ code }) => code) });
      await readDirectory(corridor);
    },
    stop: async () => {
      await running.crew?.stop();
      await running.his?.stop();
      if (running.listening === true) await receiving.stop();
    },
  };
}

/** The twelve hundred come through the real adapter; one that is under way, or waits for a person, is left alone. */
async function readDirectory(corridor: Corridor): Promise<void> {
  await corridor.run(systemActor, startSyncOf(['his']), { source: 'his' }).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}
