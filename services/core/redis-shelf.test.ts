/** Against a real Redis where one is named; what one that is away or talks nonsense does to us, against sockets of our own. */
import test from 'ava';
import { randomUUID } from 'node:crypto';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Doing, type RedisShelfOptions, openRedisShelf } from './redis-shelf.ts';

const url = process.env['TEST_REDIS_URL'] ?? '';
const onRedis = url === '' ? test.skip : test;
interface Ends {
  readonly teardown: (end: () => unknown) => void;
}

/** A machine that tests on all cores answers late. */
const patient = { read: 10_000, write: 10_000 };

const kilobyte = (fill: number): Buffer => Buffer.alloc(1000, fill);

async function shelfOn(t: Ends, more: Partial<RedisShelfOptions> = {}, prefix = `test-${randomUUID()}:`) {
  const told: string[] = [];
  const shelf = await openRedisShelf({ url, prefix, mostBytes: 16_000, mostAgeMs: 60_000, limitMs: patient, trouble: (_error, doing) => told.push(`${doing} trouble`), well: (doing) => told.push(`${doing} well`), ...more });
  t.teardown(shelf.close);
  return { shelf, told, prefix };
}

async function client(t: Ends): Promise<Redis> {
  const redis = new Redis(url);
  t.teardown(() => redis.disconnect());
  return redis;
}

onRedis('keeps, replaces, forgets, counts what lies there', async (t) => {
  const { shelf, told, prefix } = await shelfOn(t);
  const redis = await client(t);
  const total = async (): Promise<number> => Number(await redis.hget(`${prefix}pages:sizes`, 'total'));
  const all = Buffer.from(Array.from({ length: 256 }, (_none, at) => at));
  t.is(await shelf.get('a'), undefined);
  await shelf.put('a', all);
  t.deepEqual(await shelf.get('a'), all, 'bytes as they are');
  const one = await total();
  t.true(one > 256 && one < 700);
  await shelf.put('a', kilobyte(1));
  await shelf.put('b', kilobyte(2));
  t.is(await total(), 2 * (one - 256 + 1000), 'the one before is not counted any more');
  t.deepEqual([await shelf.has('a'), await shelf.has('c')], [true, false]);
  await shelf.forget('a');
  await shelf.forget('never there');
  t.is(await shelf.get('a'), undefined);
  t.is(await total(), one - 256 + 1000);
  t.deepEqual(told, []);
});

onRedis('bounded over all machines: the least lately used go first, whichever machine used them; what is too large is not kept', async (t) => {
  const { shelf, prefix } = await shelfOn(t);
  const { shelf: beside } = await shelfOn(t, {}, prefix);
  const redis = await client(t);
  const bytes = async (): Promise<number> => {
    const names = (await redis.keys(`${prefix}pages:*`)).filter((name) => !/:(uses|sizes)$/.test(name));
    return (await Promise.all(names.map((name) => redis.strlen(name)))).reduce((sum, length) => sum + length, 0);
  };
  for (let at = 0; at < 10; at++) {
    await (at % 2 === 0 ? shelf : beside).put(`p${at}`, kilobyte(at));
    await wait(2);
  }
  t.truthy(await beside.get('p0'), 'now the latest');
  await wait(2);
  for (let at = 10; at < 16; at++) {
    await shelf.put(`p${at}`, kilobyte(at));
    await wait(2);
  }
  t.true(await shelf.has('p0'));
  t.false(await shelf.has('p1'));
  t.true((await bytes()) <= 16_000);
  await shelf.put('large', Buffer.alloc(3000));
  t.false(await shelf.has('large'));
  // Many machines at once, and the same names too.
  const machines = await Promise.all(Array.from({ length: 6 }, async () => (await shelfOn(t, {}, prefix)).shelf));
  await Promise.all(machines.flatMap((each, machine) => Array.from({ length: 60 }, (_none, at) => each.put(`m${(machine + at) % 90}`, Buffer.alloc(200 + ((at * 37) % 1500), at)))));
  t.true((await bytes()) <= 16_000);
  const sizes = await redis.hgetall(`${prefix}pages:sizes`);
  const { total, ...each } = sizes;
  t.is(Object.values(each).reduce((sum, size) => sum + Number(size), 0), Number(total));
  t.is(await redis.zcard(`${prefix}pages:uses`), Object.keys(each).length);
  t.is((await redis.keys(`${prefix}pages:*`)).length, Object.keys(each).length + 2);
  const { shelf: smaller } = await shelfOn(t, { mostBytes: 9000 }, prefix);
  await smaller.put('last', kilobyte(9));
  t.true((await bytes()) <= 9000, 'a smaller bound holds at once');
});

onRedis('by age: what is old goes, however often it is used; what Redis threw out itself is no longer counted', async (t) => {
  const { shelf, prefix } = await shelfOn(t, { mostAgeMs: 1000 });
  const redis = await client(t);
  await shelf.put('a', kilobyte(1));
  t.truthy(await shelf.get('a'));
  for (let tries = 0; tries < 12; tries++) {
    await shelf.get('a');
    await wait(100);
  }
  t.is(await shelf.get('a'), undefined);
  await shelf.put('b', kilobyte(1));
  t.is(await redis.zcard(`${prefix}pages:uses`), 1, 'its place in the lists went with the look that found nothing');
  await shelf.put('c', kilobyte(1));
  await redis.del(`${prefix}pages:sizes`);
  await shelf.put('d', kilobyte(1));
  t.deepEqual([await shelf.has('b'), await shelf.has('c'), await shelf.has('d')], [false, false, true], 'nobody knew what they take');
  await wait(2200);
  t.deepEqual(await redis.keys(`${prefix}*`), [], 'nothing stays behind');
});

