/**
 * The typeface of report sheets: read once a process, subset in every sheet. fontkit writes a subset's glyphs one after
 * the other as they are, and its short table of places holds only even ones: after a glyph of odd length every other
 * character would be lost, so such a glyph is filled up.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fontkit from '@pdf-lib/fontkit';

const file = join(import.meta.dirname, '../../../node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');
let loaded: Promise<Uint8Array> | undefined;

export function typeface(): Promise<Uint8Array> {
  loaded ??= readFile(file);
  return loaded;
}

const adding = '_addGlyph';

/** The part of fontkit's subset that is mended; it is not in its types. */
interface Subset extends Record<typeof adding, (gid: number) => number> {
  glyf: Uint8Array[];
  offset: number;
}

export const evenFontkit: typeof fontkit = {
  ...fontkit,
  create: (...asked: Parameters<typeof fontkit.create>) => {
    const font = fontkit.create(...asked);
    const createSubset = font.createSubset.bind(font);
    return Object.assign(font, { createSubset: () => even(createSubset() as ReturnType<typeof createSubset> & Subset) });
  },
};

function even<T extends Subset>(subset: T): T {
  const add = subset[adding].bind(subset);
  const adds = (gid: number): number => {
    const place = add(gid);
    const written = subset.glyf.at(-1);
    if (written !== undefined && written.length % 2 === 1) {
      // fontkit brings its own Buffer and takes no other.
      const own = written.constructor as typeof Buffer;
      subset.glyf[subset.glyf.length - 1] = own.concat([written, own.alloc(1)]);
      subset.offset += 1;
    }
    return place;
  };
  return Object.assign(subset, { [adding]: adds });
}
