/** What nurses, who is asked for an opinion and the pre-admission centre do on their phones, inside DingTalk and WeCom; CT images through windows. */
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Page } from 'puppeteer-core';
import { userAgents } from '../../bots/emulator/phones/user-agents.ts';
import { SimulatedHospital } from '../../services/links/contract/commands/simulated-hospital.ts';
import { serveHospital } from '../../services/links/contract/commands/simulated-server.ts';
import { admission, order, result } from '../../services/links/hl7/samples.ts';
import { applyDocument } from '../../services/shared/documents/index.ts';
import { object, text, us } from '../../watermark/source/dicom.samples.ts';
import { receiving } from '../kit/statements.ts';
import type { World } from '../kit/world.ts';
import { seriousOn } from './support/axe.ts';
import { paste, sees, type, until, wordsOn } from './support/hands.ts';
import { type House, house } from './support/house.ts';
import { listen, tap, tapAt, touch, wide } from './support/touch.ts';

// The hospital's own side, which carries out commands; the world's clock is its clock.
const secret = Buffer.alloc(32, 7);
const clock: { now?: () => Date } = {};
const hospital = new SimulatedHospital({ id: 'wardline', algorithm: 'hmac-sha256', secret }, () => clock.now?.() ?? new Date(0));
const server = await serveHospital(hospital);
test.after.always(() => server.stop());

const viewer = 'https://pacs.qinghe.invalid/view';
const told = house(['1001', '1101', '1004', '9401'], { HOSPITAL_COMMANDS_URL: server.url, HOSPITAL_COMMANDS_SECRET: secret.toString('base64url'), HOSPITAL_COMMANDS_TIMEOUT_MS: '5000', VIEWING_PACS_URL: `${viewer}?accession={accession}` });

const inDingtalk = { ...touch, userAgent: userAgents.dingtalk };
const inWecom = { ...touch, userAgent: userAgents.wecom };

/** Nothing runs out of the page and nothing serious is found: as it is, in the dark, and there at twice the size of text. */
async function looksRight(t: ExecutionContext, page: Page, picture: House['picture'], name: string): Promise<void> {
  const media = async (scheme: 'light' | 'dark'): Promise<void> => {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }, { name: 'prefers-reduced-motion', value: 'reduce' }]);
    // The page hears of it a moment later: half of each is what nobody sees.
    await page.waitForSelector(scheme === 'dark' ? 'html.dark' : 'html:not(.dark)');
  };
  const check = async (how: string): Promise<void> => {
    t.true(await wide(page), `${name} ${how}: runs out of the page`);
    await picture(page, `hands-${name}-${how}`);
    t.deepEqual(await seriousOn(page), [], `${name} ${how}`);
  };
  await check('light');
  await media('dark');
  await check('dark');
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await picture(page, `hands-${name}-200`);
  t.true(await wide(page), `${name} at 200 %: runs out of the page`);
  await page.evaluate("document.documentElement.style.fontSize = ''");
  await media('light');
}

const bed12 = { patient: { id: 'P000001', name: '王德顺', sex: 'M' }, visit: { number: 'ZY26110001', patientClass: 'I', ward: 'CARD1', bed: '12', department: 'CARD' } } as const;

async function asked(w: World): Promise<void> {
  const consultation = { purpose: '是否需要透析', invited: [{ department: 'NEPH', staff: { number: '1101', name: '赵磊' } }] };
  await w.sends(order({ type: 'ORM', at: w.now(), controlId: 'HZ-H1', application: 'HIS', ...bed12, orders: [{ number: 'HZ-H1', term: '临时', item: { id: 'HZ', text: '请肾内科会诊', system: 'QH' }, orderedAt: w.now(), doctor: { number: '1001', name: '李静' }, department: 'CARD', service: 'CON', consultation }] }));
  await w.settle();
}

