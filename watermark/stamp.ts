/** The door for whoever shows a page: a prepared page, with a viewer's mark, as a file. */
import sharp from 'sharp';
import { encodeId } from './mark/bits.ts';
import { chipsOf, layoutOf, turnsOf } from './mark/layout.ts';
import type { IndexedPage } from './page/indexed.ts';
import type { PicturePage } from './page/picture.ts';
import type { PreparedPage } from './page/prepare.ts';
import { addMark } from './paint/add.ts';
import { type Around, deflateRows } from './paint/deflate.ts';
import { drawLabel, type LabelStyle, ordinaryStyle } from './paint/label.ts';
import { paletteOf, type StrengthName, strengths } from './paint/palette.ts';
import { aroundRows, pngAround } from './paint/png.ts';
import { rowsOf } from './paint/rows.ts';
import { blankLabel, type Tile, tileOf } from './paint/tile.ts';

export interface Mark {
  /** 12 hexadecimal digits; the issue log knows what they stand for. */
  readonly id: string;
  /** 16 bytes or more; whoever traces needs the same. */
  readonly key: Uint8Array;
  /** The day of issue, or whatever else the mark's look changes with. */
  readonly series: string;
  /** What the visible mark says; none for a page without. */
  readonly lines: readonly string[];
  readonly strength: StrengthName;
  readonly style?: LabelStyle;
}

export interface StampedImage {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer<ArrayBuffer>;
}

/** Deflated once, taken by PNG and PDF alike. */
export interface MarkedRows {
  readonly palette: Uint8Array;
  readonly deflated: Buffer<ArrayBuffer>;
}

const leastKey = 16;

/** @throws RangeError for an id or key of another form */
export function tileFor({ id, key, series, lines, style }: Mark): Tile {
  if (key.length < leastKey) throw new RangeError(`a key has at least ${leastKey} bytes`);
  const chips = chipsOf(layoutOf(key), turnsOf(key, series), encodeId(id));
  return tileOf(lines.length === 0 ? blankLabel : drawLabel(lines, style), chips);
}

/** @param tile of `tileFor`, where several pages go to one viewer */
export async function stamp(page: PreparedPage, mark: Mark, tile: Tile = tileFor(mark)): Promise<StampedImage> {
  if (page.kind === 'picture') return stampPicture(page, mark, tile);
  const { palette, deflated } = markedRows(page, mark, tile, aroundRows);
  return { type: 'image/png', bytes: pngAround({ ...page, palette }, deflated) };
}

/** @param around what is left free around the rows, by the palette */
export function markedRows(page: IndexedPage, mark: Mark, tile: Tile = tileFor(mark), around?: (palette: Uint8Array) => Around): MarkedRows {
  const palette = paletteOf(page, strengths[mark.strength], darkness(mark));
  return { palette, deflated: deflateRows(rowsOf(page, tile), around?.(palette)) };
}

/** JPEG loses a little of the mark and most of the size; at this quality the mark is read as from PNG. */
const quality = 90;

async function stampPicture(page: PicturePage, mark: Mark, tile: Tile): Promise<StampedImage> {
  const pixels = addMark(page, tile, strengths[mark.strength], darkness(mark));
  const { width, height, channels } = page;
  const image = sharp(pixels, { raw: { width, height, channels } }).withDensity(page.dpi);
  const grey = channels === 1 ? image.toColourspace('b-w') : image;
  return { type: 'image/jpeg', bytes: Buffer.from(await grey.jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()) };
}

function darkness({ lines, style = ordinaryStyle }: Mark): number {
  return lines.length === 0 ? 0 : style.darkness;
}
