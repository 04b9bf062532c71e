/** Whether four marked corners are a page, and how much a likeness says. */
import type { LikenessGrade } from './model.ts';

type Corner = readonly [number, number];

/** Least area in pixels that could still hold a tile. */
const leastArea = 10_000;

/** Clockwise and convex, on a screen's axes. `undefined` where they are no page. */
export function cornersOf(given: readonly number[]): readonly [Corner, Corner, Corner, Corner] | undefined {
  const [a, b, c, d] = [0, 2, 4, 6].map((at): Corner => [given[at] ?? 0, given[at + 1] ?? 0]) as [Corner, Corner, Corner, Corner];
  const turns = [[a, b, c], [b, c, d], [c, d, a], [d, a, b]].map(([from, at, to]) => cross(from!, at!, to!));
  const area = (cross(a, b, c) + cross(a, c, d)) / 2;
  return turns.every((turn) => turn > 0) && area >= leastArea ? [a, b, c, d] : undefined;
}

function cross([ax, ay]: Corner, [bx, by]: Corner, [cx, cy]: Corner): number {
  return (bx - ax) * (cy - by) - (by - ay) * (cx - bx);
}

/** A page of a prepared revision, and how like the picture it is. */
export interface Alike {
  readonly source: string;
  readonly page: number;
  /** Correlation of ink, at most 1. */
  readonly same: number;
  /** Share of the page that the picture shows. */
  readonly share: number;
}

/** Measured on made-up pages (watermark/README.md): from here on a page may be the one, and is no chance. */
const hintFrom = 0.8;
const alikeFrom = 0.9;
/** How far the likest has to be before all others to be the one: the less like it is, the farther. */
const lead = { near: 0.05, far: 0.1, farFrom: 0.85 };

/** What each of the likest pages, the likest first, can be said to be; what is below a hint is left out. */
export function gradesOf(all: readonly Alike[]): { readonly alike: Alike; readonly grade: LikenessGrade }[] {
  const best = all[0]?.same ?? 0;
  const before = best - (all[1]?.same ?? 0);
  const isAlone = (best >= alikeFrom && before >= lead.near) || (best >= lead.farFrom && before >= lead.far);
  const gradeAt = (at: number): LikenessGrade => (isAlone ? (at === 0 ? 'sure' : 'hint') : best >= alikeFrom ? 'form' : 'hint');
  return all.filter(({ same }) => same >= hintFrom && best - same < lead.far).map((alike, at) => ({ alike, grade: gradeAt(at) }));
}
