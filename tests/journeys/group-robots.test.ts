/** A ward's group reads one line when a value has nobody: on both platforms, without the patient, at their pace, and honest about refusals. */
import anyTest, { type TestFn } from 'ava';
import { type World, potassium, sharedWorld } from '../kit/world.ts';

const test = anyTest as TestFn<{ w: World }>;
sharedWorld(test);

type Platform = 'dingtalk' | 'wecom';
interface Kept { readonly token?: string; readonly key?: string; readonly messages: readonly { readonly at: number; readonly text: string }[] }

const emulator = async (w: World, method: string, path: string, body?: unknown): Promise<unknown> =>
  (await fetch(`${w.emulator.origin}${path}`, { method, ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }) })).json();

/** What the group has read. */
async function read(w: World, platform: Platform, token: string): Promise<string[]> {
  const { robots } = (await emulator(w, 'GET', `/_emu/${platform}/group-robots`)) as { robots: Kept[] };
  return robots.find((robot) => (robot.token ?? robot.key) === token)?.messages.map(({ text }) => text) ?? [];
}

const addresses = { dingtalk: 'https://oapi.dingtalk.com/robot/send?access_token=', wecom: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=' } as const;

async function robot(w: World, platform: Platform, token: string, { secret, said, staff = '1004', ward = 'CARD1' }: { secret?: string; said?: string; staff?: string; ward?: string } = {}): Promise<string> {
  await emulator(w, 'POST', `/_emu/${platform}/group-robots`, platform === 'dingtalk' ? { token, secret } : { key: token });
  const answer = await (await w.signIn(staff))('POST', '/group-robots', { ward, platform, name: `群 ${token}`, address: addresses[platform] + token, secret: said ?? secret });
  if (answer.status !== 200) throw new Error(answer.error.code);
  return (answer.data as { id: string }).id;
}

const list = async (w: World): Promise<{ id: string; name: string; failure: string | null; isSigned: boolean }[]> => ((await (await w.signIn('1004'))('GET', '/group-robots')).data as { robots: { id: string; name: string; failure: string | null; isSigned: boolean }[] }).robots;

test.serial('both platforms: ward and bed and nothing else, when it opens and each time the ladder climbs; not once somebody has it, and another ward’s group reads nothing', async ({ context: { w }, ...t }) => {
  const ids = [await robot(w, 'dingtalk', 'ding-1', { secret: 'SEC-one' }), await robot(w, 'wecom', 'wx-1'), await robot(w, 'wecom', 'wx-other', { staff: '2004', ward: 'GSUR1' })];
  await w.laboratorySends('CARD1-12', [potassium('7.1')]);
  await w.settle();
  const first = '心内科一病区 12床 有危急值，请查看工作通知';
  t.deepEqual([await read(w, 'dingtalk', 'ding-1'), await read(w, 'wecom', 'wx-1'), await read(w, 'wecom', 'wx-other')], [[first], [first], []]);
  t.notRegex(first, /王|7\.1|钾/u);
  await w.pass(5);
  t.deepEqual(await read(w, 'wecom', 'wx-1'), [first, '心内科一病区 12床 的危急值还没有人确认，请查看工作通知']);
  await w.press('dingtalk', '1002', 'acknowledge');
  await w.pass(10);
  t.is((await read(w, 'wecom', 'wx-1')).length, 2);
  const kept = JSON.stringify(await w.hospital.database.prisma.groupRobot.findMany());
  for (const secret of ['ding-1', 'SEC-one', 'wx-1']) t.false(kept.includes(`"${secret}"`), `${secret} is sealed`);
  t.deepEqual((await list(w)).map(({ isSigned }) => isSigned), [true, false]);
  const nurse = await w.signIn('1004');
  t.false(JSON.stringify((await nurse('GET', '/group-robots')).data).includes('SEC-one'));
  for (const id of ids.slice(0, 2)) t.is((await nurse('POST', '/group-robots/end', { id })).status, 200);
  t.is((await nurse('POST', '/group-robots/end', { id: ids[2] })).status, 403, 'of another department');
  await w.laboratorySends('CARD1-3', [potassium('7.2')]);
  await w.settle();
  t.is((await read(w, 'wecom', 'wx-1')).length, 2, 'ended');
});

test.serial('a wrong sign is refused for good and stands at the robot; trying it says why; the cards go out all the same', async ({ context: { w }, ...t }) => {
  const id = await robot(w, 'dingtalk', 'ding-2', { secret: 'SEC-right', said: 'SEC-wrong' });
  const before = (await w.cards('dingtalk', '1001')).length;
  await w.laboratorySends('CARD1-5', [potassium('7.1')]);
  await w.settle();
  t.is((await w.cards('dingtalk', '1001')).length, before + 1);
  t.deepEqual(await read(w, 'dingtalk', 'ding-2'), []);
  t.like((await list(w)).find((each) => each.id === id), { failure: '加签密钥不对，或安全设置不符（310000）' });
  const nurse = await w.signIn('1004');
  const tried = await nurse('POST', '/group-robots/try', { id });
  t.is(tried.error.code, 'group-robots.refused');
  t.regex(tried.error.message, /钉钉没有接受：加签密钥不对/u);
  await nurse('POST', '/group-robots/end', { id });
  t.is((await nurse('POST', '/group-robots', { ward: 'CARD1', platform: 'wecom', name: 'x', address: `${addresses.dingtalk}abc` })).error.code, 'group-robots.address');
  t.is((await (await w.signIn('1001'))('POST', '/group-robots', { ward: 'CARD1', platform: 'wecom', name: 'x', address: `${addresses.wecom}abc` })).status, 403, 'no head');
});

test.serial('twenty-five values in a minute: eighteen lines, the rest in the next minute, none lost and the platform never told us to slow down', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const id = await robot(w, 'dingtalk', 'ding-3', { secret: 'SEC-three' });
  for (let index = 0; index < 25; index++) {
    await w.laboratorySends('CARD1-20', [{ ...potassium('7.1'), code: { id: `X${index}`, text: `项目${index}`, system: 'L' }, flags: ['AA'] }], `BURST-${index}`);
  }
  await w.settle();
  t.is((await read(w, 'dingtalk', 'ding-3')).length, 18);
  for (let minutes = 0; minutes < 2; minutes++) {
    w.tick(60_000);
    await w.hospital.service.tick('group-robots.sweep');
    await w.settle();
  }
  t.true((await read(w, 'dingtalk', 'ding-3')).length >= 25, 'the rest came in their turn');
  t.is((await prisma.groupRobot.findUniqueOrThrow({ where: { id } })).restsUntil, null);
});

