/** The adapter against the emulator, end to end: every call and push over real sockets. */
import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Card } from '../../cards/card.ts';
import { Failure } from '../../services/core/errors.ts';
import type { InboxMessage } from '../emulator/core/inbox.ts';
import type { Seen } from '../emulator/core/plug-in.ts';
import type { Emulator } from '../emulator/core/server.ts';
import { startEmulator } from '../emulator/start.ts';
import { dingtalkTenant } from '../emulator/tenant.ts';
import type { Inbound, Line, Press, PressReply } from '../bot.ts';
import { dingtalkBot, dingtalkSettingsSchema } from './index.ts';
import type { DingtalkBot } from './index.ts';
import { answered, card } from './testing/card.ts';
import { memoryCounters, memoryStore, testContext, until } from './testing/context.ts';

const doctor = {
  staffNumber: 'E0001',
  name: '李医生',
  role: 'doctor',
  departmentCode: 'CARD',
  departmentName: '心内科',
  platform: 'dingtalk',
  userid: 'u-li',
  active: true,
} as const;

interface World {
  readonly bot: DingtalkBot;
  readonly emulator: Emulator;
  readonly presses: Press[];
  readonly lines: Line[];
  inbox(): readonly InboxMessage[];
  press(message: InboxMessage, button: string, values?: Record<string, unknown>): Promise<Seen>;
  fault(fault: Record<string, unknown>): Promise<void>;
}

interface Product {
  readonly press?: (press: Press) => Promise<PressReply>;
  readonly line?: (line: Line) => Promise<string | undefined>;
  readonly pressMs?: number;
}

async function world(t: ExecutionContext, product: Product = {}): Promise<World> {
  const emulator = await startEmulator();
  emulator.core.people.seed([doctor, { ...doctor, staffNumber: 'E0002', name: '王医生', userid: 'u-wang' }]);
  const settings = dingtalkSettingsSchema.parse({
    clientId: dingtalkTenant.clientId,
    clientSecret: dingtalkTenant.clientSecret,
    corpId: dingtalkTenant.corpId,
    agentId: dingtalkTenant.agentId,
    templateId: dingtalkTenant.cardTemplateId,
    apiBase: emulator.origin,
    oapiBase: emulator.origin,
    callsPerSecond: 1000,
  });
  const context = { ...testContext(), store: memoryStore(), counters: memoryCounters(), now: Date.now };
  const bot = dingtalkBot(settings, context, { restMs: 50, pressMs: product.pressMs ?? 1700, times: { lookMs: 50, firstRetryMs: 20 } });
  const [presses, lines]: [Press[], Line[]] = [[], []];
  const inbound: Inbound = {
    press: async (press) => (presses.push(press), (await product.press?.(press)) ?? { card: answered }),
    line: async (line) => (lines.push(line), await product.line?.(line)),
    change: async () => undefined,
  };
  await bot.start(inbound);
  t.teardown(async () => {
    await bot.stop();
    await emulator.stop();
  });
  await until(() => bot.health().seen.includes('正常'));
  return {
    bot,
    emulator,
    presses,
    lines,
    inbox: () => emulator.core.inboxes.list('dingtalk', 'u-li', 50),
    press: async (message, button, values = {}) => (await post(emulator, '/_emu/press', { platform: 'dingtalk', user: 'u-li', message: message.id, button, values })) as Seen,
    fault: async (fault) => void (await post(emulator, '/_emu/faults', fault)),
  };
}

async function post(emulator: Emulator, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${emulator.origin}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return await answer.json();
}

const asking: Card = {
  ...card,
  questions: [
    {
      id: 'disposal',
      label: '怎么处理',
      kind: 'many',
      required: true,
      options: [
        { id: 'recheck', label: '立即复查' },
        { id: 'treat', label: '已用药' },
      ],
    },
    { id: 'note', label: '补充', kind: 'text', options: [], required: false },
  ],
};

test('send, press with answers, the card at once, update for later, say, line, DING', async (t) => {
  const { bot, inbox, press, presses, lines, emulator } = await world(t, { line: async () => '收到' });
  const ref = await bot.send('u-li', asking, 'alert-1', 'critical');
  t.truthy(ref['carrier']);
  const [shown] = inbox();
  t.is(shown?.kind, 'card');
  t.is(shown?.summary, card.summary);
  t.is(shown?.title, card.title);
  t.deepEqual(shown?.buttons.filter((each) => each.url === undefined).map((each) => each.label), ['确认收到，我来处理']);
  t.is(shown?.inputs.length, 2);
  t.is(shown?.link?.url, 'https://h5.example.test/m/critical-values/1');
  if (shown === undefined) return;
  t.is(await bot.readState(ref), 'unread');

  await press(shown, 'acknowledge', { disposal: ['recheck', 'treat'], note: '已请会诊' });
  t.like(presses[0], {
    user: 'u-li',
    corp: dingtalkTenant.corpId,
    card: 'alert-1',
    button: 'acknowledge',
    answers: { disposal: ['recheck', 'treat'], note: ['已请会诊'] },
  });
  t.true(JSON.stringify(inbox()[0]).includes('李医生 02:14 已确认'));
  t.deepEqual(inbox()[0]?.buttons.filter((each) => each.url === undefined), []);

  await bot.update('u-li', { ...answered, tone: 'past', result: '已关闭' }, 'alert-1', ref, 'critical');
  t.true(JSON.stringify(inbox()[0]).includes('已关闭'));
  t.is(inbox().length, 1);
  t.is(await bot.readState(ref), 'read');

  await bot.say('u-li', '请看 12床', 'normal');
  t.is(inbox()[0]?.text, '请看 12床');

  await post(emulator, '/_emu/say', { platform: 'dingtalk', user: 'u-li', text: '12床' });
  await until(() => inbox()[0]?.text === '收到');
  t.like(lines[0], { user: 'u-li', text: '12床' });

  await bot.urge(['u-li'], '12床 王** 请看消息', 'phone');
  t.is(inbox()[0]?.kind, 'urgent');
  const { calls, pushes } = await bot.quota();
  t.is(pushes, 2);
  t.true(calls >= 6);
});

