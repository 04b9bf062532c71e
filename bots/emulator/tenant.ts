/**
 * The demonstration tenant of both platforms: fixed ids and secrets that open nothing but this emulator. The
 * product's demo settings import the same constants, so the two never drift.
 */

/** Where `npm run emulator` listens unless told otherwise. */
export const EMULATOR_PORT = 3400;

/** Base of the product, as the emulator reaches it for WeCom's callbacks. */
const PRODUCT = 'http://127.0.0.1:3000';

/** DingTalk: one internal app with a robot. `robotCode` of an internal app is its client id. */
export const dingtalkTenant = {
  corpId: 'dingemu0000000000000000000001',
  corpName: '青禾市第一人民医院',
  appName: '移动医护',
  clientId: 'dingemuwardline0001',
  clientSecret: 'emu-dingtalk-secret-0000000000000000000000000001',
  robotCode: 'dingemuwardline0001',
  agentId: '3400000001',
  unifiedAppId: '00000000-0000-4000-8000-000000003400',
  cardTemplateId: '0f3a1c52-7d2e-4a41-9c55-3400c0ffee01.schema',
} as const;

/** WeCom: one self-built app with a callback, and one intelligent robot. Crypto values are the published vectors'. */
export const wecomTenant = {
  corpId: 'wwemu0000000000001',
  corpName: '青禾市第一人民医院',
  appName: '移动医护',
  agentId: 1000002,
  secret: 'emu-wecom-secret-00000000000000000000000001',
  contactsSecret: 'emu-wecom-contacts-000000000000000000000001',
  token: 'emuToken01',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  callbackUrl: `${PRODUCT}/callbacks/wecom`,
  trustedDomains: ['localhost:3000', '127.0.0.1:3000'],
  botId: 'emu-aibot-0001',
  botSecret: 'emu-aibot-secret-0000000000000000000001',
} as const;
