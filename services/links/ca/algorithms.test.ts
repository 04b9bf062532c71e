import { randomBytes } from 'node:crypto';
import test from 'ava';
import { sm2 } from 'sm-crypto-v2';
import { algorithmOfKey, digestOf, signatureHolds } from './algorithms.ts';
import { fromHex, toHex, utf8 } from './bytes.ts';
import { makeKeyPair, makeSignature } from './local/keys.ts';

/** GM/T 0003.5-2012 (GB/T 32918.5-2017) annex A: message `message digest`, identity 1234567812345678. */
const VECTOR = {
  secret: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  x: '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020',
  y: 'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  k: '59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21',
  e: 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640',
  r: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3',
  s: 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const MESSAGE = utf8('message digest');
const SPKI = fromHex(`3059301306072a8648ce3d020106082a811ccf5501822d03420004${VECTOR.x}${VECTOR.y}`);
const ORDER = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123';

/** DER of two integers whose first bit may be set. */
function der(r: string, s: string): Uint8Array<ArrayBuffer> {
  const body = integer(r) + integer(s);
  return fromHex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
}

function integer(hex: string): string {
  const bare = hex.replace(/^(00)+(?=..)/, '');
  const value = Number.parseInt(bare.slice(0, 2), 16) > 127 ? `00${bare}` : bare;
  return `02${(value.length / 2).toString(16).padStart(2, '0')}${value}`;
}

test('SM2: the digest with identity of GB/T 32918.5 annex A', (t) => {
  t.is(sm2.getHash(MESSAGE, `04${VECTOR.x}${VECTOR.y}`), VECTOR.e);
});

test('SM2: the signature of GB/T 32918.5 annex A holds', async (t) => {
  t.true(await signatureHolds('sm2-sm3', SPKI, MESSAGE, der(VECTOR.r, VECTOR.s)));
  t.false(await signatureHolds('sm2-sm3', SPKI, utf8('message digesT'), der(VECTOR.r, VECTOR.s)));
});

test('SM2: with the k of annex A we make the signature of annex A', (t) => {
  const k = BigInt(`0x${VECTOR.k}`);
  const x1 = BigInt(`0x${sm2.getPublicKeyFromPrivateKey(VECTOR.k).slice(2, 66)}`);
  const hex = sm2.doSignature(MESSAGE, VECTOR.secret, { hash: true, pointPool: [{ k, x1 }] });
  t.is(hex, VECTOR.r + VECTOR.s);
});

test('SM2: r and s outside [1, n-1] never hold', async (t) => {
  const zero = '0'.repeat(64);
  const tooBig = (BigInt(`0x${ORDER}`) + 1n).toString(16);
  for (const [r, s] of [[zero, VECTOR.s], [VECTOR.r, zero], [VECTOR.r, ORDER], [ORDER, VECTOR.s], [VECTOR.r, tooBig]]) {
    t.false(await signatureHolds('sm2-sm3', SPKI, MESSAGE, der(r ?? '', s ?? '')));
  }
});

test('SM3: the examples of GB/T 32905 annex A', async (t) => {
  t.is(await digestOf('sm3', utf8('abc')), '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  t.is(await digestOf('sm3', utf8('abcd'.repeat(16))), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
});

for (const [name, algorithm, kind] of [
  ['ECDSA', 'ecdsa-p256-sha256', { algorithm: 'ecdsa', rsaBits: 2048 }],
  ['RSA', 'rsa-pkcs1-sha256', { algorithm: 'rsa', rsaBits: 2048 }],
  ['SM2', 'sm2-sm3', { algorithm: 'sm2', rsaBits: 2048 }],
] as const) {
  test(`${name}: made by one library, judged by another; every flipped bit breaks it`, async (t) => {
    const pair = await makeKeyPair(kind);
    t.is(algorithmOfKey(pair.publicKey), algorithm);
    for (const size of [0, 1, 31, 32, 1000]) {
      const message = Uint8Array.from(randomBytes(size));
      const value = makeSignature(algorithm, pair.privateKey, message);
      t.true(await signatureHolds(algorithm, pair.publicKey, message, value), toHex(message));
      const longer = Uint8Array.from([...message, 0]);
      t.false(await signatureHolds(algorithm, pair.publicKey, longer, value));
      for (let at = 0; at < value.length; at += 5) {
        const broken = value.slice();
        broken[at] = (broken[at] ?? 0) ^ (1 << at % 8);
        t.false(await signatureHolds(algorithm, pair.publicKey, message, broken), `octet ${at}`);
      }
    }
  });

  test(`${name}: rubbish does not hold and does not throw`, async (t) => {
    const pair = await makeKeyPair(kind);
    for (const rubbish of [new Uint8Array(), new Uint8Array(64), fromHex('3006020100020100'), fromHex('30ff'), fromHex('300602018002017f')]) {
      t.false(await signatureHolds(algorithm, pair.publicKey, MESSAGE, rubbish));
      t.false(await signatureHolds(algorithm, rubbish, MESSAGE, pair.publicKey));
    }
  });
}
