/**
 * Characters of the visible mark as masks of coverage: each is drawn once at its angle, size and place within a pixel, and
 * kept. A name nobody has seen yet costs its own characters; the date, the reason and the ward are there already.
 */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { useFont } from './font.ts';

/** Coverage 0 to 255 of the box that holds a character; `left` and `top` count from the whole pixel its origin stands in. */
export interface Mask {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly coverage: Uint8Array;
}

/** How characters of one label stand. */
export interface Stand {
  /** Degrees, counter-clockwise. */
  readonly angle: number;
  readonly size: number;
}

/** Places within a pixel, across and down: what the eye no longer tells from the true place, and as fine as Skia sets type. */
export const phases = 4;

const masks = new Map<string, Mask>();
/** About a kilobyte each: a ward's names, letters and digits in all their places. */
const mostMasks = 6000;

/** @param phaseX of `phases`, how far right of the whole pixel the origin is; `phaseY` how far below */
export function maskOf(character: string, stand: Stand, phaseX: number, phaseY: number): Mask {
  const name = `${character}${stand.size},${stand.angle},${phaseX * phases + phaseY}`;
  const found = masks.get(name);
  if (found !== undefined) return found;
  const made = drawMask(character, stand, phaseX / phases, phaseY / phases);
  // The oldest goes; what is in use is drawn again soon and then is the youngest.
  if (masks.size >= mostMasks) masks.delete(masks.keys().next().value!);
  masks.set(name, made);
  return made;
}

/** As many of its own sizes as a character reaches from its origin: wide ones, turned, with marks above and below. */
const reach = 1.6;

let board: { readonly side: number; readonly pen: SKRSContext2D } | undefined;

function drawMask(character: string, { angle, size }: Stand, right: number, down: number): Mask {
  const origin = Math.ceil(size * reach);
  const side = origin * 2;
  if (board?.side !== side) board = { side, pen: createCanvas(side, side).getContext('2d') };
  const { pen } = board;
  pen.resetTransform();
  pen.clearRect(0, 0, side, side);
  setPen(pen, size);
  pen.textBaseline = 'alphabetic';
  pen.translate(origin + right, origin + down);
  pen.rotate((-angle * Math.PI) / 180);
  pen.fillText(character, 0, 0);
  return cut(pen.canvas.data(), side, origin);
}

/** How a label's words are set, alone or in a line. */
export function setPen(pen: SKRSContext2D, size: number): void {
  pen.fillStyle = '#000';
  pen.textBaseline = 'middle';
  pen.font = `${size}px ${useFont()}`;
}

/** The box that holds all that was drawn. */
function cut(rgba: Uint8Array, side: number, origin: number): Mask {
  let [left, top, right, bottom] = [side, side, -1, -1];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (rgba[(y * side + x) * 4 + 3] === 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const [width, height] = [Math.max(0, right - left + 1), Math.max(0, bottom - top + 1)];
  const coverage = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) coverage[y * width + x] = rgba[((top + y) * side + left + x) * 4 + 3]!;
  return { left: left - origin, top: top - origin, width, height, coverage };
}

const steps = new Map<string, number>();
const mostSteps = 20_000;
/** Widths grow with the size: measured at one. */
const measured = 100;
let known: SKRSContext2D | undefined;

function ruler(): SKRSContext2D {
  if (known === undefined) setPen((known = createCanvas(1, 1).getContext('2d')), measured);
  return known;
}

/** How far below the middle of a line its characters' origins are, in sizes. */
export function originBelow(): number {
  return -ruler().measureText('国').alphabeticBaseline / measured;
}

/** How far the next character's origin is from this one's, kerning included, in sizes; `next` is empty after the last. */
export function stepOf(character: string, next: string): number {
  const name = `${character}${next}`;
  const found = steps.get(name);
  if (found !== undefined) return found;
  const made = (ruler().measureText(name).width - (next === '' ? 0 : ruler().measureText(next).width)) / measured;
  if (steps.size >= mostSteps) steps.clear();
  steps.set(name, made);
  return made;
}
