import test from 'ava';
import type { CallbackRequest } from '../bot.ts';
import { wecomBot } from './index.ts';
import type { WecomBot } from './index.ts';
import { contextFor, openReply, pressXml, queryFor, sealedGet, sealedPost, settingsFor, VECTOR_MS } from './testing.ts';
import type { TestContext } from './testing.ts';

const settings = settingsFor();

/** Published vectors, platforms.md Part 5. */
const VECTOR_ECHO: CallbackRequest = {
  method: 'GET',
  query: {
    msg_signature: 'b02e9086ec0e727de97ec58449bec03016ddb9eb',
    timestamp: '1700000000',
    nonce: '1234567890',
    echostr: 'Q3stYC6hdFzMh9T8HCvyDOjpXLNauJhx2jaflIofLlU1b6OEG68w0JlwDmVozadR7AK5XoeCp5ugV4YH9IYA7w==',
  },
  headers: {},
  body: Buffer.alloc(0),
};
const VECTOR_ENCRYPT =
  'Q3stYC6hdFzMh9T8HCvyDMVbDYE9LP0AJUyvSUco6Iz7YMSY1Y+fXXN7+m4KxmYDkck8tv16GMNtUkgZFa1NdHNcfIHHAkQaMxpmDIHFDfRKjy+DWdO4sKdVGiN7WFRi+tTQZVguiMxS/N5iUE+en2RKW6VV3eOSpDEqOxo7h6G12/qJThdBnT39pQF+U4BcWcLMKbNaIbnT9iL+REKky3ekOVmYNgY2YLOeLmpUuCmMsfsVNqPKIONv5COD/1ZEuih0RrgyyujWqIvWqWBplMD/V5YNaHM6paRq+k9yFarSvejkZlnRWK7O+sRfEuHtP7KHhM6oLiNZnkn6p25maFqQTxm7W7dvdpAyo7xX8ic/Ns6jQPGRmcvdEvwFfDiJ5SNzwn0bCEb9cV31qwou+znkhyD7dVPTqmomltPrEaIeOaj3c+gAI1BOvha7q2mS5PT+LmMWLslNm0qhnZAOgSB0h6L9p3pGPfp5Mh98tTFnlm9LqcuOLhOdULZ487G9rjPULWBN8kvpVVsrHqeuEGR+D4WfReuxgyV9+NFls8sb1bdd5sVQEvWFY8s83eOGSn5R6mxGscmyRp0GqJ1F6dYdcFwwheNJk7pZIcwPb6IOUnJnZLXYfM+lyH8HfZ7n';
const VECTOR_EVENT: CallbackRequest = {
  method: 'POST',
  query: { msg_signature: '88f3635c08cf71c474a3dda427e61397278e57c0', timestamp: '1700000000', nonce: '1234567890' },
  headers: {},
  body: Buffer.from(`<xml><Encrypt><![CDATA[${VECTOR_ENCRYPT}]]></Encrypt></xml>`),
};

interface Started {
  readonly bot: WecomBot;
  readonly context: TestContext;
  readonly pressed: string[];
}

async function started(): Promise<Started> {
  const context = contextFor();
  const bot = wecomBot(settings, context);
  const pressed: string[] = [];
  await bot.start({
    press: async (press) => {
      pressed.push(`${press.user} ${press.card} ${press.button}`);
      return {};
    },
    line: async (line) => `听到：${line.text}`,
    change: async () => undefined,
  });
  return { bot, context, pressed };
}

test('vector: the address check is answered with the plain text and nothing else', async (t) => {
  const { bot } = await started();
  t.like(await bot.callback(VECTOR_ECHO), { status: 200, body: '5927782489442352469' });
});

test('vector: a full card event is heard as a press', async (t) => {
  const { bot, pressed } = await started();
  t.like(await bot.callback(VECTOR_EVENT), { status: 200, body: 'success' });
  t.deepEqual(pressed, ['zhangsan t-0001 approve']);
});

const stale = VECTOR_MS - 301_000;
const shared = sealedPost(settings, pressXml());
const swapped = { ...shared, body: sealedPost(settings, pressXml({ EventKey: 'other' })).body };

