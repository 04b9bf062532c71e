/** One started hospital for the journeys of a test file; a journey that fails leaves pictures of every open page. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { openChromium } from './chromium.ts';
import { type Running, startAll } from './processes.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Stage {
  readonly url: string;
  readonly emulator: string;
  /** For files of the tests. */
  readonly folder: string;
  /** A page of this journey's own browser. */
  open(address: string, size?: Size): Promise<Page>;
  /** The same address in a browser that knows nobody. */
  stranger(address: string): Promise<Page>;
  /** The laboratory reports a critical potassium of whoever lies there. */
  reports(bed: string): Promise<void>;
}

export const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };

export type Journey = (name: string, tell: (t: ExecutionContext, stage: Stage) => Promise<void>) => void;

export function journeys(settings: Readonly<Record<string, string>> = {}): Journey {
  let folder = '';
  let running: Running | undefined;
  let browser: Browser | undefined;
  test.serial.before('the hospital opens', async (t) => {
    t.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'wardline-browser-'));
    [running, browser] = await Promise.all([startAll(folder, settings), openChromium(join(folder, 'profile'))]);
  });
  test.after.always('the hospital closes', async () => {
    await browser?.close();
    await running?.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return (name, tell) => {
    test.serial(name, async (t) => {
      if (running === undefined || browser === undefined) throw new Error('the hospital did not open');
      const contexts = [await browser.createBrowserContext()];
      try {
        await tell(t, stageOf(running, folder, browser, contexts));
        t.pass();
      } catch (error) {
        t.log(`pictures: ${await pictures(contexts, name)}`);
        throw error;
      } finally {
        for (const context of contexts) await context.close();
      }
    });
  };
}

function stageOf({ url, emulator }: Running, folder: string, browser: Browser, contexts: BrowserContext[]): Stage {
  return {
    url,
    emulator,
    folder,
    open: async (address, size = DESK) => openIn(contexts[0] ?? browser.defaultBrowserContext(), address, size),
    stranger: async (address) => {
      const context = await browser.createBrowserContext();
      contexts.push(context);
      return openIn(context, address, DESK);
    },
    reports: async (bed) => {
      const [ward, number] = bed.split('-');
      const headers = { 'content-type': 'application/json', 'x-wardline': '1' };
      const answer = await fetch(`${url}/api/demo/send-critical`, { method: 'POST', headers, body: JSON.stringify({ bed: { ward, bed: number } }) });
      if (!answer.ok) throw new Error(`send-critical: ${await answer.text()}`);
    },
  };
}

async function openIn(context: BrowserContext, address: string, size: Size): Promise<Page> {
  const page = await context.newPage();
  await page.setViewport(size);
  // The hospital's time is shown wherever the browser is; what slides in is missed by a pointer.
  await page.emulateTimezone('America/New_York');
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.goto(address);
  return page;
}

/** Kept after the test: somebody has to look at them. */
export async function pictures(contexts: readonly BrowserContext[], name: string): Promise<string> {
  const folder = join(tmpdir(), 'wardline-pictures', `${Date.now()}-${name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
  await mkdir(folder, { recursive: true });
  const pages = (await Promise.all(contexts.map((context) => context.pages()))).flat();
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join(folder, `${index + 1}.png`) }).catch(() => undefined);
  }
  return folder;
}
