import test from 'ava';
import type { ExecutionContext } from 'ava';
import { Failure } from '../../services/core/errors.ts';
import { dingtalkBot } from './index.ts';
import type { DingtalkBot } from './index.ts';
import { answered, card } from './testing/card.ts';
import { testContext, testSettings } from './testing/context.ts';
import { cut, fakeDingtalk, status } from './testing/fake-dingtalk.ts';
import type { FakeDingtalk } from './testing/fake-dingtalk.ts';

const CREATE = '/v1.0/card/instances/createAndDeliver';
const CARD = '/v1.0/card/instances';
const SAY = '/v1.0/robot/oToMessages/batchSend';
const DING = '/v1.0/robot/ding/send';

const delivered = (result: Record<string, unknown>) => ({
  success: true,
  result: { outTrackId: 'k', deliverResults: [{ spaceType: 'IM_ROBOT', spaceId: 'u1', ...result }] },
});

async function world(t: ExecutionContext, more: Record<string, unknown> = {}): Promise<{ fake: FakeDingtalk; bot: DingtalkBot }> {
  const fake = await fakeDingtalk();
  t.teardown(() => fake.close());
  return { fake, bot: dingtalkBot(testSettings(fake.base, more), testContext(), { restMs: 10 }) };
}

const revOf = (body: Record<string, unknown> | undefined): string =>
  (body?.['cardData'] as { cardParamMap: { rev: string } } | undefined)?.cardParamMap.rev ?? '';

const person = (userid: string): unknown => ({ userid, name: userid, job_number: `E${userid}`, active: true, dept_id_list: [1, 2] });

async function failure(t: ExecutionContext, work: Promise<unknown>): Promise<[string, string]> {
  const error = await t.throwsAsync(work, { instanceOf: Failure });
  return [error.class, error.vendorCode];
}

test('a card goes to one person, and strangers read its summary only', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(CREATE, () => delivered({ success: true, carrierId: 'carrier-1' }));
  t.deepEqual(await bot.send('u1', card, 'alert-1', 'critical'), { outTrackId: 'alert-1', carrier: 'carrier-1' });
  const body = fake.called(CREATE)[0]?.body ?? {};
  t.is(body['openSpaceId'], 'dtv1.card//IM_ROBOT.u1');
  t.is(body['callbackType'], 'STREAM');
  const seen = JSON.stringify(body['imRobotOpenSpaceModel']);
  t.true(seen.includes(card.summary));
  t.notRegex(seen, /血钾|7\.1|67岁/);
  const { cardParamMap } = body['cardData'] as { cardParamMap: Record<string, unknown> };
  t.true(Object.values(cardParamMap).every((value) => typeof value === 'string'));
  t.is(cardParamMap['linkUrl'], 'https://h5.example.test/m/critical-values/1');
});

test('success that hides a failed delivery is a failure', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(CREATE, () => delivered({ success: false, errorMsg: 'user not in scope' }));
  t.deepEqual(await failure(t, bot.send('u1', card, 'k', 'critical')), ['permanent', 'deliver-failed']);
  fake.route(CREATE, () => delivered({ success: false, errorMsg: '发送过于频繁' }));
  t.deepEqual(await failure(t, bot.send('u1', card, 'k', 'critical')), ['transient', 'deliver-failed']);
});

test('sending again under the same key after a cut is harmless', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(CREATE, cut);
  t.is((await failure(t, bot.send('u1', card, 'k', 'critical')))[0], 'ambiguous');
  fake.route(CREATE, () => status(400, { code: 'param.cardAlreadyExist' }));
  t.deepEqual(await bot.send('u1', card, 'k', 'critical'), { outTrackId: 'k' });
});

test('an update is always by key, keyed by user, and every picture has its own mark', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(CARD, () => ({ success: true, result: true }));
  const ref = { outTrackId: 'alert-1', carrier: 'c' };
  t.deepEqual(await bot.update('u1', answered, 'alert-1', ref, 'critical'), ref);
  await bot.update('u1', answered, 'alert-1', {}, 'critical');
  const [first, second] = fake.called(CARD).map((call) => call.body);
  t.is(fake.called(CARD)[0]?.method, 'PUT');
  t.deepEqual(first?.['cardUpdateOptions'], { updateCardDataByKey: true, updatePrivateDataByKey: true });
  t.deepEqual(first?.['privateData'], { u1: { cardParamMap: { notice: '' } } });
  t.not(revOf(first), revOf(second));
  t.is(second?.['outTrackId'], 'alert-1');
});

const link = (place: number) => ({ label: `${place}床`, path: `/m/patients/${place}` });

test('a line: unknown and held-back users are failures although the call succeeded', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(SAY, () => ({ processQueryKey: 'q', invalidStaffIdList: [], flowControlledStaffIdList: [] }));
  t.deepEqual(await bot.say('u1', '收到', 'normal'), { carrier: 'q' });
  await bot.say('u1', { title: '查找', text: '一位\n请点', links: [link(1)] }, 'normal');
  await bot.say('u1', { title: '查找', text: '三位', links: [link(1), link(2), link(3)] }, 'normal');
  await bot.say('u1', { title: '查找', text: '没有', links: [] }, 'normal');
  const said = fake.called(SAY).slice(1).map(({ body }) => [body?.['msgKey'], JSON.parse(String(body?.['msgParam'])) as Record<string, string>] as const);
  t.deepEqual(said.map(([kind]) => kind), ['sampleActionCard', 'sampleActionCard3', 'sampleText']);
  t.like(said[0]?.[1], { title: '查找', text: '一位\n\n请点', singleTitle: '1床' });
  t.regex(said[1]?.[1]['actionURL3'] ?? '', /^http.*\/m\/patients\/3$/);
  t.is(fake.called(SAY)[0]?.body['msgParam'], '{"content":"收到"}');
  fake.route(SAY, () => ({ processQueryKey: 'q', invalidStaffIdList: ['u1'] }));
  t.deepEqual(await failure(t, bot.say('u1', '收到', 'normal')), ['permanent', 'staffId.notExisted']);
  fake.route(SAY, () => ({ processQueryKey: 'q', flowControlledStaffIdList: ['u1'] }));
  t.deepEqual(await failure(t, bot.say('u1', '收到', 'normal')), ['transient', 'flow-controlled']);
});

