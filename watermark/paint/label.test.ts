/** The visible mark put together from masks, beside the same words set by the canvas as whole lines. */
import test from 'ava';
import { encodeId } from '../mark/bits.ts';
import { chipsOf, layoutOf, turnsOf } from '../mark/layout.ts';
import { drawLabel, fromCanvas, fromMasks, ordinaryStyle } from './label.ts';
import { type Drawn, labelOf, tileOf } from './tile.ts';

/** How two labels differ: mean over the pixels either has, and how much ink one has more than the other. */
function difference(one: Drawn, other: Drawn): { mean: number; most: number; ink: number } {
  let [sum, both, most, ink, all] = [0, 0, 0, 0, 0];
  one.coverage.forEach((covered, at) => {
    const apart = covered - other.coverage[at]!;
    if (covered === 0 && apart === 0) return;
    both += 1;
    sum += Math.abs(apart);
    most = Math.max(most, Math.abs(apart));
    ink += apart;
    all += covered;
  });
  return { mean: sum / both, most, ink: Math.abs(ink) / all };
}

const seenOf = (drawn: Drawn): number => labelOf(drawn).halves.filter((byte) => byte !== 0).length;

const lineups = [
  ['李静 1001 心血管内科', '2026-11-29 03:10 查房'],
  ['AVATo Wł. (Ty), “fi” 1001', '第二行：会诊', '第三行 10:00'],
  ['很长很长很长很长很长很长很长很长很长的一行文字，缩小后才放得下 1234567890'],
];

for (const lines of lineups) {
  test(`masks draw what the canvas draws, to a quarter of a pixel: ${lines[0]}`, (t) => {
    const { mean, ink } = difference(fromMasks(lines, ordinaryStyle), fromCanvas(lines, ordinaryStyle));
    // Whole pixels off would be a mean of seventy and more.
    t.true(mean < 12, String(mean));
    t.true(ink < 0.01, String(ink));
  });
}

test('a rare character falls to the typeface that has it; each is another shape', (t) => {
  const rare = ['𠮷', '㝹', '䶮', '𫟹'];
  const labels = rare.map((name) => fromMasks([`${name}静`], ordinaryStyle));
  labels.forEach((label, at) => t.true(difference(label, fromCanvas([`${rare[at]}静`], ordinaryStyle)).mean < 12, rare[at]));
  const known = fromMasks(['李静'], ordinaryStyle);
  t.true(labels.every((label) => difference(label, known).mean > 20 && seenOf(label) > seenOf(known) / 3));
});

test('what joins or runs the other way is set as a whole line', (t) => {
  for (const line of ['ئەلى 1001', 'བསོད་ནམས།', 'é́ 李静', '👩‍⚕️ 李静']) {
    t.deepEqual(drawLabel([line]), labelOf(fromCanvas([line], ordinaryStyle)), line);
  }
});

test('words are kept for the next page; two viewers’ tiles differ in words, one viewer’s in the code', (t) => {
  const key = Buffer.alloc(32, 3);
  const chips = (id: string): Int8Array => chipsOf(layoutOf(key), turnsOf(key, '1'), encodeId(id));
  const own = drawLabel(['李静 1001']);
  t.is(drawLabel(['李静 1001']), own);
  const other = drawLabel(['王芳 1002']);
  t.true(difference(fromMasks(['李静 1001'], ordinaryStyle), fromMasks(['王芳 1002'], ordinaryStyle)).mean > 30);
  t.deepEqual(own, labelOf(fromMasks(['李静 1001'], ordinaryStyle)), 'what was drawn before left nothing on the board');
  const [first, second] = [tileOf(own, chips('0123456789ab')), tileOf(own, chips('0123456789ac'))];
  t.notDeepEqual(first.indices, second.indices);
  t.deepEqual(first.indices.map((index) => index >> 1), second.indices.map((index) => index >> 1), 'the same words');
  t.notDeepEqual(tileOf(other, chips('0123456789ab')).indices.map((index) => index >> 1), first.indices.map((index) => index >> 1));
});
