/** Indexed PNG: for text pages of four bits a pixel both the fastest and nearly the smallest encoding. */
import { crc32 } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface PngHead {
  readonly width: number;
  readonly height: number;
  readonly dpi: number;
  readonly depth: 4 | 8;
  /** Colours of the indices, three bytes each. */
  readonly palette: Uint8Array;
}

/** `deflated`: rows of `compose` in zlib’s format, as the image-only PDF takes them too. */
export function pngAround({ width, height, dpi, depth, palette }: PngHead, deflated: Uint8Array): Buffer<ArrayBuffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Depth, palette; the only compression and filters there are; not interlaced.
  header.set([depth, 3, 0, 0, 0], 8);
  const metre = Buffer.alloc(9);
  metre.writeUInt32BE(Math.round(dpi / 0.0254), 0);
  metre.writeUInt32BE(Math.round(dpi / 0.0254), 4);
  metre[8] = 1;
  return Buffer.concat([signature, chunk('IHDR', header), chunk('PLTE', palette), chunk('pHYs', metre), chunk('IDAT', deflated), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, 'latin1');
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE(crc32(data, crc32(head.subarray(4))), 0);
  return Buffer.concat([head, data, tail]);
}
