/** The adapters against vendors that check signatures; the vendors' own published signatures; what failure means. */
import test from 'ava';
import { freePorts } from '../../../tests/kit/ports.ts';
import { Failure } from '../../core/errors.ts';
import { acsHeaders } from './acs3.ts';
import { telephoneLinks } from './index.ts';
import { refusalOf } from './phrases.ts';
import type { TelephoneLink } from './port.ts';
import { smsSettings, voiceSettings } from './settings.ts';
import { type SimulatedTelephone, simulatedKey, simulatedTelephone, simulatedTemplates } from './simulator.ts';
import { tcAuthorization } from './tc3.ts';

const at = Date.parse('2026-11-19T14:00:00Z');
const phone = '13800005678';

test('the signature Alibaba Cloud publishes for its example', (t) => {
  const call = { host: 'ecs.cn-shanghai.aliyuncs.com', action: 'RunInstances', version: '2014-05-26', date: '2023-10-26T10:22:32Z', nonce: '3156853299f313e23d1673dc12e1703d', parameters: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' } };
  t.true(acsHeaders(call, { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' })['authorization']?.endsWith('Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0'));
});

test('the signature Tencent Cloud publishes for its example', (t) => {
  const body = String.raw`{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}`;
  t.is(tcAuthorization({ host: 'cvm.tencentcloudapi.com', service: 'cvm', seconds: 1_551_113_065, body }, { id: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE', secret: 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE' }),
    'TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168');
});

type Vendor = 'aliyun' | 'tencent' | 'gateway';
function linksTo({ url }: SimulatedTelephone, vendor: Vendor, more: object = {}): TelephoneLink[] {
  const tencent = vendor === 'tencent';
  const sms = smsSettings.parse({ vendor, url, ...simulatedKey, signName: simulatedTemplates.signName, template: tencent ? simulatedTemplates.tencentUrgent : simulatedTemplates.urgent, codeTemplate: tencent ? simulatedTemplates.tencentCode : simulatedTemplates.code, appId: simulatedTemplates.appId, timeoutMs: 300, ...more });
  const voice = tencent ? undefined : voiceSettings.parse({ vendor, url, ...simulatedKey, template: simulatedTemplates.voice, timeoutMs: 300, ...more });
  return telephoneLinks({ sms, voice }, () => at);
}
const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => 'sent', (error: unknown) => (error instanceof Failure ? `${error.class} ${error.vendorCode}` : String(error)));
const urgent = { kind: 'urgent', app: '钉钉' } as const;
/** Refused in the vendor's own way: a number, a key, and what may be tried again. */
const refusals = { aliyun: ['isv.MOBILE_NUMBER_ILLEGAL', 'SignatureDoesNotMatch', 'isp.SYSTEM_ERROR'], tencent: ['InvalidParameterValue.IncorrectPhoneNumber', 'AuthFailure.SignatureFailure', 'InternalError.OtherError'], gateway: ['', '401', ''] } as const;

for (const vendor of ['aliyun', 'tencent', 'gateway'] as const) {
  test(`${vendor}: sent under its signature with the template’s variable alone; receipt; refusals; what is not known`, async (t) => {
    const other = await simulatedTelephone(() => at);
    t.teardown(() => other.stop());
    for (const link of linksTo(other, vendor)) {
      const { ref } = await link.send(phone, urgent, `delivery-1-${link.means}`);
      const last = other.said.at(-1);
      t.like(last, { means: link.means, ref });
      t.deepEqual(Object.values(last?.params ?? {}), ['钉钉'], 'nothing of a patient can be in it');
      t.true(last?.to.endsWith(phone));
      t.is((await link.receipt?.(ref, phone, new Date(at)))?.state, 'arrived');
      other.mood = 'lost';
      t.like(await link.receipt?.(ref, phone, new Date(at)), { state: 'not-arrived' });
      other.mood = 'fine';
    }
    const [sms] = linksTo(other, vendor) as [TelephoneLink];
    const [number, key, passing] = refusals[vendor];
    if (number !== '') t.is(await failureOf(sms.send('123', urgent, 'k')), `permanent ${number}`);
    t.is(await failureOf((linksTo(other, vendor, { secret: 'another-secret' })[0] as TelephoneLink).send(phone, urgent, 'k')), `permanent ${key}`);
    if (passing !== '') {
      other.mood = { code: passing };
      t.is(await failureOf(sms.send(phone, urgent, 'k')), `transient ${passing}`);
    }
    const before = other.said.length;
    other.mood = 'silent';
    t.is(await failureOf(sms.send(phone, urgent, 'k-silent')), 'ambiguous TimeoutError');
    t.is(other.said.length, before + 1, 'it went out: nobody may send it again');
    other.mood = 'away';
    t.regex(await failureOf(sms.send(phone, urgent, 'k')), /^ambiguous /u);
    const [nobody] = linksTo({ ...other, url: `http://127.0.0.1:${(await freePorts(1))[0]}` }, vendor) as [TelephoneLink];
    t.is(await failureOf(nobody.send(phone, urgent, 'k')), 'transient ECONNREFUSED');
  });
}

test('a code goes by its own template; the same key is one message at a gateway; another clock is refused', async (t) => {
  const other = await simulatedTelephone(() => at);
  t.teardown(() => other.stop());
  const [sms] = linksTo(other, 'aliyun') as [TelephoneLink];
  await sms.send(phone, { kind: 'code', code: '123456' }, 'c');
  t.like(other.said.at(-1), { template: simulatedTemplates.code, params: { code: '123456' } });
  const [gate] = linksTo(other, 'gateway') as [TelephoneLink];
  t.is((await gate.send(phone, urgent, 'same')).ref, (await gate.send(phone, urgent, 'same')).ref);
  const [late] = telephoneLinks({ sms: smsSettings.parse({ vendor: 'aliyun', url: other.url, ...simulatedKey, signName: simulatedTemplates.signName, template: simulatedTemplates.urgent }), voice: undefined }, () => at + 3_600_000) as [TelephoneLink];
  t.is(await failureOf(late.send(phone, urgent, 'k')), 'permanent InvalidTimeStamp.Expired');
});

test('a day’s limit of one number, and reasons in words', async (t) => {
  const other = await simulatedTelephone(() => at);
  t.teardown(() => other.stop());
  const [sms] = linksTo(other, 'aliyun') as [TelephoneLink];
  for (let sent = 0; sent < 40; sent++) await sms.send(phone, urgent, `k${sent}`);
  t.is(await failureOf(sms.send(phone, urgent, 'one too many')), 'permanent isv.BUSINESS_LIMIT_CONTROL');
  t.is(refusalOf('isv.BUSINESS_LIMIT_CONTROL'), '同一号码发得太多，被短信平台限流（isv.BUSINESS_LIMIT_CONTROL）');
  t.is(refusalOf('isv.NEW'), '平台没有接受（isv.NEW）');
});

test('settings that cannot work are refused at the start', (t) => {
  t.false(smsSettings.safeParse({ vendor: 'gateway', ...simulatedKey }).success);
  t.false(smsSettings.safeParse({ vendor: 'tencent', ...simulatedKey, signName: 'x', template: '1' }).success);
  t.false(voiceSettings.safeParse({ vendor: 'aliyun', ...simulatedKey }).success);
});
