/** What is tried on a picture, one after the other: the likeliest and cheapest first. */
import { invert, type Raster } from '../page/raster.ts';
import { darknessOf, strokeResidual, widthResidual } from './ink.ts';
import type { Lattice, Search } from './lattice.ts';
import { once } from './once.ts';
import { partsOf } from './parts.ts';
import { type Reader, type Reading, readAt } from './read.ts';
import { reduce } from './reduce.ts';
import { paperOf, paperResidual, type Residual } from './residual.ts';
import { type Sight, sightOf } from './sight.ts';
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

/** Bounded: eight residuals of at most 2048 pixels a side and some twenty parts of one, a dozen lattices each. What several passes look at is made once. */
export function passesFor(picture: Raster, readers: readonly Reader[], search: Search): Pass[] {
  const looks = [reduce(picture, small), ...(Math.max(picture.width, picture.height) > small ? [reduce(picture, large)] : [])];
  const [first, best] = [looks[0]!, looks.at(-1)!];
  const dark = isDark(best);
  const ofPage = (look: Raster): Raster => (dark ? invert(look) : look);
  const own = plainIn(best.width / picture.width);
  const see = (residual: () => Residual): (() => Sight) => once(() => sightOf(residual(), search));
  /** In a small picture both looks are the same one. */
  const largeOr = (smaller: () => Sight, residual: () => Residual): (() => Sight) => (best === first ? smaller : see(residual));
  const page = once(() => ofPage(best));
  const ground = once(() => paperOf(page()));
  const darkness = once(() => darknessOf(page(), ground()));
  const paper = see(() => paperResidual(ofPage(first)));
  const strokes = see(() => strokeResidual(page(), darkness()));
  const widths = see(() => widthResidual(page(), darkness()));
  const paperLarge = largeOr(paper, () => paperResidual(page(), ground()));
  const texture = see(() => textureResidual(first, 8));
  const textureLarge = largeOr(texture, () => textureResidual(best, 8));
  const calm = once(() => {
    const stilled = withoutWaves(paperLarge().residual);
    return stilled === paperLarge().residual ? paperLarge() : sightOf(stilled, search);
  });
  const pass = (name: string, layer: Layer, sights: () => readonly Sight[], known: readonly Lattice[] = []): Pass => ({ name, layer, run: () => inSights(sights(), readers, known) });
  return [
    pass('paper', 'paper', () => [paper()]),
    pass('strokes', 'ink', () => [strokes()], own),
    pass('texture', 'texture', () => [texture()]),
    pass('widths', 'ink', () => [widths()], own),
    pass('paper, large', 'paper', () => [paperLarge()], own),
    // Each alone says too little: a recompressed screenshot in three quarters of its size.
    pass('paper and strokes', 'paper', () => [paperLarge(), strokes()], own),
    // A photographed screen: its waves are louder than anything and hide where the tile repeats.
    pass('paper, without waves', 'paper', () => [calm()]),
    // Nobody marked its corners, or not well enough.
    { name: 'paper, in parts', layer: 'paper', run: () => inParts(calm().residual, readers, search) },
    pass('texture, large', 'texture', () => [textureLarge()]),
    pass('texture, fine chips', 'texture', () => [sightOf(textureResidual(first, 4), search)]),
    pass('paper, other polarity', 'paper', () => [sightOf(paperResidual(dark ? first : invert(first)), search)]),
  ];
}

function inSights(sights: readonly Sight[], readers: readonly Reader[], known: readonly Lattice[]): Reading | undefined {
  const alone = sights.length === 1 ? sights[0]!.tried : new Set<Lattice>();
  for (const lattice of known) {
    const found = readOnce(sights, lattice, readers, alone);
    if (found !== undefined) return found;
  }
  // Found only after the known ones said nothing.
  for (const sight of sights) {
    for (const lattice of sight.lattices()) {
      const found = readOnce(sights, lattice, readers, alone);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function readOnce(sights: readonly Sight[], lattice: Lattice, readers: readonly Reader[], tried: Set<Lattice>): Reading | undefined {
  if (tried.has(lattice)) return undefined;
  const found = readAt(sights, lattice, readers);
  if (found === undefined) tried.add(lattice);
  return found;
}

function inParts(whole: Residual, readers: readonly Reader[], search: Search): Reading | undefined {
  for (const part of partsOf(whole)) {
    const found = inSights([sightOf(part, search)], readers, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isDark({ grey }: Raster): boolean {
  let bright = 0;
  for (let at = 0; at < grey.length; at += 7) if (grey[at]! > 110) bright += 1;
  return bright * 14 < grey.length;
}
