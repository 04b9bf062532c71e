/** A press: callback, two seconds, the answer on the card. With the official stream SDK on the product's side. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { until } from '../core/kit.ts';
import { CARD, murmur, ofTopic, paramsOf, rawClient, ROBOT, SdkClient, startDingtalk, type DingKit } from './kit.ts';

const byKey = { cardUpdateOptions: { updateCardDataByKey: true, updatePrivateDataByKey: true } };
const answered = { ...byKey, cardData: { cardParamMap: { result: '李一 02:14 已确认', b1Label: '' } } };

async function withSdk(t: ExecutionContext, answer: (data: Record<string, unknown>) => unknown): Promise<{ kit: DingKit; client: SdkClient }> {
  const kit = await startDingtalk();
  const client = new SdkClient(kit.origin).hear(CARD, answer);
  t.teardown(async () => {
    client.disconnect();
    await kit.stop();
  });
  await client.ready();
  await kit.card('c1', { openSpaceId: 'dtv1.card//IM_ROBOT.li.yi;IM_ROBOT.wang.er' });
  return { kit, client };
}

const contentOf = (data: Record<string, unknown>): unknown => JSON.parse(String(data['content'] ?? data['value']));

test('the callback says who, which card and what the button brings; the response changes the card for everybody', async (t) => {
  const heard: Record<string, unknown>[] = [];
  const { kit } = await withSdk(t, (data) => {
    heard.push(data);
    return answered;
  });
  const seen = await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.is(seen.toast, undefined);
  t.like(seen.message, { text: '血钾 7.1 mmol/L ↑↑\n等待李医生确认\n李一 02:14 已确认', buttons: [], unread: false });
  t.is((await kit.inbox('dingtalk', '1002'))[0]?.look['result'], '李一 02:14 已确认');
  t.like(heard[0], { type: 'actionCallback', outTrackId: 'c1', userId: 'li.yi', userIdType: 1, spaceType: 'im', corpId: 'dingemu0000000000000000000001' });
  t.deepEqual(contentOf(heard[0] ?? {}), { cardPrivateData: { actionIds: ['b1'], params: { form: {}, button: 'acknowledge', rev: '1' } } });
  t.is(heard[0]?.['content'], heard[0]?.['value']);
});

test('userPrivateData is not keyed and only the presser sees it', async (t) => {
  const { kit } = await withSdk(t, () => ({ ...byKey, userPrivateData: { cardParamMap: { notice: '王医生已经确认' } } }));
  const seen = await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.is(seen.message?.look['notice'], '王医生已经确认');
  t.is((await kit.inbox('dingtalk', '1002'))[0]?.look['notice'], undefined);
});

test('a response without the options replaces the whole map', async (t) => {
  const { kit } = await withSdk(t, () => ({ cardData: { cardParamMap: { result: '已确认' } } }));
  t.like((await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge')).message, { title: '', text: '已确认' });
});

test('the variant: params beside cardPrivateData, and no content', async (t) => {
  const heard: Record<string, unknown>[] = [];
  const { kit } = await withSdk(t, (data) => {
    heard.push(data);
    return {};
  });
  await kit.fault({ platform: 'dingtalk', kind: 'paramsBeside', count: 1 });
  await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.false('content' in (heard[0] ?? {}));
  t.deepEqual(contentOf(heard[0] ?? {}), { cardPrivateData: { actionIds: ['b1'] }, params: { form: {}, button: 'acknowledge', rev: '1' } });
});

test('a late answer is ignored and the person sees an error', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  await kit.card('c1');
  const pressed = kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  const frame = await until(() => ofTopic(client, CARD)[0]);
  await kit.advance(2_000);
  const seen = await pressed;
  t.is(seen.toast, '操作失败，请稍后重试');
  client.ack(frame.headers['messageId'] ?? '', { response: answered });
  murmur(kit, '之后');
  await until(() => ofTopic(client, ROBOT)[0]);
  t.is((await kit.inbox('dingtalk', '1001')).find(({ id }) => id === 'card:c1')?.look['result'], undefined);
});

test('nobody connected, or an error in the acknowledgement: a toast, and the card as it was', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.card('c1');
  const alone = await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.is(alone.toast, '操作失败，请稍后重试');
  t.is(alone.message?.buttons.length, 1);
  const client = await rawClient(kit);
  const pressed = kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  const frame = await until(() => ofTopic(client, CARD)[0]);
  client.socket.send(JSON.stringify({ code: 404, headers: { messageId: frame.headers['messageId'] }, message: 'no handler', data: '{}' }));
  t.is((await pressed).toast, '操作失败，请稍后重试');
});

test('a response with a value that is no text changes nothing', async (t) => {
  const { kit } = await withSdk(t, () => ({ ...byKey, cardData: { cardParamMap: { result: 5 } } }));
  const seen = await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.is(seen.toast, '操作失败，请稍后重试');
  t.is(seen.message?.look['result'], undefined);
});

test('the form goes along in each type\'s own shape; what is required must be there', async (t) => {
  const heard: Record<string, unknown>[] = [];
  const { kit } = await withSdk(t, (data) => {
    heard.push(data);
    return {};
  });
  const few = [{ id: 'a', label: '复查' }, { id: 'b', label: '用药' }];
  const many = [...'cdefghi'].map((id) => ({ id, label: id.toUpperCase() }));
  const questions = [
    { id: 'one', label: '怎么处理', kind: 'one', options: few, required: true },
    { id: 'list', label: '还有', kind: 'many', options: many, required: false },
    { id: 'note', label: '备注', kind: 'text', options: [], required: false },
  ] as const;
  await kit.card('f1', { cardData: { cardParamMap: paramsOf({ questions }) } });
  t.is((await kit.press('dingtalk', '1001', 'card:f1', 'acknowledge')).toast, '请先填写：怎么处理');
  t.is(heard.length, 0);
  t.like(await kit.press('dingtalk', '1001', 'card:f1', 'acknowledge', { one: 'zz' }), { code: 'no-such-option' });
  await kit.press('dingtalk', '1001', 'card:f1', '确认收到，我来处理', { one: 'b', list: ['c', 'e'], note: '已电话通知' });
  const { cardPrivateData } = contentOf(heard[0] ?? {}) as { cardPrivateData: { params: Record<string, unknown> } };
  t.deepEqual(cardPrivateData.params['form'], { one: 'b', list: { index: [0, 2], value: ['c', 'e'] }, note: '已电话通知' });
});

test('two people press at once: both callbacks go out', async (t) => {
  const heard: unknown[] = [];
  const { kit } = await withSdk(t, (data) => {
    heard.push(data['userId']);
    return answered;
  });
  const both = await Promise.all(['1001', '1002'].map((user) => kit.press('dingtalk', user, 'card:c1', 'acknowledge')));
  t.deepEqual(heard.sort(), ['li.yi', 'wang.er']);
  t.true(both.every(({ message }) => message?.look['result'] === '李一 02:14 已确认'));
});

test('a button that is gone is not sent; a stale phone sends it with its former parameters', async (t) => {
  const heard: Record<string, unknown>[] = [];
  const { kit } = await withSdk(t, (data) => {
    heard.push(data);
    return { ...answered, cardData: { cardParamMap: { ...answered.cardData.cardParamMap, rev: '2' } } };
  });
  await kit.press('dingtalk', '1001', 'card:c1', 'acknowledge');
  t.is((await kit.press('dingtalk', '1002', 'card:c1', 'acknowledge')).toast, '按钮已失效，请看卡片现在的内容');
  t.is(heard.length, 1);
  await kit.post('/_emu/press', { platform: 'dingtalk', user: '1002', message: 'card:c1', button: 'acknowledge', stale: true });
  t.like(contentOf(heard[1] ?? {}), { cardPrivateData: { params: { button: 'acknowledge', rev: '1' } } });
});

test('a PUT during the callback is applied first and then overwritten; by switch it is lost', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const client = await rawClient(kit);
  for (const [card, state] of [['r1', '另一处写的'], ['r2', '等待李医生确认']] as const) {
    await kit.card(card);
    if (card === 'r2') await kit.fault({ platform: 'dingtalk', kind: 'updateRace', count: 1 });
    const pressed = kit.press('dingtalk', '1001', `card:${card}`, 'acknowledge');
    const frame = await until(() => ofTopic(client, CARD)[card === 'r1' ? 0 : 1]);
    await kit.api('PUT', '/v1.0/card/instances', { outTrackId: card, cardData: { cardParamMap: { state: '另一处写的', result: '丢了' } }, ...byKey });
    client.ack(frame.headers['messageId'] ?? '', { response: answered });
    t.like((await pressed).message?.look, { state, result: '李一 02:14 已确认' });
  }
});

test('HTTP mode: signed, answered in the body', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const stamps: unknown[] = [];
  const server = createServer((request, response) => {
    const stamp = String(request.headers['x-ddpaas-signature-timestamp']);
    stamps.push(request.headers['x-ddpaas-signature'] === createHmac('sha256', 'APISECRET').update(stamp).digest('base64'));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answered));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cards`;
  await kit.api('POST', '/v1.0/card/callbacks/register', { callbackRouteKey: 'wardline', callbackUrl, apiSecret: 'APISECRET' });
  await kit.card('h1', { callbackType: 'HTTP', callbackRouteKey: 'wardline' });
  t.is((await kit.press('dingtalk', '1001', 'card:h1', 'acknowledge')).message?.look['result'], '李一 02:14 已确认');
  await kit.card('h2', { callbackType: 'HTTP', callbackRouteKey: 'wardline' });
  await kit.fault({ platform: 'dingtalk', kind: 'badSignature', count: 1 });
  await kit.press('dingtalk', '1001', 'card:h2', 'acknowledge');
  t.deepEqual(stamps, [true, false]);
});
