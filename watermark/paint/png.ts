/** Indexed PNG: for text pages of four bits a pixel both the fastest and nearly the smallest encoding. */
import { crc32 } from 'node:zlib';
import type { Around } from './deflate.ts';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngHead {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly depth: 4 | 8;
  /** Colours of the indices, three bytes each. */
  readonly palette: Uint8Array;
}

/** What a chunk needs beside its data: length, name and check sum. */
const chunkBytes = 12;
/** Head, the three chunks before the data (13 and 9 bytes), and the data's own length and name; then its check sum and the end. */
const beforeData = (palette: Uint8Array): number => signature.length + chunkBytes * 3 + 13 + palette.length + 9 + 8;
const behindData = 4 + chunkBytes;

/** What a PNG needs around its deflated rows. */
export function aroundRows(palette: Uint8Array): Around {
  return { before: beforeData(palette), behind: behindData };
}

/** @param deflated rows of `compose` in zlib’s format, as the image-only PDF takes them too, with `aroundRows` free around them: the file is written there */
export function pngAround({ width, height, dpi, depth, palette }: PngHead, deflated: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const before = beforeData(palette);
  const file = Buffer.from(deflated.buffer, deflated.byteOffset - before, before + deflated.length + behindData);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Depth, palette; the only compression and filters there are; not interlaced.
  header.set([depth, 3, 0, 0, 0], 8);
  const metre = Buffer.alloc(9);
  metre.writeUInt32BE(Math.round(dpi / 0.0254), 0);
  metre.writeUInt32BE(Math.round(dpi / 0.0254), 4);
  metre[8] = 1;
  file.set(signature);
  let at = signature.length;
  for (const [type, data] of [['IHDR', header], ['PLTE', palette], ['pHYs', metre], ['IDAT', deflated], ['IEND', Buffer.alloc(0)]] as const) at = putChunk(file, at, type, data);
  return file;
}

/** @param data may lie where it belongs already @returns where the next one begins */
function putChunk(file: Buffer, at: number, type: string, data: Uint8Array): number {
  file.writeUInt32BE(data.length, at);
  file.write(type, at + 4, 'latin1');
  const named = file.subarray(at + 4, at + 8 + data.length);
  if (data.byteOffset !== named.byteOffset + 4 || data.buffer !== named.buffer) named.set(data, 4);
  return file.writeUInt32BE(crc32(named), at + 8 + data.length);
}
