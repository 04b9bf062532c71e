/** What is tried on a picture, one after the other: the likeliest and cheapest first. */
import { invert, type Raster } from '../page/raster.ts';
import { strokeResidual, widthResidual } from './ink.ts';
import { findLattices, type Lattice, type Search } from './lattice.ts';
import { partsOf } from './parts.ts';
import { type Reader, type Reading, readAt } from './read.ts';
import { reduce } from './reduce.ts';
import { paperResidual, type Residual } from './residual.ts';
import { textureResidual } from './texture.ts';
import { withoutWaves } from './waves.ts';
import { tilePixels } from '../mark/layout.ts';

/** Where in a page an id was read. */
export type Layer = 'paper' | 'ink' | 'texture';

export interface Pass {
  readonly name: string;
  readonly layer: Layer;
  readonly run: () => Reading | undefined;
}

/** Longer sides at which a picture is looked at: small is quick, large sees small pages. */
const small = 1024;
const large = 2048;

/** A scanner's or a screen's own sizes, upright: text repeats itself and may hide the tile's own step. */
const plain: readonly Lattice[] = [1, 0.5, 0.75, 1.5, 2].map((scale) => ({ right: [scale * tilePixels, 0], down: [0, scale * tilePixels], score: 0 }));

/** Those, in a look that is smaller than the picture. */
const plainIn = (factor: number): Lattice[] => plain.map(({ right, down, score }) => ({ right: [right[0] * factor, 0], down: [0, down[1] * factor], score }));

/** Bounded: eleven residuals of at most 2048 pixels a side and some twenty parts of one, a dozen lattices each. */
export function passesFor(picture: Raster, readers: readonly Reader[], search: Search): Pass[] {
  const looks = [reduce(picture, small), ...(Math.max(picture.width, picture.height) > small ? [reduce(picture, large)] : [])];
  const [first, best] = [looks[0]!, looks.at(-1)!];
  const dark = isDark(best);
  const ofPage = (look: Raster): Raster => (dark ? invert(look) : look);
  const own = plainIn(best.width / picture.width);
  let stilled: Residual | undefined;
  const calm = (): Residual => (stilled ??= withoutWaves(paperResidual(ofPage(best))));
  const pass = (name: string, layer: Layer, residual: () => Residual | readonly Residual[], known: readonly Lattice[] = []): Pass => ({ name, layer, run: () => inResiduals([residual()].flat(), readers, search, known) });
  return [
    pass('paper', 'paper', () => paperResidual(ofPage(first))),
    pass('strokes', 'ink', () => strokeResidual(ofPage(best)), own),
    pass('texture', 'texture', () => textureResidual(first, 8)),
    pass('widths', 'ink', () => widthResidual(ofPage(best)), own),
    pass('paper, large', 'paper', () => paperResidual(ofPage(best)), own),
    // Each alone says too little: a recompressed screenshot in three quarters of its size.
    pass('paper and strokes', 'paper', () => [paperResidual(ofPage(best)), strokeResidual(ofPage(best))], own),
    // A photographed screen: its waves are louder than anything and hide where the tile repeats.
    pass('paper, without waves', 'paper', () => calm()),
    // Nobody marked its corners, or not well enough.
    { name: 'paper, in parts', layer: 'paper', run: () => inParts(calm(), readers, search) },
    pass('texture, large', 'texture', () => textureResidual(best, 8)),
    pass('texture, fine chips', 'texture', () => textureResidual(first, 4)),
    pass('paper, other polarity', 'paper', () => paperResidual(dark ? first : invert(first))),
  ];
}

function inResiduals(residuals: readonly Residual[], readers: readonly Reader[], search: Search, known: readonly Lattice[]): Reading | undefined {
  for (const lattice of known) {
    const found = readAt(residuals, lattice, readers);
    if (found !== undefined) return found;
  }
  for (const lattice of residuals.flatMap((residual) => findLattices(residual, search))) {
    const found = readAt(residuals, lattice, readers);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inParts(whole: Residual, readers: readonly Reader[], search: Search): Reading | undefined {
  for (const part of partsOf(whole)) {
    const found = inResiduals([part], readers, search, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isDark({ grey }: Raster): boolean {
  let bright = 0;
  for (let at = 0; at < grey.length; at += 7) if (grey[at]! > 110) bright += 1;
  return bright * 14 < grey.length;
}
