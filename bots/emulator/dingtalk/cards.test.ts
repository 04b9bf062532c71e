/** Cards: create, deliver, update, and what each fault of a request is answered with. */
import test from 'ava';
import { readFile } from 'node:fs/promises';
import { dingtalkTenant } from '../tenant.ts';
import { paramsOf, startDingtalk } from './kit.ts';

const INSTANCES = '/v1.0/card/instances';

test('a card is drawn from the shipped template', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { status, body } = await kit.card('c1');
  t.is(status, 200);
  t.like(body, { success: true, result: { outTrackId: 'c1' } });
  const [message] = await kit.inbox('dingtalk', '1001');
  t.like(message, {
    kind: 'card', title: '12床 王** 67岁', text: '血钾 7.1 mmol/L ↑↑\n等待李医生确认', summary: '12床 王**', unread: true, recalled: false,
    link: { label: '查看详情', url: 'http://localhost:3000/m/critical-values/1' },
    look: { tag: '危急值', colour: 'red', alert: '危急值', fact: '血钾 7.1 mmol/L ↑↑' },
  });
  t.deepEqual(message?.fields, [{ label: '上次', value: '4.8 昨 16:20' }]);
  t.deepEqual(message?.buttons, [{ id: 'acknowledge', label: '确认收到，我来处理', disabled: false, weight: 'primary' }]);
});

test('questions become inputs of the form', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const options = [{ id: 'a', label: '复查' }, { id: 'b', label: '用药' }];
  const questions = [
    { id: 'what', label: '怎么处理', kind: 'many', options, chosen: ['a'], required: true },
    { id: 'note', label: '备注', kind: 'text', options: [], required: false },
  ] as const;
  await kit.card('c1', { cardData: { cardParamMap: paramsOf({ questions }) } });
  const [message] = await kit.inbox('dingtalk', '1001');
  t.deepEqual(message?.inputs, [
    { id: 'what', label: '怎么处理', kind: 'many', options, value: ['a'], required: true },
    { id: 'note', label: '备注', kind: 'text', options: [], value: [], required: false },
  ]);
});

test('an unknown template, and one that is not published', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  t.like(await kit.card('c1', { cardTemplateId: 'nothing.schema' }), { status: 400, body: { code: 'param.templateNotExist' } });
  await kit.post('/_emu/dingtalk/templates', { id: dingtalkTenant.cardTemplateId, published: false });
  t.like(await kit.card('c1'), { status: 400, body: { code: 'param.templateUnpublished' } });
  t.deepEqual(await kit.inbox('dingtalk', '1001'), []);
});

test('an administrator imports a template file under a new id', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const file: unknown = JSON.parse(await readFile(new URL('../../dingtalk/templates/wardline-card.json', import.meta.url), 'utf8'));
  t.like(await kit.post('/_emu/dingtalk/templates', { id: 'mine.schema', file: { editorData: '{}' } }), { code: 'template-unreadable' });
  await kit.post('/_emu/dingtalk/templates', { id: 'mine.schema', file });
  t.is((await kit.card('c1', { cardTemplateId: 'mine.schema' })).status, 200);
});

test('the words for what is missing or wrong in a request', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const changes: [Record<string, unknown>, string][] = [
    [{ outTrackId: '' }, 'param.outTrackIdEmpty'],
    [{ cardTemplateId: '' }, 'param.cardTemplateIdEmpty'],
    [{ openSpaceId: '' }, 'param.openSpaceIdEmpty'],
    [{ openSpaceId: 'IM_ROBOT.li.yi' }, 'param.openSpaceIdInvalid'],
    [{ openSpaceId: 'dtv1.card//NOWHERE.li.yi' }, 'param.openSpaceIdInvalid'],
    [{ imRobotOpenSpaceModel: null }, 'param.openSpaceModelInvalid'],
    [{ imRobotOpenDeliverModel: null }, 'param.openDeliverModelEmpty'],
    [{ imRobotOpenDeliverModel: { robotCode: 'other' } }, 'param.openDeliverModelError'],
    [{ cardData: null }, 'param.cardPublicDataEmpty'],
    [{ cardData: { cardParamMap: { n: 1 } } }, 'param.invalid'],
    [{ cardData: { cardParamMap: { long: '长'.repeat(400) } } }, 'param.invalid'],
    [{ privateData: { nobody: { cardParamMap: {} } } }, 'param.userIdNotExist'],
    [{ callbackType: 'HTTP' }, 'param.invalid'],
  ];
  for (const [change, code] of changes) t.like(await kit.card('c1', change), { status: 400, body: { code } }, JSON.stringify(change));
});

