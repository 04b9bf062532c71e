/** Robot messages, work notices and DING. */
import test from 'ava';
import { dingtalkTenant } from '../tenant.ts';
import { startDingtalk, type Answer, type DingKit } from './kit.ts';

const { robotCode, agentId } = dingtalkTenant;
const BATCH = '/v1.0/robot/oToMessages/batchSend';
const NOTICE = '/topapi/message/corpconversation';

const say = (kit: DingKit, change: Record<string, unknown> = {}): Promise<Answer> =>
  kit.api('POST', BATCH, { robotCode, userIds: ['li.yi', 'nobody'], msgKey: 'sampleText', msgParam: JSON.stringify({ content: '请看卡片' }), ...change });

test('robot: sent to many, unknown people named, read state, recall within a day', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { body } = await say(kit);
  t.like(body, { invalidStaffIdList: ['nobody'], flowControlledStaffIdList: [] });
  t.like((await kit.inbox('dingtalk', '1001'))[0], { kind: 'text', text: '请看卡片', from: '移动医护' });
  const key = String(body['processQueryKey']);
  const status = `/v1.0/robot/oToMessages/readStatus?robotCode=${robotCode}&processQueryKey=${key}`;
  t.like((await kit.api('GET', status)).body, { sendStatus: 'SUCCESS', messageReadInfoList: [{ userId: 'li.yi', name: '李一', readStatus: 'UNREAD' }] });
  const recall = { robotCode, processQueryKeys: [key, 'unknown'] };
  const recalled = await kit.api('POST', '/v1.0/robot/otoMessages/batchRecall', recall);
  t.like(recalled.body, { successResult: [key] });
  t.true('unknown' in (recalled.body['failedResult'] as object));
  t.true((await kit.inbox('dingtalk', '1001'))[0]?.recalled);
  t.like((await kit.api('GET', status)).body, { sendStatus: 'RECALLED' });
});

test('robot: markdown, links and link buttons are shown as such', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const kinds: [string, unknown][] = [
    ['sampleMarkdown', { title: '今日值班', text: '# 今日值班\n李一' }],
    ['sampleActionCard', { title: '查看', text: '内容', singleTitle: '打开', singleURL: 'http://localhost:3000/m' }],
    ['sampleActionCard2', { title: '选择', text: '内容', actionTitle1: '甲', actionURL1: 'http://a', actionTitle2: '乙', actionURL2: 'http://b' }],
  ];
  for (const [msgKey, param] of kinds) t.is((await say(kit, { userIds: ['li.yi'], msgKey, msgParam: JSON.stringify(param) })).status, 200);
  const [two, card, markdown] = await kit.inbox('dingtalk', '1001');
  t.like(markdown, { kind: 'markdown', title: '今日值班' });
  t.deepEqual(card?.link, { label: '打开', url: 'http://localhost:3000/m' });
  t.deepEqual(two?.buttons.map(({ label, url }) => [label, url]), [['甲', 'http://a'], ['乙', 'http://b']]);
});

test('robot: the words of its refusals', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const changes: [Record<string, unknown>, string][] = [
    [{ userIds: [] }, 'invalidParameter.userIds.empty'],
    [{ userIds: Array.from({ length: 21 }, (_, place) => `u${place}`) }, 'invalidParameter.userIds.overMax'],
    [{ msgKey: 'sampleNothing' }, 'invalidParameter.msgParam.invalid'],
    [{ msgParam: '{}' }, 'invalidParameter.msgParam.invalid'],
    [{ msgParam: JSON.stringify({ content: '长'.repeat(6_000) }) }, 'invalidParameter.msgParam.tooLong'],
    [{ robotCode: 'other' }, 'robot.oto.notExist'],
    [{ userIds: ['nobody'] }, 'staffId.notExisted'],
  ];
  for (const [change, code] of changes) t.like(await say(kit, change), { status: 400, body: { code } }, JSON.stringify(change).slice(0, 60));
});

test('robot: flow control leaves people out, a group gets it together', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.fault({ platform: 'dingtalk', kind: 'partialDelivery', users: ['li.yi'], count: 1 });
  t.like((await say(kit)).body, { flowControlledStaffIdList: ['li.yi'] });
  t.deepEqual(await kit.inbox('dingtalk', '1001'), []);
  const { group } = await kit.post<{ group: { id: string } }>('/_emu/dingtalk/groups', { title: '心内一', members: ['1001', '1002'] });
  const input = { robotCode, openConversationId: group.id, msgKey: 'sampleText', msgParam: '{"content":"大家好"}' };
  const sent = await kit.api('POST', '/v1.0/robot/groupMessages/send', input);
  t.is(typeof sent.body['processQueryKey'], 'string');
  t.is((await kit.inbox('dingtalk', '1002'))[0]?.text, '大家好');
});

