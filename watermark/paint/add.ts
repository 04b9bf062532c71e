/** The mark added to a page that is a picture: brightness up or down by chip, as much as its texture hides. */
import type { PicturePage } from '../page/picture.ts';
import { type Strength, tileKinds } from './palette.ts';
import type { Tile } from './tile.ts';

/** Grey levels by which a pixel moves either way, for each roughness of its surroundings (0 to 127). */
export function movesOf(page: PicturePage, { ground, picture }: Strength): Uint8Array {
  const counts = new Float64Array(128);
  for (const texture of page.texture) counts[Math.abs(texture)]! += 1;
  const budget = (255 * 255) / 10 ** (picture / 10);
  let moves = movesBy(ground, 0);
  // Stronger step by step until the whole page would lose more than it may.
  for (let share = 0.02; share < 1.2; share += 0.02) {
    const tried = movesBy(ground, share);
    const lost = counts.reduce((sum, count, rough) => sum + count * tried[rough]! ** 2, 0) / page.texture.length;
    if (lost > budget) break;
    moves = tried;
  }
  return moves;
}

const mostMove = 14;

function movesBy(least: number, share: number): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, rough) => Math.min(mostMove, Math.max(least, Math.round(rough * share))));
}

/** `mark`: how far the visible mark takes a pixel, 0 unseen to 255; towards white where it is dark, else towards black. */
export function addMark(page: PicturePage, tile: Tile, strength: Strength, mark: number): Uint8Array<ArrayBuffer> {
  const { width, height, channels, pixels, texture } = page;
  const moves = movesOf(page, strength);
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    const row = (y % tile.height) * tile.width;
    for (let x = 0, under = 0; x < width; x++) {
      const at = y * width + x;
      const index = tile.indices[row + under]!;
      const rough = texture[at]!;
      const seen = ((index >> 1) * mark) / (tileKinds - 1);
      const move = moves[Math.abs(rough)]!;
      const chip = index & 1 ? -move : move;
      for (let part = at * channels; part < (at + 1) * channels; part++) {
        // Inside what a byte can say, so that white and black carry the whole swing too.
        const base = Math.max(move, Math.min(255 - move, pixels[part]! + (rough < 0 ? seen : -seen)));
        out[part] = base + chip;
      }
      if (++under === tile.width) under = 0;
    }
  }
  return out;
}
