import test from 'ava';
import { wecomTenant } from '../tenant.ts';
import { jsApiSignature } from './crypto.ts';
import { startWorld } from './kit.ts';
import type { World } from './kit.ts';

const { agentId, corpId } = wecomTenant;
let world: World;
test.before(async () => {
  world = await startWorld();
});
test.after.always(() => world.close());

interface Begin {
  readonly path?: string;
  readonly redirect?: string;
  readonly scope?: string;
  readonly agent?: boolean;
  readonly user?: string;
  readonly headers?: Record<string, string>;
  readonly state?: string;
}

async function begin(from: Begin): Promise<{ status: number; target: URL | undefined; page: string }> {
  const query = new URLSearchParams({
    appid: corpId, redirect_uri: from.redirect ?? 'http://localhost:3000/signed-in?next=%2Fm', response_type: 'code',
    scope: from.scope ?? 'snsapi_base', state: from.state ?? 'abc123',
    ...(from.agent === false ? {} : { agentid: String(agentId) }), ...(from.user === undefined ? {} : { emu_user: from.user }),
  });
  const response = await fetch(`${world.origin}${from.path ?? '/connect/oauth2/authorize'}?${query.toString()}`, { redirect: 'manual', headers: from.headers ?? {} });
  const location = response.headers.get('location');
  return { status: response.status, target: location === null ? undefined : new URL(location), page: await response.text() };
}

const phone = (user: string): Record<string, string> => ({ 'user-agent': 'Mozilla/5.0 wxwork/4.1 MicroMessenger/7.0', cookie: `emu_hold_wecom=${user}` });
const codeOf = (target: URL | undefined): string => target?.searchParams.get('code') ?? '';

test.serial('in a phone the holder is signed in silently, state and query kept', async (t) => {
  const { status, target } = await begin({ headers: phone('li.yi') });
  t.is(status, 302);
  t.is(`${target?.origin}${target?.pathname}`, 'http://localhost:3000/signed-in');
  t.is(target?.searchParams.get('next'), '/m');
  t.is(target?.searchParams.get('state'), 'abc123');
  const who = await world.call('GET', `auth/getuserinfo?code=${codeOf(target)}`);
  t.deepEqual(who, { errcode: 0, errmsg: 'ok', userid: 'li.yi' });
});

test.serial('a code works once and for five minutes', async (t) => {
  const code = codeOf((await begin({ headers: phone('li.yi') })).target);
  t.is((await world.call('GET', `auth/getuserinfo?code=${code}`)).errcode, 0);
  t.is((await world.call('GET', `auth/getuserinfo?code=${code}`)).errcode, 40_029);
  const late = codeOf((await begin({ headers: phone('li.yi') })).target);
  await world.advance(5 * 60_000);
  t.is((await world.call('GET', `auth/getuserinfo?code=${late}`)).errcode, 42_003);
});

test.serial('the old path answers in PascalCase', async (t) => {
  const code = codeOf((await begin({ headers: phone('wang.er') })).target);
  t.like(await world.call('GET', `user/getuserinfo?code=${code}`), { UserId: 'wang.er', DeviceId: '' });
});

test.serial('private info needs the agentid, else it is quietly the base scope', async (t) => {
  const withAgent = codeOf((await begin({ headers: phone('li.yi'), scope: 'snsapi_privateinfo' })).target);
  const { user_ticket } = await world.call('GET', `auth/getuserinfo?code=${withAgent}`);
  t.is((await world.call('POST', 'auth/getuserdetail', { user_ticket }))['userid'], 'li.yi');
  const without = codeOf((await begin({ headers: phone('li.yi'), scope: 'snsapi_privateinfo', agent: false })).target);
  t.is((await world.call('GET', `auth/getuserinfo?code=${without}`))['user_ticket'], undefined);
  await world.advance(1_800_000);
  t.not((await world.call('POST', 'auth/getuserdetail', { user_ticket })).errcode, 0, 'a ticket lives 1 800 s');
});

test.serial('on a desktop a person is picked; an outsider is an openid, a refusal has no code', async (t) => {
  const picker = await begin({ path: '/wwopen/sso/qrConnect' });
  t.is(picker.status, 200);
  t.regex(picker.page, /李一.*王二/s);
  const outsider = codeOf((await begin({ path: '/wwopen/sso/qrConnect', user: 'outsider' })).target);
  t.truthy((await world.call('GET', `auth/getuserinfo?code=${outsider}`))['openid']);
  t.is((await begin({ path: '/wwlogin/sso/login', user: 'denied' })).target?.searchParams.get('code'), null);
});

