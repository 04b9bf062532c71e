/**
 * The product as it really runs: processes of its own on ports of their own, the platforms in another process, the data
 * in a folder (or a throw-away PostgreSQL database) that outlives each of them. Whatever is started is stopped.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hospital, buildHospital } from '../../../services/build.ts';
import { readSettings } from '../../../services/core/config.ts';
import { silentLog } from '../../../services/core/log.ts';
import { type SealedIds, createSealedIds } from '../../../services/core/sealed-ids.ts';
import { withDemo } from '../../../services/demo/environment.ts';
import { groups } from '../../../services/settings.ts';
import { testDatabase } from '../../kit/database.ts';
import { type EmulatorDoor, emulatorAt } from './emulator.ts';
import { freePorts } from '../../kit/ports.ts';
import { type Program, launch } from './program.ts';

export type Engine = 'embedded' | 'postgres';
export type Role = 'web' | 'worker' | 'all';

export interface World {
  readonly emulator: EmulatorDoor;
  /** Opens what the cards' links are sealed with. */
  readonly ids: SealedIds;
  readonly origin: string;
  readonly mllpPort: number;
  /** The data folder of every process. */
  readonly dataDir: string;
  /** Of the throw-away database; `undefined` when embedded. */
  readonly databaseUrl: string | undefined;
  /** Starts a process; it is up when it says `UP`. */
  start(role: Role, more?: Readonly<Record<string, string>>): Program;
  /** The same service inside the test, without a door and without workers: to look, and to run what is left. */
  open(): Promise<Hospital>;
}

/** What a run needs of the test it stands in, or of a script. */
export interface Stage {
  readonly teardown: (end: () => unknown) => void;
  readonly passed: boolean;
  readonly log: (...lines: string[]) => void;
  readonly deepEqual: (found: unknown, wanted: unknown, why?: string) => unknown;
}

/** The same for every process, and known to the test. */
const sealKey = Buffer.alloc(32, 7);

export const UP = 'service started';

export async function world(t: Stage, engine: Engine, settings: Readonly<Record<string, string>> = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-resilience-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const [port = 0, mllpPort = 0, emulatorPort = 0, laboratory = 0] = await freePorts(4);
  const url = engine === 'postgres' ? await throwAway(t) : undefined;
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    PORT: String(port), MLLP_PORT: String(mllpPort), EMULATOR_PORT: String(emulatorPort), LIS_PORT: String(laboratory),
    DATA_DIR: join(folder, 'data'), SEAL_KEY: sealKey.toString('base64'), PAGES_URL: origin, LOG_LEVEL: 'info', ...(url === undefined ? {} : { DATABASE_URL: url }), ...settings,
  };
  const started = (program: Program): Program => {
    t.teardown(async () => {
      if (!t.passed) t.log(program.output().slice(-4000));
      await program.signal('SIGKILL');
    });
    return program;
  };
  const emulator = started(launch('bots/emulator/main.ts', [], { EMULATOR_PORT: String(emulatorPort), DATA_DIR: join(folder, 'emulator'), PAGES_BASE: origin }));
  await emulator.says('/_emu');
  return {
    emulator: emulatorAt(`http://127.0.0.1:${emulatorPort}`),
    ids: createSealedIds([{ version: '1', key: sealKey }]),
    origin,
    mllpPort,
    dataDir: env.DATA_DIR,
    databaseUrl: url,
    start: (role, more = {}) => started(launch('services/main.ts', [`--role=${role}`], { ...env, ...more })),
    open: () => buildHospital(readSettings(withDemo(env), groups), { log: silentLog }),
  };
}

async function throwAway(t: Stage): Promise<string> {
  const { url, database, dispose } = await testDatabase();
  // Its own connections are not needed: the processes have theirs.
  t.teardown(() => dispose());
  if (url === undefined) throw new Error(`TEST_DATABASE_URL is not set (${database.engine})`);
  return url;
}

/** Where a server is named, both databases; the embedded one everywhere. */
export const engines: readonly Engine[] = process.env['TEST_DATABASE_URL'] === undefined ? ['embedded'] : ['embedded', 'postgres'];
