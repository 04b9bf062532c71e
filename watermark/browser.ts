/**
 * HTML to PDF by one Chromium that is kept: no network, no script, no files, a limit of time; closed and begun anew after
 * a number of documents, and after it fell. So is its page, more often: a process of its own for each document costs more than
 * twice what printing it does.
 */
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { SourceRefused } from './source/refusal.ts';

export interface HtmlPrinterOptions {
  readonly executable: string;
  /** Only off where the whole service already runs in a sandbox of its own (a container without user namespaces). */
  readonly sandbox?: boolean;
  /** One document, from empty page to PDF. */
  readonly milliseconds?: number;
  /** Documents after which the browser is begun anew: whatever it gathered is gone. */
  readonly documents?: number;
  /** Documents after which the page is: emptied after each, in a context without store or network. */
  readonly documentsOfPage?: number;
}

export interface HtmlPrinter {
  /** One after the other. @throws SourceRefused `too-slow`, `damaged` */
  readonly print: (html: string) => Promise<Uint8Array>;
  /** The browser's process, while there is one. */
  readonly pid: () => number | undefined;
  readonly close: () => Promise<void>;
}

/** The empty page documents are written on. */
interface Sheet {
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  printed: number;
}

/** Longer than that an empty page does not take. */
const emptyMs = 3000;

const args = ['--disable-extensions', '--disable-gpu', '--no-first-run', '--host-resolver-rules=MAP * ~NOTFOUND', '--disable-remote-fonts', '--js-flags=--max-old-space-size=256', '--font-render-hinting=none'];

export function openHtmlPrinter({ executable, sandbox = true, milliseconds = 15_000, documents = 200, documentsOfPage = 20 }: HtmlPrinterOptions): HtmlPrinter {
  let browser: Browser | undefined;
  let sheet: Sheet | undefined;
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
    sheet = undefined;
    // One that does not end by itself is ended.
    const hung = setTimeout(() => old?.process()?.kill('SIGKILL'), 3000);
    await old?.close().catch(() => old.process()?.kill('SIGKILL'));
    clearTimeout(hung);
  }

  async function sheetOf(own: Browser): Promise<Sheet> {
    if (sheet?.browser === own && sheet.printed < documentsOfPage) return sheet;
    const old = sheet;
    sheet = undefined;
    await old?.context.close().catch(() => undefined);
    const made = await sheetIn(own);
    sheet = made;
    return made;
  }

  /** Nothing of a document stays, and the next one finds a page; nobody waits for it. */
  async function ready(): Promise<void> {
    const used = sheet;
    if (used === undefined || used.browser !== browser || !used.browser.connected) return;
    const isWorn = used.printed >= documentsOfPage;
    const made = isWorn ? sheetOf(used.browser) : used.page.goto('about:blank', { timeout: emptyMs });
    const isReady = await Promise.race([made.then(() => true, () => false), late(isWorn ? milliseconds : emptyMs)]);
    // What does not let itself be emptied goes with its browser.
    if (isReady !== true) await stop();
  }

  async function print(html: string, again = false): Promise<Uint8Array> {
    const own = await opened();
    printed += 1;
    const outcome = await Promise.race([sheetOf(own).then((made) => pdfBy(made, html)).catch((error: unknown) => error as Error), late(milliseconds)]);
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
      last = own.catch(() => undefined).then(ready).catch(() => undefined);
      return own;
    },
    pid: () => browser?.process()?.pid,
    close: async () => {
      await last;
      await stop();
    },
  };
}

async function sheetIn(browser: Browser): Promise<Sheet> {
  // A context of its own: nothing one page leaves is there for the next.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await shut(page);
  return { browser, context, page, printed: 0 };
}

async function pdfBy(sheet: Sheet, html: string): Promise<Uint8Array> {
  sheet.printed += 1;
  await sheet.page.setContent(html, { waitUntil: 'domcontentloaded' });
  return sheet.page.pdf({ format: 'A4', printBackground: true, preferCSSPageSize: false });
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
