/** The official REST SDK, turned to the emulator by its `endpoint`. */
import { createRequire } from 'node:module';
import test from 'ava';
import { dingtalkTenant } from '../tenant.ts';
import { cardBody, startDingtalk, type DingKit } from './kit.ts';

/** The parts of the SDK that are used; its own typings load 52 MB of modules. */
interface SdkClient {
  getAccessToken(request: object): Promise<{ body: { accessToken: string; expireIn: number } }>;
  createAndDeliverWithOptions(request: object, headers: object, runtime: object): Promise<{ body: { success: boolean; result: { deliverResults: { success: boolean; carrierId: string }[] } } }>;
  updateCardWithOptions(request: object, headers: object, runtime: object): Promise<{ body: { result: boolean } }>;
  batchSendOTOWithOptions(request: object, headers: object, runtime: object): Promise<{ body: { processQueryKey: string; invalidStaffIdList: string[] } }>;
  robotSendDingWithOptions(request: object, headers: object, runtime: object): Promise<{ body: { openDingId: string } }>;
}
type Model = new (fields: object) => object;
type Sdk = Record<string, Model> & { default: new (config: object) => SdkClient };

const load = createRequire(import.meta.url);
const part = (name: string): Sdk => load(`@alicloud/dingtalk/dist/${name}/client.js`) as Sdk;
const { Config } = load('@alicloud/openapi-client') as { Config: Model };
const { RuntimeOptions } = load('@alicloud/tea-util') as { RuntimeOptions: Model };

const client = (kit: DingKit, sdk: Sdk): SdkClient => new sdk.default(new Config({ protocol: 'http', regionId: 'central', endpoint: new URL(kit.origin).host }));

function model(sdk: Sdk, name: string, fields: object): object {
  const Made = sdk[name];
  if (Made === undefined) throw new Error(`the SDK has no ${name}`);
  return new Made(fields);
}

test('token, card, update, robot message and DING through the SDK', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const [oauth, card, robot] = [part('oauth2_1_0'), part('card_1_0'), part('robot_1_0')];
  const { clientId: appKey, clientSecret: appSecret, robotCode } = dingtalkTenant;
  const { body: token } = await client(kit, oauth).getAccessToken(model(oauth, 'GetAccessTokenRequest', { appKey, appSecret }));
  t.deepEqual({ ...token }, { accessToken: kit.token, expireIn: 7200 });
  const runtime = new RuntimeOptions({});
  const headers = (sdk: Sdk, name: string): object => model(sdk, name, { xAcsDingtalkAccessToken: token.accessToken });

  const created = await client(kit, card).createAndDeliverWithOptions(model(card, 'CreateAndDeliverRequest', cardBody('s1')), headers(card, 'CreateAndDeliverHeaders'), runtime);
  t.true(created.body.result.deliverResults[0]?.success);
  const change = { outTrackId: 's1', cardData: { cardParamMap: { result: '已确认' } }, cardUpdateOptions: { updateCardDataByKey: true } };
  const updated = await client(kit, card).updateCardWithOptions(model(card, 'UpdateCardRequest', change), headers(card, 'UpdateCardHeaders'), runtime);
  t.true(updated.body.result);
  t.is((await kit.inbox('dingtalk', '1001'))[0]?.look['result'], '已确认');

  const line = { robotCode, userIds: ['li.yi'], msgKey: 'sampleText', msgParam: '{"content":"你好"}' };
  const sent = await client(kit, robot).batchSendOTOWithOptions(model(robot, 'BatchSendOTORequest', line), headers(robot, 'BatchSendOTOHeaders'), runtime);
  t.truthy(sent.body.processQueryKey);
  const ding = { robotCode, remindType: 1, receiverUserIdList: ['li.yi'], content: '请看卡片' };
  t.truthy((await client(kit, robot).robotSendDingWithOptions(model(robot, 'RobotSendDingRequest', ding), headers(robot, 'RobotSendDingHeaders'), runtime)).body.openDingId);
  t.is((await kit.inbox('dingtalk', '1001'))[0]?.kind, 'urgent');
});

test('a refusal reaches the SDK as code and status', async (t) => {
  const kit = await startDingtalk();
  t.teardown(() => kit.stop());
  const card = part('card_1_0');
  const request = model(card, 'CreateAndDeliverRequest', { ...cardBody('s1'), cardTemplateId: 'nothing.schema' });
  const headers = model(card, 'CreateAndDeliverHeaders', { xAcsDingtalkAccessToken: kit.token });
  const error = await t.throwsAsync<Error & { code: string; statusCode: number }>(client(kit, card).createAndDeliverWithOptions(request, headers, new RuntimeOptions({})));
  t.like(error, { code: 'param.templateNotExist', statusCode: 400 });
});
