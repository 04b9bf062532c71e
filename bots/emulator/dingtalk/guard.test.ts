/** What is asked before every call, and the two shapes of refusal. */
import test from 'ava';
import { startDingtalk } from './kit.ts';
import { dingtalkTenant } from '../tenant.ts';

const { clientId: appKey, clientSecret: appSecret, corpId } = dingtalkTenant;
const DEPARTMENTS = '/topapi/v2/department/listsub';
const CARDS = '/v1.0/card/instances';

test('tokens: the same for two hours, both hosts, three ways to ask', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const again = await kit.post<{ accessToken: string; expireIn: number }>('/v1.0/oauth2/accessToken', { appKey, appSecret });
  t.deepEqual(again, { accessToken: kit.token, expireIn: 7200 });
  t.like(await kit.get(`/gettoken?appkey=${appKey}&appsecret=${appSecret}`), { errcode: 0, access_token: kit.token, expires_in: 7200 });
  const grant = { client_id: appKey, client_secret: appSecret, grant_type: 'client_credentials' };
  t.like(await kit.post(`/v1.0/oauth2/${corpId}/token`, grant), { access_token: kit.token });
  t.like(await kit.post(`/v1.0/oauth2/${corpId}/token`, { ...grant, grant_type: 'password' }), { code: 'unsupported.grant.type' });
  t.like(await kit.post('/v1.0/oauth2/elsewhere/token', grant), { code: 'unauthorized.client' });
  t.like(await kit.post('/v1.0/oauth2/accessToken', { appKey, appSecret: 'wrong' }), { code: 'invalidClientIdOrSecret' });
  t.like(await kit.get('/gettoken?appkey=x&appsecret=y'), { errcode: 40089 });
  await kit.advance(7_200_000);
  t.like(await kit.api('POST', CARDS, {}), { status: 400, body: { code: 'InvalidAuthentication' } });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 42001 });
  const fresh = await kit.post<{ accessToken: string }>('/v1.0/oauth2/accessToken', { appKey, appSecret });
  t.not(fresh.accessToken, kit.token);
});

test('the token is checked before anything else', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  t.like(await kit.post(CARDS, { nonsense: true }), { code: 'InvalidAuthentication' });
  t.like(await kit.post(`${DEPARTMENTS}?access_token=x`, {}), { errcode: 40014 });
  await kit.post('/_emu/dingtalk/apps', { trustedIps: [] });
  t.like(await kit.post(CARDS, {}), { code: 'InvalidAuthentication' });
  const refused = await kit.api('POST', CARDS, {});
  t.like(refused, { status: 403, body: { code: 'Forbidden.AccessDenied.IpNotInWhiteList' } });
  t.deepEqual(Object.keys(refused.body).sort(), ['code', 'message', 'requestid']);
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 60020 });
});

test('a permission that was not granted is named', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.post('/_emu/dingtalk/apps', { permissions: [] });
  t.like(await kit.api('POST', CARDS, {}), {
    status: 403,
    body: { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied', accessdenieddetail: { requiredScopes: ['Card.Instance.Write'] } },
  });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 60011 });
});

test('20 calls a second for each interface, refused ones not counted in the month', async (t) => {
  const kit = await startDingtalk({ now: () => 1_700_000_000_000 });
  t.teardown(() => kit.stop());
  await kit.post('/_emu/quotas', { platform: 'dingtalk', limits: { qps: 20 } });
  const answers = [];
  for (let call = 0; call < 22; call += 1) answers.push((await kit.card(`c${call}`)).body['code']);
  t.deepEqual(answers.slice(19), [undefined, 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi', 'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi']);
  t.like(await kit.get('/_emu/quotas'), { dingtalk: { apiPerMonth: { used: 20 }, qps: { limit: 20 } } });
  await kit.advance(1_000);
  t.is((await kit.card('later')).status, 200);
});

test('the monthly quota: tokens and the address book are free, the next month starts anew', async (t) => {
  const kit = await startDingtalk({ now: () => Date.parse('2025-11-30T12:00:00+08:00') });
  t.teardown(() => kit.stop());
  await kit.post('/_emu/quotas', { platform: 'dingtalk', limits: { apiPerMonth: 2 } });
  await kit.oapi(DEPARTMENTS);
  t.is((await kit.card('c1')).status, 200);
  t.is((await kit.card('c2')).status, 200);
  t.like(await kit.card('c3'), { status: 403, body: { code: 'Forbidden.AccessDenied.ApiCountLimitForOrg' } });
  t.like(await kit.oapi('/topapi/message/corpconversation/asyncsend_v2', {}), { errcode: 90020 });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 0 });
  await kit.advance(12 * 3_600_000);
  const fresh = await kit.post<{ accessToken: string }>('/v1.0/oauth2/accessToken', { appKey, appSecret });
  const response = await fetch(kit.origin + CARDS, { method: 'POST', headers: { 'x-acs-dingtalk-access-token': fresh.accessToken }, body: '{}' });
  t.like(await response.json(), { code: 'param.outTrackIdEmpty' });
});

test('too many calls from one address: a page instead of JSON, for five minutes', async (t) => {
  const kit = await startDingtalk({ now: () => 1_700_000_000_000 });
  t.teardown(() => kit.stop());
  await kit.post('/_emu/quotas', { platform: 'dingtalk', limits: { ipCallsPer20s: 3 } });
  for (let call = 0; call < 3; call += 1) t.is((await kit.card(`c${call}`)).status, 200);
  const banned = await kit.card('c3');
  t.regex(banned.type, /html/);
  t.regex(String(banned.body['text']), /"status":1111,"wait":5/);
  await kit.advance(299_000);
  t.is((await kit.card('c4')).status, 403);
  await kit.advance(2_000);
  t.is((await kit.card('c5')).status, 200);
});

test('faults of calls: expired, blocked, denied, any word, a huge body', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const once = { platform: 'dingtalk', count: 1 };
  await kit.fault({ ...once, kind: 'tokenExpired' });
  t.like(await kit.card('c1'), { status: 400, body: { code: 'InvalidAuthentication' } });
  await kit.fault({ ...once, kind: 'tokenExpired', code: 88 });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 88, sub_code: '40014' });
  await kit.fault({ ...once, kind: 'ipBlocked' });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 60020 });
  await kit.fault({ ...once, kind: 'permissionDenied' });
  t.is((await kit.card('c1')).body['code'], 'Forbidden.AccessDenied.AccessTokenPermissionDenied');
  await kit.fault({ ...once, kind: 'errcode', code: 'system.busy', status: 500 });
  t.like(await kit.card('c1'), { status: 500, body: { code: 'system.busy' } });
  await kit.fault({ ...once, kind: 'errcode', code: 90002 });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 90002 });
  await kit.fault({ ...once, kind: 'ipBanned' });
  t.regex((await kit.card('c1')).type, /html/);
  await kit.fault({ ...once, kind: 'hugeBody' });
  t.true(JSON.stringify((await kit.card('c1')).body).length > 8_000_000);
  t.is((await kit.card('c1')).status, 200);
});

test('tokens ended by an administrator; an interface that does not exist', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  await kit.post('/_emu/dingtalk/tokens', { action: 'expire' });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 42001 });
  await kit.post('/_emu/dingtalk/tokens', { action: 'revoke' });
  t.like(await kit.oapi(DEPARTMENTS), { errcode: 40014 });
  t.is((await kit.api('GET', '/v1.0/no/such')).status, 404);
});
