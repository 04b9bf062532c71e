import test from 'ava';
import type { CallbackRequest, Inbound, Press } from '../bot.ts';
import { dingtalkBot } from './index.ts';
import { answered } from './testing/card.ts';
import { SECRET, testContext, testSettings } from './testing/context.ts';
import { cardSign, robotSign } from './verify.ts';

const NOW = '1700000000000';
const pressed = {
  outTrackId: 'alert-1',
  userId: 'u1',
  content: JSON.stringify({ cardPrivateData: { params: { button: 'acknowledge', rev: 'r' } } }),
};

function world(): { post(headers: Record<string, string>, body: unknown): Promise<{ status: number; body: string }>; presses: Press[] } {
  const presses: Press[] = [];
  const inbound: Inbound = {
    press: async (press) => (presses.push(press), { card: answered }),
    line: async () => undefined,
    change: async () => undefined,
  };
  const bot = dingtalkBot(testSettings('http://127.0.0.1:1', { callbackSecret: 'API' }), testContext(), { times: { lookMs: 60_000 } });
  return {
    presses,
    async post(headers, body) {
      await bot.start(inbound);
      const request: CallbackRequest = { method: 'POST', query: {}, headers, body: Buffer.from(JSON.stringify(body)) };
      const reply = await bot.callback?.(request);
      await bot.stop();
      return { status: reply?.status ?? 0, body: reply?.body ?? '' };
    },
  };
}

const cardHeaders = (sign: string): Record<string, string> => ({ 'x-ddpaas-signature-timestamp': NOW, 'x-ddpaas-signature': sign });

test('a signed press is answered with the card', async (t) => {
  const { post, presses } = world();
  const reply = await post(cardHeaders(cardSign('API', NOW)), pressed);
  t.is(reply.status, 200);
  t.true(reply.body.includes('李医生 02:14 已确认'));
  t.is(presses[0]?.user, 'u1');
});

test('a signed line is taken', async (t) => {
  const body = { msgId: 'm', msgtype: 'text', text: { content: '12床' }, senderStaffId: 'u1' };
  t.is((await world().post({ timestamp: NOW, sign: robotSign(SECRET, NOW) }, body)).status, 200);
});

const forged: Record<string, Record<string, string>> = {
  'no signature': {},
  'wrong secret': cardHeaders(cardSign('OTHER', NOW)),
  'a robot signature on a card': { ...cardHeaders(robotSign(SECRET, NOW)) },
  'an old one': { 'x-ddpaas-signature-timestamp': '1699990000000', 'x-ddpaas-signature': cardSign('API', '1699990000000') },
};
for (const [name, headers] of Object.entries(forged)) {
  test(`${name}: the same bare answer`, async (t) => {
    const { post, presses } = world();
    t.deepEqual(await post(headers, pressed), { status: 401, body: '{}' });
    t.is(presses.length, 0);
  });
}

test('too large: the same bare answer', async (t) => {
  t.deepEqual(await world().post(cardHeaders(cardSign('API', NOW)), { ...pressed, extra: 'x'.repeat(70_000) }), { status: 401, body: '{}' });
});
