/** The adapter against the emulator, end to end: tokens, cards, presses, passive replies, updates, lines, sign-in. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Card } from '../../cards/card.ts';
import { startKit, until } from '../emulator/core/kit.ts';
import type { Kit } from '../emulator/core/kit.ts';
import type { InboxMessage } from '../emulator/core/inbox.ts';
import { wecomTenant } from '../emulator/tenant.ts';
import { createWecom } from '../emulator/wecom/index.ts';
import { defaultSettings } from '../emulator/wecom/settings.ts';
import type { BotContext, Inbound, MessageRef, Press } from '../bot.ts';
import { clickRef, usableCodes } from './codes.ts';
import { wecomBot, wecomSettingsSchema } from './index.ts';
import type { WecomBot } from './index.ts';
import { contextFor, updated } from './testing.ts';

const KEY = '0199f3c2-7e11-7cc4-9a51-1f0f6c1d2e3f';

const alert: Card = {
  name: 'critical-values.alert', tone: 'danger', kind: '危急值', summary: '12床 王** 有一条危急值', title: '12床 王** 67岁 男 心内科一病区',
  fact: '血钾 7.1 mmol/L ↑↑', fields: [{ label: '上次', value: '4.8 昨 16:20' }], state: '02:24 前需确认', questions: [],
  buttons: [{ id: 'acknowledge', label: '确认收到，我来处理', weight: 'primary' }, { id: 'hand-over', label: '不是我的病人', weight: 'plain' }],
  link: { label: '查看详情', path: '/m/critical-values/0199' },
};
const done: Card = { ...alert, tone: 'ok', buttons: [], state: '02:44 前需处置', result: '李一 02:14 已确认' };

interface World {
  readonly emulator: Kit;
  readonly bot: WecomBot;
  readonly presses: Press[];
  newest(user: string): Promise<InboxMessage>;
  inbox(user: string): Promise<InboxMessage[]>;
}

/** The HTTP side of the service, as far as WeCom needs it. */
async function door(receive: () => WecomBot): Promise<{ readonly server: Server; readonly base: string }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://product');
      const call = { method: request.method ?? '', query: Object.fromEntries(url.searchParams), headers: {}, body: Buffer.concat(chunks) };
      void receive().callback(call).then((reply) => response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { server, base: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
}

async function world(t: ExecutionContext, product: Partial<Inbound> = {}, robot = false): Promise<World> {
  let bot: WecomBot | undefined;
  const { server, base } = await door(() => bot ?? unready());
  const tenant = defaultSettings({ callbackUrl: `${base}/callbacks/wecom`, trustedDomains: [new URL(base).host] });
  const emulator = await startKit([createWecom(tenant)], { log: () => undefined });
  const { corpId, secret, agentId, token, aesKey, botId, botSecret } = wecomTenant;
  const robotKeys = { botId, botSecret, botUrl: `${emulator.origin.replace('http', 'ws')}/aibot` };
  const settings = wecomSettingsSchema.parse({
    corpId, secret, agentId, token, aesKey, apiBase: emulator.origin, oauthBase: emulator.origin, ...(robot ? robotKeys : {}),
  });
  // One time for both, so that the emulator's clock also moves ours.
  const context: BotContext = { ...contextFor(emulator.core.clock.now(), base), now: () => emulator.core.clock.now() };
  bot = wecomBot(settings, context);
  const presses: Press[] = [];
  await bot.start({
    press: async (press) => {
      presses.push(press);
      return product.press ? product.press(press) : { card: done };
    },
    line: product.line ?? (async (line) => `听到：${line.text}`),
    change: product.change ?? (async () => undefined),
  });
  t.teardown(async () => {
    await bot?.stop();
    await emulator.stop();
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  const inbox = (user: string): Promise<InboxMessage[]> => emulator.inbox('wecom', user);
  const newest = async (user: string): Promise<InboxMessage> => (await inbox(user))[0] ?? unready();
  return { emulator, bot, presses, inbox, newest };
}

function unready(): never {
  throw new Error('nothing there');
}

const labels = (message: InboxMessage | undefined): string[] => (message?.buttons ?? []).filter((each) => !each.disabled).map((each) => each.label);

test('send, press, passive reply to the one who pressed, update for the other', async (t) => {
  const { emulator, bot, presses, newest } = await world(t);
  const mine = await bot.send('li.yi', alert, KEY, 'critical');
  const others = await bot.send('Wang.Er', alert, `${KEY}-2`, 'critical');
  const card = await newest('1001');
  t.like(card, { kind: 'card', title: '12床 王** 67岁 男 心内科一病区' });
  t.deepEqual(labels(card), ['确认收到，我来处理', '不是我的病人', '查看详情']);

  const seen = await emulator.press('wecom', '1001', card.id, 'acknowledge');
  t.is(seen.toast, undefined);
  t.deepEqual(labels(seen.message), ['查看详情', '刷新']);
  t.deepEqual(seen.message?.fields.at(-1), { label: '结果', value: '李一 02:14 已确认' });
  t.like(presses[0], { user: 'li.yi', card: KEY, button: 'acknowledge' });
  t.deepEqual(labels(await newest('1002')), ['确认收到，我来处理', '不是我的病人', '查看详情']);

  await updated(bot, 'Wang.Er', done, `${KEY}-2`, others, 'normal');
  t.deepEqual(labels(await newest('1002')), ['查看详情', '刷新']);
  await updated(bot, 'li.yi', { ...done, result: '已关闭' }, KEY, { ...mine, ...presses[0]?.ref }, 'normal');
  t.is((await newest('1001')).fields.at(-1)?.value, '已关闭');
});

test('choices come back as answers: a drop-down, ticks, several drop-downs', async (t) => {
  const { emulator, bot, presses, newest } = await world(t);
  const options = [{ id: 'recheck', label: '立即复查' }, { id: 'treat', label: '已用药' }];
  const how = { id: 'how', label: '怎么处理', kind: 'one', options, required: true } as const;
  const cases = [
    [[how], { how: 'treat' }, { how: ['treat'] }],
    [[{ ...how, kind: 'many' }], { how: ['recheck', 'treat'] }, { how: ['recheck', 'treat'] }],
    [[how, { ...how, id: 'who', label: '谁来做' }], { how: 'recheck', who: 'treat' }, { how: ['recheck'], who: ['treat'] }],
  ] as const;
  for (const [index, [questions, values, answers]] of cases.entries()) {
    await bot.send('li.yi', { ...alert, questions: [...questions] }, `${KEY}-q${index}`, 'critical');
    const card = await newest('1001');
    await emulator.press('wecom', '1001', card.id, 'acknowledge', values as Record<string, string | string[]>);
    t.deepEqual(presses.at(-1)?.answers, answers);
  }
});

test('sent again under the same key: one card; the lost answer costs a message later, not now', async (t) => {
  const { bot, inbox } = await world(t);
  await bot.send('li.yi', alert, KEY, 'critical');
  const ref = await bot.send('li.yi', alert, KEY, 'critical');
  t.is(ref['sentCode'], '');
  t.is((await inbox('1001')).length, 1);
});

test('no code left: the new state comes as a message of its own, the old one goes, and a press on the new belongs to the key', async (t) => {
  const { emulator, bot, presses, inbox } = await world(t);
  let ref: MessageRef = await bot.send('li.yi', alert, KEY, 'critical');
  ref = await updated(bot, 'li.yi', { ...alert, state: '已通知科主任' }, KEY, ref, 'normal');
  ref = await updated(bot, 'li.yi', { ...alert, state: '已通知医务处' }, KEY, ref, 'normal');
  const [now, before] = await inbox('1001');
  t.true(before?.recalled);
  t.is(now?.fields.at(-1)?.value, '已通知医务处');
  await emulator.press('wecom', '1001', now?.id ?? '', 'acknowledge');
  t.is(presses[0]?.card, KEY);

  ref = { ...ref, ...presses[0]?.ref };
  await updated(bot, 'li.yi', { ...done, result: '已关闭' }, KEY, ref, 'normal');
  t.is((await inbox('1001')).length, 2);
});

test('a code that the platform calls spent (60140), and one that is 72 hours old', async (t) => {
  const { emulator, bot, inbox } = await world(t);
  const ref = await bot.send('li.yi', alert, KEY, 'critical');
  const spent = { ...ref, ...clickRef(KEY, Number(ref['sentAt']), 'never-issued') };
  const after = await updated(bot, 'li.yi', done, KEY, spent, 'normal');
  t.is((await inbox('1001')).length, 1);
  t.deepEqual(usableCodes(after, Number(ref['sentAt'])), []);

  const old = await bot.send('li.yi', alert, `${KEY}-old`, 'critical');
  await emulator.advance(73 * 3_600_000);
  t.is((await updated(bot, 'li.yi', done, `${KEY}-old`, old, 'normal'))['task'], `${KEY}-old@@2`);
});

test('a token withdrawn by the platform is replaced without anybody noticing', async (t) => {
  const { emulator, bot, inbox } = await world(t);
  await bot.say('li.yi', '早', 'normal');
  for (const code of [40014, 42001]) {
    await emulator.fault({ platform: 'wecom', kind: 'tokenExpired', code, count: 1 });
    await bot.say('li.yi', `好 ${code}`, 'normal');
  }
  t.is((await inbox('1001')).length, 3);
});

test('the same event delivered again is the same press', async (t) => {
  const { emulator, bot, presses, newest } = await world(t);
  await bot.send('li.yi', alert, KEY, 'critical');
  await emulator.fault({ platform: 'wecom', kind: 'duplicate', times: 2, ms: 1000, count: 1 });
  await emulator.press('wecom', '1001', (await newest('1001')).id, 'acknowledge');
  await emulator.advance(3000);
  await until(() => presses.length === 3);
  t.is(new Set(presses.map((press) => press.key)).size, 1);
});

const spoilt = ['badSignature', 'wrongReceiveId', 'malformedXml', 'hugeBody'];
for (const kind of spoilt) {
  test(`a callback with ${kind} never reaches the service`, async (t) => {
    const { emulator, bot, presses, newest } = await world(t);
    await bot.send('li.yi', alert, KEY, 'critical');
    await emulator.fault({ platform: 'wecom', kind });
    const seen = await emulator.press('wecom', '1001', (await newest('1001')).id, 'acknowledge');
    t.is(seen.toast, '应用没有响应，请稍后再试');
    t.deepEqual(presses, []);
    t.deepEqual(labels(seen.message), ['确认收到，我来处理', '不是我的病人', '查看详情']);
  });
}

test('a sentence without a card reaches the person as a line', async (t) => {
  const { emulator, bot, newest, inbox } = await world(t, { press: async () => ({ toast: '您不在这个科室，请联系责任医生' }) });
  await bot.send('li.yi', alert, KEY, 'critical');
  await emulator.press('wecom', '1001', (await newest('1001')).id, 'acknowledge');
  const lines = await until(async () => {
    const all = await inbox('1001');
    return all.length === 2 && all;
  });
  t.is(lines[0]?.text, '您不在这个科室，请联系责任医生');
});

test('lines: by callback without a robot, by the long connection with one', async (t) => {
  const plain = await world(t);
  const answered = await plain.emulator.say('wecom', '1001', '谁值班');
  t.is(answered.replies?.[0]?.text, '听到：谁值班');

  const robot = await world(t, {}, true);
  await until(() => robot.bot.health().seen.includes('机器人已连接'));
  t.is((await robot.emulator.say('wecom', '1001', '谁值班')).replies?.[0]?.text, '听到：谁值班');
});

test('somebody leaves: the service hears it', async (t) => {
  const changes: string[] = [];
  const { emulator } = await world(t, { change: async (change) => void changes.push(`${change.kind} ${change.users.join()}`) });
  const [person] = (await emulator.get<{ people: readonly Record<string, unknown>[] }>('/_emu/people')).people.filter((each) => each['userid'] === 'li.yi' && each['platform'] === 'wecom');
  const { unread: _, ...left } = { ...person, active: false, unread: 0 };
  await emulator.post('/_emu/people', left);
  await until(() => changes.length === 1);
  t.deepEqual(changes, ['left li.yi']);
});

test('address book and sign-in', async (t) => {
  const { bot } = await world(t);
  const people = new Map<string, string>();
  const page = await bot.addressBook((await bot.addressBook()).next);
  for (const person of page.people) people.set(person.user, `${person.staffNumber} ${person.name} ${person.active}`);
  t.is(people.get('li.yi'), '1001 李一 true');
  await t.throwsAsync(bot.whoIs('never-issued'), { message: /auth\/getuserinfo: 40029/ });
});

test('check-up of the demonstration tenant: nothing to mend', async (t) => {
  const { bot } = await world(t);
  t.deepEqual((await bot.checkUp()).filter((finding) => !finding.ok), []);
});