test('work notices: sent, progress, result with the read state, recall', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const msg = { msgtype: 'oa', oa: { message_url: 'http://localhost:3000/m', head: { text: '停诊' }, body: { title: '停诊通知', form: [{ key: '科室:', value: '心内科' }], content: '请知悉' } } };
  const { task_id: task } = await kit.oapi<{ task_id: number }>(`${NOTICE}/asyncsend_v2`, { agent_id: agentId, userid_list: 'li.yi,wang.er,nobody', msg });
  t.like((await kit.inbox('dingtalk', '1001'))[0], { kind: 'notice', title: '停诊通知', fields: [{ label: '科室', value: '心内科' }], from: '工作通知：移动医护' });
  await kit.post('/_emu/read', { platform: 'dingtalk', user: '1001' });
  const query = { agent_id: agentId, task_id: task };
  t.like(await kit.oapi(`${NOTICE}/getsendprogress`, query), { progress: { progress_in_percent: 100, status: 2 } });
  t.like(await kit.oapi(`${NOTICE}/getsendresult`, query), {
    send_result: { read_user_id_list: ['li.yi'], unread_user_id_list: ['wang.er'], invalid_user_id_list: ['nobody'] },
  });
  t.like(await kit.oapi(`${NOTICE}/recall`, { agent_id: agentId, msg_task_id: task }), { errcode: 0 });
  t.true((await kit.inbox('dingtalk', '1002'))[0]?.recalled);
});

test('work notices: the same content again the same day says ok and is dropped', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const send = (): Promise<{ errcode: number; task_id: number }> =>
    kit.oapi(`${NOTICE}/asyncsend_v2`, { agent_id: agentId, userid_list: 'li.yi', msg: { msgtype: 'text', text: { content: '请交班' } } });
  await send();
  const second = await send();
  t.is(second.errcode, 0);
  t.is((await kit.inbox('dingtalk', '1001')).length, 1);
  t.like(await kit.oapi(`${NOTICE}/getsendresult`, { agent_id: agentId, task_id: second.task_id }), {
    send_result: { forbidden_list: [{ userid: 'li.yi', code: '143106', count: 1 }] },
  });
});

test('work notices: more than 500 to a person and day say ok and are dropped', async (t) => {
  const kit = await startDingtalk({ now: () => 1_700_000_000_000 });
  t.teardown(() => kit.stop());
  let last: { errcode: number; task_id: number } = { errcode: -1, task_id: 0 };
  for (let number = 0; number < 501; number += 1) {
    last = await kit.oapi(`${NOTICE}/asyncsend_v2`, { agent_id: agentId, userid_list: 'li.yi', msg: { msgtype: 'text', text: { content: String(number) } } });
  }
  t.is(last.errcode, 0);
  t.like(await kit.oapi(`${NOTICE}/getsendresult`, { agent_id: agentId, task_id: last.task_id }), { send_result: { forbidden_list: [{ code: '143105' }] } });
});

test('work notices: a wrong agent, a message too long, nobody to send to', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const msg = { msgtype: 'text', text: { content: '好' } };
  t.like(await kit.oapi(`${NOTICE}/asyncsend_v2`, { agent_id: '1', userid_list: 'li.yi', msg }), { errcode: 40056 });
  t.like(await kit.oapi(`${NOTICE}/asyncsend_v2`, { agent_id: agentId, msg }), { errcode: 40035 });
  const long = { msgtype: 'text', text: { content: '长'.repeat(700) } };
  t.like(await kit.oapi(`${NOTICE}/asyncsend_v2`, { agent_id: agentId, userid_list: 'li.yi', msg: long }), { errcode: 40035 });
});

test('DING: by telephone, whom it did not reach, recall', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const sent = await kit.api('POST', '/v1.0/robot/ding/send', { robotCode, remindType: 3, receiverUserIdList: ['li.yi', 'nobody'], content: '12床 王** 危急值待确认' });
  t.deepEqual(Object.keys(sent.body['failedList'] as object), ['nobody']);
  t.like((await kit.inbox('dingtalk', '1001'))[0], { kind: 'urgent', text: '12床 王** 危急值待确认', look: { means: '电话', remindType: '3' } });
  const openDingId = sent.body['openDingId'];
  t.like(await kit.api('POST', '/v1.0/robot/ding/recall', { robotCode, openDingId }), { status: 200, body: { openDingId } });
  t.true((await kit.inbox('dingtalk', '1001'))[0]?.recalled);
  t.is((await kit.api('POST', '/v1.0/robot/ding/send', { robotCode, remindType: 4, receiverUserIdList: ['li.yi'], content: 'x' })).status, 400);
});
