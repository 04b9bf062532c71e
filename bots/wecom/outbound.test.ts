import test from 'ava';
import type { Card } from '../../cards/card.ts';
import { Failure } from '../../services/core/errors.ts';
import type { MessageRef } from '../bot.ts';
import { wecomClient } from './client.ts';
import { clickRef, usableCodes } from './codes.ts';
import { wecomOutbound } from './outbound.ts';
import type { WecomOutbound } from './outbound.ts';
import { type ApiCall, type FakeApi, type TestContext, VECTOR_MS, contextFor, fakeApi, settingsFor, updated } from './testing.ts';

const HOUR = 3_600_000;

const card: Card = {
  name: 'critical-values.alert', tone: 'danger', kind: '危急值', summary: '12床 王** 有一条危急值', title: '12床 王** 67岁 男',
  fact: '血钾 7.1 mmol/L ↑↑', fields: [], state: '02:24 前需确认', questions: [],
  buttons: [{ id: 'acknowledge', label: '确认收到', weight: 'primary' }],
};

interface World {
  readonly api: FakeApi;
  readonly out: WecomOutbound;
  readonly context: TestContext;
  sent(): readonly ApiCall[];
  updates(): readonly ApiCall[];
}

async function withWorld(use: (world: World) => Promise<void>): Promise<void> {
  const api = await fakeApi();
  const context = contextFor();
  const settings = settingsFor(api.base);
  const out = wecomOutbound(settings, context, wecomClient(settings, context, 2500));
  const of = (path: string) => () => api.calls.filter((call) => call.path === path);
  try {
    await use({ api, out, context, sent: of('message/send'), updates: of('message/update_template_card') });
  } finally {
    await api.close();
  }
}

/** Hands out msgids and codes; a code that is not in `live` is spent. */
function platform(live: Set<string>): FakeApi['answer'] {
  let sent = 0;
  return (call) => {
    if (call.path === 'message/send') {
      sent += 1;
      live.add(`S${sent}`);
      return { errcode: 0, errmsg: 'ok', msgid: `M${sent}`, response_code: `S${sent}` };
    }
    if (call.path !== 'message/update_template_card') return undefined;
    return live.delete(String(call.body['response_code'])) ? { errcode: 0, errmsg: 'ok', invaliduser: [] } : { errcode: 60140, errmsg: 'used' };
  };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof Failure)) throw new Error('expected a Failure');
  return error;
}

const codesOf = (calls: readonly ApiCall[]): unknown[] => calls.map((call) => call.body['response_code']);
const taskOf = (call: ApiCall | undefined): unknown => Object(call?.body['template_card'])['task_id'];
const click = (code: string, task = 'cv-1', at = VECTOR_MS): MessageRef => clickRef(task, at, code);

test('send: the key is the task id, duplicates are checked, what comes back is remembered', (t) =>
  withWorld(async ({ api, out, sent }) => {
    api.answer = platform(new Set());
    t.deepEqual(await out.send('ZhangSan', card, 'cv-1', 'critical'), { task: 'cv-1', msgid: 'M1', sentCode: 'S1', sentAt: String(VECTOR_MS) });
    t.like(sent()[0]?.body, { touser: 'ZhangSan', msgtype: 'template_card', agentid: 1000002, enable_duplicate_check: 1 });
    t.is(taskOf(sent()[0]), 'cv-1');
  }));

test('send: a taken task id means the first sending arrived', (t) =>
  withWorld(async ({ api, out }) => {
    api.answer = (call) => (call.path === 'message/send' ? { errcode: 42014, errmsg: 'task_id already exists' } : undefined);
    t.deepEqual(await out.send('a', card, 'cv-1', 'critical'), { task: 'cv-1', msgid: '', sentCode: '', sentAt: String(VECTOR_MS) });
  }));

test('send: success that reached nobody is a permanent failure, whatever the case of the id', (t) =>
  withWorld(async ({ api, out }) => {
    api.answer = (call) => (call.path === 'message/send' ? { errcode: 0, errmsg: 'ok', invaliduser: 'other|zhangsan' } : undefined);
    t.like(await failureOf(out.send('ZhangSan', card, 'cv-1', 'critical')), { class: 'permanent', vendorCode: '81013' });
    t.like(await failureOf(out.say('ZHANGSAN', '你好', 'normal')), { class: 'permanent' });
    api.answer = (call) => (call.path === 'message/send' ? { errcode: 0, errmsg: 'ok', invaliduser: 'zhang' } : undefined);
    t.is((await out.send('ZhangSan', card, 'cv-1', 'critical'))['task'], 'cv-1');
  }));

