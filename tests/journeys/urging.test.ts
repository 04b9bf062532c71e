/** Woken by telephone beside the card: from a step on, at once where no card arrives; on record, never twice, and nothing waits for it. */
import anyTest, { type TestFn } from 'ava';
import { systemActor } from '../../services/core/access.ts';
import { simulatedKey, simulatedTelephone, simulatedTemplates } from '../../services/links/telephony/simulator.ts';
import { noteDelayed } from '../../services/shared/notices/actions.ts';
import { type Api, type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
const clock = { now: (): number => Date.parse('2026-11-19T14:00:00Z') };
const telephone = await simulatedTelephone(() => clock.now());
const of = (prefix: string): Record<string, string> => ({ [`${prefix}VENDOR`]: 'aliyun', [`${prefix}URL`]: telephone.url, [`${prefix}KEY_ID`]: simulatedKey.keyId, [`${prefix}SECRET`]: simulatedKey.secret, [`${prefix}TIMEOUT_MS`]: '400' });
sharedWorld(test, { env: { ...of('SMS_'), ...of('VOICE_'), SMS_SIGN_NAME: simulatedTemplates.signName, SMS_TEMPLATE: simulatedTemplates.urgent, SMS_CODE_TEMPLATE: simulatedTemplates.code, VOICE_TEMPLATE: simulatedTemplates.voice, WECOM_URGENT_CALLS: 'true' } });
test.after.always(() => telephone.stop());

const numbers = { 1001: '13800001001', 1002: '13800001002', 1003: '13800001003', 1102: '13800001102', 2003: '13800002003', 9101: '13800009101' } as const;
interface Overview { readonly staff: number; readonly numbers: number; readonly means: readonly { readonly means: string; readonly vendor: string }[]; readonly tries: readonly { readonly name: string; readonly means: string; readonly why: string; readonly state: string; readonly reason: string }[] }

/** Numbers by the desk's file, once for the world. */
async function begin(w: World): Promise<Api> {
  clock.now = () => w.now().getTime();
  telephone.mood = 'fine';
  const desk = await w.signIn('9101');
  const rows = Object.entries(numbers).map(([number, phone]) => `${number},${phone}`).join('\n');
  const file = { name: '手机号.csv', type: 'text/csv', base64: Buffer.from(`工号,手机号\n${rows}\n`).toString('base64') };
  const { status } = await desk('POST', '/urging/phones', { file });
  if (status !== 200) throw new Error(String(status));
  return desk;
}
const overview = async (desk: Api): Promise<Overview> => (await desk('GET', '/urging')).data as Overview;
const sweep = async (w: World): Promise<void> => {
  w.tick(60_000);
  await w.hospital.service.tick('notices.sweep');
  await w.hospital.service.tick('urging.sweep');
  await w.settle();
};
async function report(w: World, bed: string): Promise<string> {
  await w.laboratorySends(bed, [potassium('7.1')]);
  await w.settle();
  return (await w.hospital.database.prisma.criticalValue.findFirstOrThrow({ orderBy: { id: 'desc' } })).id;
}
const course = async (w: World, id: string): Promise<string[]> => ((await (await w.signIn('9001'))('GET', `/critical-values/${id}`)).data as { timeline: { what: string }[] }).timeline.map(({ what }) => what);
const tries = (w: World, subject: string) => w.hospital.database.prisma.urgingTry.findMany({ where: { subject }, orderBy: { createdAt: 'asc' } });

test.serial('by text from the second step on, by a call too from the third; the fixed words alone; receipts on the course; not once somebody has it', async ({ context: { w }, ...t }) => {
  const desk = await begin(w);
  t.deepEqual((await overview(desk)).means.map(({ means, vendor }) => `${means} ${vendor}`), ['sms aliyun', 'voice aliyun', 'ringing wecom']);
  const before = telephone.said.length;
  const id = await report(w, 'CARD1-12');
  t.is(telephone.said.length, before, 'the first step has its card');
  await w.pass(5);
  t.deepEqual(telephone.said.slice(before).map(({ means, to, params }) => [means, to, params]), [['sms', numbers[1002], { app: '钉钉' }]]);
  await w.pass(5);
  t.deepEqual(telephone.said.slice(before + 1).map(({ means, to }) => `${means} ${to}`).toSorted(), [`sms ${numbers[1003]}`, `voice ${numbers[1003]}`]);
  await w.press('dingtalk', '1003', 'acknowledge');
  await sweep(w);
  await w.pass(10);
  t.is(telephone.said.length, before + 3, 'and nothing more');
  const lines = await course(w, id);
  for (const line of ['逐级通知，短信提醒王医生：已发出', '逐级通知，短信提醒王医生：已送达', '逐级通知，语音电话提醒陈医生：已送达']) t.true(lines.includes(line), `${line}\n${lines.join('\n')}`);
  t.notRegex(JSON.stringify(telephone.said), /王德顺|7\.1|钾|CARD/u, 'no patient and no value');
});

test.serial('no card can reach the doctor: telephoned at once at the first step, while the ladder goes on at once as ever', async ({ context: { w }, ...t }) => {
  const desk = await begin(w);
  const prisma = w.hospital.database.prisma;
  const accounts = await prisma.staffAccount.findMany({ where: { staffNumber: '1001' } });
  await prisma.staffAccount.deleteMany({ where: { staffNumber: '1001' } });
  const before = telephone.said.length;
  const id = await report(w, 'CARD1-3');
  t.deepEqual(telephone.said.slice(before).filter(({ to }) => to === numbers[1001]).map(({ means, params }) => `${means} ${params['app']}`).toSorted(), ['sms 移动医护', 'voice 移动医护']);
  const { escalation } = (await prisma.criticalValue.findUniqueOrThrow({ where: { id } })).body as unknown as { escalation: { step: number } };
  t.is(escalation.step, 2, 'nobody waited for the telephone');
  t.true((await overview(desk)).tries.some(({ name, why }) => name === '李静' && why === 'unreachable'));
  await sweep(w);
  await sweep(w);
  t.is(telephone.said.slice(before).filter(({ to }) => to === numbers[1001]).length, 2, 'each means once');
  await w.press('dingtalk', '1002', 'acknowledge');
  await prisma.staffAccount.createMany({ data: accounts });
});

test.serial('a card that no platform takes: telephoned once, however often anybody looks', async ({ context: { w }, ...t }) => {
  await begin(w);
  const before = telephone.said.length;
  const id = await report(w, 'NEPH1-2');
  const { escalation } = (await w.hospital.database.prisma.criticalValue.findUniqueOrThrow({ where: { id } })).body as unknown as { escalation: { told: { people: { number: string }[] }[] } };
  const doctor = escalation.told[0]?.people[0]?.number ?? '';
  const prisma = w.hospital.database.prisma;
  const { id: delivery } = await prisma.delivery.findFirstOrThrow({ where: { subject: id, recipient: doctor } });
  // As if both platforms were away; whoever has no number is written down.
  await prisma.delivery.update({ where: { id: delivery }, data: { state: 'queued' } });
  for (const reason of ['down', 'again']) await w.hospital.service.corridor.run(systemActor, noteDelayed, { delivery, reason });
  await w.settle();
  await sweep(w);
  await sweep(w);
  t.deepEqual((await tries(w, id)).filter(({ recipient }) => recipient === doctor).map(({ means, why, state }) => [means, why, state]), [['sms', 'late', 'no-number'], ['voice', 'late', 'no-number']]);
  t.true(telephone.said.slice(before).every(({ to }) => to === numbers[1102] || to === numbers[1003]), 'whoever the ladder went on to');
  t.true((await course(w, id)).some((line) => /^卡片迟迟送不出去，短信提醒\S+：没有登记手机号$/u.test(line)));
  await w.press('dingtalk', doctor, 'acknowledge');
});

test.serial('a vendor that refuses stands at the desk in words; one that is silent is never asked twice; the ladder climbs all the same', async ({ context: { w }, ...t }) => {
  const desk = await begin(w);
  telephone.mood = { code: 'isv.OUT_OF_SERVICE' };
  const id = await report(w, 'CARD1-5');
  await w.pass(5);
  const [first] = (await overview(desk)).tries;
  t.like(first, { state: 'refused', reason: '账户欠费停机（isv.OUT_OF_SERVICE）' });
  telephone.mood = 'silent';
  const before = telephone.said.length;
  await w.pass(5);
  t.deepEqual((await tries(w, id)).filter(({ recipient }) => recipient === '1003').map(({ state }) => state), ['unsure', 'unsure']);
  t.is(telephone.said.length, before + 2);
  telephone.mood = 'fine';
  await sweep(w);
  await sweep(w);
  t.is(telephone.said.length, before + 2, 'what may have gone out is not sent again');
  t.true((await w.cards('dingtalk', '1003')).length > 0);
  await w.press('dingtalk', '1003', 'acknowledge');
});

test.serial('WeCom rings the member’s own telephone, whose number nobody here knows; not answered, refused and not paid for are told apart', async ({ context: { w }, ...t }) => {
  const desk = await begin(w);
  const emulator = async (method: string, body?: object): Promise<{ calls: { user: string }[] }> => (await fetch(`${w.emulator.origin}/_emu/wecom/calls`, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })).json() as Promise<{ calls: { user: string }[] }>;
  const before = telephone.said.length;
  await emulator('POST', { reason: 4 });
  const id = await report(w, 'GSUR1-9');
  await w.pass(10);
  t.deepEqual((await emulator('GET')).calls.filter(({ user }) => user === 'HuangJianPing').length, 1);
  t.deepEqual(telephone.said.slice(before).filter(({ to }) => to === numbers[2003]).map(({ means, params }) => [means, params]), [['sms', { app: '企业微信' }]], 'one telephone call, not two');
  await sweep(w);
  t.true((await course(w, id)).includes('逐级通知，企业微信电话提醒黄医生：没有送达'));
  t.is((await overview(desk)).tries.find(({ means }) => means === 'ringing')?.reason, '没有接听（4）');
  await w.press('wecom', '2003', 'acknowledge');
  for (const [set, why] of [[{ linked: false }, /没有配置到紧急通知/u], [{ linked: true, balance: 0 }, /余额不足/u], [{ open: false }, /没有开通紧急通知/u]] as const) {
    await emulator('POST', set);
    t.regex((await desk('POST', '/urging/try', { means: 'ringing' })).error?.message ?? '', why);
  }
});

