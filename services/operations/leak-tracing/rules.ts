/** Whether four marked corners are a page. */

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
