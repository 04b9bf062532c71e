/** The triage desk with real messages: what was refused, a ward nobody knows mapped and tried again, the raw message, the dictionaries. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesInFile } from '../../services/links/hl7/files.ts';
import { admit } from '../kit/world.ts';
import { copied, press, pressAt, taken, sees, type, until } from './support/hands.ts';
import { house } from './support/house.ts';

const told = house(['9101']);
const real = join(import.meta.dirname, '../../../shared/data/hl7v2');

told('IT maps a ward at the desk and the patient lies there; a raw message shows no name', async (t, { w, as, picture }) => {
  const files = existsSync(real) ? globSync('**/*.{hl7,txt}', { cwd: real }).toSorted().slice(0, 40) : [];
  for (const raw of files.flatMap((file) => messagesInFile(readFileSync(join(real, file))))) await w.sends(raw);
  await admit(w, { event: 'A01', controlId: 'M-1', patient: { id: 'P777', name: '钱多多' }, visit: { number: 'V777', ward: 'BQ-7', bed: '5' } });
  await w.sends(Buffer.from('MSH|^~\\&|PACS|RAD|W|H|20261119220000||QRY^A19|ODD-1|P|2.4\rPID|1||P778||孙小小\r'));

  const page = await as('9101', '/desk/intake');
  await sees(page, '不接收这种消息类型');
  await picture(page, 'triage-refused');
  // Whoever asks the vendor needs number, sender and reason as text.
  t.like(await copied(page, '.el-table__row'), { goes: true, marks: 'text' });
  await type(page, 'input[aria-label=查找]', ['ODD-1']);
  await press(page, '查询');
  await sees(page, 'PACS|RAD');
  await press(page, '原文');
  await sees(page, '患者身份信息始终遮盖');
  await press(page, '查看消息原文');
  await sees(page, 'QRY^A19');
  t.false((await page.evaluate('document.body.innerText') as string).includes('孙小小'));
  t.deepEqual(await page.$$eval('.lines mark', (marks) => marks.map(({ textContent }) => textContent)), ['QRY^A19'], 'the field at fault is marked');
  await picture(page, 'triage-raw');
  t.like(await copied(page, '.lines li:first-child'), { goes: true, marks: 'text' }, 'which message it is');
  t.like(await copied(page, '.lines li:nth-child(2)'), { goes: false, marks: 'none' }, 'what it says of a patient');
  t.like(await copied(page, '.el-drawer .may-copy'), { goes: true });
  const [from, to] = ['.el-drawer .may-copy', '.lines li:first-child'];
  t.regex(await taken(page, from, to), /ODD-1/u);
  t.notRegex(await taken(page, '.lines li:first-child', '.lines'), /PID/u, 'and nothing that stands beside it');

  await page.goto(new URL('/desk/intake', page.url()).href);
  if (files.length > 0) {
    await press(page, '提示');
    await sees(page, /位置 [\w-]+ · 共 \d+ 条消息，最近/u);
    await picture(page, 'triage-remarks');
  }
  await press(page, '未能对上');
  await sees(page, '等它的消息');
  await picture(page, 'triage-codes');
  await type(page, 'input[aria-label=查找]', ['BQ-7']);
  await press(page, '查询');
  await until(page, 'the one row', async () => (await page.$$('.el-table__row')).length === 1);
  await press(page, '对照', '.el-table');
  await sees(page, '对应本院的');
  await picture(page, 'triage-map');
  await pressAt(page, '.el-drawer .el-select');
  await sees(page, '心内科一病区');
  await page.evaluate(`[...document.querySelectorAll('.el-select-dropdown__item')].find((one) => one.textContent.includes('CARD1')).click()`);
  await press(page, '保存对照并重试');
  await sees(page, '1 条全部对上');
  t.is((await w.hospital.database.prisma.visit.findFirst({ where: { number: 'V777' } }))?.wardCode, 'CARD1');
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth') as boolean);

  await page.goto(new URL('/desk/codes', page.url()).href);
  await sees(page, 'BQ-7');
  await picture(page, 'codes');
  await page.goto(new URL('/desk/dictionaries', page.url()).href);
  await press(page, '文书类型');
  await sees(page, '病历概要');
  await picture(page, 'dictionaries');
  await press(page, '药品');
  await sees(page, '没有内容');
  await press(page, '新增');
  await sees(page, '抗菌药物级别');
  await picture(page, 'dictionaries-new');
});
