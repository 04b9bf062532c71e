import test from 'ava';
import { wecomTenant } from '../tenant.ts';
import { ask, startWorld } from './kit.ts';
import type { World } from './kit.ts';

const { agentId } = wecomTenant;
let world: World;
test.before(async () => {
  world = await startWorld();
});
test.after.always(() => world.close());

const line = (touser: string, more: object = {}): object => ({ touser, msgtype: 'text', agentid: agentId, text: { content: '你好' }, ...more });

test.serial('gettoken gives the same token inside its validity and a new one after 7 200 s', async (t) => {
  const path = `/cgi-bin/gettoken?corpid=${wecomTenant.corpId}&corpsecret=${wecomTenant.secret}`;
  const first = await world.get<{ access_token: string; expires_in: number }>(path);
  t.is(first.expires_in, 7_200);
  await world.advance(3_600_000);
  const second = await world.get<{ access_token: string; expires_in: number }>(path);
  t.is(second.access_token, first.access_token);
  t.true(second.expires_in <= 3_600);
  await world.advance(3_600_000);
  const old = await world.get<{ errcode: number }>(`/cgi-bin/department/list?access_token=${first.access_token}`);
  t.is(old.errcode, 42_001);
  t.not((await world.get<{ access_token: string }>(path)).access_token, first.access_token);
});

test.serial('a wrong secret is 40001, a wrong corp 40013, no token 41001, a strange token 40014', async (t) => {
  const token = (corp: string, secret: string): Promise<{ errcode: number }> => world.get(`/cgi-bin/gettoken?corpid=${corp}&corpsecret=${secret}`);
  t.is((await token(wecomTenant.corpId, 'x')).errcode, 40_001);
  t.is((await token('ww0', wecomTenant.secret)).errcode, 40_013);
  t.is((await world.get<{ errcode: number }>('/cgi-bin/department/list')).errcode, 41_001);
  t.is((await world.get<{ errcode: number }>('/cgi-bin/department/list?access_token=x')).errcode, 40_014);
});

test.serial('an agent of another app is 301002, and the contacts secret sends nothing', async (t) => {
  t.is((await world.call('POST', 'message/send', line('li.yi', { agentid: 1_000_099 }))).errcode, 301_002);
  t.is((await world.call('POST', 'message/send', line('li.yi', { agentid: 0 }))).errcode, 40_056);
  const path = `/cgi-bin/gettoken?corpid=${wecomTenant.corpId}&corpsecret=${wecomTenant.contactsSecret}`;
  const { access_token } = await world.get<{ access_token: string }>(path);
  t.is((await world.post<{ errcode: number }>(`/cgi-bin/message/send?access_token=${access_token}`, line('li.yi'))).errcode, 301_002);
});

test.serial('unknown receivers come back lower-cased while the others get the message', async (t) => {
  const answer = await world.call('POST', 'message/send', line('LI.YI|NoBody|Left.Long.Ago'));
  t.is(answer.errcode, 0);
  t.is(answer['invaliduser'], 'nobody|left.long.ago');
  t.is((await world.inbox('wecom', '1001'))[0]?.text, '你好');
});

test.serial('only unknown receivers is 81013, none at all 82001', async (t) => {
  t.is((await world.call('POST', 'message/send', line('nobody'))).errcode, 81_013);
  t.is((await world.call('POST', 'message/send', line(''))).errcode, 82_001);
});

test.serial('text and markdown stop at 2 048 bytes, a textcard title at 128, and nothing is empty', async (t) => {
  const send = async (body: object): Promise<number> => (await world.call('POST', 'message/send', { touser: 'zhao.san', agentid: agentId, ...body })).errcode;
  t.is(await send({ msgtype: 'text', text: { content: '字'.repeat(683) } }), 45_002);
  t.is(await send({ msgtype: 'text', text: { content: '字'.repeat(682) } }), 0);
  t.is(await send({ msgtype: 'markdown', markdown: { content: 'x'.repeat(2_049) } }), 45_002);
  t.is(await send({ msgtype: 'text', text: { content: '' } }), 44_004);
  t.is(await send({ msgtype: 'textcard', textcard: { title: '题'.repeat(43), description: '述', url: 'http://x.test' } }), 45_002);
  t.is(await send({ msgtype: 'textcard', textcard: { title: '题', description: '<div class="gray">今天</div>述', url: 'http://x.test' } }), 0);
  t.is(await send({ msgtype: 'news', news: { articles: [{ title: '文', url: 'http://x.test' }] } }), 0);
  t.is(await send({ msgtype: 'carrier-pigeon' }), 40_008);
  const [news, textcard] = await world.inbox('wecom', '2001');
  t.is(news?.title, '文');
  t.is(textcard?.text, '今天\n述');
});