test('send: a cut connection is ambiguous, a key of the wrong shape never leaves', (t) =>
  withWorld(async ({ api, out, sent }) => {
    t.is((await failureOf(out.send('a', card, 'with space', 'normal'))).class, 'permanent');
    t.is(sent().length, 0);
    api.answer = (call) => (call.path === 'message/send' ? (_, response) => response.destroy() : undefined);
    t.is((await failureOf(out.send('a', card, 'cv-1', 'critical'))).class, 'ambiguous');
  }));

test('send: before WeCom would drop it silently, we refuse for now; critical values may use the rest', (t) =>
  withWorld(async ({ api, out, context, sent }) => {
    api.answer = platform(new Set());
    for (let i = 0; i < 24; i += 1) await out.send('a', card, `k${i}`, 'normal');
    t.like(await failureOf(out.say('a', '提醒', 'normal')), { class: 'transient', vendorCode: 'member-pace' });
    for (let i = 24; i < 30; i += 1) await out.send('a', card, `k${i}`, 'critical');
    t.is((await failureOf(out.send('a', card, 'k30', 'critical'))).class, 'transient');
    await out.send('b', card, 'b1', 'normal');
    context.pass(60_000);
    await out.send('a', card, 'k30', 'critical');
    t.is(sent().length, 32);
  }));

test('send: another process, or the one after a kill, knows what was sent to the member before', (t) =>
  withWorld(async ({ api, out, context, sent }) => {
    api.answer = platform(new Set());
    for (let i = 0; i < 20; i += 1) await out.send('a', card, `k${i}`, 'critical');
    const second = wecomOutbound(settingsFor(api.base), context, wecomClient(settingsFor(api.base), context));
    for (let i = 20; i < 30; i += 1) await second.send('A', card, `k${i}`, 'critical');
    t.like(await failureOf(second.send('a', card, 'k30', 'critical')), { vendorCode: 'member-pace' });
    t.like(await failureOf(out.send('a', card, 'k30', 'critical')), { vendorCode: 'member-pace' });
    t.is(sent().length, 30);
  }));

test('send: what never left has not used a place up', (t) =>
  withWorld(async ({ api, out }) => {
    api.answer = (call) => (call.path === 'message/send' ? { errcode: 45009, errmsg: 'busy' } : undefined);
    for (let i = 0; i < 40; i += 1) t.is((await failureOf(out.send('a', card, `k${i}`, 'critical'))).class, 'transient');
    api.answer = platform(new Set());
    await out.send('a', card, 'k40', 'critical');
  }));

test('life of the codes: the presses’ first, newest first, then the sending’s, then a message of its own', (t) =>
  withWorld(async ({ api, out, sent, updates }) => {
    const live = new Set(['C1', 'C2', 'C3']);
    api.answer = platform(live);
    let ref: MessageRef = { ...(await out.send('a', card, 'cv-1', 'critical')), ...click('C1') };
    ref = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.is(ref['sentCode'], 'S1');
    ref = { ...ref, ...click('C2', 'cv-1', VECTOR_MS + 1000), ...click('C3', 'cv-1', VECTOR_MS + 2000) };
    for (let round = 0; round < 3; round += 1) ref = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.is(ref['sentCode'], '');
    t.deepEqual(codesOf(updates()), ['C1', 'C3', 'C2', 'S1']);

    ref = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.is(taskOf(sent()[1]), 'cv-1@@2');
    t.like(ref, { task: 'cv-1@@2', msgid: 'M2', sentCode: 'S2', n: '2' });

    ref = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    ref = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.is(taskOf(sent()[2]), 'cv-1@@3');
    t.is(ref['n'], '3');
    t.deepEqual(api.calls.filter((call) => call.path === 'message/recall').map((call) => call.body['msgid']), ['M1', 'M2']);
    t.deepEqual(updates()[0]?.body['userids'], ['a']);
  }));

test('60140 on the press’s code: the sending’s is tried before a new message', (t) =>
  withWorld(async ({ api, out, sent, updates }) => {
    api.answer = platform(new Set());
    const ref = { ...(await out.send('a', card, 'cv-1', 'critical')), ...click('GONE') };
    const after = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.deepEqual(codesOf(updates()), ['GONE', 'S1']);
    t.deepEqual(usableCodes(after, VECTOR_MS), []);
    t.is(sent().length, 1);
  }));

