/** A phone in the hand: what a finger does, and what the browser complains of meanwhile. */
import type { Page } from 'puppeteer-core';
import { lastThatSays, onceStill } from './hands.ts';
import { PHONE } from './journeys.ts';

export const touch = { ...PHONE, hasTouch: true, isMobile: true };

/** With the finger, once it lies still and nothing lies over it. */
export async function tap(page: Page, label: string, within = 'body'): Promise<void> {
  const all = ['button', 'a', 'label', '[role=tab]', '.van-tabbar-item'].map((kind) => `${within} ${kind}`).join();
  await onceStill(page, `something to touch that says 「${label}」 in ${within}`, () => lastThatSays(page, all, label), (handle) => handle.tap());
}

/** What the selector names, with the finger. */
export async function tapAt(page: Page, selector: string): Promise<void> {
  await onceStill(page, selector, () => page.$(selector), (handle) => handle.tap());
}

/** Whatever the browser complains of, and whom it asked beside us. */
export function listen(page: Page): { errors: string[]; foreign: string[] } {
  const heard: { errors: string[]; foreign: string[] } = { errors: [], foreign: [] };
  const own = new URL(page.url()).host;
  page.on('console', (message) => void (message.type() === 'error' && heard.errors.push(message.text())));
  page.on('pageerror', (error) => void heard.errors.push(String(error)));
  page.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (/^https?:$/.test(protocol) && host !== own) heard.foreign.push(host);
  });
  return heard;
}

/** Nothing runs out of the page. */
export const wide = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
