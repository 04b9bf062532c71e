import test from 'ava';
import * as fc from 'fast-check';
import { bytesOf, cutToBytes, cutToFit, cutToWidth, takeWithinBytes, widthOf } from './limits.ts';

test('a reader counts Chinese as one and Latin as a half', (t) => {
  t.is(widthOf('血钾'), 2);
  t.is(widthOf('血钾 7.1'), 4);
  t.is(widthOf('𠮷'), 1);
  t.is(widthOf('👩‍⚕️'), 1);
  t.is(bytesOf('血钾 K'), 8);
});

test('what fits is left alone, to the byte', (t) => {
  t.is(cutToBytes('血钾危急', 12), '血钾危急');
  t.is(cutToWidth('心内科一病区', 6), '心内科一病区');
});

const cases: ReadonlyArray<readonly [text: string, width: number, expected: string]> = [
  ['心内科一病区责任护士', 6, '心内科一病…'],
  ['血钾 7.1 mmol/L ↑↑', 4, '血钾…'],
  ['血钾 7.1 mmol/L ↑↑ 上次 4.8', 11, '血钾 7.1 mmol/L ↑↑…'],
  ['白细胞 12.3×10^9/L 偏高', 8, '白细胞…'],
  ['血压 180/110 mmHg，心率 130 次/分', 8, '血压…'],
  ['血压 180/110 mmHg，心率 130 次/分', 13, '血压 180/110 mmHg，心率…'],
  ['李医生 02:14 已确认 02:24 前需处置', 10, '李医生 02:14 已确…'],
  ['张某，', 2, '张…'],
  ['家住𠮷林街道', 4, '家住𠮷…'],
  ['患者 67岁 男', 4, '患者…'],
  ['任何', 0.5, ''],
];
for (const [text, width, expected] of cases) {
  test(`cut to ${width}: ${text}`, (t) => {
    t.is(cutToWidth(text, width), expected);
  });
}

test('bytes: the ellipsis is inside the limit', (t) => {
  t.is(cutToBytes('血钾危急值', 10), '血钾…');
  t.is(cutToBytes('血钾危急值', 2), '');
});

test('both limits at once: the tighter wins', (t) => {
  t.is(cutToFit('一二三四五六', { width: 5, bytes: 12 }), '一二三…');
  t.is(cutToFit('abcdefgh', { width: 3, bytes: 100 }), 'abcd…');
});

test('lists lose whole entries', (t) => {
  t.deepEqual(takeWithinBytes(['甲乙', '丙丁', '戊'], 13, '|'), ['甲乙', '丙丁']);
});

test('any text, any limit: within the limit, a true beginning, no broken character', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 0, max: 120 }), (text, limit) => {
      const byBytes = cutToBytes(text, limit);
      const byWidth = cutToWidth(text, limit / 2);
      for (const cut of [byBytes, byWidth]) {
        t.true(cut === text || cut === '' || cut.endsWith('…'));
        t.true(text.startsWith(cut === text ? text : cut.slice(0, -1)));
        t.true(cut.isWellFormed());
      }
      t.true(bytesOf(byBytes) <= limit && widthOf(byWidth) <= limit / 2);
    }),
  );
});

test('a number never loses its unit or a digit, wherever the cut falls', (t) => {
  const text = '血钾 7.15 mmol/L ↑↑ (3.5–5.3) 肌酐 120 μmol/L 体温 38.5℃ 血红蛋白 45 g/L 12床 14个月';
  const whole = ['7.15 mmol/L ↑↑', '3.5–5.3', '120 μmol/L', '38.5℃', '45 g/L', '12床', '14个月'];
  for (let limit = 3; limit < bytesOf(text); limit += 1) {
    const kept = cutToBytes(text, limit).slice(0, -1);
    const numbers = whole.filter((token) => kept.includes(token));
    const rest = numbers.reduce((left, token) => left.replace(token, ''), kept);
    t.notRegex(rest, /\d/u, `limit ${limit}: ${kept}`);
  }
});
