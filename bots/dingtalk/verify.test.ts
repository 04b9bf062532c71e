import { createHash } from 'node:crypto';
import test from 'ava';
import { jsapiSignature } from './sign-in.ts';
import { cardSign, robotSign, verified } from './verify.ts';

const TIME = '1700000000000';
const NOW = 1_700_000_000_000;

test('vectors of platforms.md part 5', (t) => {
  t.is(robotSign('SECRET', TIME), 'Orf+fj1NyYtycFhdVppF7CLGXKV/+TxlE8arDerFdmM=');
  t.is(cardSign('APISECRET', TIME), 'E6g1Z+654Xj5Pd6ga4QZUU4capnK9GB8ZHC0dZLFC2U=');
});

test('only the right signature, in time', (t) => {
  const sign = robotSign('SECRET', TIME);
  t.true(verified(sign, sign, TIME, NOW));
  t.true(verified(sign, sign, TIME, NOW + 3_599_000));
  t.false(verified(sign, sign, TIME, NOW + 3_601_000));
  t.false(verified(sign, sign, TIME, NOW - 3_601_000));
  t.false(verified(sign, `${sign} `, TIME, NOW));
  t.false(verified(sign, robotSign('OTHER', TIME), TIME, NOW));
  t.false(verified(sign, undefined, TIME, NOW));
  t.false(verified(sign, sign, 'yesterday', NOW));
});

test('the browser signature is SHA-256 over the page without its hash part', (t) => {
  const plain = 'jsapi_ticket=TICKET&noncestr=NONCE&timestamp=1700000000&url=https://h5.example.test/a?x=1';
  const parts = { ticket: 'TICKET', nonceStr: 'NONCE', timeStamp: '1700000000', url: 'https://h5.example.test/a?x=1#/list' };
  t.is(jsapiSignature(parts), createHash('sha256').update(plain).digest('hex'));
});
