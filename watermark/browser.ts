/**
 * HTML to PDF by one Chromium that is kept: no network, no script, no files, a limit of time; closed and begun anew after
 * a number of documents, and after it fell.
 */
import type { Browser, Page } from 'puppeteer-core';
import { SourceRefused } from './source/refusal.ts';

export interface HtmlPrinterOptions {
  readonly executable: string;
  /** Only off where the whole service already runs in a sandbox of its own (a container without user namespaces). */
  readonly sandbox?: boolean;
  /** One document, from empty page to PDF. */
  readonly milliseconds?: number;
  /** Documents after which the browser is begun anew: whatever it gathered is gone. */
  readonly documents?: number;
}

export interface HtmlPrinter {
  /** One after the other. @throws SourceRefused `too-slow`, `damaged` */
  readonly print: (html: string) => Promise<Uint8Array>;
  /** The browser's process, while there is one. */
  readonly pid: () => number | undefined;
  readonly close: () => Promise<void>;
}

const args = ['--disable-extensions', '--disable-gpu', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND', '--disable-remote-fonts', '--js-flags=--max-old-space-size=256', '--font-render-hinting=none'];

export function openHtmlPrinter({ executable, sandbox = true, milliseconds = 15_000, documents = 200 }: HtmlPrinterOptions): HtmlPrinter {
  let browser: Browser | undefined;
  let printed = 0;
  let last: Promise<unknown> = Promise.resolve();

  async function opened(): Promise<Browser> {
    if (browser?.connected === true && printed < documents) return browser;
    await stop();
    printed = 0;
    // A large library, for those who print HTML.
    const { launch } = await import('puppeteer-core');
    browser = await launch({ executablePath: executable, headless: true, pipe: true, args: sandbox ? args : [...args, '--no-sandbox'] });
    return browser;
  }

  async function stop(): Promise<void> {
    const old = browser;
    browser = undefined;
    // One that does not end by itself is ended.
    const hung = setTimeout(() => old?.process()?.kill('SIGKILL'), 3000);
    await old?.close().catch(() => old.process()?.kill('SIGKILL'));
    clearTimeout(hung);
  }

  async function print(html: string, again = false): Promise<Uint8Array> {
    const own = await opened();
    printed += 1;
    const outcome = await Promise.race([pdfBy(own, html).catch((error: unknown) => error as Error), late(milliseconds)]);
    if (outcome instanceof Uint8Array) return outcome;
    const fell = outcome !== undefined && !own.connected;
    // A page that hangs holds its renderer: the next document gets a new browser.
    await stop();
    // It may have fallen by what came before: one more try, by a new one.
    if (fell && !again) return print(html, true);
    throw outcome === undefined ? new SourceRefused('too-slow', `more than ${milliseconds} ms`) : new SourceRefused('damaged', outcome.message.slice(0, 120));
  }

  return {
    print: (html) => {
      const own = last.then(() => print(html));
      last = own.catch(() => undefined);
      return own;
    },
    pid: () => browser?.process()?.pid,
    close: async () => {
      await last;
      await stop();
    },
  };
}

async function pdfBy(browser: Browser, html: string): Promise<Uint8Array> {
  // A context of its own: nothing one document leaves is there for the next.
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await shut(page);
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    return await page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: false });
  } finally {
    await context.close().catch(() => undefined);
  }
}

async function shut(page: Page): Promise<void> {
  await page.setJavaScriptEnabled(false);
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const fine = request.url() === 'about:blank' || request.url().startsWith('data:image/');
    void (fine ? request.continue() : request.abort('blockedbyclient')).catch(() => undefined);
  });
}

function late(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => { setTimeout(() => resolve(undefined), milliseconds).unref(); });
}
