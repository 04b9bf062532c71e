/** The emulator and the service as processes of their own on free ports, started as a newcomer starts them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { testDatabase } from '../../kit/database.ts';
import { freePorts } from '../../kit/ports.ts';

const ROOT = join(import.meta.dirname, '../../..');
const STARTS_WITHIN = 90_000;

export interface Running {
  readonly url: string;
  readonly emulator: string;
  stop(): Promise<void>;
}

/** `folder`: data and logs. */
export async function startAll(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Running> {
  const [port, emulatorPort, mllpPort, lisPort] = await freePorts(4);
  const database = process.env['TEST_DATABASE_URL'] === undefined ? undefined : await testDatabase();
  const url = `http://localhost:${port}`;
  const env = {
    ...process.env,
    PORT: String(port), EMULATOR_PORT: String(emulatorPort), MLLP_PORT: String(mllpPort), LIS_PORT: String(lisPort),
    DATA_DIR: join(folder, 'data'), PAGES_BASE: url,
    // Its thousand patients would stand between the test and what it looks for.
    SIMULATED_HOSPITAL_ON: '0',
    ...(database?.url === undefined ? {} : { DATABASE_URL: database.url }),
    ...settings,
  };
  const emulator = `http://localhost:${emulatorPort}`;
  const children = [child('bots/emulator/main.ts', env, join(folder, 'emulator.log'))];
  const stop = async (): Promise<void> => {
    for (const each of children.toReversed()) await end(each);
    await database?.dispose();
  };
  try {
    await ready(children, { emulator: () => isThere(`${emulator}/_emu/health`) });
    children.push(child('services/start.ts', env, join(folder, 'service.log')));
    await ready(children, {
      // Said last, when the pages are built and WeCom knows where to call.
      service: async () => (await readFile(join(folder, 'service.log'), 'utf8')).includes('已就绪'),
      'DingTalk\'s connection': () => says(`${emulator}/_emu/dingtalk/connections`, /"connections":\[\{/),
      'WeCom\'s callback': () => says(`${emulator}/_emu/wecom`, /"callbackVerified":true/),
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, emulator, stop };
}

function child(script: string, env: NodeJS.ProcessEnv, log: string): ChildProcess {
  const started = spawn(process.execPath, [join(ROOT, script)], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kept = createWriteStream(log);
  started.stdout.pipe(kept, { end: false });
  started.stderr.pipe(kept, { end: false });
  return started;
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, 'exit');
  process.kill('SIGTERM');
  const late = setTimeout(() => process.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(late);
}

/** Every condition in turn, within the time a start may take on a busy machine. */
async function ready(children: readonly ChildProcess[], conditions: Readonly<Record<string, () => Promise<boolean>>>): Promise<void> {
  const deadline = performance.now() + STARTS_WITHIN;
  for (const [name, holds] of Object.entries(conditions)) {
    while (!(await holds().catch(() => false))) {
      const died = children.some(({ exitCode }) => exitCode !== null);
      if (died || performance.now() > deadline) throw new Error(`not started: ${name}`);
      await pause(50);
    }
  }
}

const isThere = async (url: string): Promise<boolean> => (await fetch(url)).ok;
const says = async (url: string, words: RegExp): Promise<boolean> => words.test(await (await fetch(url)).text());
