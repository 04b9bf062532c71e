/** What the other files show on one platform only, shown on the other; and journeys that lead from one platform to the other. */
import anyTest, { type TestFn } from 'ava';
import { until } from '../../bots/emulator/core/kit.ts';
import { outpatients } from '../../prisma/demo/hospital.ts';
import { admission, result } from '../../services/links/hl7/samples.ts';
import { type PlatformName, type World, admit, patientIn, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

interface Side {
  readonly platform: PlatformName;
  readonly ward: string;
  readonly place: string;
  readonly bed: string;
  readonly attending: string;
  readonly called: string;
}
const medicine: Side = { platform: 'dingtalk', ward: 'CARD1', place: '心内科一病区', bed: '3', attending: '1001', called: '李医生' };
const surgery: Side = { platform: 'wecom', ward: 'GSUR1', place: '普外科一病区', bed: '15', attending: '2001', called: '张医生' };

interface Shown {
  readonly clinical: string;
  readonly feedback: string;
  readonly timeline: readonly { readonly what: string }[];
  readonly patient: { readonly name: string };
}

async function report(w: World, bed: string, value = '7.1'): Promise<string> {
  if ((await w.laboratorySends(bed, [potassium(value)])) !== 'AA') throw new Error('refused');
  return newest(w);
}
async function newest(w: World): Promise<string> {
  await w.settle();
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}
/** All a person reads on the newest card, without what the platform keeps beside it. */
async function reads(w: World, platform: PlatformName, staff: string): Promise<string> {
  const { title, text, fields, buttons, inputs, look } = await w.card(platform, staff);
  return JSON.stringify({ title, text, fields, buttons: buttons.map(({ label }) => label), inputs: inputs.map(({ label, options }) => [label, options.map((option) => option.label)]), look });
}
const labels = async (w: World, platform: PlatformName, staff: string): Promise<string[]> => (await w.card(platform, staff)).buttons.map(({ label }) => label);
const detail = async (w: World, staff: string, id: string): Promise<Shown> => (await (await w.signIn(staff))('GET', `/critical-values/${id}`)).data as Shown;

test.serial('WeCom, happy: read, taken and disposed of on the card, signed on the page, the laboratory answers, the card says it is closed', async ({ context: { w }, ...t }) => {
  const id = await report(w, 'GSUR1-9');
  const card = await w.card('wecom', '2001');
  t.regex(card.title, /^9床 黄\*\* \d+岁 男 普外科一病区$/u);
  t.is(card.text, '血钾 7.1 mmol/L ↑↑');
  t.regex(await reads(w, 'wecom', '2001'), /危急界限[\s\S]*≥6\.2 mmol\/L[\s\S]*等待确认 · 22:05 无人确认将通知值班医生/u);
  t.deepEqual(await labels(w, 'wecom', '2001'), ['确认收到，我来处理', '不是我的病人', '现在无法处理', '查看详情']);
  await w.press('wecom', '2001', 'acknowledge');
  t.regex(await reads(w, 'wecom', '2001'), /您 22:00 已确认 · 22:30 前需处置[\s\S]*怎么处理的？/u);
  t.deepEqual(await labels(w, 'wecom', '2001'), ['记录处置', '交班给值班医生', '详情与其他处置']);
  await w.press('wecom', '2001', 'dispose', { choice: 'order-given' });
  t.regex(await reads(w, 'wecom', '2001'), /您 22:00 已处置 · 请签名[\s\S]*张医生 22:00 已处置：已下医嘱处理/u);
  t.deepEqual(await labels(w, 'wecom', '2001'), ['去签名', '刷新']);
  const api = await w.signIn('2001');
  t.is((await api('POST', '/signatures/enrol', { pin: '258147' })).status, 200);
  t.is((await api('POST', `/critical-values/${id}/sign`, { pin: '258147' })).status, 200);
  await w.settle();
  t.true(String(w.laboratory.feedbacks.at(-1)?.raw).includes('已下医嘱处理'));
  t.like(await detail(w, '2001', id), { clinical: 'closed', feedback: 'accepted' });
  t.regex(await reads(w, 'wecom', '2001'), /22:00 已办结 · 检验科已收到反馈[\s\S]*张医生 22:00 已处置并签名/u);
});

test.serial('WeCom, silent: duty doctor, head, medical office, each once and in time; who took it stands on every card', async ({ context: { w }, ...t }) => {
  const count = async (platform: PlatformName, staff: string): Promise<number> => (await w.cards(platform, staff)).length;
  const told = async (): Promise<number[]> => [await count('wecom', '2002'), await count('wecom', '2003'), (await count('wecom', '9001')) + (await count('dingtalk', '9001'))];
  await report(w, 'GSUR1-9');
  for (const { minutes, holds } of [{ minutes: 4, holds: [0, 0, 0] }, { minutes: 1, holds: [1, 0, 0] }, { minutes: 4, holds: [1, 0, 0] }, { minutes: 1, holds: [1, 1, 0] }, { minutes: 4, holds: [1, 1, 0] }, { minutes: 1, holds: [1, 1, 1] }]) {
    await w.pass(minutes);
    t.deepEqual(await told(), holds);
  }
  t.regex(await reads(w, 'wecom', '2002'), /张医生（管床医生）未确认，已等 15分钟 · 请您处理[\s\S]*转给张医生[\s\S]*危急值·升级/u);
  t.regex(await reads(w, 'wecom', '2003'), /刘医生（值班医生）未确认，已等 15分钟 · 请您处理/u);
  await w.press('wecom', '2003', 'acknowledge');
  for (const other of ['2001', '2002']) {
    t.regex(await reads(w, 'wecom', other), /黄医生 22:15 已确认 · 22:45 前需处置/u);
    t.deepEqual(await labels(w, 'wecom', other), ['查看详情', '刷新']);
  }
  await w.pass(16);
  t.deepEqual(await told(), [1, 1, 1], 'nobody is told again');
  await w.press('wecom', '2003', 'dispose', { choice: 'order-given' });
});

for (const { platform, bed, attending, duty } of [
  { platform: 'dingtalk', bed: 'CARD1-12', attending: { number: '1001', called: '李医生' }, duty: { number: '1002', called: '王医生' } },
  { platform: 'wecom', bed: 'GSUR1-9', attending: { number: '2001', called: '张医生' }, duty: { number: '2002', called: '刘医生' } },
] as const) {
  test.serial(`${platform}, decline on the card: “not now” with a reason is the next one’s at once; asked by the ladder, the duty doctor passes it to whose it is`, async ({ context: { w }, ...t }) => {
    await report(w, bed, '7.2');
    await w.press(platform, attending.number, 'cannot-now', { aside: 'why-rescue' });
    t.true((await reads(w, platform, attending.number)).includes(`已回复：现在无法处理 · 已通知${duty.called}`));
    t.is((await labels(w, platform, attending.number))[0], '还是我来处理');
    t.true((await reads(w, platform, duty.number)).includes(`${attending.called}现在无法处理，已等 不到1分钟 · 请您处理`));
    await w.press(platform, duty.number, 'acknowledge');
    t.true((await reads(w, platform, attending.number)).includes(`${duty.called} `), 'who has it');
    await w.press(platform, duty.number, 'dispose', { choice: 'order-given' });

    const id = await report(w, bed, '7.3');
    await w.pass(5);
    await w.press(platform, duty.number, 'not-mine', { aside: `to-${attending.number}` });
    t.true((await reads(w, platform, duty.number)).includes(`已回复：不是我的病人 · 已转${attending.called}`));
    t.true((await reads(w, platform, attending.number)).includes(`${duty.called}转给您：不是我的病人 · 请您处理`));
    await w.press(platform, attending.number, 'acknowledge');
    await w.press(platform, attending.number, 'dispose', { choice: 'order-given' });
    t.is((await detail(w, attending.number, id)).clinical, 'disposed');
  });
}

for (const [from, to] of [[medicine, surgery], [surgery, medicine]] as const) {
  test.serial(`${from.platform} → ${to.platform}, transfer: the doctor of the new ward has a card on the own platform, with the new bed; the one before sees who took it`, async ({ context: { w }, ...t }) => {
    const bed = `${from.ward}-${from.bed}`;
    const id = await report(w, bed, '7.3');
    const { number } = await w.hospital.database.prisma.visit.findFirstOrThrow({ where: { wardCode: from.ward, bed: from.bed } });
    const before = (await w.cards(to.platform, to.attending)).length;
    t.is(await admit(w, { event: 'A02', patient: patientIn(bed), visit: { number, ward: to.ward, bed: '30', attending: { number: to.attending, name: to.called } } }), 'AA');
    await w.settle();
    t.is((await w.cards(to.platform, to.attending)).length, before + 1);
    for (const { platform, attending } of [to, from]) {
      const { title, text } = await w.card(platform, attending);
      t.true(title.startsWith('30床 ') && title.endsWith(to.place) && text.includes('7.3'), `${platform}: ${title}`);
      t.is((await labels(w, platform, attending))[0], '确认收到，我来处理', 'told is told: whoever is nearer takes it');
    }
    await w.press(to.platform, to.attending, 'acknowledge');
    t.true((await reads(w, from.platform, from.attending)).includes(`${to.called} `));
    t.false((await labels(w, from.platform, from.attending)).includes('确认收到，我来处理'));
    await w.press(to.platform, to.attending, 'dispose', { choice: 'order-given' });
    const { timeline } = await detail(w, to.attending, id);
    t.true(timeline.some(({ what }) => what === `患者转到新的医生处，通知${to.called}`));
  });
}

for (const { platform, ward, attending, called, place } of [medicine, surgery]) {
  test.serial(`${platform}, merged: brought in without a name and found to be known, the card names her; the same result is told once, its correction ends the alert, under either number`, async ({ context: { w }, ...t }) => {
    const known = { id: `OLD-${ward}`, name: '方晓', sex: 'F', birth: '19700101' } as const;
    const unnamed = { id: `TMP-${ward}`, name: '无名氏', sex: 'F', birth: '' } as const;
    const sends = async (patient: typeof known | typeof unnamed, value: string, status = 'F', before = ''): Promise<void> => {
      const message = result({ at: w.now(), patient, filler: `M-${ward}`, items: [potassium(value, { status })] }).toString();
      t.is(await w.sends(Buffer.from(message.replace('PID|1||', `PID|1||${before}`))), 'AA');
      await w.settle();
    };
    t.is(await w.sends(admission({ at: w.now(), event: 'A28', patient: known })), 'AA');
    t.is(await admit(w, { event: 'A01', patient: unnamed, visit: { number: `ZY-M-${ward}`, ward, bed: '29', attending: { number: attending, name: called } } }), 'AA');
    await sends(unnamed, '7.1');
    const id = await newest(w);
    t.is((await w.card(platform, attending)).title, `29床 无** 女 ${place}`);
    const says = async (event: 'A40' | 'A37', title: string): Promise<void> => {
      w.tick(1000);
      t.is(await w.sends(admission({ at: w.now(), event, patient: known, ...(event === 'A40' ? { gone: { patient: unnamed.id } } : { other: unnamed }) })), 'AA');
      await w.settle();
      t.is((await w.card(platform, attending)).title, title, `${event}: drawn anew at once`);
    };
    await says('A40', `29床 方* 56岁 女 ${place}`);
    await says('A37', `29床 无** 女 ${place}`);
    await says('A40', `29床 方* 56岁 女 ${place}`);
    const cards = (await w.cards(platform, attending)).length;
    await sends(known, '7.1');
    t.is((await w.cards(platform, attending)).length, cards, 'the same result under the other number is no news');
    t.like(await detail(w, attending, id), { clinical: 'open', patient: { name: '方*' } });
    // Another of her numbers stands first: she goes by the medical record number all the same.
    await sends(known, '4.1', 'C', `JK-${ward}^^^GOV^HC~`);
    t.regex(await reads(w, platform, attending), /检验科更正结果，请看更正值[\s\S]*已更正为 4\.1 mmol\/L/u);
    t.like(await detail(w, attending, id), { clinical: 'cancelled' });
  });
}

test.serial('WeCom, outpatient left: the doctor reads that she has to be called; no desk is on duty there; reached, it stands on the card, and a doctor still disposes of it', async ({ context: { w }, ...t }) => {
  const found = outpatients.find(({ department }) => department === 'EMER');
  if (found === undefined) throw new RangeError('EMER');
  t.is(await w.sends(result({ at: w.now(), patient: { id: found.number, name: found.name }, visit: { number: found.visit, patientClass: 'O', department: 'EMER' }, filler: 'OUT-W', items: [potassium('7.1')] })), 'AA');
  const id = await newest(w);
  t.regex((await w.card('wecom', '2201')).title, /^邹\*\* \d+岁 女 急诊科门诊$/u, 'no bed, the clinic');
  t.regex(await reads(w, 'wecom', '2201'), /不在病房（门诊或已出院），请电话联系[\s\S]*无人确认将通知门诊护士台/u);
  t.is((await w.cards('wecom', '2201')).length, 1);
  await w.pass(5);
  t.is((await w.cards('wecom', '2201')).length, 2, 'asked again, to call her');
  t.regex(await reads(w, 'wecom', '2201'), /无人确认将通知医务科/u);
  await w.pass(5);
  const api = await w.signIn('2201');
  t.is((await api('POST', `/critical-values/${id}/call`, { whom: 'patient', to: '患者本人', reached: true })).status, 200);
  await w.settle();
  t.regex(await reads(w, 'wecom', '2201'), /曹医生已联系到患者本人/u);
  t.is((await labels(w, 'wecom', '2201'))[0], '确认收到，我来处理', 'a call is no treatment');
  await w.press('wecom', '2201', 'acknowledge');
  await w.press('wecom', '2201', 'dispose', { choice: 'called-in' });
  t.regex(await reads(w, 'wecom', '2201'), /曹医生 \S+ 已处置：已请患者来院/u);
  const { timeline } = await detail(w, '2201', id);
  for (const said of ['门诊护士台无人值班，转下一级', '安排人联系患者：曹医生', '通知医务科：邓医生']) t.true(timeline.some(({ what }) => what === said), said);
});

test.serial('DingTalk takes the card and its answer is lost: a press on it says that it arrived; nothing is sent again', async ({ context: { w }, ...t }) => {
  const before = (await w.cards('dingtalk', '1001')).length;
  await w.fault({ platform: 'dingtalk', kind: 'cutAfter', route: '/v1.0/card/instances/createAndDeliver', count: 1 });
  const id = await report(w, 'CARD1-12', '7.4');
  t.is((await w.cards('dingtalk', '1001')).length, before + 1);
  const row = () => w.hospital.database.prisma.delivery.findFirstOrThrow({ where: { subject: id, recipient: '1001' } });
  t.like(await row(), { state: 'queued', platform: null });
  await w.press('dingtalk', '1001', 'acknowledge');
  t.like(await row(), { state: 'sent', platform: 'dingtalk' });
  await w.press('dingtalk', '1001', 'dispose', { choice: 'order-given' });
  t.regex(await reads(w, 'dingtalk', '1001'), /您 \S+ 已处置 · 请签名/u);
  t.is((await w.cards('dingtalk', '1001')).length, before + 1);
});

test.serial('DingTalk leaves open whether it takes cards: after a minute the next step is told, and whoever has WeCom too has the card there', async ({ context: { w }, ...t }) => {
  const before = (await w.cards('wecom', '9001')).length;
  await w.fault({ platform: 'dingtalk', kind: 'down' });
  const id = await report(w, 'CARD1-5', '7.4');
  const told = (): Promise<string[]> => w.hospital.database.prisma.delivery.findMany({ where: { subject: id }, orderBy: { createdAt: 'asc' } }).then((rows) => rows.map(({ recipient, state }) => `${recipient} ${state}`));
  for (const holds of [['1001'], ['1001', '1002'], ['1001', '1002', '1003'], ['1001', '1002', '1003', '9001']]) {
    // The queue's own pauses pass in real time.
    await until(async () => {
      await w.settle();
      return (await told()).length === holds.length;
    }, 30);
    w.tick(61_000);
  }
  await until(async () => {
    await w.settle();
    return (await w.cards('wecom', '9001')).length > before;
  }, 30);
  t.deepEqual(await told(), ['1001 queued', '1002 queued', '1003 queued', '9001 sent']);
  await w.press('wecom', '9001', 'acknowledge');
  await fetch(`${w.emulator.origin}/_emu/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ clear: true }) });
  const { clinical, timeline } = await detail(w, '9001', id);
  t.is(clinical, 'acknowledged');
  t.true(timeline.some(({ what }) => what.startsWith('消息送不到李医生')));
});
