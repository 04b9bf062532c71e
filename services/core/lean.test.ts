import test from 'ava';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import type { Tx } from './db.ts';
import { withCommit } from './lean.ts';

let place: TestDatabase;
test.before(async () => {
  place = await testDatabase();
});
test.after.always(() => place.dispose());

const within = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => place.database.prisma.$transaction(body);
const setting = (name: string) => ({ name, value: { n: 1 }, changedAt: new Date(0), changedBy: 'test' });
const names = async (like: string): Promise<string[]> => (await place.database.prisma.setting.findMany({ where: { name: { startsWith: like } }, orderBy: { name: 'asc' } })).map(({ name }) => name);

test('raw statements and models are one transaction, whichever is first', async (t) => {
  await within(async (tx) => {
    await tx.$executeRaw`INSERT INTO setting (name, value, changed_at, changed_by) VALUES ('one.a', '{}', now(), 'test')`;
    t.is((await tx.setting.findUnique({ where: { name: 'one.a' } }))?.name, 'one.a');
    await tx.setting.create({ data: setting('one.b') });
    t.is((await tx.$queryRaw<unknown[]>`SELECT 1 FROM setting WHERE name LIKE 'one.%'`).length, 2);
  });
  t.deepEqual(await names('one.'), ['one.a', 'one.b']);
});

test('what throws leaves nothing of either', async (t) => {
  await t.throwsAsync(within(async (tx) => {
    await tx.setting.create({ data: setting('two.a') });
    await tx.$executeRaw`INSERT INTO setting (name, value, changed_at, changed_by) VALUES ('two.b', '{}', now(), 'test')`;
    throw new Error('no');
  }), { message: 'no' });
  t.deepEqual(await names('two.'), []);
});

test('a statement that failed is not passed over: the transaction does not commit', async (t) => {
  await t.throwsAsync(within(async (tx) => {
    await tx.setting.create({ data: setting('three.a') });
    await tx.$queryRaw`SELECT 1/0`.catch(() => undefined);
  }));
  t.deepEqual(await names('three.'), []);
  t.deepEqual(await within((tx) => tx.$queryRaw`SELECT 1 AS one`), [{ one: 1 }], 'and the connection goes on');
});

const last = (value: string) => within(async (tx) => {
  await tx.$executeRaw`INSERT INTO setting (name, value, changed_at, changed_by) VALUES (${`four.${value}`}, '{}', now(), 'test')`;
  await withCommit(tx, 'SELECT 1 / $1::int', value);
});

test('what leaves with the commit fails with it', async (t) => {
  await t.throwsAsync(last('0'));
  await last('1');
  t.deepEqual(await names('four.'), ['four.1']);
});

test('side by side each has its own answer; one that fails is told to whoever asked it', async (t) => {
  const [one, two] = await within(async (tx) => Promise.all([tx.$queryRaw`SELECT 1 AS n`, tx.$queryRaw`SELECT 'zwei' AS n`]));
  t.deepEqual([one, two], [[{ n: 1 }], [{ n: 'zwei' }]]);
  const { prisma } = place.database;
  const outcomes = await Promise.allSettled([prisma.$queryRaw`SELECT 1 AS n`, prisma.$queryRaw`SELECT 1/0 AS n`, prisma.$queryRaw`SELECT 3 AS n`]);
  t.deepEqual(outcomes.map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled'], 'outside a transaction nobody pays for another');
});

test('values go and come as Prisma takes and gives them', async (t) => {
  const at = new Date('2026-03-01T08:15:00.123Z');
  const [row] = await within((tx) => tx.$queryRaw<Record<string, unknown>[]>`
    SELECT ${at}::timestamptz AS at, ${12345678901234567n}::int8 AS big, ${new Uint8Array([0, 255, 7])}::bytea AS bytes, ${['a"b', 'c\\d', '{e,f}', '']}::text[] AS texts, ${{ a: ['ü', null] }}::jsonb AS json,
           ${[1n, 2n]}::int8[] AS bigs, ${true}::boolean AS yes, ${null}::text AS nothing, ${1.5}::float8 AS half, '2026-03-01'::date AS day, 7::int4 AS seven, 1.10::numeric AS exact, ARRAY[]::text[] AS none`);
  const { exact, bytes, ...rest } = row ?? {};
  t.deepEqual(rest, { at, big: 12345678901234567n, texts: ['a"b', 'c\\d', '{e,f}', ''], json: { a: ['ü', null] }, bigs: [1n, 2n], yes: true, nothing: null, half: 1.5, day: new Date('2026-03-01T00:00:00Z'), seven: 7, none: [] });
  t.deepEqual([...(bytes as Uint8Array)], [0, 255, 7]);
  t.is(String(exact), '1.1');
  t.deepEqual(await within((tx) => tx.$queryRaw`SELECT ${Prisma.sql`${1}::int + ${2}::int`} AS sum WHERE 3 IN (${Prisma.join([2, 3])})`), [{ sum: 3 }]);
});

test('many transactions at once each see their own', async (t) => {
  const seen = await Promise.all(Array.from({ length: 12 }, (_none, n) => within(async (tx) => {
    await tx.$executeRaw`INSERT INTO setting (name, value, changed_at, changed_by) VALUES (${`six.${n}`}, '{}', now(), 'test')`;
    return (await tx.setting.findMany({ where: { name: `six.${n}` } })).length;
  })));
  t.deepEqual(seen, Array.from({ length: 12 }, () => 1));
});
