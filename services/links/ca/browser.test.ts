/** The verifier in a real browser, as a page would use it. Skipped, with a word, where no Chromium starts. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import chromium from '@sparticuz/chromium';
import test from 'ava';
import { launch, type Browser } from 'puppeteer-core';
import { build } from 'vite';
import { DOCUMENT, LI, PIN } from './ca.contract.ts';
import { localTrial } from './local/trial.ts';

const ENTRY = new URL('./verify.ts', import.meta.url).pathname;

async function bundle(): Promise<string> {
  const lib = { entry: ENTRY, formats: ['es' as const], fileName: 'verify' };
  const rolldownOptions = { output: { codeSplitting: false } };
  const built = await build({ root: import.meta.dirname, configFile: false, logLevel: 'silent', build: { write: false, minify: false, lib, rolldownOptions } });
  const outputs = Array.isArray(built) ? built : [built];
  const chunk = outputs.flatMap((one) => ('output' in one ? one.output : [])).find((one) => one.type === 'chunk');
  return chunk?.type === 'chunk' ? chunk.code : '';
}

async function browserIfAny(): Promise<Browser | undefined> {
  try {
    return await launch({ executablePath: process.env['CHROMIUM_PATH'] ?? (await chromium.executablePath()), args: chromium.args, headless: 'shell' });
  } catch {
    return undefined;
  }
}

test('in Chromium: holds, and a changed document does not, for all three algorithms', async (t) => {
  const browser = await browserIfAny();
  if (browser === undefined) {
    t.log('no Chromium starts on this machine: skipped');
    return t.pass();
  }
  t.teardown(() => browser.close());
  const code = await bundle();
  const server = createServer((request, response) => {
    const script = request.url === '/verify.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ? code : '<!doctype html><title>x</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => void server.close());
  const address = server.address();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}/`);
  for (const algorithm of ['ecdsa', 'rsa', 'sm2'] as const) {
    const { ca, clock } = localTrial(algorithm);
    await ca.enrol(LI, PIN);
    const signature = await ca.sign({ key: 'k', staffNumber: LI.staffNumber, pin: PIN, document: DOCUMENT, act: '危急值处置' });
    const given = JSON.stringify({ document: DOCUMENT, signature, trust: await ca.trust(), now: clock.now });
    const reasons = await page.evaluate(`(async () => {
      const { verifySignature } = await import('/verify.js');
      const { document, signature, trust, now } = ${given};
      const held = await verifySignature(document, signature, trust, now);
      const changed = await verifySignature({ ...document, act: 'x' }, signature, trust, now);
      return [held.reason, changed.reason];
    })()`);
    t.deepEqual(reasons, ['holds', 'document-changed'], algorithm);
  }
});
