/** The demonstration: a laboratory at the end of real sockets, and the door of its page. */
import type { Router } from '@koa/router';
import type { Database } from '../core/db.ts';
import { SimulatedLaboratory } from '../links/hl7/simulator.ts';
import type { Settings } from '../settings.ts';
import type { SignInKit } from '../shared/sign-in/index.ts';
import { DemoLaboratory } from './laboratory.ts';
import { demoRoutes } from './routes.ts';

export interface Demonstration {
  readonly routes: (database: Database, kit: SignInKit) => readonly ((router: Router) => void)[];
  /** `mllpPort`: where the service listens for results. */
  start(mllpPort: number): Promise<void>;
  stop(): Promise<void>;
}

const now = () => new Date();

export function createDemonstration({ service, intake, laboratory }: Settings): Demonstration {
  const target = { host: intake.mllpHost, port: intake.mllpPort, timeoutMs: 10_000 };
  const sending = new DemoLaboratory(() => target, now);
  const receiving = new SimulatedLaboratory({ now });
  const emulatorUrl = `http://localhost:${service.emulatorPort}`;
  let listening = false;
  return {
    routes: ({ prisma }, signIn) => [demoRoutes({ prisma, signIn, laboratory: sending, emulatorUrl })],
    start: async (mllpPort) => {
      target.port = mllpPort;
      // A second process of a cluster finds the first one's laboratory in place.
      listening = await receiving.listen(laboratory?.port ?? 0).then(() => true, () => false);
    },
    stop: async () => {
      if (listening) await receiving.stop();
    },
  };
}