const opinion = (app: 'DingTalk' | 'WeCom', size: typeof inDingtalk) => async (t: ExecutionContext, { w, as, picture }: House): Promise<void> => {
  clock.now = w.now;
  await asked(w);
  hospital.mood = app === 'DingTalk' ? 'refuses' : 'accepts';
  const page = await as('1101', '/m/consultations', size);
  const heard = listen(page);
  await tap(page, '王**');
  for (const each of ['12床 王德顺', '是否需要透析', '写会诊意见']) await sees(page, each);
  if (app === 'DingTalk') {
    await tap(page, '写好了，核对并签名');
    await sees(page, '请写下会诊意见');
  }
  const words = app === 'DingTalk' ? '血钾升高考虑慢性肾脏病，建议急诊血液透析。' : '建议急诊血液透析，监测电解质。';
  // What the hospital did not take stands there to go on from.
  if (app === 'WeCom') {
    await sees(page, '医院没有收下：这张申请已经关闭');
    t.is(await page.$eval('textarea', (field) => (field as unknown as { value: string }).value), '血钾升高考虑慢性肾脏病，建议急诊血液透析。');
    await paste(page, 'textarea', '');
  }
  await type(page, 'textarea', [words]);
  await looksRight(t, page, picture, `opinion-form-${app}`);
  await tap(page, '写好了，核对并签名');
  await sees(page, words, '.review');
  await sees(page, '王德顺', '.review');
  await until(page, 'six digits', async () => (await page.$$('.review input')).length > 0);
  await picture(page, `hands-opinion-review-${app}`);
  const fields = await page.$$('.review input');
  for (const field of fields) await field.type('274913');
  await tap(page, fields.length > 1 ? '设好密码并签名' : '签名，送出意见');
  await sees(page, '已保存，正在送往医院');
  await picture(page, `hands-opinion-sent-${app}`);
  await w.settle();
  await tap(page, '看看送到没有');
  await sees(page, app === 'DingTalk' ? '医院没有收下：这张申请已经关闭' : '医院已收下');
  await looksRight(t, page, picture, `opinion-${app}`);
  t.deepEqual(heard, { errors: [], foreign: [] });
};

told('DingTalk: an opinion is written, read once more, signed and sent; what the hospital said stands there', opinion('DingTalk', inDingtalk));
told('WeCom: an opinion is written, read once more, signed and sent; what the hospital said stands there', opinion('WeCom', inWecom));

/** As HIS books: for tomorrow and for three days on. */
async function booked(w: World): Promise<void> {
  const book = (number: string, name: string, hours: number): Promise<string> =>
    w.sends(admission({ event: 'A05', at: w.now(), controlId: `${number}.A05`, application: 'HIS', patient: { id: `P${number}`, name, sex: 'F', birth: '19700101' }, visit: { number, patientClass: 'P', department: 'GSUR', plannedAt: new Date(w.now().getTime() + hours * 3_600_000), plannedPlace: { ward: 'GSUR1', bed: '17' } } }));
  for (const [number, name, hours] of [['ZY90011', '许文慧', 20], ['ZY90012', '冯秋月', 70]] as const) if ((await book(number, name, hours)) !== 'AA') throw new Error('the booking was not taken');
  await w.settle();
}

/** `2026-11-22T09:00` in the hospital, so many days on. */
const daysOn = (w: World, days: number): string => `${new Date(w.now().getTime() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10)}T09:00`;

