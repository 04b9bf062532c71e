import test from 'ava';
import { Failure } from '../../services/core/errors.ts';
import type { Inbound, Line, Press, PressReply } from '../bot.ts';
import { ears, TOPIC } from './inbound.ts';
import type { Ears } from './inbound.ts';
import { outbound } from './outbound.ts';
import { PRESS } from './phrases.ts';
import { quota } from './quota.ts';
import type { Frame } from './schema.ts';
import { answered } from './testing/card.ts';
import { memoryCounters, testContext, testSettings, until } from './testing/context.ts';

interface World {
  readonly ears: Ears;
  readonly presses: Press[];
  readonly lines: Line[];
  readonly written: { method: string; path: string; body: Record<string, unknown> }[];
}

interface Answers {
  press?: (press: Press) => Promise<PressReply>;
  line?: (line: Line) => Promise<string | undefined>;
  change?: () => Promise<void>;
  written?: () => void;
}

function world(answers: Answers = {}): World {
  const [presses, lines, written]: [Press[], Line[], World['written']] = [[], [], []];
  const inbound: Inbound = {
    press: async (press) => (presses.push(press), (await answers.press?.(press)) ?? { card: answered }),
    line: async (line) => (lines.push(line), await answers.line?.(line)),
    change: async () => await answers.change?.(),
  };
  const settings = testSettings('http://127.0.0.1:1');
  const client = {
    api: async (call: { method: string; path: string; body?: unknown; answer: { parse(value: unknown): unknown } }) => {
      answers.written?.();
      written.push({ method: call.method, path: call.path, body: call.body as Record<string, unknown> });
      return call.answer.parse({ success: true, processQueryKey: 'q' }) as never;
    },
    oapi: async () => await Promise.reject(new Error('not used')),
  };
  const out = outbound({ settings, client, pages: '' });
  const made = ears({
    corp: 'corp-1',
    inbound,
    outbound: out,
    quota: quota(memoryCounters(), 'corp-1', settings),
    log: testContext().log,
    pressMs: 60,
    lineMs: 60,
  });
  return { ears: made, presses, lines, written };
}

const params = { button: 'acknowledge', rev: 'r1', form: { disposal: ['recheck'] } };
const press = (more: Record<string, unknown> = {}): unknown => ({
  type: 'actionCallback',
  outTrackId: 'alert-1',
  corpId: 'corp-1',
  userId: 'u1',
  content: JSON.stringify({ cardPrivateData: { actionIds: ['b1'], params } }),
  ...more,
});
const frame = (topic: string, data: unknown, headers: Record<string, string> = {}, type = 'CALLBACK'): Frame => ({
  type,
  headers: { topic, messageId: 'm1', ...headers },
  data: JSON.stringify(data),
});

const shapes: Record<string, unknown> = {
  'in content': press(),
  'in value, beside': press({ content: undefined, value: JSON.stringify({ cardPrivateData: { actionIds: ['b1'] }, params }) }),
  'at the root': press({ content: undefined, cardPrivateData: { params } }),
  'as objects': press({ content: { cardPrivateData: { params } } }),
};
for (const [name, data] of Object.entries(shapes)) {
  test(`a press with its parameters ${name}`, async (t) => {
    const { ears, presses } = world();
    const ack = (await ears.frame(frame(TOPIC.card, data))) as { response: Record<string, { cardParamMap: Record<string, string> }> };
    t.like(presses[0], { user: 'u1', card: 'alert-1', button: 'acknowledge', answers: { disposal: ['recheck'] }, ref: { outTrackId: 'alert-1' } });
    t.is(ack.response['cardData']?.cardParamMap['result'], '李医生 02:14 已确认');
    t.deepEqual(ack.response['userPrivateData'], { cardParamMap: { notice: '' } });
    t.deepEqual(ack.response['cardUpdateOptions'] as unknown, { updateCardDataByKey: true, updatePrivateDataByKey: true });
  });
}

test('repeats of one press carry one key, a press on the next picture another', async (t) => {
  const { ears, presses } = world();
  await ears.frame(frame(TOPIC.card, press(), { messageId: 'm1' }));
  await ears.frame(frame(TOPIC.card, press(), { messageId: 'm2' }));
  await ears.frame(frame(TOPIC.card, press({ content: JSON.stringify({ cardPrivateData: { params: { ...params, rev: 'r2' } } }) })));
  await ears.frame(frame(TOPIC.card, press({ userId: 'u2' })));
  const keys = presses.map((each) => each.key);
  t.is(keys[0], keys[1]);
  t.is(new Set(keys).size, 3);
});

