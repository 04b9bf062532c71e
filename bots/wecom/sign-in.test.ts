import { createHash } from 'node:crypto';
import test from 'ava';
import { getJsApiSignature } from '@wecom/crypto';
import { Failure } from '../../services/core/errors.ts';
import { wecomBot } from './index.ts';
import type { WecomBot } from './index.ts';
import { contextFor, fakeApi, settingsFor } from './testing.ts';
import type { FakeApi } from './testing.ts';

async function withBot(use: (bot: WecomBot, api: FakeApi) => Promise<void>): Promise<void> {
  const api = await fakeApi();
  try {
    await use(wecomBot(settingsFor(api.base), contextFor()), api);
  } finally {
    await api.close();
  }
}

const bot = wecomBot(settingsFor(), contextFor());

test('sign-in begins at the platform, with our state and the exact way back', (t) => {
  const url = new URL(bot.signInUrl('abc123', 'https://h5.example.test/auth/wecom?to=%2Fm%2F1') ?? '');
  t.is(url.origin + url.pathname + url.hash, 'https://open.weixin.qq.com/connect/oauth2/authorize#wechat_redirect');
  t.deepEqual(Object.fromEntries(url.searchParams), {
    appid: 'wwemu0000000000001', redirect_uri: 'https://h5.example.test/auth/wecom?to=%2Fm%2F1', response_type: 'code',
    scope: 'snsapi_base', state: 'abc123', agentid: '1000002',
  });
});

for (const elsewhere of ['https://evil.test/auth', 'https://h5.example.test.evil.test/', 'http://h5.example.test/', 'https://h5.example.test:8443/']) {
  test(`sign-in never returns to ${elsewhere}`, (t) => {
    t.throws(() => bot.signInUrl('abc123', elsewhere), { message: /our pages/ });
  });
}

test('a state the platform would refuse is a fault of ours', (t) => {
  for (const state of ['', 'a-b', 'a'.repeat(129)]) t.throws(() => bot.signInUrl(state, 'https://h5.example.test/'), { message: /state/ });
});

test('who is it: both spellings of the answer', (t) =>
  withBot(async (bot, api) => {
    for (const answer of [{ errcode: 0, userid: 'ZhangSan' }, { errcode: 0, UserId: 'ZhangSan', DeviceId: 'x' }]) {
      api.answer = (call) => (call.path === 'auth/getuserinfo' ? answer : undefined);
      t.deepEqual(await bot.whoIs('CODE'), { platform: 'wecom', corp: 'wwemu0000000000001', user: 'ZhangSan' });
    }
    t.is(api.calls.at(-1)?.query.get('code'), 'CODE');
  }));

test('who is it: outsiders and used codes are permanent', (t) =>
  withBot(async (bot, api) => {
    const answers = [
      [{ errcode: 0, openid: 'o1', external_userid: 'e1' }, 'outsider'],
      [{ errcode: 40029, errmsg: 'invalid code' }, '40029'],
      [{ errcode: 42003, errmsg: 'code expired' }, '42003'],
    ] as const;
    for (const [answer, code] of answers) {
      api.answer = (call) => (call.path === 'auth/getuserinfo' ? answer : undefined);
      const error = await t.throwsAsync(bot.whoIs('CODE'), { instanceOf: Failure });
      t.is(error.class, 'permanent');
      t.is(error.vendorCode, code);
    }
  }));

test('vector: the page signature of the published example', (t) => {
  const { signature } = getJsApiSignature({ ticket: 'TICKET', nonceStr: 'NONCE', timestamp: 1_700_000_000, url: 'https://h5.example.test/a?x=1' });
  t.is(signature, 'f227f532d708e166efcd2c7e05f6f0b3811c378f');
});

test('page config: signed without the part after #, one ticket for many pages', (t) =>
  withBot(async (bot, api) => {
    api.answer = (call) => ({ 'get_jsapi_ticket': { errcode: 0, ticket: 'TICKET', expires_in: 7200 }, 'ticket/get': { errcode: 0, ticket: 'OWN', expires_in: 7200 } })[call.path];
    const config = await bot.pageConfig('https://h5.example.test/a?x=1#/deep');
    const text = `jsapi_ticket=TICKET&noncestr=${config['nonceStr']}&timestamp=1700000000&url=https://h5.example.test/a?x=1`;
    t.is(config['signature'], createHash('sha1').update(text).digest('hex'));
    t.is(config['agentSignature'], createHash('sha1').update(text.replace('TICKET', 'OWN')).digest('hex'));
    t.is(api.calls.find((call) => call.path === 'ticket/get')?.query.get('type'), 'agent_config');
    t.like(config, { corpId: 'wwemu0000000000001', agentId: '1000002', timestamp: '1700000000' });
    await bot.pageConfig('https://h5.example.test/b');
    t.is(api.calls.filter((call) => call.path === 'get_jsapi_ticket').length, 1);
  }));

test('address book: departments first, the alias as staff number and nothing in its place, left staff not active', (t) =>
  withBot(async (bot, api) => {
    const lists: Readonly<Record<string, readonly object[]>> = {
      1: [{ userid: 'Li.Yi', name: '李医生', alias: 'D0007', department: [1, 2], status: 1 }],
      2: [{ userid: 'li.yi', name: '李医生', alias: 'D0007', department: [1, 2] }, { userid: 'N0012', name: '王护士', department: [2], status: 5 }],
    };
    api.answer = (call) => {
      if (call.path === 'department/list') return { errcode: 0, department: [{ id: 1, name: '心内科' }, { id: 2, name: '一病区' }] };
      return call.path === 'user/list' ? { errcode: 0, userlist: lists[call.query.get('department_id') ?? ''] ?? [] } : undefined;
    };
    const first = await bot.addressBook();
    t.deepEqual([first.departments, first.people], [[{ id: '2', name: '一病区' }], []]);
    const { people, next } = await bot.addressBook(first.next);
    t.is(next, undefined);
    t.deepEqual(people.map((each) => [each.user, each.staffNumber, each.departments.join('/'), each.active]), [
      ['Li.Yi', 'D0007', '1/2', true],
      ['li.yi', 'D0007', '1/2', true],
      ['N0012', '', '2', false],
    ]);
  }));

test('abilities: no read state, nothing stronger than a message, 72 hours to update', async (t) => {
  t.deepEqual(bot.abilities, { readState: false, urgent: [], recallHours: 24, updateHours: 72, updatesByKey: false });
  t.is(await bot.readState({ msgid: 'M1' }), 'unknown');
});