const forged: readonly (readonly [name: string, request: CallbackRequest])[] = [
  ['signed with another token', sealedPost(settings, pressXml(), { token: 'someoneElse' })],
  ['with another body under a good signature', swapped],
  ['with a short signature', { ...shared, query: { ...shared.query, msg_signature: 'abc' } }],
  ['with a made-up signature', { ...shared, query: { ...shared.query, msg_signature: 'F'.repeat(40) } }],
  ['without signature', { ...shared, query: { timestamp: '1700000000', nonce: 'n' } }],
  ['from five minutes ago', sealedPost(settings, pressXml(), { at: stale })],
  ['from the future', sealedPost(settings, pressXml(), { at: VECTOR_MS + 301_000 })],
  ['with a time that is none', { ...shared, query: { ...shared.query, timestamp: '1e9' } }],
  ['sealed for another company', sealedPost(settings, pressXml(), { receiveId: 'wwother' })],
  ['sealed for nobody', sealedPost(settings, pressXml(), { receiveId: '' })],
  ['naming another company inside', sealedPost(settings, pressXml({ ToUserName: 'wwother' }))],
  ['of another app', sealedPost(settings, pressXml({ AgentID: '1000003' }))],
  ['of no app', sealedPost(settings, pressXml().replace(/<AgentID>.*<\/AgentID>/, ''))],
  ['unencrypted', { ...shared, body: Buffer.from(pressXml()) }],
  ['that is not XML', { ...shared, body: Buffer.from('{"Encrypt":"x"}') }],
  ['that is broken XML', { ...shared, body: Buffer.from('<xml><Encrypt>x</xml>') }],
  ['empty', { ...shared, body: Buffer.alloc(0) }],
  ['with a document type outside', { ...shared, body: Buffer.from(`<!DOCTYPE x [<!ENTITY a "b">]>${shared.body.toString()}`) }],
  ['with a document type inside', sealedPost(settings, `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>${pressXml()}`)],
  ['above 64 KB', sealedPost(settings, pressXml({}, `<Pad>${'x'.repeat(64 * 1024)}</Pad>`))],
  ['with a cipher text that is none, well signed', withCipher('bm90IGEgY2lwaGVydGV4dA==')],
  ['with a cipher text of one wrong block, well signed', withCipher(Buffer.alloc(32, 7).toString('base64'))],
  ['by another method', { ...shared, method: 'PUT' }],
  ['a kept message sent as an address check', asEcho(shared)],
];

function withCipher(encrypted: string): CallbackRequest {
  const body = Buffer.from(`<xml><Encrypt>${encrypted}</Encrypt></xml>`);
  return { method: 'POST', query: queryFor(settings, encrypted), headers: {}, body };
}

/** Without a guard the door would read a kept message out to whoever sends it. */
function asEcho(post: CallbackRequest): CallbackRequest {
  const echostr = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(post.body.toString())?.[1] ?? '';
  return { method: 'GET', query: { ...post.query, echostr }, headers: {}, body: Buffer.alloc(0) };
}

for (const [name, request] of forged) {
  test(`refused without a hint: a callback ${name}`, async (t) => {
    const { bot, context, pressed } = await started();
    t.deepEqual(await bot.callback(request), { status: 403, contentType: 'text/plain', body: '' });
    t.deepEqual(pressed, []);
    t.deepEqual(context.logged, []);
  });
}

test('replayed: the second is refused, also as an address check, and after two hours it is too old anyway', async (t) => {
  const { bot, context, pressed } = await started();
  t.is((await bot.callback(shared)).status, 200);
  t.is((await bot.callback(shared)).status, 403);
  t.is((await bot.callback(asEcho(shared))).status, 403);
  context.pass(2 * 60 * 60_000 + 1000);
  t.is((await bot.callback(shared)).status, 403);
  t.is(pressed.length, 1);
});

test('a refused callback burns no nonce', async (t) => {
  const { bot } = await started();
  await bot.callback(sealedPost(settings, pressXml(), { token: 'someoneElse', nonce: 'shared-nonce' }));
  t.is((await bot.callback(sealedPost(settings, pressXml(), { nonce: 'shared-nonce' }))).status, 200);
});

test('when the service fails, the platform hears it and the very same request is welcome again', async (t) => {
  const context = contextFor();
  const bot = wecomBot(settings, context);
  let fail = true;
  await bot.start({
    press: async () => {
      if (fail) throw new Error('12床 王某 血钾 7.1');
      return {};
    },
    line: async () => undefined,
    change: async () => undefined,
  });
  const request = sealedPost(settings, pressXml());
  t.deepEqual(await bot.callback(request), { status: 500, contentType: 'text/plain', body: '' });
  fail = false;
  t.is((await bot.callback(request)).status, 200);
  t.false(context.logged.join().includes('王某'));
});

test('before the service hears, messages wait and the address check already answers', async (t) => {
  const bot = wecomBot(settings, contextFor());
  t.is((await bot.callback(sealedPost(settings, pressXml()))).status, 503);
  t.like(await bot.callback(sealedGet(settings, '123456')), { status: 200, body: '123456' });
  t.false(bot.health().ok);
});

test('a line is answered with a passive text that an independent reader opens', async (t) => {
  const { bot } = await started();
  const xml = pressXml({ MsgType: 'text', Content: '今天谁值班', MsgId: '7123456789012345678' });
  const reply = await bot.callback(sealedPost(settings, xml));
  t.true(openReply(settings, reply.body).includes('<Content><![CDATA[听到：今天谁值班]]></Content>'));
});