test('after 72 hours nothing is tried: the new state is a message of its own', (t) =>
  withWorld(async ({ api, out, context, sent, updates }) => {
    api.answer = platform(new Set());
    const ref = { ...(await out.send('a', card, 'cv-1', 'critical')), ...click('C1') };
    context.pass(72 * HOUR);
    const after = await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.is(updates().length, 0);
    t.is(sent().length, 2);
    t.is(after['task'], 'cv-1@@2');
  }));

test('killed between a message of its own and taking back the old one: what was kept before says so, and a press’s code does not hide it', (t) =>
  withWorld(async ({ api, out, sent, updates }) => {
    api.answer = platform(new Set(['C1']));
    const ref = await updated(out, 'a', card, 'cv-1', await out.send('a', card, 'cv-1', 'critical'), 'normal');
    const kept = await out.update('a', card, 'cv-1', ref, 'normal');
    t.is(sent().length, 1, 'nothing leaves before it is remembered');
    await out.update('a', card, 'cv-1', kept, 'normal');
    // That call's answer is lost with its process; meanwhile the person presses the old card.
    const before = updates().length;
    const after = await out.update('a', card, 'cv-1', { ...kept, ...click('C1') }, 'normal');
    t.is(updates().length, before, 'the old card is not brought up to date');
    t.is(after['task'], 'cv-1@@2');
    t.is((await updated(out, 'a', card, 'cv-1', after, 'normal'))['task'], 'cv-1@@2', 'and it is shown: later updates need no message');
    t.true(api.calls.filter((call) => call.path === 'message/recall').every((call) => call.body['msgid'] === 'M1'));
  }));

test('a press on the old copy brings no code for the new one', (t) =>
  withWorld(async ({ api, out, updates }) => {
    api.answer = platform(new Set(['C1', 'S9']));
    const ref = { task: 'cv-1@@2', msgid: 'M2', sentCode: 'S9', sentAt: String(VECTOR_MS), n: '2', ...click('C1', 'cv-1') };
    await updated(out, 'a', card, 'cv-1', ref, 'normal');
    t.deepEqual(codesOf(updates()), ['S9']);
  }));

test('a sending whose answer was lost has no code: the update comes as a message, and as one only', (t) =>
  withWorld(async ({ api, out }) => {
    const tasks = new Set<unknown>(['cv-1']);
    api.answer = (call) => {
      if (call.path !== 'message/send') return undefined;
      if (tasks.has(taskOf(call))) return { errcode: 42014, errmsg: 'task_id already exists' };
      tasks.add(taskOf(call));
      return (_, response) => response.destroy();
    };
    const ref = await out.send('a', card, 'cv-1', 'critical');
    t.is(await updated(out, 'a', card, 'cv-1', ref, 'normal'), ref, 'while it asks the same person, the card they have will do');
    const done = { ...card, buttons: [], result: '李医生 02:14 已确认' };
    t.is((await failureOf(updated(out, 'a', done, 'cv-1', ref, 'normal'))).class, 'ambiguous');
    t.is((await updated(out, 'a', done, 'cv-1', ref, 'normal'))['task'], 'cv-1@@2');
    t.deepEqual([...tasks], ['cv-1', 'cv-1@@2']);
  }));

test('an update cut in the middle: the repeat finds its code spent on this very card and is done', (t) =>
  withWorld(async ({ api, out, sent }) => {
    const live = new Set<string>();
    const answer = platform(live);
    let cut = true;
    api.answer = (call) => {
      const given = answer(call);
      if (call.path !== 'message/update_template_card' || !cut) return given;
      cut = false;
      return (_, response) => response.destroy();
    };
    const ref = await out.send('a', card, 'cv-1', 'critical');
    const done = { ...card, buttons: [], result: '李医生 02:14 已确认' };
    t.is((await failureOf(updated(out, 'a', done, 'cv-1', ref, 'normal'))).class, 'ambiguous');
    t.is((await updated(out, 'a', done, 'cv-1', ref, 'normal'))['sentCode'], '');
    t.is(sent().length, 1);
    await updated(out, 'a', { ...done, result: '已关闭' }, 'cv-1', ref, 'normal');
    t.is(sent().length, 2);
  }));

