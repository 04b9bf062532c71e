/** The service's processes under fire: one of them is killed, and started again at once. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from './program.ts';
import type { Chance } from './random.ts';
import { type Role, type Stage, UP, type World } from './world.ts';

export interface Processes {
  /** Ends one of them without warning and starts it again. */
  kill(random: Chance): Promise<void>;
  kills(): number;
  allUp(): Promise<void>;
  /** The usual way, which must end well. */
  stop(): Promise<void>;
}

/** Longest time until a kill strikes: a message takes some 10 ms, a start some 2 s. */
const STRIKE_MS = 400;
const START_MS = 2500;

export function processes(t: Stage, place: World, roles: readonly Role[]): Processes {
  const running = new Map<Role, Program>(roles.map((role) => [role, place.start(role)]));
  let count = 0;
  const upOf = (role: Role): Promise<void> => running.get(role)?.says(UP) ?? Promise.resolve();
  return {
    kill: async (random) => {
      const role = random.pick(roles);
      // Every fourth falls into a start; the others wait until it is up.
      const early = random.next() < 0.25;
      if (!early) await upOf(role);
      await pause(random.between(0, early ? START_MS : STRIKE_MS));
      await running.get(role)?.signal('SIGKILL');
      count += 1;
      running.set(role, place.start(role));
    },
    kills: () => count,
    allUp: async () => void (await Promise.all(roles.map(upOf))),
    stop: async () => {
      const codes = await Promise.all([...running.values()].map((program) => program.signal('SIGTERM')));
      t.deepEqual(codes, roles.map(() => 0), 'a graceful stop ends with 0');
    },
  };
}
