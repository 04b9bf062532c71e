import test from 'ava';
import { drawLabel } from '../../../watermark/paint/label.ts';
import { tilePixels } from '../../../watermark/mark/layout.ts';
import { markSpacings } from './model.ts';
import { linesOf, styleOf } from './rules.ts';

const opening = { staffName: '李静', staffNumber: '1001', departmentName: '心血管内科', at: new Date('2026-11-28T19:10:00Z'), purpose: '管床医生' };

test('the visible mark says who, when to the minute, and what for', (t) => {
  t.deepEqual(linesOf(opening), ['李静 1001 心血管内科', '2026-11-29 03:10 管床医生']);
  t.deepEqual(linesOf(opening, '导出'), ['李静 1001 心血管内科', '2026-11-29 03:10 导出']);
  t.deepEqual(linesOf({ ...opening, purpose: '' }), ['李静 1001 心血管内科', '2026-11-29 03:10']);
});

test('however steep and densely a hospital wants it, the words are there, the denser the more of them', (t) => {
  const inked = markSpacings.map((spacing) => [0, 24, 45].map((angle) => {
    const { width, height, halves } = drawLabel(linesOf(opening), styleOf({ angle, spacing, darkness: 13 }));
    t.is(width % tilePixels + height % tilePixels, 0, 'whole tiles');
    return halves.reduce((sum, pair) => sum + (pair > 15 ? 1 : 0) + ((pair & 15) > 0 ? 1 : 0), 0) / (width * height);
  }));
  const [dense, ordinary, wide] = inked as [number[], number[], number[]];
  for (const at of [0, 1, 2]) t.true(dense[at]! > ordinary[at]! * 1.2 && ordinary[at]! > wide[at]! * 1.5 && wide[at]! > 0.005, `${dense[at]} ${ordinary[at]} ${wide[at]}`);
  t.is(styleOf({ angle: 24, spacing: 'ordinary', darkness: 30 }).darkness, 77);
});
