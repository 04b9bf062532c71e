/** Tests ordered by touch on a phone, from the patient to the hospital's word and the report; from a critical value; certificates and check-up reports beside them. */
import type { Page } from 'puppeteer-core';
import { SimulatedHospital } from '../../services/links/contract/commands/simulated-hospital.ts';
import { serveHospital } from '../../services/links/contract/commands/simulated-server.ts';
import { document, order, result } from '../../services/links/hl7/samples.ts';
import { type World, patientIn, potassium } from '../kit/world.ts';
import { seriousOn } from './support/axe.ts';
import { sees, type, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const secret = Buffer.alloc(32, 7);
const clock: { now: () => Date } = { now: () => new Date(0) };
const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now());
const server = await serveHospital(hospital);
const told = house(['1001', '1004'], { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '2000' });

const entries = [
  { code: 'JY-ELEC', name: '电解质', position: 1, fields: { category: '检验', results: '2823-3、2951-2、2075-0', specimen: '血清', place: '检验科' } },
  { code: 'JY-BIO', name: '肝肾功能、电解质、血糖', position: 2, fields: { category: '检验', results: '2823-3、2951-2、2075-0、14749-6', specimen: '血清', place: '检验科', notice: '空腹采血' } },
  { code: 'JY-CBC', name: '血常规五分类', position: 3, fields: { category: '检验', specimen: '静脉全血', place: '检验科' } },
  { code: 'EX-ECHO', name: '心脏彩色多普勒超声', position: 4, fields: { category: '检查', place: '超声医学科' } },
] as const;
const at = (w: World, id: string, staff: string): string => w.hospital.ids.seal(id, `staff:${staff}`);

