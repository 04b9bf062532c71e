/** axe-core over the pages: nothing that keeps somebody from reading or pressing (impact serious or critical), in light and dark. */
import type { ExecutionContext } from 'ava';
import type { Page } from 'puppeteer-core';
import { clinicDay } from '../kit/clinic-day.ts';
import { seriousOn } from './support/axe.ts';
import { sees } from './support/hands.ts';
import { house } from './support/house.ts';
import { touch } from './support/touch.ts';

const told = house(['1001', '1004', '9101', '9102', '9201', '9301']);
const desk = { width: 1280, height: 800 };

/** Each path, once its words are there; what was found, by page. */
async function look(t: ExecutionContext, page: Page, paths: readonly (readonly [string, string | RegExp])[]): Promise<void> {
  const found: Record<string, string[]> = {};
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    for (const [path, words] of paths) {
      await page.goto(new URL(path, page.url()).href);
      await sees(page, words);
      const serious = await seriousOn(page);
      if (serious.length > 0) found[`${scheme} ${path}`] = serious;
    }
  }
  t.deepEqual(found, {});
}

told('the phone’s pages', async (t, { w, as }) => {
  t.timeout(300_000);
  t.true(await clinicDay(w));
  await w.laboratorySends('CARD1-12', [{ code: { id: '2823-3', text: '血钾' }, value: '7.1', unit: 'mmol/L', range: '3.5-5.3', flags: ['HH'] }]);
  await w.settle();
  const { prisma } = w.hospital.database;
  const seal = (id: string): string => w.hospital.ids.seal(id, 'staff:1001');
  const { id: wang } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000001' } });
  const { id: guo } = await prisma.patient.findUniqueOrThrow({ where: { number: 'P000101' } });
  const value = await prisma.criticalValue.findFirstOrThrow({ where: { patientId: wang } });
  const document = await prisma.document.findFirstOrThrow({ where: { patientId: guo } });
  const session = await prisma.clinicSession.findFirstOrThrow({ where: { number: 'CZ1' } });
  const page = await as('1001', '/m/me', touch);
  await look(t, page, [
    ['/m', '李静'], ['/m/critical-values', '登记本'], ['/m/critical-values/register', '共 '], [`/m/critical-values/${seal(value.id)}`, '血钾'], ['/m/patients', '12床'], ['/m/patients?kind=outpatient', '郭**'],
    [`/m/patients/${seal(wang)}`, '王德顺'], [`/m/patients/${seal(guo)}?tab=orders`, '药品处方'], [`/m/patients/${seal(guo)}?tab=reports`, '生化全套'], [`/m/patients/${seal(guo)}?tab=basics`, '出生日期'],
    [`/m/patients/${seal(guo)}/documents/${seal(document.id)}`, '门诊病历'], [`/m/patients/${seal(wang)}/tests`, '今天的和还没有结果的'], ['/m/beds', '心内科一病区'], ['/m/beds/CARD1', '12床'], ['/m/theatre', '手术'], ['/m/consultations', '会诊'], ['/m/planned', '待入院'], ['/m/clinics', '已约'],
    [`/m/clinics/${seal(session.id)}`, '郭**'], ['/m/access', '查询权限'], ['/m/me', '李静'], ['/m/me/security', '登录'],
  ]);
});

told('what visitors see, and the way in', async (t, { visitor }) => {
  const page = await visitor('/guide', touch);
  await look(t, page, [['/guide', '青禾市'], ['/guide/department/CARD', '心血管内科'], ['/m/sign-in', '登录'], ['/nowhere', '没有这个页面']]);
});

for (const [staff, paths] of Object.entries({
  9101: ['directory-places', 'directory-wards', 'directory-people', 'directory-sync', 'directory-matters', 'intake', 'codes', 'dictionaries', 'feeds', 'hospital-commands', 'platforms', 'critical-limits'],
  9102: ['accounts', 'api-clients', 'data-scope-matrix', 'exceptions'],
  9201: ['audit'],
  1001: ['critical-values'],
})) {
  told(`the desk of ${staff}`, async (t, { as }) => {
    t.timeout(300_000);
    const page = await as(staff, '/desk', desk);
    await sees(page, '移动医护');
    const all = await page.$$eval('nav a[href^="/desk/"]', (links) => links.map((link) => String(link.getAttribute('href'))));
    t.true(all.length > 0 && paths.length > 0);
    await look(t, page, all.map((path) => [path, '移动医护'] as const));
  });
}