test('a used outTrackId changes nothing, or is refused by switch', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const first = await kit.card('c1');
  const again = await kit.card('c1', { cardData: { cardParamMap: paramsOf({ title: '另一位' }) } });
  t.deepEqual(again.body, first.body);
  const messages = await kit.inbox('dingtalk', '1001');
  t.deepEqual(messages.map(({ title }) => title), ['12床 王** 67岁']);
  await kit.fault({ platform: 'dingtalk', kind: 'cardAlreadyExist', count: 1 });
  t.like(await kit.card('c1'), { status: 400, body: { code: 'param.cardAlreadyExist' } });
});

test('success hides who did not get it', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.fault({ platform: 'dingtalk', kind: 'partialDelivery', users: ['wang.er'] });
  const { status, body } = await kit.card('c1', { openSpaceId: 'dtv1.card//im_robot.li.yi;IM_ROBOT.wang.er;IM_ROBOT.nobody' });
  t.is(status, 200);
  const { result } = body as { result: { deliverResults: { success: boolean; spaceId: string; errorMsg: string }[] } };
  t.deepEqual(result.deliverResults.map(({ spaceId, success }) => [spaceId, success]), [['li.yi', true], ['wang.er', false], ['nobody', false]]);
  t.true(result.deliverResults.slice(1).every(({ errorMsg }) => errorMsg !== ''));
  t.is((await kit.inbox('dingtalk', '1002')).length, 0);
});

test('who has left gets nothing', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.post('/_emu/people', { ...kit.core.people.byNumber('dingtalk', '1001'), active: false });
  const { body } = await kit.card('c1');
  t.like(body, { result: { deliverResults: [{ success: false }] } });
});

test('an update replaces the whole map, by key only what it names', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.card('c1');
  const byKey = { cardUpdateOptions: { updateCardDataByKey: true } };
  t.like(await kit.api('PUT', INSTANCES, { outTrackId: 'c1', cardData: { cardParamMap: { state: '王医生 02:14 已确认' } }, ...byKey }), { status: 200, body: { success: true, result: true } });
  const [kept] = await kit.inbox('dingtalk', '1001');
  t.like(kept, { title: '12床 王** 67岁', text: '血钾 7.1 mmol/L ↑↑\n王医生 02:14 已确认' });
  await kit.api('PUT', INSTANCES, { outTrackId: 'c1', cardData: { cardParamMap: { state: '已关闭' } } });
  const [wiped] = await kit.inbox('dingtalk', '1001');
  t.like(wiped, { title: '', text: '已关闭', buttons: [], link: null });
});

test('private data wins only for variables the template calls private', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const openSpaceId = 'dtv1.card//IM_ROBOT.li.yi;IM_ROBOT.wang.er';
  await kit.card('c1', { openSpaceId, privateData: { 'wang.er': { cardParamMap: { notice: '请您处理', title: '改不了' } } } });
  const [mine] = await kit.inbox('dingtalk', '1002');
  t.like(mine, { title: '12床 王** 67岁', look: { notice: '请您处理' } });
  const [other] = await kit.inbox('dingtalk', '1001');
  t.is(other?.look['notice'], undefined);
});

