/** Words are found where they are drawn, on turned and cropped pages too. */
import test from 'ava';
import * as fc from 'fast-check';
import { PDFDocument, StandardFonts, degrees } from 'pdf-lib';
import { documentOf } from '../pages.ts';
import { plainOf } from '../measure/plain.ts';
import { type Box, type Words, WordsMaker, findIn } from './words.ts';

/** Lines of letters, each a hundredth wide. */
function lines(...all: readonly string[]): Words {
  const made = new WordsMaker();
  for (const [row, line] of all.entries()) {
    for (const [at, letter] of Array.from(line).entries()) made.add(letter, at / 100, row / 10, (at + 1) / 100, row / 10 + 0.05);
  }
  return made.made();
}

const near = (one: number, other: number): boolean => Math.abs(one - other) < 0.001;

test('over a line’s end, blanks and wide letters; each place one box a line', (t) => {
  const page = lines('主诉：胸 痛３小时，胸', '痛加重。ＣＫ-MB 升高');
  const [first, second, ...more] = findIn(page, '胸痛', 9);
  t.is(more.length, 0);
  t.is(first?.length, 1);
  t.is(second?.length, 2, 'one half on each line');
  t.true(near(first?.[0]?.x ?? 0, 0.03) && near(first?.[0]?.width ?? 0, 0.03), 'the blank between is part of the box');
  t.true(near(second?.[1]?.y ?? 0, 0.1) && near(second?.[1]?.x ?? 1, 0));
  t.is(findIn(page, '痛3小时', 9).length, 1);
  t.is(findIn(page, 'ck-mb', 9).length, 1);
  t.is(findIn(page, '胸痛', 1).length, 1);
  t.deepEqual(findIn(page, '  ', 9), []);
  t.deepEqual(findIn(page, '头痛', 9), []);
  t.is(findIn(lines('𠮷田𠮷'), '𠮷', 9).length, 2, 'a letter of two units');
});

test('property: what stands on a page is found there, and nothing throws', (t) => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 5 }), fc.nat(4), fc.nat(11), fc.integer({ min: 1, max: 6 }), fc.string({ unit: 'grapheme', maxLength: 4 }), (all, row, from, length, other) => {
      const wanted = Array.from(all[row] ?? '').slice(from, from + length).join('');
      findIn(lines(...all), other, 5);
      // What folds into nothing, or with its neighbour into another letter, is not asked for.
      if (!/^[\w一-鿿]+$/u.test(wanted)) return true;
      return findIn(lines(...all), wanted, 50).length > 0;
    }),
  );
  t.pass();
});

/** Share of dark pixels in a box of the prepared page. */
function inked(page: ReturnType<typeof plainOf>, { x, y, width, height }: Box): number {
  let [dark, all] = [0, 0];
  for (let row = Math.floor(y * page.height); row < (y + height) * page.height; row++) {
    for (let at = Math.floor(x * page.width); at < (x + width) * page.width; at++, all++) if (page.rgb[(row * page.width + at) * 3]! < 128) dark += 1;
  }
  return all === 0 ? 0 : dark / all;
}

test('in a PDF: upright, turned and cropped, the box is where the ink is', async (t) => {
  const file = await PDFDocument.create();
  const font = await file.embedFont(StandardFonts.Helvetica);
  const turns = [0, 90, 180, 270];
  for (const turn of turns) {
    const page = file.addPage([595, 842]);
    page.drawText('Haemoglobin 132 g/L', { x: 120, y: 690, size: 14, font });
    page.setRotation(degrees(turn));
  }
  const cropped = file.addPage([595, 842]);
  cropped.drawText('Haemoglobin 132 g/L', { x: 120, y: 690, size: 14, font });
  cropped.setCropBox(100, 600, 300, 200);
  const { pages, words, headings } = await documentOf(await file.save());
  t.deepEqual(headings, []);
  for (const [at, page] of pages.entries()) {
    const [[box, ...others] = []] = findIn(words[at]!, 'haemoglobin', 5);
    t.is(others.length, 0);
    const ink = box === undefined ? 0 : inked(plainOf(page), box);
    t.true(ink > 0.1 && ink < 0.9, `page ${at + 1}: ${ink}`);
    t.is(findIn(words[at]!, 'potassium', 5).length, 0);
  }
  const [[upright] = []] = findIn(words[0]!, '132', 1);
  t.true(upright !== undefined && Math.abs(upright.y - (842 - 690 - 10) / 842) < 0.01, 'from above');
});

test('plain text: the box is where the ink is; a picture has no words', async (t) => {
  const { pages, words } = await documentOf(Buffer.from(`${'血常规未见异常。\n'.repeat(30)}肌钙蛋白升高`));
  const hits = words.map((each) => findIn(each, '肌钙蛋白', 5));
  t.deepEqual(hits.map(({ length }) => length), [0, 1]);
  const box = hits[1]?.[0]?.[0];
  t.true(box !== undefined && inked(plainOf(pages[1]!), box) > 0.05);
  t.is(findIn(words[0]!, '未见异常', 99).length, 22);
});
