import test from 'ava';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openCache } from './cache.ts';

const server = process.env['TEST_REDIS_URL'];
const engines: readonly [string, string | undefined][] = [['process', undefined], ...(server === undefined ? [] : [['redis', server] as [string, string]])];

for (const [engine, url] of engines) {
  test(`${engine}: keeps, replaces, forgets`, async (t) => {
    const cache = await openCache(url, `test-${randomUUID()}:`);
    t.is(cache.engine, engine as 'process' | 'redis');
    t.is(await cache.get('a'), undefined);
    await cache.set('a', '一', 60_000);
    await cache.set('b', '', 60_000);
    t.deepEqual([await cache.get('a'), await cache.get('b')], ['一', '']);
    await cache.set('a', '二', 60_000);
    t.is(await cache.get('a'), '二');
    await cache.delete('a');
    t.is(await cache.get('a'), undefined);
    await cache.close();
  });

  test(`${engine}: of many who add the same key at once, one is first; when it has run out, the next is`, async (t) => {
    const cache = await openCache(url, `test-${randomUUID()}:`);
    t.is((await Promise.all(Array.from({ length: 20 }, (_, at) => cache.add('once', String(at), 60_000)))).filter(Boolean).length, 1);
    t.is(await cache.get('once'), '0');
    await cache.set('known', 'before', 60_000);
    t.false(await cache.add('known', 'after', 60_000));
    t.is(await cache.get('known'), 'before');
    t.true(await cache.add('short', 'x', 20));
    for (let tries = 0; (await cache.get('short')) !== undefined && tries < 200; tries++) await pause(5);
    t.true(await cache.add('short', 'y', 60_000));
    await cache.close();
  });

  test(`${engine}: what has run out is not known`, async (t) => {
    const cache = await openCache(url, `test-${randomUUID()}:`);
    await cache.set('short', 'x', 20);
    for (let tries = 0; (await cache.get('short')) !== undefined && tries < 200; tries++) await pause(5);
    t.is(await cache.get('short'), undefined);
    await cache.close();
  });
}

test('a Redis that is away is an empty cache, not an error', async (t) => {
  const cache = await openCache('redis://127.0.0.1:1');
  await cache.set('a', '1', 1000);
  t.true(await cache.add('a', '2', 1000), 'nobody is kept out by a cache that is away');
  t.is(await cache.get('a'), undefined);
  await cache.delete('a');
  await cache.close();
});
