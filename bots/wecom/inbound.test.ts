import test from 'ava';
import type { Card } from '../../cards/card.ts';
import type { Inbound, PressReply } from '../bot.ts';
import { wecomHearing } from './inbound.ts';
import type { Afterwards, Hearing } from './inbound.ts';
import { readMessage } from './messages.ts';
import type { Heard } from './messages.ts';
import { phrases } from './phrases.ts';
import { contextFor, pressXml, settingsFor } from './testing.ts';
import type { TestContext } from './testing.ts';
import { readXml, writeXml } from './xml.ts';

const card: Card = {
  name: 'critical-values.alert', tone: 'ok', kind: '危急值', summary: '12床 王** 已处理', title: '12床 王** 67岁 男',
  fact: '血钾 7.1 mmol/L ↑↑', fields: [], state: '', questions: [], buttons: [], result: '李医生 02:14 已确认',
};

interface World {
  readonly hearing: Hearing;
  readonly context: TestContext;
  readonly after: string[];
  /** Resolves when something was done afterwards. */
  done(count: number): Promise<void>;
}

function world(inbound: Partial<Inbound>, afterwards: Partial<Afterwards> = {}): World {
  const after: string[] = [];
  const waiting: (() => void)[] = [];
  const note = (what: string): void => {
    after.push(what);
    for (const wake of waiting.splice(0)) wake();
  };
  const context = contextFor();
  const all: Inbound = { press: async () => ({}), line: async () => undefined, change: async () => undefined, ...inbound };
  const ways: Afterwards = {
    show: async (user, shown, code) => note(`show ${user} ${code} ${shown.task_id}`),
    say: async (user, text) => note(`say ${user} ${text}`),
    ...afterwards,
  };
  const done = async (count: number): Promise<void> => {
    while (after.length < count) await new Promise<void>((resolve) => void waiting.push(resolve));
  };
  return { hearing: wecomHearing(settingsFor(), context, all, ways, 30), context, after, done };
}

function heard(over: Readonly<Record<string, string>> = {}): Heard {
  const message = readMessage(readXml(pressXml(over)), 'wwemu0000000000001');
  if (!message) throw new Error('unreadable');
  return message;
}

const aLine = { MsgType: 'text', Content: '谁值班', MsgId: '1' };

test('a press: the card as it stands now, under the task that was pressed', async (t) => {
  const { hearing, after } = world({ press: async () => ({ card }) });
  const reply = writeXml((await hearing.hear(heard({ TaskId: 'cv-0199@@2' }))) ?? {});
  t.regex(reply, /^<xml><ToUserName><!\[CDATA\[ZhangSan\]\]><\/ToUserName><FromUserName><!\[CDATA\[wwemu0000000000001\]\]>/);
  t.regex(reply, /<MsgType><!\[CDATA\[update_template_card\]\]><\/MsgType><TemplateCard><CardType><!\[CDATA\[text_notice\]\]>/);
  t.true(reply.includes('<TaskId><![CDATA[cv-0199@@2]]></TaskId>'));
  t.deepEqual(after, []);
});

const replies: ReadonlyArray<readonly [name: string, reply: PressReply, desc: string | undefined, said: readonly string[]]> = [
  ['nothing to say', {}, undefined, []],
  ['a sentence beside a card stands on the card', { card, toast: '这条已由李医生确认' }, '这条已由李医生确认', []],
  ['a sentence alone comes as a line', { toast: '您不在这个科室' }, undefined, ['say ZhangSan 您不在这个科室']],
  ['a sentence too long for the card comes whole as a line', { card, toast: '很'.repeat(60) }, `${'很'.repeat(43)}…`, [`say ZhangSan ${'很'.repeat(60)}`]],
];
for (const [name, reply, desc, said] of replies) {
  test(`a press: ${name}`, async (t) => {
    const { hearing, after, done } = world({ press: async () => reply });
    const answer = await hearing.hear(heard());
    await done(said.length);
    t.is(answer !== undefined, reply.card !== undefined);
    if (desc !== undefined) t.true(writeXml(answer ?? {}).includes(`<Desc><![CDATA[${desc}]]></Desc>`));
    t.deepEqual(after, said);
  });
}

test('the corner menu shows the card again and is not told that it is no button', async (t) => {
  const { hearing, after } = world({ press: async () => ({ card, toast: '这张卡片已经更新' }) });
  const reply = writeXml((await hearing.hear(heard({ Event: 'template_card_menu_event', EventKey: 'refresh' }))) ?? {});
  t.true(reply.includes('TemplateCard') && !reply.includes('这张卡片已经更新'));
  t.deepEqual(after, []);
});

test('a press that takes too long: answered at once with nothing, the card follows by the code of the press', async (t) => {
  const slow = Promise.withResolvers<PressReply>();
  const { hearing, after, done } = world({ press: () => slow.promise });
  t.is(await hearing.hear(heard()), undefined);
  slow.resolve({ card, toast: '已确认' });
  await done(1);
  t.deepEqual(after, ['show ZhangSan RC1 cv-0199']);
});

test('a press that fails after its deadline: the person is told, the log names no content', async (t) => {
  const slow = Promise.withResolvers<PressReply>();
  const { hearing, context, after, done } = world({ press: () => slow.promise });
  await hearing.hear(heard());
  slow.reject(new Error('王某 血钾 7.1'));
  await done(1);
  t.deepEqual(after, [`say ZhangSan ${phrases.pressFailed}`]);
  t.false(context.logged.join().includes('王某'));
});

test('a press that fails in time is the platform’s to repeat', async (t) => {
  const { hearing } = world({ press: () => Promise.reject(new Error('database')) });
  await t.throwsAsync(hearing.hear(heard()), { message: 'database' });
});

test('a line is answered in the reply; late, by a message; without answer, not at all', async (t) => {
  const quick = world({ line: async (line) => `听到：${line.text}` });
  t.true(writeXml((await quick.hearing.hear(heard(aLine))) ?? {}).includes('听到：谁值班'));

  const late = Promise.withResolvers<string | undefined>();
  const slow = world({ line: () => late.promise });
  t.is(await slow.hearing.hear(heard(aLine)), undefined);
  late.resolve('李医生值班');
  await slow.done(1);
  t.deepEqual(slow.after, ['say ZhangSan 李医生值班']);

  t.is(await world({}).hearing.hear(heard(aLine)), undefined);

  // Links are documented for messages of the app alone.
  const linked = world({ line: async () => ({ title: '查找', text: '找到 1 位', links: [{ label: '12床', path: '/m' }] }) });
  t.is(await linked.hearing.hear(heard(aLine)), undefined);
  await linked.done(1);
  t.is(linked.after.length, 1);
});

test('a picture is answered with a request for words; changes of the address book go through', async (t) => {
  const seen: string[] = [];
  const { hearing } = world({ change: async (change) => void seen.push(`${change.kind} ${change.users.join()}`) });
  t.true(writeXml((await hearing.hear(heard({ MsgType: 'voice' }))) ?? {}).includes(phrases.textOnly));
  t.is(await hearing.hear(heard({ Event: 'change_contact', ChangeType: 'delete_user', UserID: 'li' })), undefined);
  t.deepEqual(seen, ['left li']);
});

test('where even the late sentence cannot be said, a log line is left and nothing is thrown', async (t) => {
  const { hearing, context } = world({ press: async () => ({ toast: '不行' }) }, { say: () => Promise.reject(new Error('down')) });
  t.is(await hearing.hear(heard()), undefined);
  await new Promise((resolve) => void setImmediate(resolve));
  t.is(context.logged.length, 2);
});
