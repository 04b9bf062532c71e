/**
 * One hospital in the test's own process for a whole file, one Chromium beside it: people sign in and press, and the
 * clock moves when told. For pages; what needs processes of its own is in `journeys.ts`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { buildPages, pagesAreFresh } from '../../../services/built-pages.ts';
import { createRing } from '../../../services/core/seal.ts';
import { codeAt, hashPassword, savePassword, saveTotp } from '../../../services/shared/sign-in/index.ts';
import { type World, world } from '../../kit/world.ts';
import { openChromium } from './chromium.ts';
import { press, sees, type } from './hands.ts';
import { PHONE, type Size, pictures } from './journeys.ts';
import { freePorts } from '../../kit/ports.ts';

const DESK = { width: 1280, height: 800 } as const;

export interface House {
  readonly w: World;
  /** A page of a browser that knows nobody. */
  visitor(path: string, size?: Size): Promise<Page>;
  /** Signed in by number, password and, where there is one, the code of the phone; then at the page. */
  as(staff: string, path: string, size?: Size & { readonly userAgent?: string }): Promise<Page>;
  /** The code on the person's phone, one that was not used yet. */
  code(): Promise<string>;
  /** A picture for whoever looks (`PICTURES` names the folder); nothing otherwise. */
  picture(page: Page, name: string): Promise<void>;
}

export type Told = (name: string, tell: (t: ExecutionContext, house: House) => Promise<void>) => void;

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const password = 'Sunny-river42';
const key = Buffer.alloc(32, 7);

/** `staff`: who has a desk account. */
export function house(staff: readonly string[], settings: Readonly<Record<string, string>> = {}): Told {
  const closers: (() => unknown)[] = [];
  const opened: { w?: World; browser?: Browser } = {};
  test.serial.before('the hospital opens', async (t) => {
    t.timeout(150_000);
    if (!(await pagesAreFresh()) && !(await buildPages())) throw new Error('the pages were not built');
    const [port = 0] = await freePorts(1);
    // The phones of the emulator open our pages from here.
    process.env['PAGES_BASE'] = `http://localhost:${port}`;
    const profile = await mkdtemp(join(tmpdir(), 'wardline-house-'));
    closers.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
    const holder = { teardown: (close: () => unknown) => void closers.push(close), fail: t.fail };
    opened.w = await world(holder, { port, env: { SEAL_KEY: key.toString('base64'), PORT: String(port), ...settings } });
    await accounts(opened.w, staff);
    opened.browser = await openChromium(profile);
  });
  test.after.always('the hospital closes', async () => {
    await opened.browser?.close();
    for (const close of closers.toReversed()) await close();
  });
  return (name, tell) => {
    test.serial(name, async (t) => {
      const { w, browser } = opened;
      if (w === undefined || browser === undefined) throw new Error('the hospital did not open');
      const contexts: BrowserContext[] = [];
      try {
        await tell(t, houseOf(w, browser, contexts));
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

/** Desk accounts of these people, with one-time codes. */
async function accounts(w: World, staff: readonly string[]): Promise<void> {
  const { prisma } = w.hospital.database;
  const hash = await hashPassword(password);
  const seal = createRing(new Map([[1, key]]), { algorithm: 'aes-256-gcm' });
  for (const number of staff) {
    await savePassword(prisma, number, hash, w.now(), false);
    await saveTotp(prisma, seal, number, secret, null, w.now());
  }
}

function houseOf(w: World, browser: Browser, contexts: BrowserContext[]): House {
  const base = process.env['PAGES_BASE'] ?? '';
  const open = async (path: string, size: Size, before: (page: Page) => Promise<unknown> = async () => undefined): Promise<Page> => {
    const context = await browser.createBrowserContext();
    contexts.push(context);
    const page = await context.newPage();
    await page.setViewport(size);
    await page.emulateTimezone('America/New_York');
    await before(page);
    // The browser itself stays English, so that a control which speaks its language is seen.
    await page.evaluateOnNewDocument(`Object.defineProperty(navigator, 'language', { get: () => 'zh-CN' })`);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.goto(path.startsWith('http') ? path : base + path);
    return page;
  };
  // Each code works once: the clock moves on to a fresh one.
  const code = async (): Promise<string> => {
    await w.pass(1);
    return codeAt(secret, w.now());
  };
  return {
    w,
    visitor: (path, size = PHONE) => open(path, size),
    as: async (staff, path, size = DESK) => {
      const { userAgent } = size;
      let plain = '';
      // Inside a chat app the platform says who one is (chats.test.ts); here the way in is the form, and the pages behind it are in the app.
      const page = await open(path, size, async (fresh) => {
        if (userAgent === undefined) return;
        await fresh.setUserAgent({ userAgent });
        plain = (await fresh.evaluateOnNewDocument(`Object.defineProperty(navigator, 'userAgent', { get: () => 'a browser' })`)).identifier;
      });
      await type(page, 'input[name=username]', [staff]);
      await type(page, 'input[name=password]', [password]);
      await press(page, '登录', 'form');
      await sees(page, '动态口令');
      await type(page, 'input[autocomplete=one-time-code]', [await code()]);
      await press(page, '验证并登录');
      await page.waitForFunction(`!location.pathname.endsWith('/sign-in')`);
      if (userAgent !== undefined) {
        await page.removeScriptToEvaluateOnNewDocument(plain);
        await page.reload();
      }
      return page;
    },
    code,
    picture: async (page, name) => {
      const folder = process.env['PICTURES'];
      if (folder === undefined) return;
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
  };
}
