/**
 * Who is looking, over everything they look at: a photograph of the screen names its viewer, and a code in it that
 * nobody sees says so once more (`screen-code.ts`). The overlay takes no touches and puts itself back when it is
 * removed, hidden or emptied. Simple tampering only.
 */
import { clock, stamp } from '../../../cards/words.ts';

export interface Viewer {
  readonly number: string;
  readonly name: string;
  readonly departmentName: string;
}

/** Whole tiles of the hidden code (160), so that what is seen repeats with what is not. */
const tile = { width: 320, height: 160, turn: -18 } as const;

/** To the minute, the day with it: a picture is often found long after it was taken. */
export function watermarkLines({ name, number, departmentName }: Viewer, now: Date): readonly [string, string] {
  return [`${name} ${number} ${departmentName}`, `${stamp(now).slice(0, 10)} ${clock(now)}`];
}

export function tileImage(lines: readonly string[], colour: string): string {
  const text = lines.map((line, row) => `<text x="0" y="${row * 18}">${escapeXml(line)}</text>`).join('');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${tile.width}" height="${tile.height}">` +
    `<g transform="translate(18 ${tile.height - 28}) rotate(${tile.turn})" fill="${colour}" font-size="13" font-family="sans-serif">${text}</g></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

/** A layer of the overlay that repeats; `side` in CSS pixels where the picture is not to be shown at its own size. */
export interface Layer {
  readonly image: string;
  readonly side?: number;
}

/** Draws and guards the overlay; `redraw` is for the minute and the theme, `stop` for leaving the clinical pages. */
export function startWatermark(draw: () => readonly Layer[]): { redraw: () => void; stop: () => void } {
  const root = document.documentElement;
  let overlay = document.createElement('div');
  let wanted = '';

  const guard = new MutationObserver(() => {
    if (overlay.getAttribute('style') !== wanted || overlay.parentNode !== root || overlay.hasChildNodes()) redraw();
  });

  function redraw(): void {
    guard.disconnect();
    overlay.remove();
    overlay = document.createElement('div');
    overlay.setAttribute('aria-hidden', 'true');
    wanted = overlayStyle(draw());
    overlay.setAttribute('style', wanted);
    root.append(overlay);
    guard.observe(overlay, { attributes: true, childList: true });
    guard.observe(root, { childList: true });
  }

  redraw();
  return {
    redraw,
    stop: () => {
      guard.disconnect();
      overlay.remove();
    },
  };
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
