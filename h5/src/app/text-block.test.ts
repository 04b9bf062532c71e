import test from 'ava';
import { emptySides } from './text-block.ts';

/** A white page of 100 × 4 with one row drawn between two columns. */
function page(from: number, until: number, dark = 40): Parameters<typeof emptySides>[0] {
  const data = new Uint8ClampedArray(100 * 4 * 4).fill(255);
  for (let x = from; x < until; x++) data.fill(dark, (100 + x) * 4, (100 + x) * 4 + 3);
  return { data, width: 100, height: 4 };
}
const sides = (from: number, until: number, dark?: number): number => Math.round(emptySides(page(from, until, dark)) * 100);

test('the margins of a sheet go, but for a little air; never what is drawn', (t) => {
  t.is(sides(12, 88), 10);
  t.is(sides(12, 40), 10, 'a last page of one short line keeps the scale of the others');
  t.is(sides(5, 88), 3, 'the narrower side decides');
  t.is(sides(0, 100), 0);
  t.is(sides(30, 60), 16, 'a heading in the middle is not blown up');
  t.is(sides(0, 100, 229), 16, 'the seen mark is no text');
});
