import { createServer } from 'node:http';
import test from 'ava';
import type { Finding } from '../bot.ts';
import { wecomBot } from './index.ts';
import { contextFor, fakeApi, settingsFor } from './testing.ts';
import type { ApiCall } from './testing.ts';

type Answers = Readonly<Record<string, object>>;

const healthy: Answers = {
  'agent/get': {
    errcode: 0, name: '移动医护', close: 0, redirect_domain: 'h5.example.test',
    allow_userinfos: { user: [] }, allow_partys: { partyid: [1] }, allow_tags: { tagid: [] },
  },
  'department/list': { errcode: 0, department: [{ id: 1, name: '心内科' }] },
};

/** The findings of a tenant that answers like this. */
async function checked(answers: Answers, pages = 'https://h5.example.test'): Promise<readonly Finding[]> {
  const api = await fakeApi();
  api.answer = (call: ApiCall) => answers[call.path];
  try {
    return await wecomBot(settingsFor(api.base), contextFor(undefined, pages)).checkUp();
  } finally {
    await api.close();
  }
}

const named = (findings: readonly Finding[], what: string): Finding | undefined => findings.find((each) => each.what === `企业微信：${what}`);

test('a healthy tenant', async (t) => {
  const findings = await checked(healthy);
  const bad = findings.filter((each) => !each.ok).map((each) => each.what);
  // Nobody answers at the example address.
  t.deepEqual(bad, ['企业微信：回调地址']);
  t.deepEqual(findings.map((each) => each.what.slice(5)), ['企业 ID 和 Secret', '可信 IP', 'AgentId', '可见范围', '可信域名', '通讯录', '回调地址']);
  t.true(findings.every((each) => each.ok === (each.mend === '')));
});

const agent = healthy['agent/get'] ?? {};
const faults: ReadonlyArray<readonly [name: string, answers: Answers, what: string, seen: RegExp, mend: RegExp]> = [
  ['a wrong secret', { gettoken: { errcode: 40001, errmsg: '' } }, '企业 ID 和 Secret', /40001/, /WECOM_SECRET/],
  ['a wrong company', { gettoken: { errcode: 40013, errmsg: '' } }, '企业 ID 和 Secret', /40013/, /WECOM_CORP_ID/],
  ['an address that is not listed', { getcallbackip: { errcode: 60020, errmsg: 'not allow to access from your ip, from ip: 203.0.113.7, more info' } }, '可信 IP', /203\.0\.113\.7/, /企业可信IP/],
  ['an app and a secret that do not belong together', { ...healthy, 'agent/get': { errcode: 301002, errmsg: '' } }, 'AgentId', /301002/, /同一个应用/],
  ['an app that is switched off', { ...healthy, 'agent/get': { ...agent, close: 1 } }, 'AgentId', /已停用/, /启用/],
  ['nobody in the visible range', { ...healthy, 'agent/get': { ...agent, allow_partys: { partyid: [] } } }, '可见范围', /没有任何/, /收不到/],
  ['another trusted domain', { ...healthy, 'agent/get': { ...agent, redirect_domain: 'old.example.test' } }, '可信域名', /old\.example\.test/, /h5\.example\.test/],
  ['no department visible', { ...healthy, 'department/list': { errcode: 0, department: [] } }, '通讯录', /看不到/, /可见范围/],
  ['no right to the address book', { ...healthy, 'department/list': { errcode: 60011, errmsg: '' } }, '通讯录', /60011/, /可见范围/],
];
for (const [name, answers, what, seen, mend] of faults) {
  test(`${name} is told in plain words`, async (t) => {
    const finding = named(await checked(answers), what);
    t.false(finding?.ok);
    t.regex(finding?.seen ?? '', seen);
    t.regex(finding?.mend ?? '', mend);
  });
}

test('a platform that does not answer: told, never thrown', async (t) => {
  const findings = await wecomBot(settingsFor('http://127.0.0.1:9'), contextFor()).checkUp();
  t.regex(named(findings, '企业 ID 和 Secret')?.seen ?? '', /没有连上平台/);
});

test('an app whose details are withheld is no fault', async (t) => {
  t.true(named(await checked({ ...healthy, 'agent/get': { errcode: 48002, errmsg: '' } }), 'AgentId')?.ok);
});

test('the callback address: reached, and told from a stranger that answers there', async (t) => {
  let door = wecomBot(settingsFor(), contextFor());
  let stranger = false;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://pages');
    if (stranger || url.pathname !== '/callbacks/wecom') return void response.end('<html>');
    const query = Object.fromEntries(url.searchParams);
    return void door.callback({ method: 'GET', query, headers: {}, body: Buffer.alloc(0) }).then((reply) => response.writeHead(reply.status).end(reply.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const pages = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  try {
    t.true(named(await checked(healthy, pages), '回调地址')?.ok);
    stranger = true;
    t.regex(named(await checked(healthy, pages), '回调地址')?.seen ?? '', /不是本服务/);
    stranger = false;
    door = wecomBot(settingsFor(undefined, { token: 'another' }), contextFor());
    t.false(named(await checked(healthy, pages), '回调地址')?.ok);
  } finally {
    server.closeAllConnections();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  }
});
