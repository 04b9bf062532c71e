import test from 'ava';
import { Refusal } from '../../core/errors.ts';
import { checkAddresses, isWithin } from './addresses.ts';
import type { Key } from './model.ts';
import { endKey, holds, knownDoors, mayAddKey } from './rules.ts';

const now = new Date('2026-11-21T02:14:00Z');
const hour = 3_600_000;
const at = (hours: number): Date => new Date(now.getTime() + hours * hour);
const key = (more: Partial<Key> = {}): Key => ({ id: 'k', algorithm: 'hmac-sha256', validFrom: at(-5), validUntil: null, revokedAt: null, lastUsedAt: null, ...more });

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Refusal ? error.code : 'fault';
  }
  return '';
}

test('a key holds from its first hour to its last, and not once it was revoked', (t) => {
  for (const [more, does] of [[{}, true], [{ validFrom: at(1) }, false], [{ validUntil: at(1) }, true], [{ validUntil: now }, false], [{ revokedAt: at(-1) }, false], [{ validFrom: now }, true]] as const) t.is(holds(key(more), now), does, JSON.stringify(more));
});

test('two keys hold at once, never three; what is over does not count', (t) => {
  t.is(codeOf(() => mayAddKey([], now)), '');
  t.is(codeOf(() => mayAddKey([key(), key({ revokedAt: now })], now)), '');
  t.is(codeOf(() => mayAddKey([key(), key({ validUntil: at(1) })], now)), 'api-clients.two-keys');
});

test('a key ends at once, or after the hours the other side needs', (t) => {
  t.deepEqual(endKey(key(), 0, now), { validUntil: null, revokedAt: now });
  t.deepEqual(endKey(key(), 24, now), { validUntil: at(24), revokedAt: null });
  t.is(codeOf(() => endKey(key({ revokedAt: at(-1) }), 0, now)), 'api-clients.key-over');
});

test('only doors there are', (t) => {
  t.is(codeOf(() => knownDoors(['status'], ['status', 'directory'])), '');
  t.is(codeOf(() => knownDoors(['status', 'everything'], ['status'])), 'api-clients.unknown-door');
});

test('addresses: ranges and single ones of both families; none means anywhere', (t) => {
  for (const [ranges, address, is] of [
    [[], '203.0.113.9', true],
    [['10.0.0.0/8'], '10.255.0.1', true],
    [['10.0.0.0/8'], '11.0.0.1', false],
    [['10.1.2.3'], '10.1.2.3', true],
    [['10.1.2.3'], '10.1.2.4', false],
    [['10.1.2.3'], '::ffff:10.1.2.3', true],
    [['fd00::/8'], 'fd12::1', true],
    [['fd00::/8'], '10.0.0.1', false],
    [['0.0.0.0/0'], '192.0.2.1', true],
    [['10.0.0.0/8'], 'not an address', false],
    [['10.0.0.0/8'], '', false],
  ] as const) t.is(isWithin(ranges, address), is, `${ranges.join()} ${address}`);
  for (const bad of ['10.0.0.0/33', '10.0.0/8', 'fd00::/129', 'hospital.example', '10.0.0.1/', '1', '::ffff:10.0.0.1/200']) t.is(codeOf(() => checkAddresses([bad])), 'api-clients.bad-address', bad);
  t.is(codeOf(() => checkAddresses(['10.0.0.0/8', '::1', 'fd00::/8'])), '');
});
