/** The outpatient side by touch on a phone: list, patient, record, prescription, report, trend; rosters and bookings. */
import type { ExecutionContext } from 'ava';
import type { Page } from 'puppeteer-core';
import { stampOf } from '../../services/core/registers.ts';
import { applyObservation } from '../../services/shared/nursing/index.ts';
import { applyOrder } from '../../services/shared/orders/index.ts';
import { clinicDay } from '../kit/clinic-day.ts';
import { receiving } from '../kit/statements.ts';
import { pressAt, sees, until, wordsOn } from './support/hands.ts';
import { house } from './support/house.ts';
import { listen, tap, touch, wide } from './support/touch.ts';

const told = house(['1001']);
/** Nothing of the record where strangers look, or where the device keeps it. */
async function tellsNothing(t: ExecutionContext, page: Page): Promise<void> {
  const kept = String(await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.title, location.href])'));
  t.notRegex(decodeURIComponent(kept), /郭|P000101|高血压|血钾|2823-3|氨氯地平/u);
}

told('a doctor finds her outpatient and reads record, prescription, report and trend; back leads where she was', async (t, { w, as, picture }) => {
  t.true(await clinicDay(w));
  const page = await as('1001', '/m/me', touch);
  const heard = listen(page);
  await tap(page, '我的工作', '.van-tabbar');
  await sees(page, '出诊与预约');
  await picture(page, 'op-01-workspace');
  await tap(page, '门诊患者', '.ways');
  await sees(page, '郭**');
  await tap(page, '近 3 天');
  await sees(page, '同名，请核对：1966 年出生');
  await sees(page, '自费');
  await picture(page, 'op-02-list');
  t.notRegex(await wordsOn(page), /郭美兰/u);
  await tap(page, 'P000101');

  await sees(page, '郭美兰');
  for (const words of ['过敏：青霉素（皮疹）', '另有 1 位同名', '危急 血钾 6.8 mmol/L ↑↑', '城镇职工医保', '199****0101', '990***********0021', '心血管内科', '拨打', '复制']) await sees(page, words);
  await sees(page, '已更正并签名');
  await picture(page, 'op-03-patient');
  t.true(await wide(page));
  await tellsNothing(t, page);
  await tap(page, '门诊病历');
  await sees(page, '发现血压升高2年，头晕3天。');
  await sees(page, '1 / 2');
  await picture(page, 'op-04-record');
  await tap(page, '以前的版本 1');
  await sees(page, '这是以前的版本');
  await sees(page, '头晕2天。');
  await tap(page, '放大');
  await sees(page, '125%');
  await tap(page, '下一份');
  await sees(page, '治疗过程顺利，无不适。');
  await sees(page, '未签名');
  await tellsNothing(t, page);
  await page.goBack();
  await sees(page, '雾化吸入治疗记录');

  await tap(page, '处方', '[role=tablist]');
  for (const words of ['药品处方 1', '治疗处方 1', '检查处方 1', '检验处方 1', '已出报告', '看报告', '5 mg　口服　每日一次　共 2 盒', '已发药']) await sees(page, words);
  await picture(page, 'op-05-prescriptions');
  await tap(page, '苯磺酸氨氯地平片');
  await sees(page, '韩冰');
  t.true(await wide(page));

  await tap(page, '报告', '[role=tablist]');
  await sees(page, '十二导联心电图');
  await sees(page, '危急');
  await sees(page, '异常 1 项');
  await picture(page, 'op-06-reports');
  await tap(page, '检查', '[aria-label=报告种类]');
  await until(page, 'examinations alone', async () => !(await wordsOn(page)).includes('生化全套'));
  await tap(page, '检验', '[aria-label=报告种类]');
  await sees(page, '生化全套');
  await tap(page, '危急', '[role=tabpanel]');
  await sees(page, '参考 3.5-5.3');
  await sees(page, '危急值 ·');
  await picture(page, 'op-07-report');
  t.true(await wide(page));
  await tap(page, '血钾');
  await until(page, 'the drawn line', async () => (await page.$$('.chart svg path')).length > 3);
  t.regex(await wordsOn(page, 'table'), /6\.8[\s\S]*5\.6[\s\S]*4\.1/u);
  await picture(page, 'op-08-trend');
  await tellsNothing(t, page);
  await page.goBack();
  await until(page, 'the trend is closed first', async () => (await page.$('.chart')) === null);
  await sees(page, '参考 3.5-5.3');
  await page.goBack();
  await sees(page, '近半年');

  await tap(page, '基本信息', '[role=tablist]');
  await sees(page, '出生日期');
  await sees(page, '1966-04-18');
  await picture(page, 'op-09-basics');
  await page.goBack();
  await sees(page, '同名，请核对');
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('rosters of the day and of another department, what is stopped, who is booked; a patient of mine opens from there', async (t, { as, picture }) => {
  const page = await as('1001', '/m/me', touch);
  const heard = listen(page);
  await tap(page, '我的工作', '.van-tabbar');
  await tap(page, '出诊与预约');
  await sees(page, '李静', '.rows');
  await sees(page, '已约 2 人');
  await picture(page, 'op-10-clinics');
  t.true(await wide(page));
  await page.select('.pick select', '');
  await sees(page, '赵磊');
  await tap(page, '明天', '.strip');
  await sees(page, '停诊：外出会诊');
  await picture(page, 'op-11-stopped');
  await tap(page, '今天', '.strip');
  await page.select('.pick select', 'CARD');
  await until(page, 'one department', async () => !(await wordsOn(page, '.rows')).includes('赵磊'));
  await tap(page, '李静', '.rows');
  await sees(page, '郭** 女 60岁');
  await sees(page, '石** 男 36岁');
  await picture(page, 'op-12-bookings');
  t.notRegex(await wordsOn(page), /郭美兰|石小川/u);
  t.is(await page.$$eval('.rows a', (links) => links.length), 1, 'only whose record I may read has a way in');
  await tap(page, '郭**', '.rows');
  await sees(page, '郭美兰');
  await page.goBack();
  await sees(page, '石** 男');
  await page.goBack();
  await sees(page, '李静');
  t.is(await page.$eval('.pick select', (field) => (field as unknown as { value: string }).value), 'CARD', 'as it was left');
  t.deepEqual(heard, { errors: [], foreign: [] });
});

told('in the dark, and at twice the size of text: nothing runs out of the page', async (t, { w, as, picture }) => {
  const page = await as('1001', '/m/me', touch);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
  const large = async (): Promise<unknown> => page.evaluate("document.documentElement.style.fontSize = '200%'");
  await large();
  const looks = async (name: string): Promise<void> => {
    await picture(page, `op-dark-${name}`);
    t.true(await wide(page), name);
  };
  await tap(page, '我的工作', '.van-tabbar');
  await sees(page, '出诊与预约');
  await looks('1-workspace');
  await tap(page, '出诊与预约');
  await sees(page, '已约 2 人', '.rows');
  await looks('2-clinics');
  await tap(page, '李静', '.rows');
  await sees(page, '石**');
  await looks('3-bookings');
  await tap(page, '郭**', '.rows');
  await sees(page, '已更正并签名');
  await looks('4-patient');
  await tap(page, '门诊病历');
  await sees(page, '头晕3天');
  await looks('5-record');
  await tap(page, '原样（水印页）');
  await until(page, 'the marked page', () => page.evaluate(`(document.querySelector('.pages img')?.naturalWidth ?? 0) > 800`) as Promise<boolean>);
  t.true((await w.hospital.database.prisma.opening.count({ where: { staffNumber: '1001', kind: 'document' } })) > 0);
  await looks('5-record-page');
  await page.type('input[type=search]', '头晕');
  await tap(page, '查找', '.tools');
  await until(page, 'the word on the page', () => page.evaluate(`document.querySelector('.hit.now')?.getBoundingClientRect().width > 10`) as Promise<boolean>);
  await sees(page, '“头晕”：第 1 处');
  await looks('5-record-found');
  await pressAt(page, '.pages button');
  await page.waitForSelector('.van-image-preview__image img');
  await pressAt(page, '.van-image-preview__close-icon');
  await page.goBack();
  await tap(page, '处方', '[role=tablist]');
  await sees(page, '已发药');
  await looks('6-prescriptions');
  await tap(page, '报告', '[role=tablist]');
  await tap(page, '危急', '[role=tabpanel]');
  await sees(page, '参考 3.5-5.3');
  await looks('7-report');
  await tap(page, '血钾');
  await until(page, 'the drawn line', async () => (await page.$$('.chart svg path')).length > 3);
  await looks('8-trend');
});

told('the same parts for a stay: orders by term and state, and the temperature chart drawn from what nurses measured', async (t, { w, as, picture }) => {
  const { database } = w.hospital;
  const stay = await database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { id: true, patientId: true } });
  const at = (hours: number): string => new Date(w.now().getTime() - hours * 3_600_000).toISOString();
  const about = { patientId: stay.patientId, visitId: stay.id, stamp: stampOf({ master: true, asOf: w.now(), controlId: 'STAY' }), sender: { application: 'NIS', facility: 'QH' }, arrival: 'stay' };
  await receiving(database, w.now(), async (context) => {
    for (const [hours, temperature, pulse] of [[60, '38.4', '102'], [36, '37.6', '90'], [12, '36.8', '80']] as const) {
      await applyObservation(context, about, { kind: 'observation', code: { text: '体温' }, value: temperature, at: at(hours) });
      await applyObservation(context, about, { kind: 'observation', code: { text: '脉搏' }, value: pulse, at: at(hours) });
    }
    await applyOrder(context, about, { kind: 'order', number: 'L1', category: 'drug', term: 'long', name: '呋塞米片', startAt: at(50), state: 'running' });
    await applyOrder(context, about, { kind: 'order', number: 'L2', category: 'drug', term: 'long', name: '阿司匹林肠溶片', startAt: at(50), stopAt: at(5) });
    await applyOrder(context, about, { kind: 'order', number: 'T1', category: 'laboratory', term: 'temporary', name: '急查电解质', startAt: at(3), urgent: true });
  });
  const page = await as('1001', '/m/patients?kind=inpatient', touch);
  await tap(page, '王**');
  await sees(page, '12床 王德顺');
  await tap(page, '医嘱', '[role=tablist]');
  await sees(page, '呋塞米片');
  await sees(page, '急查电解质');
  t.notRegex(await wordsOn(page, '.rows'), /阿司匹林/u, 'what is over is not among what stands');
  await tap(page, '长期', '[aria-label=医嘱种类]');
  await until(page, 'long-term ones alone', async () => !(await wordsOn(page, '.rows')).includes('急查电解质'));
  await tap(page, '已停', '[aria-label=医嘱状态]');
  await sees(page, '阿司匹林肠溶片');
  await picture(page, 'op-15-orders');
  await tap(page, '病历', '[role=tablist]');
  await tap(page, '体温单', '[role=tabpanel]');
  await until(page, 'both curves', async () => (await page.$$('.chart svg path')).length > 8);
  t.regex(await wordsOn(page, '.sheet-of table'), /38\.4\(\d\d时\)/u);
  await picture(page, 'op-16-temperature');
  t.true(await wide(page));
});

told('no network: what was read stays, and the page says what happens next; somebody else’s page is not there', async (t, { w, as, picture }) => {
  const page = await as('1001', '/m/clinics', touch);
  await sees(page, '李静');
  await page.setOfflineMode(true);
  await sees(page, '网络断开');
  await tap(page, '明天', '.strip');
  await sees(page, '李静');
  await picture(page, 'op-13-offline');
  await page.setOfflineMode(false);
  await until(page, 'the note is gone', async () => !(await wordsOn(page)).includes('网络断开'));
  const { id } = await w.hospital.database.prisma.patient.findUniqueOrThrow({ where: { number: 'P000103' } });
  await page.goto(new URL(`/m/patients/${w.hospital.ids.seal(id, 'staff:1001')}`, page.url()).href);
  await sees(page, '不能查看');
  await picture(page, 'op-14-refused');
  t.notRegex(await wordsOn(page), /孟庆丰|P000103/u);
});