test.serial('told “too fast” by the platform it rests as long as that wants, and says it then; a platform that is away is asked again', async ({ context: { w }, ...t }) => {
  const { prisma } = w.hospital.database;
  const id = await robot(w, 'wecom', 'wx-4');
  const others = Array.from({ length: 20 }, () => fetch(`${w.emulator.origin}/cgi-bin/webhook/send?key=wx-4`, { method: 'POST', body: JSON.stringify({ msgtype: 'text', text: { content: '别的系统' } }) }));
  await Promise.all(others);
  await w.laboratorySends('CARD1-8', [potassium('7.1')]);
  await w.settle();
  const ours = async (): Promise<number> => (await read(w, 'wecom', 'wx-4')).filter((text) => text.includes('8床')).length;
  t.is(await ours(), 0);
  t.not((await prisma.groupRobot.findUniqueOrThrow({ where: { id } })).restsUntil, null);
  w.tick(61_000);
  await w.hospital.service.tick('group-robots.sweep');
  await w.settle();
  t.is(await ours(), 1);
});

test.serial('a platform that is away loses nothing: the line waits and is said once it is back, unless somebody has the value by then', async ({ context: { w }, ...t }) => {
  await robot(w, 'wecom', 'wx-5');
  await w.fault({ platform: 'wecom', kind: 'errcode', route: '/cgi-bin/webhook/send', code: -1, count: 2 });
  await w.laboratorySends('CARD1-20', [potassium('7.6')], 'AWAY-1');
  await w.settle();
  const ours = async (): Promise<number> => (await read(w, 'wecom', 'wx-5')).filter((text) => text.includes('20床')).length;
  t.is(await ours(), 0);
  for (let minutes = 0; minutes < 3; minutes++) {
    w.tick(60_000);
    await w.hospital.service.tick('group-robots.sweep');
    await w.settle();
  }
  t.is(await ours(), 1);
  await w.fault({ platform: 'wecom', kind: 'errcode', route: '/cgi-bin/webhook/send', code: -1, count: 2 });
  await w.laboratorySends('CARD1-3', [potassium('7.7')], 'AWAY-2');
  await w.settle();
  await w.press('dingtalk', '1001', 'acknowledge');
  w.tick(60_000);
  await w.hospital.service.tick('group-robots.sweep');
  await w.settle();
  t.is((await read(w, 'wecom', 'wx-5')).filter((text) => text.includes('3床 有')).length, 0, 'somebody has it by then');
});
