/**
 * `npm run bench:first-load -- [--rounds 5]`
 *
 * A phone in a bad network: Chromium at 390 × 844 with the network of Lighthouse's slow 3G (150 ms, 1.6 Mbit/s down, 750 kbit/s up)
 * and the processor four times slower, through CDP. A signed-in doctor opens the workspace with an empty cache; then a patient
 * from the list, and the same patient again, whose page is kept. Bytes are what came over the wire.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'puppeteer-core';
import { buildPages, pagesAreFresh } from '../services/built-pages.ts';
import { openChromium } from '../tests/browser/support/chromium.ts';
import { world } from '../tests/kit/world.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const network = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };

interface Round {
  readonly workspaceMs: number;
  readonly patientMs: number;
  readonly againMs: number;
  readonly scriptBytes: number;
  readonly allBytes: number;
}

const since = async (begin: () => Promise<unknown>, page: Page, seen: string): Promise<number> => {
  const from = performance.now();
  await begin();
  await page.waitForFunction(`document.body.innerText.includes(${JSON.stringify(seen)})`, { polling: 20, timeout: 30_000 });
  return Math.round(performance.now() - from);
};

/** A press as the page's own code hears it: the way of the command to the browser is not the page's. */
const pressed = (page: Page, words: string) => () => page.evaluate(`[...document.querySelectorAll('a,button')].findLast((each) => each.innerText.includes(${JSON.stringify(words)})).click()`);

async function round(url: string, cookie: string): Promise<Round> {
  const profile = await mkdtemp(join(tmpdir(), 'wardline-first-'));
  const browser = await openChromium(profile);
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    const cdp = await page.createCDPSession();
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', network);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    // A session belongs to the device that signed in, which was this process.
    await page.setUserAgent({ userAgent: 'node' });
    for (const each of cookie.split('; ')) {
      const [name = '', value = ''] = each.split(/=(.*)/s);
      await browser.setCookie({ name, value, domain: new URL(url).hostname, path: '/' });
    }
    let [scriptBytes, allBytes] = [0, 0];
    const kinds = new Map<string, string>();
    cdp.on('Network.responseReceived', ({ requestId, type }) => void kinds.set(requestId, type));
    cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      allBytes += encodedDataLength;
      if (kinds.get(requestId) === 'Script') scriptBytes += encodedDataLength;
    });
    const workspaceMs = await since(() => page.goto(`${url}/m`, { waitUntil: 'domcontentloaded' }), page, '现在没有等您处理的事');
    const first = { scriptBytes, allBytes };
    await since(pressed(page, '在院患者'), page, '王**');
    const patientMs = await since(pressed(page, '王**'), page, '病案号');
    await since(() => page.goBack(), page, '王**');
    const againMs = await since(pressed(page, '王**'), page, 'P000001');
    return { workspaceMs, patientMs, againMs, ...first };
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (!(await pagesAreFresh()) && !(await buildPages())) throw new Error('the pages were not built');
const ends: (() => unknown)[] = [];
const w = await world({ teardown: (end) => void ends.push(end), fail: (message) => { throw new Error(message); } });
const { cookie } = await w.signIn('1001');
console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
const rounds: Round[] = [];
for (let at = 0; at < Number(values.rounds); at++) {
  rounds.push(await round(w.url, cookie));
  console.log(JSON.stringify(rounds.at(-1)));
}
const median = (of: keyof Round): number => rounds.map((each) => each[of]).toSorted((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0;
console.log(`median: workspace ${median('workspaceMs')} ms, first patient ${median('patientMs')} ms, kept patient ${median('againMs')} ms, scripts ${Math.round(median('scriptBytes') / 1000)} kB, all ${Math.round(median('allBytes') / 1000)} kB`);
for (const end of ends.toReversed()) await end();
