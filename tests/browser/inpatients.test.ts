/** The inpatient side by touch on a phone: wards, beds, the patient in one of them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Code128Reader } from '@zxing/library';
import type { Page } from 'puppeteer-core';
import sharp from 'sharp';
import { renderSVG } from 'uqr';
import { stampOf } from '../../services/core/registers.ts';
import { admission, document, result } from '../../services/links/hl7/samples.ts';
import { applyConsultation } from '../../services/shared/consultations/index.ts';
import { applyOperation } from '../../services/shared/theatre/index.ts';
import { receiving } from '../kit/statements.ts';
import type { World } from '../kit/world.ts';
import { pressAt, sees, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const told = house(['1001', '1004', '9101']);

/** Somebody new, somebody who goes tomorrow, somebody gravely ill and kept apart, as HIS tells it. */
async function wardDay(w: World): Promise<void> {
  const now = w.now();
  const before = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
  const visit = { patientClass: 'I', department: 'CARD', ward: 'CARD1', nurse: { number: '1004', name: '周敏' }, attending: { number: '1001', name: '李静' } } as const;
  await w.sends(admission({ event: 'A08', at: before(60), controlId: 'IP-1', application: 'HIS', patient: { id: 'P000001', name: '王德顺', sex: 'M', birth: '19590314' }, visit: { ...visit, number: 'ZY26110001', bed: '12', admittedAt: before(6 * 1440), careLevel: '一级', condition: '病重', isolation: '接触隔离' }, allergies: [{ substance: { id: 'QMS', text: '青霉素', system: 'QH' }, reaction: '皮疹' }] }));
  await w.sends(admission({ event: 'A16', at: before(50), controlId: 'IP-2', application: 'HIS', patient: { id: 'P000002', name: '李桂兰', sex: 'F', birth: '19510702' }, visit: { ...visit, number: 'ZY26110002', bed: '3', admittedAt: before(2 * 1440), careLevel: '二级', dischargePlannedAt: new Date(now.getTime() + 12 * 60 * 60_000) } }));
  await w.sends(admission({ event: 'A01', at: before(40), controlId: 'IP-3', application: 'HIS', patient: { id: 'P000950', name: '沈月娥', sex: 'F', birth: '19480611' }, visit: { ...visit, number: 'ZY26110950', bed: '1', admittedAt: before(40), careLevel: '特级', condition: '病危' } }));
  const operation = async (number: string, visitNumber: string, surgeon: { number: string; name: string }, hours: number, sequence: number, level: string): Promise<void> => {
    const visitRow = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: visitNumber }, select: { id: true, patientId: true } });
    const from = new Date(now.getTime() + hours * 3_600_000);
    const told = { patientId: visitRow.patientId, visitId: visitRow.id, stamp: stampOf({ master: true, asOf: now, controlId: number }), sender: { application: 'ORIS', facility: 'QH' }, arrival: number };
    await receiving(w.hospital.database, now, (context) => applyOperation(context, told, { kind: 'operation', number, department: 'CARD', room: '导管室', sequence, plannedFrom: from.toISOString(), plannedUntil: new Date(from.getTime() + 100 * 60_000).toISOString(), name: '冠状动脉支架植入术', surgeon, assistants: [{ number: '1002', name: '王建国' }], anaesthetist: { number: '1303', name: '宋立新' }, anaesthesia: '局麻', level, state: 'planned' }));
  };
  await operation('OP-A', 'ZY26110003', { number: '1001', name: '李静' }, 11, 1, '三级');
  await operation('OP-B', 'ZY26110016', { number: '1006', name: '顾晨' }, 13, 2, '四级');
  const stay = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110005' }, select: { id: true, patientId: true } });
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: stampOf({ master: true, asOf: now, controlId: 'HZ' }), sender: { application: 'EMR', facility: 'QH' }, arrival: 'hz' };
  await receiving(w.hospital.database, now, (context) => applyConsultation(context, about, { kind: 'consultation', number: 'HZ7', type: '急会诊', requestedBy: { number: '1101', name: '赵磊' }, department: 'NEPH', requestedAt: before(45).toISOString(), invited: [{ department: 'CARD', staff: { number: '1001', name: '李静' } }], summary: '维持性透析，今晨胸闷，肌钙蛋白升高。', purpose: '是否需要冠脉造影', state: 'requested' }));
  await w.laboratorySends('CARD1-12', [{ code: { id: '2823-3', text: '血钾' }, value: '7.1', unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'] }]);
  await w.settle();
}

/** The consultation's opinion as the EMR tells it: in a result message, as a record document, and as one that is a file. */
async function answered(w: World): Promise<void> {
  const { patient: { number, name } } = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110005' }, include: { patient: true } });
  const [at, li] = [w.now(), { number: '1001', name: '李静' }];
  const common = { at, application: 'EMR', patient: { id: number, name: name ?? '', sex: 'M', birth: '' }, visit: { number: 'ZY26110005' } } as const;
  const record = { ...common, type: { id: 'C0045', text: '会诊记录' }, author: li, signer: li, writtenAt: at, signedAt: at, order: 'HZ7' };
  await w.sends(result({ ...common, controlId: 'HZ7-1', placer: 'HZ7', order: { id: 'HZ', text: '请心内科会诊' }, service: 'CON', items: [{ code: { id: 'CON', text: '会诊意见' }, value: '心电图未见 ST 段抬高，肌钙蛋白动态复查。', valueType: 'TX', observer: li }] }));
  await w.sends(document({ ...record, controlId: 'HZ7-2', number: 'D-HZ7', text: '【病情】胸闷。\n【会诊意见】若肌钙蛋白继续升高，建议行冠脉造影。\n造影前后各透析一次。' }));
  await w.sends(document({ ...record, controlId: 'HZ7-3', number: 'D-HZ7-PDF', pdf: Buffer.from('%PDF-1.7\n').toString('base64') }));
  await w.settle();
}

told('a nurse looks at her ward bed by bed, at what is looked for, and goes into a patient and back', async (t, { w, as, picture }) => {
  await wardDay(w);
  const page = await as('1004', '/m/me', touch);
  const heard = listen(page);
  await tap(page, '我的工作', '.van-tabbar');
  await tap(page, '床位一览', '.ways');
  await sees(page, '心内科一病区');
  await sees(page, '本科室');
  await picture(page, 'ip-01-wards');
  await tap(page, '心内科一病区');
  await sees(page, '今日入院');
  for (const words of ['12床', '王**', '危急值 1', '病重', '接触隔离', '过敏', '一级护理', '第 7 天', '明日出院', '设备带检修', '沈**', '病危']) await sees(page, words);
  await picture(page, 'ip-02-beds');
  t.true(await wide(page));
  t.notRegex(await wordsOn(page), /王德顺|沈月娥/u);
  await tap(page, '危急值', '.chips');
  await until(page, 'one bed alone', async () => (await page.$$('.bed')).length === 1);
  await picture(page, 'ip-03-critical');
  await tap(page, '12床');
  await sees(page, '王德顺');
  for (const words of ['ZY26110001', '第 7 天', '主管医生', '李静', '责任护士', '周敏', '过敏：青霉素（皮疹）', '一级 · 病重 · 接触隔离', '危急 血钾 7.1', '拨打', '心内科一病区床位']) await sees(page, words);
  await picture(page, 'ip-04-patient');
  t.true(await wide(page));
  await pressAt(page, '.back');
  await sees(page, '危急值 1');
  t.is((await page.$$('.bed')).length, 1, 'as it was left');
  await tap(page, '空床', '.chips');
  await until(page, 'empty beds', async () => (await page.$$('.bed')).length > 20);
  t.is(await page.$$eval('.bed', (beds) => beds.filter(({ tagName }) => tagName === 'A').length), 0, 'an empty bed leads nowhere');
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('another group’s patient is a bed that is taken; the dark, twice the text, no network', async (t, { as, picture }) => {
  const page = await as('1001', '/m/beds/CARD1', touch);
  await sees(page, '不在您的查看范围');
  t.notRegex(await wordsOn(page), /钱/u);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  await picture(page, 'ip-dark-1-beds');
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await picture(page, 'ip-dark-2-beds-200');
  t.true(await wide(page));
  await page.setOfflineMode(true);
  await sees(page, '网络断开');
  await sees(page, '12床');
  await picture(page, 'ip-dark-3-offline');
  await page.setOfflineMode(false);
  await pressAt(page, '.back');
  await sees(page, '本科室');
  await picture(page, 'ip-dark-4-wards-200');
  t.true(await wide(page));
});

told('who plans for the house sees numbers; the system administrator blocks a bed at the desk', async (t, { as, picture }) => {
  const page = await as('9101', '/desk/directory-wards', { width: 1280, height: 800 });
  await sees(page, '39 张，封 1');
  await page.evaluate("[...document.querySelectorAll('button')].find((one) => one.innerText.includes('39 张'))?.click()");
  await sees(page, '心内科一病区的床位');
  await sees(page, '设备带检修');
  await picture(page, 'ip-05-desk-beds');
  await page.goto(new URL('/m/beds/CARD1', page.url()).href);
  await sees(page, '12床');
  t.notRegex(await wordsOn(page), /王\*/u);
  await page.goto(new URL('/m/beds', page.url()).href);
  await sees(page, '全院各病区');
  await picture(page, 'ip-06-planner');
});

told('the theatre’s day with mine marked, a consultation asked of me, the register from which one calls', async (t, { w, as, picture }) => {
  const page = await as('1001', '/m/me', touch);
  const heard = listen(page);
  await tap(page, '我的工作', '.van-tabbar');
  await tap(page, '手术排台', '.ways');
  await tap(page, '明天', '.strip');
  await sees(page, '导管室');
  for (const words of ['第 1 台', '冠状动脉支架植入术', '陈**', '主刀 李静', '助手 王建国', '三级 · 局麻 · 宋立新', '我参加', '已排台', '另有 1 台不在您的查看范围']) await sees(page, words);
  t.notRegex(await wordsOn(page), /钱|陈国强/u);
  await picture(page, 'ip-10-theatre');
  t.true(await wide(page));
  await tap(page, '陈**');
  await sees(page, '陈国强');
  await page.goBack();
  await sees(page, '第 1 台');
  await pressAt(page, '.back');
  await tap(page, '我的会诊', '.ways');
  await sees(page, '赵**');
  await picture(page, 'ip-11-consultations');
  await tap(page, '赵**');
  for (const words of ['赵建军', '急会诊', '肌钙蛋白升高', '是否需要冠脉造影', '请我会诊', '还没有意见']) await sees(page, words);
  await picture(page, 'ip-12-consultation');
  t.true(await wide(page));
  await answered(w);
  await page.reload();
  for (const words of ['肌钙蛋白动态复查', '建议行冠脉造影', '意见写在会诊记录里', '看会诊记录', '我已答复']) await sees(page, words);
  await picture(page, 'ip-13-consultation-answered');
  t.true(await wide(page));
  await tap(page, '看患者的病历');
  await sees(page, '会诊');
  await page.goto(new URL('/m/critical-values', page.url()).href);
  await tap(page, '登记本');
  await sees(page, '血钾 7.1');
  await page.waitForSelector('.pick label:nth-of-type(1) select');
  await page.select('.pick label:nth-of-type(1) select', 'CARD');
  await sees(page, '共 1 条');
  await picture(page, 'ip-13-register');
  t.true(await wide(page));
  await page.select('.pick label:nth-of-type(3) select', 'corrected');
  await sees(page, '没有符合条件');
  t.deepEqual(heard.foreign, []);
});

/** Bars of Code 128, set B, as the library's own table has them. */
function code128(text: string): string {
  const values = [104, ...[...text].map((letter) => letter.charCodeAt(0) - 32)];
  const check = values.reduce((sum, value, at) => sum + value * Math.max(1, at), 0) % 103;
  const widths = [...values, check, 106].flatMap((value) => [...((Code128Reader as unknown as { CODE_PATTERNS: Int32Array[] }).CODE_PATTERNS[value] ?? [])]);
  let at = 20;
  const bars = widths.flatMap((width, place) => {
    const bar = place % 2 === 0 ? [`<rect x="${at}" y="20" width="${width * 2}" height="120"/>`] : [];
    at += width * 2;
    return bar;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${at + 20}" height="160"><rect width="100%" height="100%" fill="#fff"/>${bars.join('')}</svg>`;
}

/** Photographs what the picture shows, as the phone's camera would hand it over. */
async function photograph(page: Page, svg: string, folder: string, name: string): Promise<void> {
  const path = join(folder, `${name}.png`);
  await writeFile(path, await sharp(Buffer.from(svg)).resize({ width: 700 }).flatten({ background: '#fff' }).png().toBuffer());
  if ((await page.$('.scan[role=dialog]')) === null) await pressAt(page, 'button.scan');
  await page.waitForSelector('input[type=file]');
  const field = await page.$('input[type=file]');
  await (field as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}

told('a wristband is scanned: my patient opens, another’s asks for a reason, what is unknown says so; nothing of it in the address', async (t, { as, picture }) => {
  const folder = await mkdtemp(join(tmpdir(), 'wardline-scan-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const page = await as('1001', '/m/patients?kind=inpatient', touch);
  await sees(page, '12床');
  await pressAt(page, 'button.scan');
  await sees(page, /没有打开摄像头|放进画面|不能打开摄像头/u);
  await picture(page, 'ip-20-scan');
  await photograph(page, renderSVG('ZY|ZY26110001|P000001|CARD1|12'), folder, 'qr');
  await sees(page, '王德顺');
  t.notRegex(page.url(), /P000001|ZY26110001/u);
  await page.goBack();
  await sees(page, '12床');
  await photograph(page, code128('ZY26110001'), folder, 'bars');
  await sees(page, '王德顺');
  await page.goBack();
  await sees(page, '12床');
  await photograph(page, code128('P000011'), folder, 'another');
  await sees(page, '紧急查阅…');
  t.notRegex(await wordsOn(page), /黄/u);
  await photograph(page, renderSVG('ZY|NOBODY99999|1'), folder, 'unknown');
  await sees(page, '没有找到这个码对应的患者');
  await picture(page, 'ip-21-unknown');
  t.notRegex(String(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.title, location.href])')), /NOBODY|P000011|ZY2611/u);
});
