/** A Chromium to drive: the one `CHROMIUM_PATH` names, the system's, or the one inside an npm package. */
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch } from 'puppeteer-core';

const SYSTEM = '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-fake-device-for-media-stream'];

interface Found {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

export async function openChromium(profile: string): Promise<Browser> {
  const { path, env } = await findChromium();
  return launch({ executablePath: path, userDataDir: profile, args: FLAGS, env, timeout: 60_000 });
}

async function findChromium(): Promise<Found> {
  const named = process.env['CHROMIUM_PATH'] ?? (existsSync(SYSTEM) ? SYSTEM : undefined);
  return named === undefined ? packaged() : { path: named, env: process.env };
}

/**
 * The package unpacks its shared libraries only where it believes to be in Amazon's runtime. They are for the browser
 * alone: nothing else that a test starts may find them.
 */
async function packaged(): Promise<Found> {
  const before = { ...process.env };
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x';
  const { default: chromium } = await import('@sparticuz/chromium');
  const path = await chromium.executablePath();
  const env = { ...before, LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') };
  process.env = before;
  return { path, env };
}
