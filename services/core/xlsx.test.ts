import test from 'ava';
import { unzipSync } from 'fflate';
import { writeWorkbook } from './xlsx.ts';

async function inside(...args: Parameters<typeof writeWorkbook>): Promise<(path: string) => string> {
  const files = unzipSync(new Uint8Array(await writeWorkbook(...args)));
  return (path) => Buffer.from(files[path] ?? []).toString('utf8');
}

test('texts, numbers, shares and moments by the hospital’s clock; what begins like a formula is a text, and nothing of it is run', async (t) => {
  const evil = ['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', 'a\u0000b<&>"', '=HYPERLINK("http://x.example","点我")'];
  const read = await inside([{
    name: '登记本 [1]/2', about: ['危急值登记本', '共 7 条'],
    columns: [{ title: '文字', kind: 'text', width: 20 }, { title: '例数', kind: 'count', width: 8 }, { title: '率', kind: 'share', width: 8 }, { title: '时间', kind: 'moment', width: 18 }],
    rows: evil.map((text) => [text, 3, 0.25, new Date('2026-11-19T16:05:00Z')]),
  }]);
  const [sheet, strings, workbook, styles] = [read('xl/worksheets/sheet1.xml'), read('xl/sharedStrings.xml'), read('xl/workbook.xml'), read('xl/styles.xml')];
  t.notRegex(sheet, /<f[ >]/u, 'no formula');
  t.true(`${sheet}${strings}`.includes('=1+1') && `${sheet}${strings}`.includes('ab&lt;&amp;&gt;'));
  t.false(`${sheet}${strings}`.includes('\u0000'));
  // 20 November 00:05 in China: day 46346 of the spreadsheet's count.
  t.regex(sheet, /<v>46346\.00347/u);
  t.regex(sheet, /<v>0\.25<\/v>/u);
  t.true(styles.includes('yyyy-mm-dd hh:mm') && styles.includes('0.0%'));
  t.true(workbook.includes('登记本  1  2'), workbook);
});

test('empty cells, an empty table and two sheets', async (t) => {
  const column = { title: '甲', kind: 'text', width: 10 } as const;
  const read = await inside([{ name: '一', about: [], columns: [column], rows: [[null], ['']] }, { name: '二', about: ['无'], columns: [column], rows: [] }]);
  t.true(read('xl/workbook.xml').includes('一') && read('xl/workbook.xml').includes('二'));
  t.regex(read('xl/worksheets/sheet2.xml'), /<sheetData>/u);
});
