/** The records office's page: two records of one person, compared, merged and taken back. */
import { admit } from '../kit/world.ts';
import { asHl7, document, result } from '../../services/demo/hospital/speak/facts.ts';
import { everyKind, reportsWithSheets } from './support/every-kind.ts';
import { copied, press, pressAt, sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { PHONE } from './support/journeys.ts';
import { tap, tapAt, touch, wide } from './support/touch.ts';

const told = house(['9301', '1001']);

told('two numbers of one person are compared, merged with a reason and a second factor, and taken back', async (t, { w, as, code, picture }) => {
  const one = { name: '苏小合', sex: 'F', birth: '19491231', phone: '13800138000', address: '青禾市人民路1号' } as const;
  await admit(w, { event: 'A01', patient: { id: 'MG-1', ...one, card: '110105194912310021' }, visit: { number: 'ZY-MG1', ward: 'CARD1', department: 'CARD', bed: '33' } });
  await admit(w, { event: 'A03', patient: { id: 'MG-2', ...one, birth: '19491213' }, visit: { number: 'ZY-MG2', ward: 'CARD1', department: 'CARD', bed: '34' } });
  const page = await as('9301', '/desk/record-merges');
  await sees(page, '还没有合并过病历号');
  await type(page, 'input[aria-label="查找"]', ['苏小合']);
  await press(page, '查找');
  await sees(page, 'MG-2');
  await press(page, '选中', '.el-table__row:nth-child(1)');
  await press(page, '选中', '.el-table__row:nth-child(2)');
  await press(page, '对比');
  await sees(page, '出生日期不同，多半不是同一个人');
  await press(page, '保留 MG-1');
  await sees(page, 'MG-2 并入 MG-1');
  t.notRegex(await wordsOn(page), /110105194912310021|13800138000/);
  await picture(page, 'record-merges-compare');
  await type(page, 'input[aria-label="合并原因"]', ['同一人两次建档，已核对身份证']);
  await pressAt(page, '.sure input');
  await w.pass(11);
  await press(page, '合并', '.beside footer');
  await sees(page, '请再次确认是您本人');
  await type(page, 'dialog input', [await code()]);
  await sees(page, '已把 MG-2 并入 MG-1');
  await sees(page, '同一人两次建档，已核对身份证');
  await picture(page, 'record-merges-done');
  const done = 'section[aria-label=合并记录] .el-table__row';
  t.like(await copied(page, `${done} b`), { goes: true, marks: 'text' }, 'numbers');
  t.like(await copied(page, `${done} td:nth-child(2)`), { goes: true, marks: 'text' }, 'when and by whom');
  t.like(await copied(page, `${done} td:nth-child(1) .mute`), { goes: false, marks: 'none' }, 'whose they are');
  t.is((await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY-MG2' } })).patientId, (await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number: 'MG-1' } })).id);
  await w.pass(1);
  await press(page, '拆分还原');
  await type(page, '.el-message-box input', ['核对后不是同一个人']);
  await press(page, '拆分', '.el-message-box__btns');
  await until(page, 'it is told that it was taken back', async () => (await wordsOn(page)).includes('已拆分或另行合并'));
  for (const size of [PHONE, { width: 1280, height: 800 }]) {
    await page.setViewport(size);
    t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await picture(page, `record-merges-${size.width}`);
  }
});

const patient = { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590312' } as const;

told('each kind of record opens on a phone, one after the other: who wrote it, signed or not, nothing runs out of the page', async (t, { w, as, picture }) => {
  const stay = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { patientId: true } });
  const samples = await everyKind();
  for (const [at, sample] of samples.entries()) {
    const when = new Date(w.now().getTime() - (samples.length - at) * 60_000);
    t.is(await w.sends(asHl7(document({ ...sample, at: when, controlId: `KIND-${at}`, patient, visit: { number: 'ZY26110001' }, number: `KIND-${at}`, writtenAt: when, signedAt: when }))), 'AA', sample.title);
  }
  await w.settle();
  const page = await as('1001', `/m/patients/${w.hospital.ids.seal(stay.patientId, 'staff:1001')}`, touch);
  await sees(page, String(samples[0]?.title));
  await picture(page, 'kinds-00-list');
  await tap(page, String(samples[0]?.title), '[role=tabpanel]');
  const odd: string[] = [];
  for (const [at, { title = '', author }] of samples.entries()) {
    await sees(page, `${at + 1} / ${samples.length}`, 'nav');
    const shown = async (): Promise<boolean> => (await page.$('.pages img, article')) !== null;
    await until(page, `the content of ${title}`, shown);
    const head = await wordsOn(page, '.top');
    odd.push(...[title, '签名', `书写 ${author?.name}`].filter((words) => !head.includes(words) || head.includes('未签名')).map((words) => `${title}: no ${words}`));
    if (!(await wide(page))) odd.push(`${title}: runs out of the page`);
    await picture(page, `kinds-${String(at + 1).padStart(2, '0')}`);
    if (at + 1 < samples.length) await tap(page, '下一份');
  }
  t.deepEqual(odd, []);
  await tap(page, '上一份');
  await sees(page, `${samples.length - 1} / ${samples.length}`, 'nav');
});

told('an inpatient’s own report sheets, of the laboratory and of imaging, open as marked pages on a phone and large', async (t, { w, as, picture }) => {
  const stay = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { patientId: true } });
  const samples = await reportsWithSheets();
  t.is(samples.length, 2);
  for (const [at, sample] of samples.entries()) {
    const when = new Date(w.now().getTime() - (at + 1) * 3_600_000);
    t.is(await w.sends(asHl7(result({ ...sample, at: when, controlId: `SHEET-${at}`, filler: `SHEET-${at}`, patient, visit: { number: 'ZY26110001' }, collectedAt: when }))), 'AA');
  }
  await w.settle();
  const page = await as('1001', `/m/patients/${w.hospital.ids.seal(stay.patientId, 'staff:1001')}?tab=reports`, touch);
  for (const [at, { order }] of samples.entries()) {
    await tap(page, String(order?.text), '[role=tabpanel]');
    await sees(page, '报告单', '.report');
    await picture(page, `sheet-${at}-values`);
    await tap(page, '已签名', '.report');
    await until(page, 'the page of the sheet', () => page.$$eval('.pages img', (all) => all.length > 0 && (all[0] as unknown as { naturalWidth: number }).naturalWidth > 0));
    t.true(await wide(page));
    await picture(page, `sheet-${at}-page`);
    await tapAt(page, '.pages button');
    await sees(page, '1 / 1');
    await picture(page, `sheet-${at}-large`);
    await tapAt(page, '.van-image-preview__close-icon');
    await page.goBack();
    await sees(page, '报告单', '.report');
    await page.goBack();
  }
});