onRedis('a name that holds something else, a list that was written over: said once each, and nothing fails', async (t) => {
  const { shelf, told, prefix } = await shelfOn(t, { pauseMs: 30 });
  const redis = await client(t);
  await redis.rpush(`${prefix}pages:a`, 'x');
  t.is(await shelf.get('a'), undefined);
  t.is(await shelf.get('b'), undefined, 'not asked within the pause');
  await wait(40);
  t.is(await shelf.get('a'), undefined);
  await wait(40);
  t.is(await shelf.get('b'), undefined);
  t.deepEqual(told, ['read trouble', 'read well']);
  await redis.set(`${prefix}pages:uses`, 'x');
  await shelf.put('c', kilobyte(1));
  await wait(40);
  await shelf.put('d', kilobyte(1));
  t.deepEqual(told, ['read trouble', 'read well', 'write trouble']);
});

/** Between us and a real Redis, or in its place. */
async function doorAt(t: Ends, take: (socket: Socket) => void): Promise<{ readonly url: string; readonly cut: () => void; readonly open: (isOpen: boolean) => void }> {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    if (isOpen) take(socket);
    else socket.destroy();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const cut = (): void => { for (const socket of sockets) socket.destroy(); };
  t.teardown(() => { cut(); server.close(); });
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, cut, open: (open) => { isOpen = open; } };
}

onRedis('one that goes away in the middle and comes back: not there meanwhile, then as before', async (t) => {
  const { hostname, port } = new URL(url);
  const door = await doorAt(t, (socket) => {
    const through = connect(Number(port) || 6379, hostname);
    through.on('error', () => undefined);
    socket.on('close', () => through.destroy());
    socket.pipe(through).pipe(socket);
  });
  const { shelf, told } = await shelfOn(t, { url: door.url, pauseMs: 50 });
  await shelf.put('a', kilobyte(1));
  door.open(false);
  door.cut();
  await wait(20);
  const began = performance.now();
  for (let at = 0; at < 200; at++) t.is(await shelf.get('a'), undefined);
  await shelf.put('b', kilobyte(2));
  t.true(performance.now() - began < 1500, 'nobody waits for it');
  await wait(60);
  t.is(await shelf.get('a'), undefined);
  t.deepEqual(told.toSorted(), ['read trouble', 'write trouble'], 'once, not for each name');
  door.open(true);
  for (let tries = 0; tries < 100 && (await shelf.get('a')) === undefined; tries++) await wait(50);
  t.deepEqual(await shelf.get('a'), kilobyte(1));
  t.true(told.includes('read well'));
});

onRedis('one that greets us and then hangs on what we ask: tried once, then left alone for its pause', async (t) => {
  const { hostname, port } = new URL(url);
  let swallowed = 0;
  const door = await doorAt(t, (socket) => {
    const through = connect(Number(port) || 6379, hostname);
    through.on('error', () => undefined).pipe(socket);
    socket.on('close', () => through.destroy()).on('data', (bytes) => {
      if (bytes.includes('pages:')) swallowed += 1;
      else through.write(bytes);
    });
  });
  const { shelf, told } = await shelfOn(t, { url: door.url, pauseMs: 60_000, limitMs: { read: 500, write: 500 } });
  t.is(await shelf.get('a'), undefined);
  const once = swallowed;
  for (let at = 0; at < 4; at++) {
    // Connected again by now.
    await wait(400);
    t.is(await shelf.get('a'), undefined);
  }
  t.is(swallowed, once);
  t.true(once > 0);
  t.deepEqual(told, ['read trouble']);
});

const wrongs: Readonly<Record<string, (socket: Socket) => void>> = {
  'never answers': () => undefined,
  'talks nonsense': (socket) => void socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n<html>')),
  'answers what was not asked': (socket) => void socket.on('data', () => socket.write('*2\r\n:1\r\n:2\r\n')),
  'says half': (socket) => void socket.on('data', () => socket.write('$1000\r\nabc')),
  'hangs up': (socket) => void socket.on('data', () => socket.destroy()),
  'refuses everything': (socket) => void socket.on('data', () => socket.write('-NOAUTH Authentication required.\r\n')),
};
for (const [name, take] of Object.entries(wrongs)) {
  test(`one that ${name} is an empty shelf that keeps nobody waiting`, async (t) => {
    const { url: wrong } = await doorAt(t, take);
    const began = performance.now();
    const told: Doing[] = [];
    const shelf = await openRedisShelf({ url: wrong, prefix: 'x:', mostBytes: 1_000_000, mostAgeMs: 60_000, trouble: (_error, doing) => told.push(doing), limitMs: { read: 600, write: 800 }, pauseMs: 60_000 });
    t.teardown(shelf.close);
    const got = await Promise.all(Array.from({ length: 50 }, (_none, at) => shelf.get(`p${at}`)));
    t.true(got.every((value) => value === undefined || value instanceof Uint8Array));
    for (let at = 0; at < 50; at++) {
      t.is(await shelf.get(`q${at}`), undefined);
      await shelf.put(`q${at}`, kilobyte(at));
      t.false(await shelf.has(`q${at}`));
      await shelf.forget(`q${at}`);
    }
    t.true(performance.now() - began < 5000, String(performance.now() - began));
    t.deepEqual(told.toSorted(), ['read', 'write']);
  });
}

test('one that is not there', async (t) => {
  const told: Doing[] = [];
  const shelf = await openRedisShelf({ url: 'redis://127.0.0.1:1', prefix: 'x:', mostBytes: 1_000_000, mostAgeMs: 60_000, trouble: (_error, doing) => told.push(doing) });
  await shelf.put('a', kilobyte(1));
  t.is(await shelf.get('a'), undefined);
  t.deepEqual(told, ['write', 'read']);
  await shelf.close();
});
