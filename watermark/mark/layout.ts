/**
 * Where the bits of an id stand in the tile that is repeated over a page, and which chips only say "here the tile
 * begins". Both come from a key: who does not have it sees noise. What turns the bits changes with a series (a day):
 * two days' tiles of one id have nothing in common but the sync chips, and looking for a day costs only a decoding.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import { codedBits } from './bits.ts';

/** A tile is 20 × 20 chips of 8 × 8 pixels at 150 dpi: two of JPEG's blocks are never one chip. */
export const chipsAcross = 20;
export const chipPixels = 8;
export const tilePixels = chipsAcross * chipPixels;
const chips = chipsAcross * chipsAcross;
const repeats = 2;

export interface Layout {
  /** Of each chip: 1 or -1 where it only marks the tile, 0 where it carries a bit. */
  readonly sync: Int8Array;
  /** Of each chip: which coded bit it carries; -1 for sync. */
  readonly bit: Int16Array;
}

/** Of each chip: 1 or -1 by which its bit is turned, so that no id paints a visible pattern. */
export type Turns = Int8Array;

const known = new Map<string, Layout>();
const mostKnown = 64;

/** The layout of a key; the same for the same key for ever. */
export function layoutOf(key: Uint8Array): Layout {
  const name = Buffer.from(key).toString('base64');
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = makeLayout(key);
  if (known.size >= mostKnown) known.clear();
  known.set(name, made);
  return made;
}

function makeLayout(key: Uint8Array): Layout {
  const order = shuffled(chips, keyed(key, 'wardline tile'));
  const data = order.slice(0, codedBits * repeats);
  const sync = new Int8Array(chips);
  const bit = new Int16Array(chips).fill(-1);
  // As many up as down: the tile as a whole is as bright as the page.
  const rest = order.slice(data.length);
  rest.forEach((chip, at) => { sync[chip] = at % 2 === 0 ? 1 : -1; });
  data.forEach((chip, at) => { bit[chip] = at % codedBits; });
  return { sync, bit };
}

const knownTurns = new Map<string, Turns>();

/** @param series what the turns change with: a day, written 2026-11-29 */
export function turnsOf(key: Uint8Array, series: string): Turns {
  const name = `${Buffer.from(key).toString('base64')} ${series}`;
  const found = knownTurns.get(name);
  if (found !== undefined) return found;
  const random = keyed(key, `wardline turns ${series}`);
  const made = Int8Array.from({ length: chips }, () => (random() < 0x8000_0000 ? 1 : -1));
  if (knownTurns.size >= mostKnown) knownTurns.clear();
  knownTurns.set(name, made);
  return made;
}

/** 32-bit numbers from a key, in counter mode. */
function keyed(key: Uint8Array, purpose: string): () => number {
  // A key that is an object already is asked five times as quickly: days' turns are thousands of blocks.
  const secret = createSecretKey(key);
  let block = Buffer.alloc(0);
  let at = 0;
  let count = 0;
  return () => {
    if (at === block.length) {
      block = createHmac('sha256', secret).update(`${purpose} ${count}`).digest();
      count += 1;
      at = 0;
    }
    at += 4;
    return block.readUInt32BE(at - 4);
  };
}

function shuffled(count: number, random: () => number): number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at--) {
    const other = random() % (at + 1);
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
}

/** The chips of one id: 1 or -1 each. */
export function chipsOf({ bit, sync }: Layout, turns: Turns, coded: Uint8Array): Int8Array {
  const own = new Int8Array(chips);
  for (let chip = 0; chip < chips; chip++) own[chip] = bit[chip] === -1 ? sync[chip]! : (coded[bit[chip]!]! * 2 - 1) * turns[chip]!;
  return own;
}

/** What was measured of each chip, gathered to the coded bits. */
export function gather({ bit }: Layout, turns: Turns, measured: Float64Array): Float64Array {
  const soft = new Float64Array(codedBits);
  for (let chip = 0; chip < chips; chip++) if (bit[chip] !== -1) soft[bit[chip]!]! += measured[chip]! * turns[chip]!;
  return soft;
}
