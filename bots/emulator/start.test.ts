/** The emulator as `npm run emulator` starts it: a process that may be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { until } from './core/kit.ts';
import { startEmulator } from './start.ts';

const MAIN = new URL('main.ts', import.meta.url).pathname;

/** Starts it on a chance port and reads the address it prints. */
async function run(dataDir: string, port = '0'): Promise<{ child: ChildProcess; origin: string; said: () => string }> {
  const env = { ...process.env, DATA_DIR: dataDir, EMULATOR_PORT: port };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += String(chunk)));
  const origin = await until(() => /http:\/\/[\d.:]+/.exec(said)?.[0] ?? (child.exitCode === null ? undefined : 'ended'));
  return { child, origin, said: () => said };
}

test('people of the demonstration hospital are in the address book, and both platforms answer on one port', async (t) => {
  const emulator = await startEmulator();
  t.teardown(() => emulator.stop());
  const { people } = (await (await fetch(`${emulator.origin}/_emu/people`)).json()) as { people: { platform: string }[] };
  t.deepEqual([...new Set(people.map(({ platform }) => platform))].sort(), ['dingtalk', 'wecom']);
  t.is((await fetch(`${emulator.origin}/gettoken`)).status, 200);
  t.is((await fetch(`${emulator.origin}/cgi-bin/gettoken`)).status, 200);
  t.regex(await (await fetch(`${emulator.origin}/`)).text(), /<!doctype html>/i);
});

test('kill -9 loses nothing older than a second', async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'emulator-'));
  t.teardown(() => rm(dataDir, { recursive: true }));
  const first = await run(dataDir);
  const said = { platform: 'dingtalk', user: '1001', text: '交班了' };
  const answer = await fetch(`${first.origin}/_emu/say`, { method: 'POST', body: JSON.stringify(said) });
  t.is(answer.status, 200);
  await until(() => readFile(join(dataDir, 'emulator.json'), 'utf8').then((state) => state.includes('交班了'), () => false));
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await run(dataDir);
  t.teardown(() => second.child.kill('SIGKILL'));
  const inbox = (await (await fetch(`${second.origin}/_emu/inbox?platform=dingtalk&user=1001`)).json()) as { messages: { text: string }[] };
  t.is(inbox.messages[0]?.text, '交班了');
  second.child.kill('SIGTERM');
  const [code] = (await once(second.child, 'exit')) as [number];
  t.is(code, 0);
});

test('a taken port is said in plain words', async (t) => {
  const emulator = await startEmulator();
  const dataDir = await mkdtemp(join(tmpdir(), 'emulator-'));
  t.teardown(async () => {
    await emulator.stop();
    await rm(dataDir, { recursive: true });
  });
  const { child, said } = await run(dataDir, String(emulator.port));
  if (child.exitCode === null) await once(child, 'exit');
  t.is(child.exitCode, 1);
  t.regex(said(), /已被占用/);
});