told('the centre: beds a day are set, a booking is moved and one is cancelled, each asked once more with the name; never to a full day', async (t, { w, as, picture }) => {
  clock.now = w.now;
  await booked(w);
  hospital.mood = 'accepts';
  const page = await as('9401', '/m/planned', inWecom);
  const heard = listen(page);
  await sees(page, '许');
  await looksRight(t, page, picture, 'planned');
  await tap(page, '预住院中心');
  await sees(page, '普通外科');
  await tap(page, '设床位数', 'section:has(.days)');
  await sees(page, '限制每天收几位');
  const limit = await page.$('.tick input');
  if (!(await limit?.evaluate((box) => (box as unknown as { checked: boolean }).checked))) await tapAt(page, '.tick');
  await paste(page, 'input[type=number]', '1');
  await looksRight(t, page, picture, 'centre-beds');
  await tapAt(page, 'form .go');
  await sees(page, '每天 1 张床');
  await sees(page, '满');
  await looksRight(t, page, picture, 'centre');
  await page.setViewport({ width: 1280, height: 800 });
  await sees(page, '每天 1 张床');
  t.true(await wide(page));
  await picture(page, 'hands-centre-1280');
  await page.setViewport(touch);
  await sees(page, '每天 1 张床');

  await tap(page, '待入院患者', '.ways');
  await tap(page, '许');
  await sees(page, '改入院时间');
  await looksRight(t, page, picture, 'booking');
  const move = (when: string): Promise<void> => paste(page, 'input[type=datetime-local]', when);
  await tap(page, '改入院时间');
  await sees(page, '许**（普通外科', '.whom');
  await tap(page, '改到这个时间');
  await sees(page, '请选择改到什么时候');
  await move(daysOn(w, 3));
  await type(page, 'form input[type=text]', ['患者发热，推迟手术']);
  await looksRight(t, page, picture, 'booking-move');
  await tap(page, '改到这个时间');
  await sees(page, '床位数是 1，请改到别的日子');
  await move(daysOn(w, 5));
  await tap(page, '改到这个时间');
  await sees(page, '已保存，等医院答复');
  await w.settle();
  await tap(page, '刷新');
  await sees(page, '医院已办');
  await looksRight(t, page, picture, 'booking-moved');

  await w.pass(1);
  await tap(page, '取消预约');
  await sees(page, '许**（普通外科', '.whom');
  await picture(page, 'hands-booking-cancel');
  // Thought better of it: nothing was sent.
  await tap(page, '不改了');
  const before = hospital.executed.length;
  await tap(page, '取消预约');
  await type(page, 'form input[type=text]', ['患者不来了']);
  await tap(page, '取消这次预约');
  await sees(page, '已保存，等医院答复');
  await w.settle();
  t.is(hospital.executed.length, before + 1);
  t.like(hospital.executed.at(-1), { kind: 'cancel-admission', actor: { number: '9401' }, reason: '患者不来了' });
  // HIS says that it is so.
  await w.sends(admission({ event: 'A38', at: w.now(), controlId: 'ZY90011.A38', application: 'HIS', patient: { id: 'PZY90011', name: '许文慧', sex: 'F' }, visit: { number: 'ZY90011', patientClass: 'P', department: 'GSUR' } }));
  await w.settle();
  await tap(page, '刷新');
  await sees(page, '已经入院，或预约已取消');
  await looksRight(t, page, picture, 'booking-cancelled');
  // The full day was refused, as it should be.
  t.deepEqual(heard, { errors: ['Failed to load resource: the server responded with a status of 409 (Conflict)'], foreign: [] });
});

told('a nurse: her ward’s theatre, who comes, consultations of nobody she may see; nothing of others', async (t, { as, picture }) => {
  const page = await as('1004', '/m/me', inDingtalk);
  const heard = listen(page);
  await tap(page, '我的工作', '.van-tabbar');
  for (const [way, name] of [['手术排台', 'theatre'], ['待入院', 'planned'], ['我的会诊', 'consultations']] as const) {
    await tap(page, way, '.ways');
    await until(page, `the page of ${name}`, async () => (await page.$('.back')) !== null && !(await wordsOn(page)).includes('正在'));
    await sees(page, /没有|位|台|共/u, 'main');
    await looksRight(t, page, picture, `nurse-${name}`);
    t.notRegex(await wordsOn(page), /许文慧|冯秋月/u, 'another department’s');
    await tapAt(page, '.back');
    await sees(page, '手术排台', '.ways');
  }
  t.deepEqual(heard, { errors: [], foreign: [] });
});

