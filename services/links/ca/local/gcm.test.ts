import test from 'ava';
import { sm4 } from 'sm-crypto-v2';
import { KEY_WRAPS, open, seal } from './gcm.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

const KEY = Buffer.alloc(32, 3);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

test('SM4-GCM: the vector of RFC 8998 A.1', (t) => {
  const { output, tag } = sm4.encrypt(
    hex('aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa'),
    hex('0123456789abcdeffedcba9876543210'),
    {
      mode: 'gcm',
      iv: hex('00001234567800000000abcd'),
      associatedData: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
      output: 'array',
      outputTag: true,
      padding: 'none',
    },
  );
  t.is(
    Buffer.from(output).toString('hex'),
    '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735' +
      'd82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d',
  );
  t.is(Buffer.from(tag ?? []).toString('hex'), '83de3541e4c2b58177e065a9bf7b62ec');
});

for (const cipher of KEY_WRAPS) {
  test(`${cipher}: opens only unchanged, with its key, in its place`, (t) => {
    const plain = Buffer.from('a private key');
    const sealed = seal(cipher, KEY, plain, 'serial D1001');
    t.deepEqual(open(sealed, KEY, 'serial D1001'), plain);
    t.is(open(sealed, KEY, 'serial D1002'), undefined);
    t.is(open(sealed, Buffer.alloc(32, 4), 'serial D1001'), undefined);
    for (const part of ['iv', 'tag', 'data'] as const) {
      const octets = Buffer.from(sealed[part], 'base64url');
      octets[0] = (octets[0] ?? 0) ^ 1;
      t.is(open({ ...sealed, [part]: octets.toString('base64url') }, KEY, 'serial D1001'), undefined, part);
      t.is(open({ ...sealed, [part]: '' }, KEY, 'serial D1001'), undefined, part);
    }
    const short = Buffer.from(sealed.tag, 'base64url').subarray(0, 4).toString('base64url');
    t.is(open({ ...sealed, tag: short }, KEY, 'serial D1001'), undefined, 'a short tag');
    t.notDeepEqual(seal(cipher, KEY, plain, 'serial D1001'), sealed);
  });
}

test('a PIN opens its key in full-width digits too, as phones type them', async (t) => {
  const context = { sealKey: KEY, bound: 'serial D1001' };
  const wrapped = await wrapKey('aes-256-gcm', Buffer.from('secret'), '483920', context);
  t.deepEqual(await unwrapKey(wrapped, '４８３９２０', context), Buffer.from('secret'));
  t.is(await unwrapKey(wrapped, '483921', context), undefined);
  t.is(await unwrapKey(wrapped, '483920', { ...context, sealKey: Buffer.alloc(32, 5) }), undefined);
});