test('a busy platform keeps the code for the next try', (t) =>
  withWorld(async ({ api, out, updates }) => {
    api.answer = platform(new Set());
    const ref = await out.send('a', card, 'cv-1', 'critical');
    const healthy = api.answer;
    api.answer = (call) => (call.path === 'message/update_template_card' ? { errcode: 45009, errmsg: 'freq' } : undefined);
    t.is((await failureOf(updated(out, 'a', card, 'cv-1', ref, 'normal'))).class, 'transient');
    api.answer = healthy;
    t.is((await updated(out, 'a', card, 'cv-1', ref, 'normal'))['sentCode'], '');
    t.is(updates().length, 2);
  }));

test('an update that reaches nobody is a permanent failure', (t) =>
  withWorld(async ({ api, out }) => {
    const ref = { task: 'cv-1', sentCode: 'S1', sentAt: String(VECTOR_MS) };
    api.answer = (call) => (call.path === 'message/update_template_card' ? { errcode: 0, errmsg: 'ok', invaliduser: ['zhangsan'] } : undefined);
    t.like(await failureOf(updated(out, 'ZhangSan', card, 'cv-1', ref, 'normal')), { class: 'permanent', vendorCode: '81013' });
  }));

test('say with links: each whole or not at all; what people wrote is no link', (t) =>
  withWorld(async ({ api, out, sent, context }) => {
    api.answer = platform(new Set());
    const links = Array.from({ length: 40 }, (_none, place) => ({ label: `${place}床 <a>王**`, path: `/m/patients/${'x'.repeat(40)}${place}` }));
    await out.say('a', { title: '查找', text: '找到 <a href="http://evil.test">', links }, 'normal');
    const content = String(Object(sent()[0]?.body['text'])['content']);
    t.true(content.startsWith(`找到 ＜a href="http://evil.test">\n<a href="${context.pages}/m/patients/`));
    t.true(Buffer.byteLength(content) <= 2048);
    t.true(content.endsWith('</a>'));
    t.is(content.match(/<a href=/g)?.length, content.match(/<\/a>/g)?.length);
  }));

test('say: cut to 2048 bytes, links of strangers stay text, said twice it is sent twice', (t) =>
  withWorld(async ({ api, out, sent }) => {
    api.answer = platform(new Set());
    await out.say('a', `<a href="http://evil.test">点我</a>${'长'.repeat(900)}`, 'normal');
    const content = String(Object(sent()[0]?.body['text'])['content']);
    t.true(content.startsWith('＜a href') && !/<\/?a/.test(content));
    t.true(Buffer.byteLength(content) <= 2048 && content.endsWith('…'));
    t.is(sent()[0]?.body['enable_duplicate_check'], undefined);
  }));

test('urging goes to all at once; who is unknown is counted, not named', (t) =>
  withWorld(async ({ api, out, context, sent }) => {
    api.answer = (call) => (call.path === 'message/send' ? { errcode: 0, errmsg: 'ok', invaliduser: 'b' } : undefined);
    await out.shout(['a', 'B'], '请看 12床 危急值');
    await out.shout([], '没有人');
    t.deepEqual(sent().map((call) => call.body['touser']), ['a|B']);
    t.deepEqual(context.logged, ['wecom: members not reached {"missed":1,"of":2}']);
  }));

test('recall by the message’s id; without one there is nothing to take back', (t) =>
  withWorld(async ({ api, out }) => {
    await out.recall({ msgid: 'M3' });
    t.deepEqual(api.calls.filter((call) => call.path === 'message/recall').map((call) => call.body['msgid']), ['M3']);
    t.like(await failureOf(out.recall({ msgid: '' })), { class: 'permanent', vendorCode: 'no-msgid' });
  }));

test('an outdated card that cannot be taken back is a log line, not a failure; after 24 hours it is not tried', (t) =>
  withWorld(async ({ api, out, context }) => {
    const healthy = platform(new Set());
    api.answer = (call) => (call.path === 'message/recall' ? { errcode: 40058, errmsg: 'no' } : healthy(call));
    const ref = { task: 'cv-1', msgid: 'M1', sentCode: '', sentAt: String(VECTOR_MS) };
    t.is((await updated(out, 'a', card, 'cv-1', ref, 'normal'))['task'], 'cv-1@@2');
    t.deepEqual(context.logged, ['wecom: an outdated card stays {"code":"40058"}']);
    context.pass(24 * HOUR);
    await updated(out, 'a', card, 'cv-2', { ...ref, task: 'cv-2' }, 'normal');
    t.is(api.calls.filter((call) => call.path === 'message/recall').length, 1);
  }));
