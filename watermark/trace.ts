/** The door for whoever traces: a picture of any size, turn and cut, and whose copy of a page it is. */
import sharp from 'sharp';
import { setImmediate } from 'node:timers/promises';
import { type Corners, rectify } from './detect/rectify.ts';
import { type Layer, passesFor } from './detect/passes.ts';
import { readerOf, type Reading } from './detect/read.ts';
import { type Search, wide } from './detect/lattice.ts';
import type { Raster } from './page/raster.ts';
import { UnreadablePicture } from './source/refusal.ts';

export interface TraceOptions {
  /** The keys marks were made with, and for each the series (days) to try. */
  readonly keys: readonly { readonly key: Uint8Array; readonly series: readonly string[] }[];
  /** A photograph's page: its corners in pixels, clockwise from the page's upper left. */
  readonly corners?: Corners;
  readonly search?: Search;
  /** After each pass: how many of how many are done, and what was tried. */
  readonly progress?: (done: number, of: number, name: string) => void;
  readonly signal?: AbortSignal;
}

export interface Traced extends Reading {
  readonly layer: Layer;
  readonly pass: string;
}

/** Pictures beyond this are refused before they are decoded. */
export const mostPixels = 60_000_000;
export const mostBytes = 60_000_000;

/** @throws UnreadablePicture */
export async function readPicture(bytes: Uint8Array): Promise<Raster> {
  if (bytes.length > mostBytes) throw new UnreadablePicture(`a picture has at most ${mostBytes} bytes`);
  try {
    // Seen as a person sees it: turned as its camera says, on white.
    const image = sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated', pages: 1 }).rotate().flatten({ background: '#fff' }).greyscale().toColourspace('b-w');
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, grey: new Uint8Array(data.buffer, data.byteOffset, data.length) };
  } catch (error) {
    throw new UnreadablePicture(error instanceof Error ? error.message : 'not a picture', { cause: error });
  }
}

/** `undefined` where no mark was found. Takes 0.2 to a few seconds of one core: run it in a worker. */
export async function trace(picture: Raster, { keys, corners, search = wide, progress, signal }: TraceOptions): Promise<Traced | undefined> {
  const looked = corners === undefined ? picture : rectify(picture, corners);
  const passes = passesFor(looked, keys.map(({ key, series }) => readerOf(key, series)), search);
  for (const [at, { name, layer, run }] of passes.entries()) {
    signal?.throwIfAborted();
    const found = run();
    progress?.(at + 1, passes.length, name);
    if (found !== undefined) return { ...found, layer, pass: name };
    await setImmediate();
  }
  return undefined;
}
