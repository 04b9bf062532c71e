/** Where the year takes place: both platforms and the laboratory here, the service in a process of its own that is killed and started again. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Emulator } from '../../../bots/emulator/core/server.ts';
import { startEmulator } from '../../../bots/emulator/start.ts';
import { dingtalkTenant, wecomTenant } from '../../../bots/emulator/tenant.ts';
import { openDatabase } from '../../../services/core/db.ts';
import { newId } from '../../../services/core/ids.ts';
import { preparedImage } from '../../../services/core/image.ts';
import { type SealedIds, createSealedIds } from '../../../services/core/sealed-ids.ts';
import { SimulatedLaboratory } from '../../../services/links/hl7/simulator.ts';
import type { Database } from '../../../services/core/db.ts';
import { testDatabase } from '../../kit/database.ts';
import { freePorts } from '../../kit/ports.ts';
import type { Plan } from './plan.ts';
import { holdQueueClock } from './queue-clock.ts';
import type { Move, Moved } from './service.ts';

export interface Place {
  readonly emulator: Emulator;
  readonly laboratory: SimulatedLaboratory;
  readonly ids: SealedIds;
  /** Of the service. */
  readonly url: string;
  readonly mllpPort: number;
  now(): number;
  /** Moves the clock of everything, and has the service work off what is due. Comes again where it was killed meanwhile. */
  move(to: number, how?: Partial<Pick<Move, 'works' | 'keepsHouse'>>): Promise<Moved>;
  /** After so many milliseconds of whatever happens next. */
  killSoon(afterMs: number): void;
  /** Up again, where it was killed. */
  up(): Promise<void>;
  /** When each struck. */
  kills(): readonly number[];
  /** Ends the service; what it left can be looked at. */
  down(): Promise<void>;
  /** What it kept can be looked at while it runs. */
  readonly isServer: boolean;
  /** Of the throw-away database, where a server holds it: it stays behind when the year itself is killed. */
  readonly databaseName: string | undefined;
  look<T>(body: (database: Database) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

const sealKey = Buffer.alloc(32, 7);

export async function placeOf(plan: Plan): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-year-'));
  const clock = { ms: plan.begins };
  const emulator = await startEmulator({ now: () => clock.ms });
  const laboratory = new SimulatedLaboratory({ now: () => new Date(clock.ms) });
  const lisPort = await laboratory.listen();
  const [port = 0, mllpPort = 0] = await freePorts(2);
  const throwAway = process.env['TEST_DATABASE_URL'] === undefined ? undefined : await testDatabase();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env['PATH'], NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? join(folder, 'compiled'), PORT: String(port), MLLP_PORT: String(mllpPort), EMULATOR_PORT: String(emulator.port), LIS_PORT: String(lisPort), DATA_DIR: folder,
    SEAL_KEY: sealKey.toString('base64'), PAGES_URL: 'http://localhost:3000', LOG_LEVEL: 'silent', DINGTALK_CALLS_PER_SECOND: '1000', ...(throwAway?.url && { DATABASE_URL: throwAway.url }),
  };
  const open = async (): Promise<Database> => throwAway?.database ?? openDatabase({ folder: join(folder, 'postgres'), image: preparedImage });
  const look = async <T>(body: (database: Database) => Promise<T>): Promise<T> => {
    const database = await open();
    try {
      return await body(database);
    } finally {
      if (throwAway === undefined) await database.close();
    }
  };
  await look((database) => settle(database, plan));
  people(emulator, plan);

  const service = keptUp(env, clock);
  await service.up();
  await fetch(`${emulator.origin}/_emu/wecom/app`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ callbackUrl: `${url}/callbacks/wecom` }) });
  return {
    emulator, laboratory, url, mllpPort, look,
    isServer: throwAway?.url !== undefined,
    databaseName: throwAway?.url === undefined ? undefined : new URL(throwAway.url).pathname.slice(1),
    ids: createSealedIds([{ version: '1', key: sealKey }]),
    now: () => clock.ms,
    move: async (to, { works = true, keepsHouse = false } = {}) => {
      clock.ms = to;
      return service.move({ to, works, keepsHouse, working: (['dingtalk', 'wecom'] as const).filter((platform) => emulator.core.faults.peek(platform, 'down') === undefined) });
    },
    killSoon: service.killSoon,
    up: service.up,
    down: service.end,
    kills: service.kills,
    end: async () => {
      await service.end();
      await laboratory.stop();
      await emulator.stop();
      await throwAway?.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Service {
  up(): Promise<void>;
  move(move: Move): Promise<Moved>;
  killSoon(afterMs: number): void;
  kills(): readonly number[];
  end(): Promise<void>;
}

interface Running {
  readonly child: ChildProcess;
  readonly gone: Promise<void>;
}

function keptUp(env: NodeJS.ProcessEnv, clock: { readonly ms: number }): Service {
  const struck: number[] = [];
  const start = async (): Promise<Running> => {
    const child = fork(join(import.meta.dirname, 'service.ts'), [String(clock.ms)], { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    await said(child, gone);
    return { child, gone };
  };
  // Only ever replaced by what comes after it, so that whoever asks waits for a killed one's successor.
  let running = start();
  const move = async (asked: Move): Promise<Moved> => {
    const { child, gone } = await running;
    child.send(asked, () => undefined);
    return said(child, gone).catch(() => {
      // Killed, another one comes up meanwhile.
      if (child.exitCode !== null) throw new Error('the service ended by itself');
      return move(asked);
    });
  };
  return {
    up: async () => void (await running),
    move,
    killSoon: (afterMs) => {
      running = running.then(async ({ child, gone }) => {
        await pause(afterMs);
        struck.push(clock.ms);
        child.kill('SIGKILL');
        await gone;
        return start();
      });
    },
    kills: () => struck,
    end: async () => {
      const { child, gone } = await running;
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

/** Its next word. @throws Error when it ended first */
function said(child: ChildProcess, gone: Promise<void>): Promise<Moved> {
  return new Promise((resolve, reject) => {
    child.once('message', (word) => resolve(word as Moved));
    void gone.then(() => reject(new Error('the service ended')));
  });
}

/** As HIS and the address books would have told it. */
async function settle({ prisma }: Database, plan: Plan): Promise<void> {
  await holdQueueClock(prisma, plan.begins);
  const institutionCode = 'YEAR';
  await prisma.institution.create({ data: { code: institutionCode, name: '三千床医院', level: '三级甲等' } });
  await prisma.department.createMany({ data: [...plan.departments, 'MEDO'].map((code) => ({ code, name: code, kind: code === 'MEDO' ? 'administration' : 'inpatient', institutionCode, tags: [] })) });
  await prisma.ward.createMany({ data: plan.departments.map((code) => ({ code: `W${code}`, name: `${code}病区`, departmentCode: code })) });
  await prisma.staff.createMany({ data: plan.staff.map(({ number, name, role, department }) => ({ number, name, role, title: '主治医师', departmentCode: department, wardCode: department === 'MEDO' ? null : `W${department}` })) });
  const corps = { dingtalk: dingtalkTenant.corpId, wecom: wecomTenant.corpId };
  await prisma.staffAccount.createMany({ data: plan.staff.flatMap(({ number, platforms }) => platforms.map((platform) => ({ platform, corp: corps[platform], user: `u${number}`, userFolded: `u${number}`.toLowerCase(), staffNumber: number }))) });
  for (let at = 0; at < plan.turns.length; at += 1000) await prisma.duty.createMany({ data: plan.turns.slice(at, at + 1000).map((turn) => ({ id: newId(), ...turn })) });
}

function people({ core }: Emulator, { staff }: Plan): void {
  for (const { number, name, role, department, platforms } of staff) {
    for (const platform of platforms) core.people.put({ staffNumber: number, name, role, departmentCode: department, departmentName: department, platform, userid: `u${number}`, active: true });
  }
}
