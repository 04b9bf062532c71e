/** Sealed calls that were recorded, changed or made up. Nothing of them is done, and nobody learns why. */
import { fileCallBytes } from '../../services/core/schema.ts';
import anyTest, { type TestFn } from 'ava';
import { deflateRawSync } from 'node:zlib';
import { world } from '../kit/world.ts';
import { channel, post } from './support/channel.ts';
import { crowd } from './support/people.ts';
import { state } from './support/state.ts';
import { found, victim } from './support/victim.ts';

const test = anyTest as TestFn;

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const part = (compact: string, at: number): string => compact.split('.')[at] ?? '';
const withPart = (compact: string, at: number, text: string): string => compact.split('.').map((each, index) => (index === at ? text : each)).join('.');

test('envelopes: recorded, altered, of another channel, unsigned, compressed, nested, huge; each refused and nothing done', async (t) => {
  const w = await world(t);
  const everybody = await crowd(w);
  const prey = await victim(w, everybody);
  const doctor = everybody.of('own');
  const stranger = everybody.strangers[0];
  if (stranger === undefined) throw new Error('nobody');
  const [mine, other] = [await channel(w), await channel(w)];
  const cookie = doctor.cookie;
  const call = { method: 'POST', path: `/critical-values/${doctor.token(prey.value)}/acknowledge`, body: {} };
  const before = await state(w.hospital.database.prisma);

  const whole = await mine.seal(mine.header(), call);
  const nested = await mine.seal(mine.header(), await mine.seal(mine.header(), call));
  const zipped = deflateRawSync(Buffer.alloc(50_000_000, 'x')).toString('base64url');
  const [header = '', , iv = '', data = '', tag = ''] = whole.split('.');
  const altered: Record<string, string> = {
    'header changed': withPart(whole, 0, encoded(mine.header())),
    'another channel named': withPart(whole, 0, encoded({ alg: 'dir', enc: 'A256GCM', ...other.header() })),
    'first byte of the iv': withPart(whole, 2, `${iv.startsWith('A') ? 'B' : 'A'}${iv.slice(1)}`),
    'first byte of the data': withPart(whole, 3, `${data.startsWith('A') ? 'B' : 'A'}${data.slice(1)}`),
    'tag changed': withPart(whole, 4, `${tag.startsWith('A') ? 'B' : 'A'}${tag.slice(1)}`),
    'tag cut short': withPart(whole, 4, tag.slice(0, 8)),
    'no tag': withPart(whole, 4, ''),
    'an encrypted key': withPart(whole, 1, 'AAAA'),
    'alg none': `${encoded({ alg: 'none', ...mine.header() })}...${encoded(call)}.`,
    'an unsigned token': `${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(call)}.`,
    'alg of another family': withPart(whole, 0, encoded({ alg: 'RSA-OAEP', enc: 'A256GCM', ...mine.header() })),
    'alg by key wrapping': withPart(whole, 0, encoded({ alg: 'A256KW', enc: 'A256GCM', ...mine.header() })),
    'enc of the other suite': withPart(whole, 0, encoded({ alg: 'dir', enc: 'SM4-GCM', ...mine.header() })),
    'a critical extension': withPart(whole, 0, encoded({ alg: 'dir', enc: 'A256GCM', crit: ['b64'], b64: false, ...mine.header() })),
    'compressed': [encoded({ alg: 'dir', enc: 'A256GCM', zip: 'DEF', ...mine.header() }), '', iv, zipped, tag].join('.'),
    'a channel nobody agreed on': withPart(whole, 0, encoded({ alg: 'dir', enc: 'A256GCM', ...mine.header({ kid: '01990000-0000-4000-8000-000000000000' }) })),
    'a channel that is a path': withPart(whole, 0, encoded({ alg: 'dir', enc: 'A256GCM', ...mine.header({ kid: '../../etc' }) })),
    'a header of two hundred kilobytes': withPart(whole, 0, encoded({ alg: 'dir', enc: 'A256GCM', ...mine.header(), x: 'x'.repeat(200_000) })),
    'a header that is no JSON': withPart(whole, 0, Buffer.from('{').toString('base64url')),
    'a header that is a list': withPart(whole, 0, encoded([])),
    'a prototype in the header': withPart(whole, 0, Buffer.from(`{"__proto__":{"alg":"dir"},"kid":"${mine.kid}"}`).toString('base64url')),
    'four parts': whole.split('.').slice(0, 4).join('.'),
    'six parts': `${whole}.AAAA`,
    'nothing': '',
    'a plain call': JSON.stringify(call),
    'JSON serialization': JSON.stringify({ protected: header, iv, ciphertext: data, tag }),
  };
  for (const [what, body] of Object.entries(altered)) {
    const sent = await post(w, body, { cookie });
    t.true([400, 409, 413].includes(sent.status), `${what}: ${sent.status}`);
    t.deepEqual(found(sent.text, prey.secrets), [], what);
    t.notRegex(sent.text, /stack|at \w+ \(|node_modules|jose|cipher/i, what);
  }
  t.is((await post(w, 'x'.repeat(600_000), {})).status, 413, 'larger than a call of somebody nobody knows');
  t.is((await post(w, 'x'.repeat(fileCallBytes * 2), { cookie })).status, 413, 'larger than any call');

  const inside: Record<string, string> = {
    'sealed in a seal': nested,
    'no JSON': await mine.seal(mine.header(), '{'),
    'a list': await mine.seal(mine.header(), []),
    'another site': await mine.seal(mine.header(), { ...call, path: 'https://evil.example/' }),
    'a line of its own': await mine.seal(mine.header(), { ...call, path: '/me\r\nx-wardline: 1' }),
    'a method nobody knows': await mine.seal(mine.header(), { ...call, method: 'TRACE' }),
  };
  for (const [what, body] of Object.entries(inside)) t.is((await post(w, body, { cookie })).status, 400, what);

  const old = await post(w, await mine.seal(mine.header({ iat: w.now().getTime() / 1000 - 600 }), call), { cookie });
  t.is((await mine.open(old.text)).body.error?.code, 'core.clock-skew');
  const early = await post(w, await mine.seal(mine.header({ iat: w.now().getTime() / 1000 + 600 }), call), { cookie });
  t.is((await mine.open(early.text)).body.error?.code, 'core.clock-skew');
  const bare = await post(w, await mine.seal(mine.header(), call), { cookie, 'x-wardline': '' });
  t.is((await mine.open(bare.text)).status, 403, 'from another site');
  const swapped = await post(w, await mine.seal(mine.header(), call), { cookie: stranger.cookie });
  t.is((await mine.open(swapped.text)).status, 404, 'in a stranger’s session her ids are none');
  const nobody = await post(w, await mine.seal(mine.header(), call), {});
  t.is((await mine.open(nobody.text)).status, 401);
  t.deepEqual(await state(w.hospital.database.prisma), before, 'nothing of all this was done');

  t.is((await mine.open((await post(w, whole, { cookie })).text)).status, 200, 'the same call, whole, is taken');
  const after = await state(w.hospital.database.prisma);
  for (const who of [cookie, stranger.cookie]) {
    const again = await mine.open((await post(w, whole, { cookie: who })).text);
    t.deepEqual([again.status, again.body.error?.code], [409, 'core.repeated-call'], 'and never again');
  }
  t.deepEqual(await state(w.hospital.database.prisma), after);
  t.is(part(whole, 1), '', 'no key travels');
});

test('without an envelope nothing below /api answers, by whatever address, method or header', async (t) => {
  const w = await world(t);
  const doctor = await w.signIn('1001');
  const headers = { cookie: doctor.cookie, 'x-wardline': '1', 'content-type': 'application/json' };
  const paths = ['/api/me', '/api//me', '//api/me', '/API/me', '/api/me/', '/api/me;x=1', '/api/%6de', '/api/./me', '/m/../api/me', '/m/..%2fapi%2fme', '/m/%2e%2e/api/me', '/api/me?_method=GET', '/api/nothing-here', '/api/critical-values', '/api/tasks'];
  for (const path of paths) {
    for (const more of [{}, { 'x-original-url': '/api/me' }, { 'x-rewrite-url': '/api/me' }, { 'x-http-method-override': 'GET' }, { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' }, { host: 'evil.example' }]) {
      const answer = await fetch(`${w.url}${path}`, { headers: { ...headers, ...more }, redirect: 'manual' });
      const text = await answer.text();
      t.notRegex(text, /李静|主治医师|CARD1/, path);
      t.notRegex([...answer.headers].join(), /evil\.example/, path);
      t.false(answer.ok && (answer.headers.get('content-type') ?? '').includes('json'), `${path}: ${text.slice(0, 80)}`);
    }
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
    const answer = await fetch(`${w.url}/api/me`, { method, headers, ...(method === 'OPTIONS' ? {} : { body: '{}' }) });
    t.true(answer.status >= 400, `${method}: ${answer.status}`);
    t.is(answer.headers.get('access-control-allow-origin'), null, method);
  }
});
