/** Sign-in and the address book. */
import test from 'ava';
import { dingtalkTenant } from '../tenant.ts';
import { startDingtalk } from './kit.ts';

const { clientId, clientSecret } = dingtalkTenant;
const USER_INFO = '/topapi/v2/user/getuserinfo';

test('a login code is for five minutes and once', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const mint = async (): Promise<string> => (await kit.post<{ code: string }>('/_emu/dingtalk/login-code', { user: '1001' })).code;
  const code = await mint();
  t.like(await kit.oapi(USER_INFO, { code }), { errcode: 0, result: { userid: 'li.yi', name: '李一', sys: false } });
  t.like(await kit.oapi(USER_INFO, { code }), { errcode: 40078 });
  const late = await mint();
  await kit.advance(300_000);
  t.like(await kit.oapi(USER_INFO, { code: late }), { errcode: 40078 });
});

test('sign-in outside the chat: page, code, user token, who am I', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const query = new URLSearchParams({ client_id: clientId, redirect_uri: 'http://localhost:3000/back', response_type: 'code', scope: 'openid', state: 's1' });
  t.regex(await (await fetch(`${kit.origin}/oauth2/auth?${query}`)).text(), /李一/);
  const chosen = await fetch(`${kit.origin}/oauth2/auth?${query}&emu_user=1001`, { redirect: 'manual' });
  const back = new URL(chosen.headers.get('location') ?? '');
  t.is(back.searchParams.get('state'), 's1');
  const input = { clientId, clientSecret, code: back.searchParams.get('authCode'), grantType: 'authorization_code' };
  const { accessToken } = await kit.post<{ accessToken: string }>('/v1.0/oauth2/userAccessToken', input);
  const me = await fetch(`${kit.origin}/v1.0/contact/users/me`, { headers: { 'x-acs-dingtalk-access-token': accessToken } });
  const { nick, unionId } = (await me.json()) as { nick: string; unionId: string };
  t.is(nick, '李一');
  t.like(await kit.oapi('/topapi/user/getbyunionid', { unionid: unionId }), { result: { userid: 'li.yi' } });
  t.like(await kit.post('/v1.0/oauth2/userAccessToken', input), { code: 'invalidParameter.authCode.notFound' });
});

test('JSAPI tickets', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const first = await kit.api('POST', '/v1.0/oauth2/jsapiTickets');
  t.is(first.body['expireIn'], 7200);
  t.deepEqual((await kit.api('POST', '/v1.0/oauth2/jsapiTickets')).body, first.body);
});

test('departments below the hospital, their members page by page, one person', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const { result } = await kit.oapi<{ result: { dept_id: number; name: string; parent_id: number }[] }>('/topapi/v2/department/listsub');
  t.deepEqual(result.map(({ name, parent_id: parent }) => [name, parent]), [['心内科一病区', 1], ['检验科', 1]]);
  const page = (cursor: number): Promise<unknown> => kit.oapi('/topapi/v2/user/list', { dept_id: result[0]?.dept_id, cursor, size: 1 });
  t.like(await page(0), { result: { has_more: true, next_cursor: 1, list: [{ userid: 'li.yi', job_number: '1001', title: '主治医师', active: true }] } });
  t.like(await page(1), { result: { has_more: false, list: [{ userid: 'wang.er' }] } });
  t.like(await kit.oapi('/topapi/v2/user/get', { userid: 'zhao.san' }), { result: { name: '赵三', job_number: '2001' } });
  t.like(await kit.oapi('/topapi/v2/user/list', { dept_id: 99, cursor: 0, size: 10 }), { errcode: 60003 });
  t.like(await kit.oapi('/topapi/v2/user/list', { dept_id: 2, cursor: 0, size: 101 }), { errcode: 400002 });
  t.like(await kit.oapi('/topapi/v2/user/get', { userid: 'nobody' }), { errcode: 60121 });
});

test('who has left is gone from the address book', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.post('/_emu/people', { ...kit.core.people.byNumber('dingtalk', '1001'), active: false });
  t.like(await kit.oapi('/topapi/v2/user/get', { userid: 'li.yi' }), { errcode: 60121 });
});