test.serial('a strange domain is an error page in the phone and 50001 on exchange', async (t) => {
  const redirect = 'http://evil.example.test/x';
  const page = await begin({ headers: phone('li.yi'), redirect });
  t.is(page.status, 200);
  t.is(page.target, undefined);
  const code = codeOf((await begin({ redirect, user: 'li.yi' })).target);
  t.is((await world.call('GET', `auth/getuserinfo?code=${code}`)).errcode, 50_001);
});

test.serial('a state with other signs than letters and digits is refused', async (t) => {
  t.is((await begin({ state: 'a-b' })).status, 400);
});

test.serial('tickets for pages stay the same for 7 200 s and differ by kind', async (t) => {
  const corp = await world.call('GET', 'get_jsapi_ticket');
  t.is((await world.call('GET', 'get_jsapi_ticket'))['ticket'], corp['ticket']);
  const agent = await world.call('GET', 'ticket/get?type=agent_config');
  t.not(agent['ticket'], corp['ticket']);
});

test.serial('a page registers with the signature of its own address, by the ticket of its kind', async (t) => {
  const [corp, agent] = [await world.call('GET', 'get_jsapi_ticket'), await world.call('GET', 'ticket/get?type=agent_config')].map((answer) => String(answer['ticket']));
  const url = 'http://localhost:3402/m';
  const page = { kind: 'agent', corp: corpId, agent: String(wecomTenant.agentId), timestamp: '1', nonceStr: 'n', signature: jsApiSignature(agent ?? '', 'n', '1', url), url };
  const result = async (change: object): Promise<unknown> => (await world.post<{ result: string }>('/_emu/wecom/page', { ...page, ...change })).result;
  t.deepEqual(await Promise.all([{}, { url: `${url}/patients` }, { kind: 'corp' }, { agent: '1' }, { corp: 'other' }, { kind: 'corp', signature: jsApiSignature(corp ?? '', 'n', '1', url) }].map(result)), ['ok', 'invalid signature', 'invalid signature', 'invalid agentid', 'invalid corpid', 'ok']);
});

test.serial('departments, members and one member', async (t) => {
  const { department } = await world.call('GET', 'department/list') as unknown as { department: { id: number; name: string }[] };
  t.deepEqual(department.map((each) => each.name), [wecomTenant.corpName, '心内科一病区', '检验科']);
  const ward = department[1]?.id ?? 0;
  const { userlist } = await world.call('GET', `user/list?department_id=${ward}`) as unknown as { userlist: { userid: string; alias: string; mobile?: string }[] };
  t.deepEqual(userlist.map((each) => [each.userid, each.alias]), [['li.yi', '1001'], ['wang.er', '1002']]);
  t.false('mobile' in (userlist[0] ?? {}), 'new apps get no telephone number');
  t.is((await world.call('GET', 'user/simplelist?department_id=1&fetch_child=1') as unknown as { userlist: object[] }).userlist.length, 3);
  t.is((await world.call('GET', 'user/get?userid=LI.YI'))['name'], '李一');
  t.is((await world.call('GET', 'user/get?userid=nobody')).errcode, 60_111);
});

test.serial('id lists need the contacts secret, which may read nothing else', async (t) => {
  t.is((await world.call('POST', 'user/list_id', {})).errcode, 48_002);
  const { access_token } = await world.get<{ access_token: string }>(`/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${wecomTenant.contactsSecret}`);
  const page = await world.post<{ next_cursor: string; dept_user: object[] }>(`/cgi-bin/user/list_id?access_token=${access_token}`, { limit: 2 });
  t.is(page.dept_user.length, 2);
  t.is(page.next_cursor, '2');
  t.is((await world.get<{ errcode: number }>(`/cgi-bin/user/get?userid=li.yi&access_token=${access_token}`)).errcode, 48_002);
});

test.serial('who is not in the visible range is not there', async (t) => {
  await world.post('/_emu/wecom/app', { visible: ['li.yi'] });
  t.is((await world.call('GET', 'user/get?userid=wang.er')).errcode, 60_011);
  t.is((await world.call('POST', 'message/send', { touser: 'wang.er', msgtype: 'text', agentid: agentId, text: { content: 'x' } })).errcode, 81_013);
  await world.post('/_emu/wecom/app', { visible: null });
});