test.serial('one’s own number: a code to the telephone, a few tries, shown masked; a file never goes over it; nobody else reads it', async ({ context: { w }, ...t }) => {
  let desk = await begin(w);
  const own = await w.signIn('1102');
  t.like((await own('GET', '/my-phone')).data, { shown: '138****1102', source: 'file', canProve: true });
  t.is((await own('POST', '/my-phone/code', { phone: '12345' })).error?.code, 'urging.number');
  t.is((await own('POST', '/my-phone/code', { phone: '13911112222' })).status, 200);
  t.is((await own('POST', '/my-phone/code', { phone: '13911112222' })).error?.code, 'urging.code-too-soon');
  const code = String(telephone.said.at(-1)?.params['code']);
  t.is(telephone.said.at(-1)?.to, '13911112222');
  const wrong = code === '000000' ? '000001' : '000000';
  t.is((await own('POST', '/my-phone', { code: wrong })).error?.code, 'urging.code-wrong');
  t.is((await own('POST', '/my-phone', { code })).status, 200);
  t.like((await own('GET', '/my-phone')).data, { shown: '139****2222', source: 'self' });
  t.is((await own('POST', '/my-phone', { code })).error?.code, 'urging.code-over', 'a code works once');
  desk = await begin(w);
  t.like((await own('GET', '/my-phone')).data, { shown: '139****2222' }, 'the file left it alone');
  const kept = JSON.stringify([await w.hospital.database.prisma.staffPhone.findMany(), await w.hospital.database.prisma.staffPhoneCode.findMany(), await w.hospital.database.prisma.audit.findMany({ where: { act: { startsWith: 'urging.' } }, select: { act: true, subject: true, reason: true } })]);
  t.false(kept.includes('13911112222') || kept.includes(code), 'sealed');
  t.is((await own('GET', '/urging')).status, 403);
  t.true((await overview(desk)).numbers >= 5);

  w.tick(61_000);
  await own('POST', '/my-phone/code', { phone: '13911113333' });
  for (let tries = 0; tries < 5; tries++) await own('POST', '/my-phone', { code: wrong });
  t.is((await own('POST', '/my-phone', { code: String(telephone.said.at(-1)?.params['code']) })).error?.code, 'urging.code-over', 'nobody guesses on');
  t.is((await own('POST', '/my-phone/forget', {})).status, 200);
  t.like((await own('GET', '/my-phone')).data, { shown: null });
});

test.serial('tried from the desk: to oneself alone, with the vendor’s reason', async ({ context: { w }, ...t }) => {
  const desk = await begin(w);
  t.is((await desk('POST', '/urging/try', { means: 'sms' })).status, 200);
  t.like(telephone.said.at(-1), { means: 'sms', to: numbers[9101] });
  telephone.mood = { code: 'isv.SMS_SIGNATURE_ILLEGAL' };
  t.is((await desk('POST', '/urging/try', { means: 'voice' })).error?.message, '没有发出去：短信签名没有通过审核（isv.SMS_SIGNATURE_ILLEGAL）。');
  telephone.mood = 'silent';
  t.is((await desk('POST', '/urging/try', { means: 'sms' })).error?.code, 'urging.test-unsure');
});