test('a repeat while the first still runs joins it', async (t) => {
  const { ears, presses } = world({ press: async () => (await new Promise((resolve) => setTimeout(resolve, 20)), { card: answered }) });
  const [one, two] = await Promise.all([ears.card(press()), ears.card(press())]);
  t.is(presses.length, 1);
  t.truthy(one['cardData']);
  t.truthy(two['cardData']);
});

test('too slow: a neutral answer in time, the card brought up to date afterwards, also past a failure', async (t) => {
  const gate = Promise.withResolvers<void>();
  let fails = 1;
  const { ears, written } = world({
    press: async () => (await gate.promise, { card: answered, toast: '已记下' }),
    written: () => {
      if ((fails -= 1) >= 0) throw new Failure('busy', 'transient');
    },
  });
  const from = performance.now();
  const reply = await ears.card(press());
  t.true(performance.now() - from < 1000);
  t.is(reply['cardData'], undefined);
  t.deepEqual(reply['userPrivateData'], { cardParamMap: { notice: PRESS.working } });
  gate.resolve();
  await until(() => written.length > 0);
  t.like(written[0], { method: 'PUT', path: '/v1.0/card/instances' });
  t.deepEqual(written[0]?.body['privateData'], { u1: { cardParamMap: { notice: '已记下' } } });
});

test('a sentence without a card still ends that press: the next one is another', async (t) => {
  const { ears } = world({ press: async () => ({ toast: '这是别人的病人' }) });
  const { cardData, userPrivateData } = await ears.card(press());
  t.deepEqual(Object.keys((cardData as { cardParamMap: object }).cardParamMap), ['rev']);
  t.deepEqual(userPrivateData, { cardParamMap: { notice: '这是别人的病人' } });
});

test('a press that failed tells the person; nothing escapes', async (t) => {
  const { ears } = world({ press: async () => await Promise.reject(new Error('database')) });
  t.deepEqual((await ears.card(press()))['userPrivateData'], { cardParamMap: { notice: PRESS.lost } });
});

test('presses that are not ours are answered and go nowhere', async (t) => {
  const { ears, presses } = world();
  t.deepEqual(await ears.frame(frame(TOPIC.card, press({ corpId: 'other' }))), { response: {} });
  t.deepEqual(await ears.frame(frame(TOPIC.card, { foo: 1 })), { response: {} });
  t.deepEqual(await ears.frame({ type: 'CALLBACK', headers: { topic: TOPIC.card }, data: 'not json' }), { response: {} });
  t.is(presses.length, 0);
});

const said = (more: Record<string, unknown> = {}): unknown => ({
  msgId: 'msg-1',
  msgtype: 'text',
  text: { content: ' 12床 ' },
  senderStaffId: 'u1',
  senderCorpId: 'corp-1',
  conversationType: '2',
  ...more,
});

test('a line is taken in once acknowledged, answered to the person alone', async (t) => {
  const { ears, lines, written } = world({ line: async () => '12床 王**' });
  t.deepEqual(await ears.frame(frame(TOPIC.robot, said(), { messageId: 'new-every-time' })), { response: null });
  t.like(lines[0], { key: 'line:msg-1', user: 'u1', text: '12床' });
  t.deepEqual(written[0]?.body['userIds'], ['u1']);
});

test('a line that could not be stored is not acknowledged, so it comes again', async (t) => {
  const { ears } = world({ line: async () => await Promise.reject(new Error('database')) });
  t.is(await ears.frame(frame(TOPIC.robot, said())), undefined);
});

test('a line that takes long is acknowledged all the same', async (t) => {
  const gate = Promise.withResolvers<undefined>();
  const { ears } = world({ line: async () => await gate.promise });
  t.deepEqual(await ears.frame(frame(TOPIC.robot, said())), { response: null });
  gate.resolve(undefined);
});

test('strangers, silence and a spent quota are acknowledged and go nowhere', async (t) => {
  const { ears, lines } = world();
  for (const data of [said({ senderStaffId: '' }), said({ senderCorpId: 'other' }), said({ text: { content: ' ' } }), said({ text: undefined, errCode: 20001 }), {}]) {
    t.deepEqual(await ears.frame(frame(TOPIC.robot, data)), { response: null });
  }
  t.is(lines.length, 0);
});

test('directory changes: stored or asked for again', async (t) => {
  const event = frame('*', { userId: ['u1', 'u2'] }, { eventType: 'user_leave_org', eventId: 'e1', eventCorpId: 'corp-1' }, 'EVENT');
  t.deepEqual(await world().ears.frame(event), { status: 'SUCCESS' });
  const failing = world({ change: async () => await Promise.reject(new Error('database')) });
  t.like(await failing.ears.frame(event), { status: 'LATER' });
  t.deepEqual(await world().ears.frame(frame('*', {}, { eventType: 'org_dept_create', eventId: 'e2' }, 'EVENT')), { status: 'SUCCESS' });
});
