/**
 * Who is looking, over everything they look at: a photograph of the screen names its viewer, and a code in it that
 * nobody sees says so once more (`screen-code.ts`). The overlay takes no touches, puts itself back when it is
 * removed, hidden, emptied, shrunk or covered, and says so. Simple tampering only.
 */
import type { ScreenTile, Tampering } from '../../../services/shared/viewing/schema.ts';
import { clock, stamp } from '../../../cards/words.ts';

export interface Viewer {
  readonly number: string;
  readonly name: string;
  readonly departmentName: string;
}

/** Whole tiles of the hidden code (160), so that what is seen repeats with what is not; where the words begin on it, twice where they stand densely. */
const tiles = {
  dense: { width: 320, height: 160, from: [[18, 132], [178, 52]] },
  ordinary: { width: 320, height: 160, from: [[18, 132]] },
  wide: { width: 480, height: 320, from: [[18, 220]] },
} as const;

/** To the minute, the day with it: a picture is often found long after it was taken. */
export function watermarkLines({ name, number, departmentName }: Viewer, now: Date): readonly [string, string] {
  return [`${name} ${number} ${departmentName}`, `${stamp(now).slice(0, 10)} ${clock(now)}`];
}

export function tileImage(lines: readonly string[], colour: string, { angle, spacing }: Pick<ScreenTile['look'], 'angle' | 'spacing'>): string {
  const { width, height, from } = tiles[spacing];
  const text = lines.map((line, row) => `<text x="0" y="${row * 18}">${escapeXml(line)}</text>`).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `${from.map(([x, y]) => `<g transform="translate(${x} ${y}) rotate(${-angle})" fill="${colour}" font-size="13" font-family="sans-serif">${text}</g>`).join('')}</svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

/** A layer of the overlay that repeats; `side` in CSS pixels where the picture is not to be shown at its own size. */
export interface Layer {
  readonly image: string;
  readonly side?: number;
}

/** Ours lie above everything by right: the dialog that asks who one is. */
const foreignOnTop = [':modal:not(.step-up)', ':popover-open', ':fullscreen'] as const;
const looksEveryMs = 2000;
/** A bar of the browser that comes and goes takes a little of the height. */
const most = 0.9;

/**
 * Draws and guards the overlay; `redraw` is for the minute and the theme, `stop` for leaving the clinical pages. What a
 * page's script can do to it is seen at once, what a style sheet or the browser's top layer can within two seconds.
 * @param tampered told what was done to it, after it was put back
 */
export function startWatermark(draw: () => readonly Layer[], tampered: (how: Tampering) => void): { redraw: () => void; stop: () => void } {
  let overlay = document.createElement('div');
  let wanted = '';
  let below: readonly Element[] = [];

  const guard = new MutationObserver(look);
  const timer = setInterval(look, looksEveryMs);
  document.addEventListener('fullscreenchange', look);

  function look(): void {
    const how = harm(overlay, wanted, below);
    if (how === undefined) return;
    redraw();
    tampered(how);
  }

  function redraw(): void {
    guard.disconnect();
    overlay.remove();
    overlay = document.createElement('div');
    overlay.setAttribute('aria-hidden', 'true');
    wanted = overlayStyle(draw());
    overlay.setAttribute('style', wanted);
    root().append(overlay);
    below = onTop();
    if (below.length > 0) raise(overlay);
    guard.observe(overlay, { attributes: true, childList: true });
    guard.observe(root(), { childList: true });
  }

  redraw();
  return {
    redraw,
    stop: () => {
      guard.disconnect();
      clearInterval(timer);
      document.removeEventListener('fullscreenchange', look);
      overlay.remove();
    },
  };
}

function harm(overlay: HTMLElement, wanted: string, below: readonly Element[]): Tampering | undefined {
  if (overlay.parentNode !== root()) return 'removed';
  if (overlay.hasChildNodes()) return 'emptied';
  if (overlay.getAttribute('style') !== wanted) return harmOfStyle(overlay);
  // What is put behind it in the document lies over it.
  for (let next = overlay.nextElementSibling; next !== null; next = next.nextElementSibling) if (isSeen(next)) return 'covered';
  if (onTop().some((each) => !below.includes(each))) return 'covered';
  return harmOfLook(overlay);
}

/** Its own style was changed: by what it looks like now. */
function harmOfStyle(overlay: HTMLElement): Tampering {
  const style = getComputedStyle(overlay);
  if (style.backgroundImage === 'none') return 'emptied';
  return harmOfLook(overlay) ?? (style.position === 'fixed' ? 'hidden' : 'shrunk');
}

/** Whatever did it: an own style, a sheet of an extension, an animation. */
function harmOfLook(overlay: HTMLElement): Tampering | undefined {
  const { display, visibility, opacity, backgroundImage } = getComputedStyle(overlay);
  if (display === 'none' || visibility !== 'visible' || Number(opacity) < 1) return 'hidden';
  if (backgroundImage === 'none') return 'emptied';
  const { width, height } = overlay.getBoundingClientRect();
  return width < root().clientWidth * most || height < root().clientHeight * most ? 'shrunk' : undefined;
}

const root = (): HTMLElement => document.documentElement;

/** Helpers of the chat's browser leave empty elements there. */
function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width * height > 0;
}

/** What else is in the browser's top layer, where no z-index reaches; older browsers know some of the words. */
function onTop(): Element[] {
  return foreignOnTop.flatMap((selector) => {
    try {
      return [...document.querySelectorAll(selector)].filter((each) => each.parentNode !== root());
    } catch {
      return [];
    }
  });
}

/** Into the top layer, above what is there. */
function raise(overlay: HTMLElement): void {
  if (typeof overlay.showPopover !== 'function') return;
  overlay.popover = 'manual';
  overlay.showPopover();
}

/** Inline and `!important` throughout: no style sheet can overrule it. */
function overlayStyle(layers: readonly Layer[]): string {
  const rules = {
    all: 'initial',
    position: 'fixed',
    inset: '0',
    'z-index': '2147483647',
    display: 'block',
    visibility: 'visible',
    opacity: '1',
    'pointer-events': 'none',
    'background-image': layers.map(({ image }) => image).join(','),
    'background-size': layers.map(({ side }) => (side === undefined ? 'auto' : `${side}px ${side}px`)).join(','),
    'background-repeat': 'repeat',
    'print-color-adjust': 'exact',
    '-webkit-print-color-adjust': 'exact',
  };
  return Object.entries(rules).map(([name, value]) => `${name}:${value} !important`).join(';');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