test('the same key twice is one card', async (t) => {
  const { bot, inbox } = await world(t);
  await bot.send('u-li', card, 'alert-1', 'critical');
  await bot.send('u-li', card, 'alert-1', 'critical');
  t.is(inbox().length, 1);
});

test('a slow product: the person reads that it goes on, and then the result', async (t) => {
  const gate = Promise.withResolvers<void>();
  const { bot, inbox, press } = await world(t, { pressMs: 100, press: async () => (await gate.promise, { card: answered }) });
  await bot.send('u-li', card, 'alert-1', 'critical');
  const [shown] = inbox();
  if (shown === undefined) return t.fail();
  await press(shown, 'acknowledge');
  t.true(JSON.stringify(inbox()[0]).includes('正在处理'));
  gate.resolve();
  await until(() => JSON.stringify(inbox()[0]).includes('李医生 02:14 已确认'));
  t.false(JSON.stringify(inbox()[0]?.text).includes('正在处理'));
});

test('a refusal is told to the presser, the card stays', async (t) => {
  const { bot, inbox, press } = await world(t, { press: async () => ({ card, toast: '这是别人的病人，请联系护士站' }) });
  await bot.send('u-li', card, 'alert-1', 'critical');
  const [shown] = inbox();
  if (shown === undefined) return t.fail();
  await press(shown, 'acknowledge');
  t.true(JSON.stringify(inbox()[0]).includes('这是别人的病人'));
  t.is(inbox()[0]?.buttons.filter((each) => each.url === undefined).length, 1);
});

test('parameters beside, an expired token, a partial delivery, a lost answer', async (t) => {
  const { bot, inbox, press, presses, fault } = await world(t);
  await fault({ platform: 'dingtalk', kind: 'tokenExpired', count: 1 });
  await bot.send('u-li', card, 'alert-1', 'critical');
  await fault({ platform: 'dingtalk', kind: 'paramsBeside', count: 1 });
  const [shown] = inbox();
  if (shown === undefined) return t.fail();
  await press(shown, 'acknowledge');
  t.is(presses[0]?.button, 'acknowledge');

  await fault({ platform: 'dingtalk', kind: 'partialDelivery', users: ['u-li'], count: 1 });
  const partial = await t.throwsAsync(bot.send('u-li', card, 'alert-2', 'critical'), { instanceOf: Failure });
  t.is(partial.vendorCode, 'deliver-failed');
  await fault({ clear: true });

  await fault({ platform: 'dingtalk', kind: 'cutAfter', count: 1 });
  const lost = await t.throwsAsync(bot.send('u-li', card, 'alert-3', 'critical'), { instanceOf: Failure });
  t.is(lost.class, 'ambiguous');
  await bot.send('u-li', card, 'alert-3', 'critical');
  t.is(inbox().filter((each) => JSON.stringify(each.raw).includes('alert-3')).length, 1);
});

test('told to leave by the platform: presses go on', async (t) => {
  const { bot, inbox, press, fault, presses } = await world(t);
  await bot.send('u-li', card, 'alert-1', 'critical');
  await fault({ platform: 'dingtalk', kind: 'disconnectNoClose', count: 1 });
  const [shown] = inbox();
  if (shown === undefined) return t.fail();
  await until(async () => {
    await press(shown, 'acknowledge');
    return presses.length > 0;
  });
  t.is(presses[0]?.button, 'acknowledge');
});

test('the check-up finds a healthy organisation healthy, and names what is wrong', async (t) => {
  const { bot, fault } = await world(t);
  t.deepEqual((await bot.checkUp()).filter((each) => !each.ok), []);
  await fault({ platform: 'dingtalk', kind: 'ipBlocked' });
  const [finding] = (await bot.checkUp()).filter((each) => !each.ok);
  t.regex(finding?.mend ?? '', /出口 IP/);
});

test('everybody the platform knows', async (t) => {
  const { bot } = await world(t);
  const found: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await bot.addressBook(cursor);
    found.push(...page.people.map(({ staffNumber }) => staffNumber));
    cursor = page.next;
  }
  t.deepEqual(found.sort(), ['E0001', 'E0002']);
});
