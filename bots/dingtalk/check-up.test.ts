import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { Finding } from '../bot.ts';
import { dingtalkBot } from './index.ts';
import { SECRET, testContext, testSettings } from './testing/context.ts';
import { fakeDingtalk, status } from './testing/fake-dingtalk.ts';
import type { FakeDingtalk } from './testing/fake-dingtalk.ts';

const denied = status(403, { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' });

async function world(t: ExecutionContext): Promise<{ fake: FakeDingtalk; look(): Promise<Record<string, Finding>> }> {
  const fake = await fakeDingtalk();
  t.teardown(() => fake.close());
  fake.route('/v1.0/card/instances', () => ({ success: true, result: 'k' }));
  fake.route('/v1.0/robot/oToMessages/readStatus', () => status(400, { code: 'invalidParameter.processQueryKey' }));
  fake.route('/topapi/v2/user/get', () => ({ errcode: 60121 }));
  return {
    fake,
    async look() {
      const findings = await dingtalkBot(testSettings(fake.base), testContext(), { restMs: 5, deadlineMs: 300 }).checkUp();
      t.notRegex(JSON.stringify(findings), new RegExp(`${SECRET}|token-1`));
      t.true(findings.every((each) => each.ok === (each.mend === '')));
      return Object.fromEntries(findings.map((each) => [each.what, each]));
    },
  };
}

test('all well', async (t) => {
  const { look } = await world(t);
  const findings = await look();
  t.is(Object.keys(findings).length, 7);
  t.true(Object.values(findings).every((each) => each.ok));
  t.regex(findings['钉钉：本月接口次数']?.seen ?? '', /已用 2 \/ 5000/);
});

test('a wrong secret is said once', async (t) => {
  const { fake, look } = await world(t);
  fake.route('/v1.0/oauth2/accessToken', () => status(400, { code: 'invalidClientIdOrSecret' }));
  const findings = Object.values(await look());
  t.is(findings.length, 1);
  t.regex(findings[0]?.mend ?? '', /Client Secret/);
});

const troubles: ReadonlyArray<readonly [what: string, path: string, answer: unknown, mend: RegExp]> = [
  ['钉钉：卡片模板与卡片权限', '/v1.0/card/instances', status(400, { code: 'param.templateUnpublished' }), /还没有发布/],
  ['钉钉：卡片模板与卡片权限', '/v1.0/card/instances', status(400, { code: 'param.templateNotExist' }), /DINGTALK_TEMPLATE_ID/],
  ['钉钉：卡片模板与卡片权限', '/v1.0/card/instances', denied, /权限管理/],
  ['钉钉：机器人权限', '/v1.0/robot/oToMessages/readStatus', denied, /权限管理/],
  ['钉钉：机器人权限', '/v1.0/robot/oToMessages/readStatus', status(400, { code: 'robot.oto.notExist' }), /添加机器人/],
  ['钉钉：通讯录权限', '/topapi/v2/user/get', { errcode: 60020 }, /出口 IP/],
  ['钉钉：通讯录权限', '/topapi/v2/user/get', { errcode: 88, sub_code: '60011' }, /通讯录/],
  ['钉钉：长连接（Stream）', '/v1.0/gateway/connections/open', status(403, { code: 'Forbidden.AccessDenied.IpNotInWhiteList' }), /出口 IP/],
  ['钉钉：长连接（Stream）', '/v1.0/gateway/connections/open', status(418, { code: 'teapot' }), /teapot/],
];
for (const [what, path, answer, mend] of troubles) {
  test(`${what}: ${mend.source}`, async (t) => {
    const { fake, look } = await world(t);
    fake.route(path, () => answer);
    const findings = await look();
    t.regex(findings[what]?.mend ?? '', mend);
    t.is(Object.values(findings).filter((each) => !each.ok).length, 1);
  });
}

test('a platform that cannot be reached', async (t) => {
  const { fake } = await world(t);
  await fake.close();
  const [finding] = await dingtalkBot(testSettings(fake.base), testContext()).checkUp();
  t.regex(finding?.mend ?? '', /连不上钉钉/);
});
