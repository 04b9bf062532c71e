/** A critical value is answered on the phones, by clicks alone. */
import { press, sees } from './support/hands.ts';
import { journeys } from './support/journeys.ts';
import { phoneOn, signFirstTime } from './support/phone.ts';
import type { Stage } from './support/journeys.ts';
import type { Phone } from './support/phone.ts';

/** The first step waits six seconds, so that a test may wait for the second. */
const station = { DOCTOR_STATION_AUDIENCE: 'qh-clinic', DOCTOR_STATION_DINGTALK: 'dingtalk://dingtalkclient/action/open_mini_app?miniAppId=5000&page=pages%2Findex%3Fticket%3D{ticket}', DOCTOR_STATION_WECOM_APP_ID: 'wx9000' };
const journey = journeys({ CRITICAL_VALUES_LADDER_MINUTES: '0.1,20,30,40', ...station });

async function answers(phone: Phone, doctor: string): Promise<void> {
  await phone.openChat();
  await phone.press('确认收到，我来处理');
  await phone.sees('前需处置');
  await phone.choose('已下医嘱处理');
  await phone.press('记录处置');
  await phone.sees(`${doctor}`);
  await signFirstTime(await phone.follow('去签名'), '274913');
  await phone.closePage();
  await phone.sees('检验科已收到反馈');
  await phone.sees(new RegExp(`${doctor} \\d\\d:\\d\\d 已处置并签名`));
}

const twoPhones = (stage: Stage, dingtalk: string, wecom: string) => stage.open(`${stage.emulator}/?d=${dingtalk}&w=${wecom}`);

journey('DingTalk: acknowledged, disposed and signed inside the phone; the card shows the end', async (_t, stage) => {
  const page = await twoPhones(stage, '1001', '2001');
  await stage.reports('CARD1-12');
  await answers(phoneOn(page, 'dingtalk'), '李医生');
});

journey('WeCom: the same, signed in by OAuth in the frame; the card is brought up to date, never taken back', async (t, stage) => {
  const page = await twoPhones(stage, '1001', '2001');
  await stage.reports('GSUR1-9');
  const phone = phoneOn(page, 'wecom');
  await answers(phone, '张医生');
  t.is(await page.$('.wecom .gone'), null, 'no message was recalled');
});

journey('WeCom: what was done is chosen by the doctor, never by the first line of a list', async (_t, stage) => {
  const page = await twoPhones(stage, '1001', '2001');
  await stage.reports('GSUR1-15');
  const phone = phoneOn(page, 'wecom');
  await phone.openChat();
  await phone.press('确认收到，我来处理');
  await phone.sees('前需处置');
  await phone.press('记录处置');
  await phone.sees('怎么处理的？请先选一项');
});

journey('DingTalk: why nothing was sent stays at the button until the next press', async (t, stage) => {
  const page = await twoPhones(stage, '1001', '2001');
  await stage.reports('CARD1-3');
  const phone = phoneOn(page, 'dingtalk');
  await phone.openChat();
  await phone.press('确认收到，我来处理');
  await phone.sees('前需处置');
  await phone.press('记录处置');
  await phone.sees('“怎么处理的？”还没有选');
  await phone.choose('已下医嘱处理');
  await phone.press('记录处置');
  await phone.sees('去签名');
  t.false((await page.$eval('.dingtalk', ({ textContent }) => textContent ?? '')).includes('还没有选'));
});

journey('silence: the duty doctor has the card, reads who was asked first, and takes it', async (_t, stage) => {
  const page = await twoPhones(stage, '1102', '2001');
  const duty = phoneOn(page, 'dingtalk');
  await duty.sees('还没有消息');
  await stage.reports('NEPH1-2');
  // DING takes the whole screen first.
  await press(page, '知道了', '.dingtalk .ding');
  await duty.openChat();
  await duty.sees('赵医生（管床医生）未确认');
  await duty.press('确认收到，我来处理');
  await duty.sees(/您 \d\d:\d\d 已确认/);
  const first = phoneOn(await twoPhones(stage, '1101', '2001'), 'dingtalk');
  await first.openChat();
  await first.sees(/孙医生 \d\d:\d\d 已确认/);
});

const shanghai = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

journey('the hospital’s own doctor’s station: one press opens its mini-program in DingTalk, with a ticket for who holds the phone', async (t, stage) => {
  const frame = await phoneOn(await twoPhones(stage, '1001', '2001'), 'dingtalk').openApp();
  await press(frame, '门诊医生站');
  const opened = await (await frame.waitForFunction('globalThis.emuOpened')).jsonValue();
  const [, ticket = ''] = /^dingtalk:.*miniAppId=5000.*ticket%3D([\w.-]+)$/.exec(String(opened)) ?? [];
  t.like(JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()), { sub: '1001', aud: 'qh-clinic' });
});

journey('the same in WeCom, which first checks the signature of the page', async (t, stage) => {
  const frame = await phoneOn(await twoPhones(stage, '1001', '2001'), 'wecom').openApp();
  await press(frame, '门诊医生站');
  const opened = (await (await frame.waitForFunction('globalThis.emuOpened')).jsonValue()) as { appid: string; path: string };
  t.is(opened.appid, 'wx9000');
  const [, ticket = ''] = /^pages\/index\/index\.html\?ticket=([\w.-]+)$/.exec(opened.path) ?? [];
  t.like(JSON.parse(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString()), { sub: '2001', aud: 'qh-clinic' });
});

journey('the phones keep the hospital\'s time', async (t, stage) => {
  const page = await twoPhones(stage, '1001', '2001');
  await sees(page, /\d\d:\d\d/, '.dingtalk .status');
  const shown = await page.$eval('.dingtalk .status span', ({ textContent }) => textContent);
  t.true([Date.now(), Date.now() - 60_000].map((at) => shanghai.format(at)).includes(shown), shown);
});
