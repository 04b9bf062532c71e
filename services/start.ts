/**
 * `npm start`: the service as one process with everything a first look needs. Builds the pages when they are missing or
 * older than their sources, and brings up the chat emulator when none answers. Where nothing is left to prepare it is
 * `services/main.ts` and nothing else.
 */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildPages, pagesAreFresh } from './built-pages.ts';
import { emulatorUrl, isDemo } from './demo/environment.ts';
import { run } from './main.ts';
import { startTrouble } from './start-trouble.ts';

const root = join(import.meta.dirname, '..');
const began = performance.now();

/** Progress for the person who waits; the service's own log goes on in JSON. */
function tell(text: string): void {
  console.log(`[${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}`);
}

async function preparePages(): Promise<void> {
  if (await pagesAreFresh()) return;
  tell('正在生成页面（只在第一次或页面有改动时）…');
  tell((await buildPages()) ? '页面已生成' : '页面没有生成成功，卡片和接口仍可使用；请看上面的错误');
}

async function emulatorAnswers(url: string): Promise<boolean> {
  return fetch(`${url}/_emu/health`, { signal: AbortSignal.timeout(1000) }).then((answer) => answer.ok, () => false);
}

/** A process of its own: it stays when this one is killed, as the real platforms would. */
async function prepareEmulator(): Promise<(() => void) | undefined> {
  const url = emulatorUrl(process.env);
  if (await emulatorAnswers(url)) return undefined;
  tell('正在启动聊天平台模拟器（钉钉、企业微信）…');
  const folder = process.env['DATA_DIR'] ?? join(root, 'data');
  await mkdir(folder, { recursive: true });
  const log = openSync(join(folder, 'emulator.log'), 'a');
  const env = { ...process.env, PAGES_BASE: process.env['PAGES_BASE'] ?? `http://localhost:${process.env['PORT'] ?? '3000'}` };
  const child = spawn(process.execPath, [join(root, 'bots/emulator/main.ts')], { cwd: root, detached: true, stdio: ['ignore', log, log], env });
  child.unref();
  for (let tries = 0; tries < 100 && !(await emulatorAnswers(url)); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
  return () => void child.kill('SIGTERM');
}

/** What a hospital's administrator does once on the platform's page: names our callback address, which is checked there. */
async function nameCallback(port: number): Promise<void> {
  const body = JSON.stringify({ callbackUrl: `http://127.0.0.1:${port}/callbacks/wecom` });
  await fetch(`${emulatorUrl(process.env)}/_emu/wecom/app`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => undefined);
}

async function main(): Promise<void> {
  const pages = preparePages();
  const stopEmulator = isDemo(process.env) ? await prepareEmulator() : undefined;
  tell('正在启动服务…');
  // Whoever starts the demonstration sees a hospital at work; what only wants the service starts main.ts.
  if (isDemo(process.env)) process.env['SIMULATED_HOSPITAL_ON'] ??= '1';
  const { port, mllpPort, settings } = await run(process.argv.slice(2));
  // Only at an ordinary end; after kill -9 the emulator goes on with its state.
  if (stopEmulator !== undefined) process.on('exit', stopEmulator);
  if (settings.service.demo) await nameCallback(port);
  await pages;
  const here = `http://localhost:${port}`;
  tell(settings.service.demo ? `已就绪。请打开 ${here}（两部手机：${emulatorUrl(process.env).replace('127.0.0.1', 'localhost')}，HL7 端口：${mllpPort}）` : `已就绪：${here}，HL7 端口：${mllpPort}`);
}

main().catch((error: unknown) => {
  console.error(startTrouble(error) ?? error);
  process.exit(1);
});
