/** What a person does with a page: looks until something is there, presses what it says, types. No sleeping. */
import { setTimeout as pause } from 'node:timers/promises';
import type { ElementHandle, Frame, Page } from 'puppeteer-core';

export type Place = Page | Frame;

/** How long a person would look; a busy machine is slow. */
const PATIENCE = 30_000;
const LOOKS_EVERY = 50;
const PRESSABLE = ['button', 'a', 'summary', 'label', '[role=tab]', '[role=link]'];

/** The words on the page, or on the parts that `within` selects. */
export async function wordsOn(place: Place, within = 'body'): Promise<string> {
  return place.$$eval(within, (nodes) => nodes.map((node) => String((node as { innerText?: unknown }).innerText ?? '')).join('\n'));
}

export async function sees(place: Place, words: string | RegExp, within = 'body'): Promise<void> {
  await until(place, `「${String(words)}」 in ${within}`, async () => {
    const shown = await wordsOn(place, within);
    return typeof words === 'string' ? shown.includes(words) : words.test(shown);
  });
}

/** Presses the last thing that says so and can be pressed, with the mouse. */
export async function press(place: Place, label: string, within = 'body'): Promise<void> {
  const all = PRESSABLE.map((kind) => `${within} ${kind}`).join();
  await onceStill(place, `something to press that says 「${label}」 in ${within}`, () => lastThatSays(place, all, label), (handle) => handle.click());
}

/** Presses what the selector names, with the mouse. */
export async function pressAt(place: Place, selector: string): Promise<void> {
  await onceStill(place, selector, () => place.$(selector), (handle) => handle.click());
}

/**
 * Looks for something until it stands still, and acts, again where no click came of it: a page that is laid out at that
 * very moment lets a finger hit beside, and a person would press again.
 */
export async function onceStill(place: Place, what: string, find: () => Promise<ElementHandle | null | undefined>, act: (handle: ElementHandle) => Promise<void>): Promise<void> {
  await until(place, what, async () => {
    const handle = await find();
    if (!handle || !(await standsStill(handle))) return false;
    await handle.evaluate((given) => {
      // What was pressed before, perhaps the same button, is no press of now.
      const node = Object.assign(given as unknown as Node, { wasHit: false });
      node.ownerDocument.addEventListener('click', ({ target }) => Object.assign(node, { wasHit: node.wasHit || node.contains(target) }), true);
    });
    await act(handle);
    return landed(handle);
  });
}

/** A page that went away has taken the click. */
async function landed(handle: ElementHandle): Promise<boolean> {
  for (let looks = 0; looks < 20; looks++) {
    if (await handle.evaluate((node) => (node as unknown as Node).wasHit === true).catch(() => true)) return true;
    await pause(LOOKS_EVERY);
  }
  return false;
}

/** The very elements that were asked: what comes in above them meanwhile must not move the finger to a neighbour. */
export async function lastThatSays(place: Place, all: string, label: string): Promise<ElementHandle | undefined> {
  const handles = await place.$$(all);
  const says = await Promise.all(handles.map((each) => each.evaluate((node, wanted) => node.getClientRects().length > 0 && !node.matches(':disabled') && (node as unknown as { innerText: string }).innerText.includes(wanted), label)));
  return handles[says.lastIndexOf(true)];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Node {
  readonly ownerDocument: { elementFromPoint(left: number, top: number): unknown; addEventListener(kind: 'click', hear: (event: { readonly target: unknown }) => void, isFirst: true): void };
  readonly wasHit?: boolean;
  scrollIntoView(how: object): void;
  getBoundingClientRect(): Box;
  contains(other: unknown): boolean;
}

/** In sight, where it was a moment ago, and under nothing else: a page that is still filling moves its buttons away from the finger. */
async function standsStill(handle: ElementHandle): Promise<boolean> {
  const look = (): Promise<string> =>
    handle.evaluate((given) => {
      const node = given as unknown as Node;
      node.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = node.getBoundingClientRect();
      const isOnTop = node.contains(node.ownerDocument.elementFromPoint(left + width / 2, top + height / 2));
      return isOnTop ? `${left} ${top} ${width} ${height}` : '';
    });
  const before = await look();
  await pause(LOOKS_EVERY);
  return before !== '' && before === (await look());
}

/** Types each text into the field of the same place. */
export async function type(place: Place, selector: string, texts: readonly string[]): Promise<void> {
  await until(place, `${texts.length} × ${selector}`, async () => (await place.$$(selector)).length >= texts.length);
  const fields = await place.$$(selector);
  for (const [index, text] of texts.entries()) await fields[index]?.type(text);
}

/** Puts a text in the place of what a field holds, as pasting does. */
export async function paste(place: Place, selector: string, text: string): Promise<void> {
  await until(place, selector, async () => (await place.$(selector)) !== null);
  await place.$eval(selector, (field, given) => {
    Object.assign(field, { value: given });
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
}

/** A page that is being replaced has nothing to look at for a moment. @throws what was waited for in vain, in words */
export async function until(place: Place, what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`waited for ${what}; there was: ${(await wordsOn(place).catch(() => '')).slice(0, 1500)}`);
    await pause(LOOKS_EVERY);
  }
}

/** As a finger or mouse that marks all of it, and 复制; what the clipboard would get. */
export const copied = (page: Page, selector: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const node = document.querySelector(${JSON.stringify(selector)});
    getSelection().selectAllChildren(node);
    const event = new ClipboardEvent('copy', { bubbles: true, cancelable: true });
    return { goes: node.dispatchEvent(event), marks: getComputedStyle(node).userSelect };
  })()`);

/** What of a page somebody has marked from one place to the end of another. */
export const taken = (page: Page, from: string, to: string): Promise<string> =>
  page.evaluate(`(() => {
    const range = document.createRange();
    range.setStart(document.querySelector(${JSON.stringify(from)}), 0);
    range.setEndAfter(document.querySelector(${JSON.stringify(to)}).lastChild);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return getSelection().toString();
  })()`) as Promise<string>;