test('the words of an update', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.card('c1');
  const cardData = { cardParamMap: { state: 'x' } };
  const changes: [Record<string, unknown>, string][] = [
    [{ cardData }, 'param.outTrackIdEmpty'],
    [{ outTrackId: 'c1' }, 'param.cardDataAndPrivateDataBothEmpty'],
    [{ outTrackId: 'c9', cardData }, 'param.cardNotExist'],
    [{ outTrackId: 'c1', privateData: { nobody: { cardParamMap: { a: 'b' } } } }, 'param.userIdNotExist'],
    [{ outTrackId: 'c1', cardData: { cardParamMap: { state: true } } }, 'param.invalid'],
  ];
  for (const [body, code] of changes) t.like(await kit.api('PUT', INSTANCES, body), { status: 400, body: { code } }, JSON.stringify(body));
});

test('create and deliver as two calls, to a group, and unionIds', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { group } = await kit.post<{ group: { id: string } }>('/_emu/dingtalk/groups', { title: '心内一', members: ['1001', '1002'] });
  const created = await kit.api('POST', INSTANCES, { cardTemplateId: dingtalkTenant.cardTemplateId, outTrackId: 'g1', cardData: { cardParamMap: paramsOf() }, imGroupOpenSpaceModel: {} });
  t.deepEqual(created.body, { success: true, result: 'g1' });
  t.deepEqual(await kit.inbox('dingtalk', '1001'), []);
  const imGroupOpenDeliverModel = { robotCode: dingtalkTenant.robotCode };
  const delivered = await kit.api('POST', `${INSTANCES}/deliver`, { outTrackId: 'g1', openSpaceId: `dtv1.card//IM_GROUP.${group.id}`, imGroupOpenDeliverModel });
  t.like(delivered.body, { result: [{ success: true, spaceType: 'IM_GROUP' }] });
  t.is((await kit.inbox('dingtalk', '1002')).length, 1);
  const { unionid } = await kit.post<{ unionid: string }>('/_emu/dingtalk/login-code', { user: '2001' });
  t.like((await kit.card('u1', { userIdType: 2, openSpaceId: `dtv1.card//IM_ROBOT.${unionid}` })).body, { result: { deliverResults: [{ success: true }] } });
  t.is((await kit.inbox('dingtalk', '2001')).length, 1);
});

test('streaming appends, repeats of a guid do nothing, the end is marked', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.card('c1');
  const write = (guid: string, content: string, more = {}): Promise<unknown> => kit.api('PUT', '/v1.0/card/streaming', { outTrackId: 'c1', guid, key: 'state', content, ...more });
  await write('1', '正在', { isFull: true });
  await write('2', '查询');
  await write('2', '查询');
  await write('3', '，好了', { isFinalize: true });
  const [message] = await kit.inbox('dingtalk', '1001');
  t.is(message?.look['state'], '正在查询，好了');
  t.like(message?.raw, { cardParamMap: { flowStatus: '3' } });
  t.like(await kit.api('PUT', '/v1.0/card/streaming', { outTrackId: 'c1', key: 'state', content: '' }), { status: 400, body: { code: 'param.stream.guidEmpty' } });
});

test('an accepted card that never shows (dropMessages), and read state by carrierId', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { body } = await kit.card('c1');
  const { carrierId } = (body as { result: { deliverResults: { carrierId: string }[] } }).result.deliverResults[0] ?? { carrierId: '' };
  const path = `/v1.0/robot/oToMessages/readStatus?robotCode=${dingtalkTenant.robotCode}&processQueryKey=${carrierId}`;
  t.like((await kit.api('GET', path)).body, { messageReadInfoList: [{ userId: 'li.yi', readStatus: 'UNREAD' }] });
  await kit.post('/_emu/read', { platform: 'dingtalk', user: '1001' });
  t.like((await kit.api('GET', path)).body, { messageReadInfoList: [{ userId: 'li.yi', readStatus: 'READ' }] });
  await kit.fault({ platform: 'dingtalk', kind: 'dropMessages', count: 1 });
  t.like(await kit.card('c2'), { status: 200, body: { success: true } });
  t.is((await kit.inbox('dingtalk', '1001')).length, 1);
});