async function prepared(w: World): Promise<string> {
  clock.now = w.now;
  const desk = await w.signIn('9101');
  for (const entry of entries) await desk('POST', '/dictionaries/entries', { dictionary: 'order-item', ...entry });
  return (await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' } })).patientId;
}

/** Asks again until the hospital has answered. */
async function answered(w: World, page: Page, words: RegExp): Promise<void> {
  await until(page, String(words), async () => {
    await w.settle();
    await tap(page, '刷新');
    return words.test(await wordsOn(page));
  });
}

told('a test is ordered, taken with its number, reported and read; ordered twice only by who says so; taken back; refused with a reason', async (t, { w, as, picture }) => {
  const patient = await prepared(w);
  const page = await as('1001', `/m/patients/${at(w, patient, '1001')}`, touch);
  const heard = listen(page);
  await sees(page, '王德顺');
  await picture(page, 'tr-01-patient');
  t.true(await wide(page));
  await tap(page, '申请检验检查');
  await sees(page, '心脏彩色多普勒超声');
  await type(page, 'input[type=search]', ['djz']);
  await until(page, 'what fits alone', async () => (await page.$$('.picker li')).length === 2);
  await picture(page, 'tr-02-search');
  await tap(page, '电解质', '.picker li:first-child');
  await sees(page, '电解质', '.chosen');
  await tap(page, '急', 'fieldset');
  await type(page, 'textarea[placeholder^="如：血钾"]', ['血钾升高，处理后复查']);
  await picture(page, 'tr-03-form');
  t.deepEqual(await seriousOn(page), []);
  t.true(await wide(page));
  await tap(page, '下一步');
  await sees(page, '12床 王德顺 男');
  await sees(page, '目的：血钾升高，处理后复查');
  await picture(page, 'tr-04-review');
  t.true(await wide(page));
  await tap(page, '确认申请 1 项');
  await sees(page, '已发送');
  await answered(w, page, /医院已接收，申请单号 YZ-/u);
  await picture(page, 'tr-05-taken');
  t.true(await wide(page));
  t.is(hospital.executed.filter(({ kind }) => kind === 'order-test').length, 1);

  // Again the same: said before it is sent.
  await type(page, 'input[type=search]', ['dianjiezhi']);
  await until(page, 'what fits', async () => (await page.$$('.picker li')).length === 2);
  await tap(page, '电解质', '.picker li:first-child');
  await sees(page, '已申请过：今天');
  await tap(page, '下一步');
  await sees(page, '今天已申请过：今天');
  await picture(page, 'tr-06-again');
  t.deepEqual(await seriousOn(page), []);
  t.is((await page.$$('.review button:disabled')).length, 1, 'not without saying so');
  await tap(page, '返回修改');
  await tap(page, '删去');
  await type(page, 'input[type=search]', ['xcg']);
  await until(page, 'the blood count', async () => (await wordsOn(page, '.picker')).includes('血常规五分类'));
  await tap(page, '血常规五分类', '.picker');
  await tap(page, '下一步');
  hospital.mood = 'refuses';
  await tap(page, '确认申请 1 项');
  await sees(page, '已发送');
  await answered(w, page, /医院未接收：这张申请已经关闭/u);
  hospital.mood = 'accepts';
  await tap(page, '重新申请');
  await sees(page, '血常规五分类', '.chosen');
  await tap(page, '删去');

  // The laboratory reports the first one.
  const { orderNumber } = await w.hospital.database.prisma.testRequest.findFirstOrThrow({ where: { itemCode: 'JY-ELEC' } }).then(async ({ id }) => ({ orderNumber: (await w.hospital.database.prisma.hospitalCommand.findUniqueOrThrow({ where: { key: `test-requests:${id}` } })).answerNumber ?? '' }));
  const who = { patient: patientIn('CARD1-12'), visit: { number: 'ZY26110001', ward: 'CARD1', bed: '12', department: 'CARD' } } as const;
  await w.sends(order({ type: 'OML', at: w.now(), controlId: 'BR-1', application: 'HIS', ...who, orders: [{ number: orderNumber, term: '临时', status: 'IP', item: { id: 'JY-ELEC', text: '电解质', system: 'QH' }, service: 'LAB', orderedAt: w.now(), doctor: { number: '1001', name: '李静' }, department: 'CARD', urgent: true }] }));
  await w.sends(result({ at: w.now(), controlId: 'BR-2', application: 'LIS', ...who, placer: orderNumber, filler: 'L-BR', order: { id: 'JY-ELEC', text: '电解质', system: 'QH' }, items: [potassium('5.1')] }));
  await answered(w, page, /申请单号 YZ-\w+，已出报告/u);
  await picture(page, 'tr-07-refused-and-reported');
  t.true(await wide(page));
  await tap(page, '看报告', 'article');
  await page.waitForFunction(`location.pathname.includes('/reports/')`);
  await sees(page, '5.1');
  await page.goBack();

  // An examination, taken back before it is done.
  await sees(page, '新申请');
  await type(page, 'input[type=search]', ['xzcs']);
  await until(page, 'the examination', async () => (await wordsOn(page, '.picker')).includes('心脏彩色多普勒超声'));
  await tap(page, '心脏彩色多普勒超声', '.picker');
  await tap(page, '下一步');
  await tap(page, '确认申请 1 项');
  await answered(w, page, /心脏彩色多普勒超声\s+医院已接收/u);
  await tap(page, '撤回', 'article:first-of-type');
  await tap(page, '确认撤回');
  await sees(page, '请写明原因');
  await type(page, 'article input', ['开错了']);
  await picture(page, 'tr-08-withdraw');
  t.deepEqual(await seriousOn(page), []);
  t.true(await wide(page));
  await tap(page, '确认撤回');
  await answered(w, page, /已撤回/u);
  await picture(page, 'tr-09-withdrawn');
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('a critical value whose repeat was promised leads to the order with its item chosen; a half-made order is there again; a nurse has no such button', async (t, { w, as, picture }) => {
  const patient = (await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' } })).patientId;
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const { id } = await w.hospital.database.prisma.criticalValue.findFirstOrThrow();
  await w.press('dingtalk', '1001', 'acknowledge');
  await w.press('dingtalk', '1001', 'dispose', { choice: 'repeat-test' });
  const page = await as('1001', `/m/critical-values/${at(w, id, '1001')}`, touch);
  await sees(page, '开复查申请');
  await picture(page, 'tr-10-value');
  t.true(await wide(page));
  await tap(page, '开复查申请');
  await sees(page, '电解质', '.chosen');
  t.notRegex(await wordsOn(page, '.chosen'), /肝肾功能/u);
  t.is(await page.$eval('textarea', (field) => (field as unknown as { value: string }).value), '血钾 7.1 mmol/L ↑↑，复查');
  await picture(page, 'tr-11-repeat');
  t.true(await wide(page));
  t.notRegex(page.url(), /2823|%E8%A1%80|P000001/u);

  await tap(page, '常规', 'fieldset');
  await type(page, 'textarea[placeholder^="给检验"]', ['请尽快']);

  // What was begun elsewhere is still there after the page was left.
  await page.goto(new URL(`/m/patients/${at(w, patient, '1001')}/tests`, page.url()).href);
  await sees(page, '接着上次没有发出的申请');
  await sees(page, '电解质', '.chosen');
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await page.reload();
  await sees(page, '电解质', '.chosen');
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await picture(page, 'tr-12-dark-200');
  t.deepEqual(await seriousOn(page), []);
  t.true(await wide(page));

  const nurse = await as('1004', `/m/patients/${at(w, patient, '1004')}`, touch);
  await sees(nurse, '王德顺');
  t.notRegex(await wordsOn(nurse), /申请检验检查/u);
  await nurse.goto(new URL(`/m/patients/${at(w, patient, '1004')}/tests`, nurse.url()).href);
  await sees(nurse, '只有管床医生');
  await picture(nurse, 'tr-13-nurse');
});

told('certificates stand in the record, check-up reports among the reports, each opens as marked pages', async (t, { w, as, picture }) => {
  const patient = (await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' } })).patientId;
  const li = { number: '1001', name: '李静' };
  const common = { at: w.now(), application: 'EMR', patient: patientIn('CARD1-12'), author: li, signer: li, writtenAt: w.now(), signedAt: w.now(), status: 'LA' } as const;
  await w.sends(document({ ...common, controlId: 'BP-1', visit: { number: 'ZY26110001' }, number: 'BP-1', type: { id: 'ZM', text: '诊断证明书' }, title: '诊断证明书', text: '【诊断】慢性心力衰竭急性加重。\n【建议】出院后休息两周。' }));
  await w.sends(document({ ...common, controlId: 'BP-2', visit: { number: 'TJ2611001', patientClass: 'T' }, number: 'BP-2', type: { id: 'TJ', text: '体检报告' }, title: '健康体检报告', text: '【总检结论】血压偏高。\n【健康建议】低盐饮食。' }));
  await w.settle();
  const page = await as('1001', `/m/patients/${at(w, patient, '1001')}`, touch);
  await sees(page, '医学证明（所有就诊）');
  await picture(page, 'tr-20-proof');
  t.true(await wide(page));
  await tap(page, '诊断证明书');
  await sees(page, '出院后休息两周');
  await tap(page, '原样（水印页）');
  await page.waitForSelector('canvas, .pages img, img.page');
  await picture(page, 'tr-21-proof-page');
  await page.goBack();
  await tap(page, '报告', '.tabs');
  await sees(page, '健康体检报告');
  await tap(page, '体检', '.bar[aria-label="报告种类"]');
  await sees(page, '健康体检报告');
  await picture(page, 'tr-22-check-up');
  t.deepEqual(await seriousOn(page), []);
  t.true(await wide(page));
  await tap(page, '健康体检报告');
  await sees(page, '血压偏高');
  await server.stop();
});