/** A slice through a chest, 64 × 64 in Hounsfield units: air, lung, tissue and bone in rings. */
function slice(): Buffer {
  const pixels = Buffer.alloc(64 * 64 * 2);
  for (let y = 0; y < 64; y++) for (let x = 0; x < 64; x++) {
    const far = Math.hypot(x - 32, y - 32);
    pixels.writeInt16LE(far > 28 ? 24 : far > 25 ? 1724 : far > 18 ? 1064 : 224, (y * 64 + x) * 2);
  }
  return object([
    ['00080060', 'CS', text('CT')], ['00280002', 'US', us(1)], ['00280004', 'CS', text('MONOCHROME2')], ['00280008', 'IS', text('1')], ['00280010', 'US', us(64)], ['00280011', 'US', us(64)],
    ['00280100', 'US', us(16)], ['00280101', 'US', us(16)], ['00280102', 'US', us(15)], ['00280103', 'US', us(1)], ['00281052', 'DS', text('-1024')], ['00281053', 'DS', text('1')], ['7FE00010', 'OW', pixels],
  ]);
}

told('a CT is seen through the window one presses, each another picture; 看影像 leads to the hospital’s viewer with the examination’s number alone', async (t, { w, as, picture }) => {
  const { patientId } = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { number: 'ZY26110001' }, select: { patientId: true } });
  const about = { patientId, visitId: undefined, stamp: '1 1', sender: { application: 'PACS', facility: 'QH' }, arrival: 'ct' };
  await receiving(w.hospital.database, w.now(), async (context) => void await applyDocument(w.hospital.seal)(context, about, { kind: 'document', number: 'CT1', shelf: 'record', type: { text: '影像' }, title: '胸部 CT 关键图像', writtenAt: w.now().toISOString(), content: { mediaType: 'application/dicom', base64: slice().toString('base64') } }));
  const { id } = await w.hospital.database.prisma.document.findFirstOrThrow({ where: { number: 'CT1' } });
  await w.sends(result({ at: w.now(), controlId: 'CT-R1', application: 'PACS', ...bed12, filler: 'CT2026-7', order: { id: 'JC-CT', text: '胸部 CT 平扫', system: 'QH' }, service: 'CT', items: [{ code: { id: '18844-1', text: '诊断意见' }, value: '双肺未见实变。', valueType: 'TX' }] }));
  await w.settle();
  const seal = (each: string): string => w.hospital.ids.seal(each, 'staff:1001');
  const page = await as('1001', `/m/patients/${seal(patientId)}/documents/${seal(id)}`, inWecom);
  const heard = listen(page);
  const drawn = (): Promise<string> => page.evaluate(`(async () => { const image = document.querySelector('.pages img'); if (image === null || !image.complete || image.naturalWidth === 0) return ''; const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 16 }); const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0, 16, 16); return [...pen.getImageData(0, 0, 16, 16).data].map((each) => each >> 5).join(''); })()`) as Promise<string>;
  const seen: string[] = [];
  for (const window of ['原窗', '肺窗', '骨窗']) {
    await tap(page, window, '.windows');
    await until(page, `another picture through ${window}`, async () => {
      const now = await drawn();
      return now !== '' && !seen.includes(now);
    });
    seen.push(await drawn());
    await sees(page, window, '.windows [aria-pressed=true]');
    await picture(page, `hands-ct-${seen.length}`);
  }
  await tap(page, '放大阅读', '.size');
  await until(page, 'the page is larger than the phone', () => page.$eval('.frame', (frame) => (frame as unknown as { scrollWidth: number }).scrollWidth > (frame as unknown as { clientWidth: number }).clientWidth));
  await looksRight(t, page, picture, 'ct');
  t.deepEqual(heard, { errors: [], foreign: [] });

  await page.setRequestInterception(true);
  const went: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(viewer)) return void request.continue();
    went.push(request.url());
    void request.respond({ status: 200, contentType: 'text/html; charset=utf-8', body: '<h1>云影像</h1>' });
  });
  await page.goto(new URL(`/m/patients/${seal(patientId)}?tab=reports`, page.url()).href);
  await tap(page, '胸部 CT 平扫', '[role=tabpanel]');
  await sees(page, '双肺未见实变');
  await looksRight(t, page, picture, 'ct-report');
  await tap(page, '看影像');
  await sees(page, '云影像', 'h1');
  t.deepEqual(went, [`${viewer}?accession=CT2026-7`]);
  await page.goBack();
  await sees(page, '双肺未见实变');
});