test.serial('a card arrives with its rows, buttons and link, and its answer carries a response_code', async (t) => {
  const answer = await world.sendCard(ask('s-1'));
  t.is(answer.errcode, 0);
  t.truthy(answer['response_code']);
  const [card] = await world.inbox('wecom', '1001');
  t.is(card?.id, String(answer['msgid']));
  t.is(card?.title, '12床 王**');
  t.deepEqual(card?.fields, [{ label: '上次', value: '4.8 昨 16:20' }, { label: '责任人', value: '李一' }]);
  t.deepEqual(card?.buttons.map(({ id, label }) => [id, label]), [['acknowledge', '确认收到'], ['hand-over', '转交']]);
  t.is(card?.link?.url, 'http://localhost:3000/m/critical-values/1');
});

test.serial('a task id is taken once for each app', async (t) => {
  t.is((await world.sendCard(ask('s-2'))).errcode, 0);
  t.is((await world.sendCard(ask('s-2'))).errcode, 42_014);
});

test.serial('cards that call back need a callback address', async (t) => {
  await world.post('/_emu/wecom/app', { callbackUrl: null });
  t.is((await world.sendCard(ask('s-3'))).errcode, 43_012);
  await world.post('/_emu/wecom/app', { callbackUrl: world.product.url });
  t.is((await world.sendCard(ask('s-3'))).errcode, 0);
});

test.serial('more than 30 in a minute to one member are dropped without a word, and testers see it', async (t) => {
  await world.advance(60_000);
  for (let i = 0; i < 31; i += 1) t.is((await world.call('POST', 'message/send', line('wang.er'))).errcode, 0);
  t.is((await world.inbox('wecom', '1002')).length, 30);
  const { dropped } = await world.get<{ dropped: { user: string; why: string }[] }>('/_emu/wecom/dropped');
  t.is(dropped[0]?.user, 'wang.er');
  t.regex(dropped[0]?.why ?? '', /30 in a minute/);
  await world.advance(60_000);
  await world.call('POST', 'message/send', line('wang.er'));
  t.is((await world.inbox('wecom', '1002')).length, 31);
});

test.serial('a repeat within duplicate_check_interval is not shown twice', async (t) => {
  await world.advance(60_000);
  const before = (await world.inbox('wecom', '2001')).length;
  const once = line('zhao.san', { text: { content: '只一次' }, enable_duplicate_check: 1, duplicate_check_interval: 60 });
  await world.call('POST', 'message/send', once);
  t.is((await world.call('POST', 'message/send', once)).errcode, 0);
  t.is((await world.inbox('wecom', '2001')).length, before + 1);
});

test.serial('recall works for 24 h and takes the message from everybody', async (t) => {
  const { msgid } = await world.call('POST', 'message/send', line('li.yi|zhao.san'));
  t.is((await world.call('POST', 'message/recall', { msgid })).errcode, 0);
  t.true((await world.inbox('wecom', '1001'))[0]?.recalled);
  t.true((await world.inbox('wecom', '2001'))[0]?.recalled);
  const late = await world.call('POST', 'message/send', line('li.yi'));
  await world.advance(24 * 3_600_000);
  t.is((await world.call('POST', 'message/recall', { msgid: late['msgid'] })).errcode, 40_058);
});

test.serial('fault switches: expired token, address not trusted, busy', async (t) => {
  await world.fault({ platform: 'wecom', kind: 'tokenExpired', code: 40_014, count: 1 });
  t.is((await world.call('GET', 'department/list')).errcode, 40_014);
  t.is((await world.call('GET', 'department/list')).errcode, 0, 'a fresh token helps');
  await world.fault({ platform: 'wecom', kind: 'ipBlocked', count: 1 });
  const blocked = await world.call('GET', 'department/list');
  t.is(blocked.errcode, 60_020);
  t.regex(blocked.errmsg, /from ip: 127\.0\.0\.1, more info at https:\/\/open\.work\.weixin\.qq\.com\/devtool\/query\?e=60020/);
  await world.fault({ platform: 'wecom', kind: 'errcode', code: -1, route: '/cgi-bin/message/send', count: 1 });
  t.is((await world.call('POST', 'message/send', line('li.yi'))).errcode, -1);
});

test.serial('the call limit per minute answers 45009 and can be lifted', async (t) => {
  await world.advance(60_000);
  await world.post('/_emu/quotas', { platform: 'wecom', limits: { apiPerMinute: 2 } });
  const codes: number[] = [];
  const { access_token } = await world.get<{ access_token: string }>(`/cgi-bin/gettoken?corpid=${wecomTenant.corpId}&corpsecret=${wecomTenant.secret}`);
  const path = `/cgi-bin/department/simplelist?access_token=${access_token}`;
  for (let i = 0; i < 3; i += 1) codes.push((await world.get<{ errcode: number }>(path)).errcode);
  t.deepEqual(codes, [0, 0, 45_009]);
  await world.post('/_emu/quotas', { platform: 'wecom', limits: { apiPerMinute: 10_000 } });
});