test('DING: by means, in portions, and who was missed is a failure nobody repeats', async (t) => {
  const { fake, bot } = await world(t);
  fake.route(DING, () => ({ openDingId: 'd' }));
  const users = Array.from({ length: 45 }, (_, n) => `u${n}`);
  await bot.urge(users, '12床 王** 请看消息', 'phone');
  t.deepEqual(fake.called(DING).map((call) => [call.body['remindType'], (call.body['receiverUserIdList'] as string[]).length]), [[3, 20], [3, 20], [3, 5]]);
  fake.route(DING, () => ({ openDingId: 'd', failedList: { 'no phone': ['u1'] } }));
  t.deepEqual(await failure(t, bot.urge(['u1', 'u2'], 'x', 'sms')), ['permanent', 'ding-partial']);
});

test('only the reserve left: lines wait, cards for critical values go', async (t) => {
  const { fake, bot } = await world(t, { monthlyCalls: 2, callsReserve: 1 });
  fake.route(SAY, () => ({ processQueryKey: 'q' }));
  fake.route(CREATE, () => delivered({ success: true }));
  await bot.say('u1', '一', 'normal');
  t.deepEqual(await failure(t, bot.say('u1', '二', 'normal')), ['transient', 'quota-reserve']);
  await bot.send('u1', card, 'k', 'critical');
  t.is((await bot.quota()).calls, 2);
});

test('recall and read state', async (t) => {
  const { fake, bot } = await world(t);
  fake.route('/v1.0/robot/otoMessages/batchRecall', () => ({ successResult: [], failedResult: { c: 'too late' } }));
  t.deepEqual(await failure(t, bot.recall({ carrier: 'c' })), ['permanent', 'recall-refused']);
  fake.route('/v1.0/robot/oToMessages/readStatus', () => ({ sendStatus: 'SUCESS', messageReadInfoList: [{ userId: 'u1', readStatus: 'READ' }] }));
  t.is(await bot.readState({ carrier: 'c' }), 'read');
  t.is(await bot.readState({}), 'unknown');
});

test('work notices', async (t) => {
  const { fake, bot } = await world(t);
  const path = '/topapi/message/corpconversation/asyncsend_v2';
  fake.route(path, () => ({ errcode: 0, errmsg: 'ok', task_id: 1 }));
  await bot.workNotice(['u1', 'u2'], '请打开钉钉');
  t.is(fake.called(path)[0]?.body['userid_list'], 'u1,u2');
  t.is(fake.called(path)[0]?.token, 'token-1');
});

test('sign-in: a code once, the page its signature', async (t) => {
  const { fake, bot } = await world(t);
  const path = '/topapi/v2/user/getuserinfo';
  fake.route(path, ({ body }) => (body['code'] === 'good' ? { errcode: 0, result: { userid: 'u1', name: '李医生' } } : { errcode: 40078 }));
  t.deepEqual(await bot.whoIs('good'), { platform: 'dingtalk', corp: 'corp-1', user: 'u1', name: '李医生' });
  t.deepEqual(await failure(t, bot.whoIs('used')), ['permanent', '40078']);
  fake.route('/v1.0/oauth2/jsapiTickets', () => ({ jsapiTicket: 'T', expireIn: 7200 }));
  const config = await bot.pageConfig('https://h5.example.test/m');
  await bot.pageConfig('https://h5.example.test/m');
  t.regex(config['signature'] ?? '', /^[0-9a-f]{64}$/);
  t.is(config['clientId'], 'ding-client');
  t.is(fake.called('/v1.0/oauth2/jsapiTickets').length, 1);
  t.is(bot.signInUrl('s', '/'), undefined);
});

test('the address book page by page, to be gone on with from every cursor', async (t) => {
  const { fake, bot } = await world(t);
  fake.route('/topapi/v2/department/listsub', ({ body }) => ({ errcode: 0, result: body['dept_id'] === 1 ? [{ dept_id: 2, name: '心内科' }] : [] }));
  fake.route('/topapi/v2/user/list', ({ body }) => {
    if (body['dept_id'] === 2) return { errcode: 0, result: { has_more: false, list: [person('b'), person('c')] } };
    const more = body['cursor'] === 0;
    return { errcode: 0, result: { has_more: more, next_cursor: 100, list: [person(more ? 'a' : 'b')] } };
  });
  const found: string[] = [];
  const cursors: (string | undefined)[] = [undefined];
  for (const cursor of cursors) {
    const page = await bot.addressBook(cursor);
    found.push(...page.departments.map(({ name }) => name), ...page.people.map(({ staffNumber }) => staffNumber));
    if (page.next !== undefined) cursors.push(page.next);
  }
  t.deepEqual(found, ['心内科', 'Ea', 'Eb', 'Eb', 'Ec']);
  t.deepEqual((await bot.addressBook(cursors.at(-1))).people.map(({ staffNumber }) => staffNumber), ['Eb', 'Ec']);
  t.is((await bot.quota()).calls, 0);
});
