/** Against PGlite's own way of asking, which the same instance still has. */
import anyTest, { type TestFn } from 'ava';
import { PGlite, type QueryOptions } from '@electric-sql/pglite';
import { preparedImage } from './image.ts';
import { PreparedFiles } from './memory-files.ts';
import { PreparedLite, preparedAtMost } from './prepared-lite.ts';

const test = anyTest as TestFn<{ lite: PreparedLite; plain: PGlite['query'] }>;

test.before(async (t) => {
  const lite = await PreparedLite.open({ fs: new PreparedFiles(await preparedImage()) });
  t.context = { lite, plain: PGlite.prototype.query.bind(lite) };
  await lite.exec('CREATE TABLE thing (id int PRIMARY KEY, note text, at timestamptz, tags text[], ids uuid[], raw bytea, more jsonb, price numeric(10, 2), big int8, is_on bool)');
});
test.after.always(async ({ context: { lite } }) => lite.close());

const insert = 'INSERT INTO thing VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *';
const row = (id: number): unknown[] => [id, '“O’Neill”\n血钾', new Date('2026-11-19T14:00:00Z'), ['a,b', '"'], ['0192f5a0-0000-7000-8000-000000000001'], new Uint8Array([0, 255]), { a: [1] }, '12.30', 9_007_199_254_740_993n, true];
const kept = async ({ lite }: { lite: PreparedLite }) => (await PGlite.prototype.query.call(lite, 'SELECT statement FROM pg_prepared_statements')).rows.map((found) => (found as { statement: string }).statement);

test.serial('each time the answer PGlite gives: every type, nothing, no rows, changes counted', async (t) => {
  const { lite, plain } = t.context;
  const same = async (sql: string, params: unknown[] = [], options: QueryOptions = {}) => {
    const expected = await plain(sql, params, options);
    t.deepEqual(await lite.query(sql, params, options), expected, sql);
    t.deepEqual(await lite.query(sql, params, options), expected, `${sql}, again`);
    t.true((await kept(t.context)).includes(sql), `${sql} is kept`);
  };
  const given = await lite.query(insert, row(1));
  await plain('DELETE FROM thing');
  t.deepEqual(given, await plain(insert, row(1)));
  await lite.query(insert, [2, ...Array<null>(8).fill(null), undefined]);
  await same('SELECT * FROM thing WHERE id = ANY($1) ORDER BY id', [[1, 2]]);
  await same('SELECT * FROM thing ORDER BY id', [], { rowMode: 'array', parsers: { 1700: (text) => `numeric ${text}`, 3802: (text) => text } });
  await same('SELECT id FROM thing WHERE id = $1', [3]);
  await same('UPDATE thing SET note = $1 WHERE id > $2', ['x', 0]);
  await same('SELECT NULL::int AS nothing, ARRAY[t] AS rows FROM thing t');
});

test.serial('a failure is PGlite’s, nothing of the statement is done, and the next one runs', async (t) => {
  const { lite, plain } = t.context;
  for (const [sql, params] of [['SELECT * FROM nowhere', []], ['INSERT INTO thing (id) VALUES ($1), (70)', [1]], ['SELECT $1::int / $2::int', [1, 0]]] as const) {
    const expected = await t.throwsAsync(plain(sql, [...params]));
    for (const _ of [1, 2]) t.like(await t.throwsAsync(lite.query(sql, [...params])), { name: 'error', message: expected.message, code: (expected as unknown as { code: string }).code });
  }
  t.deepEqual((await lite.query('SELECT id FROM thing WHERE id = $1', [70])).rows, []);
});

test.serial('in a transaction: done together or not at all, others wait, and nothing is asked after its end', async (t) => {
  const { lite } = t.context;
  const count = async () => (await lite.query<{ n: number }>('SELECT count(*)::int AS n FROM thing')).rows[0]?.n;
  const before = await count();
  await t.throwsAsync(lite.transaction(async (tx) => {
    await tx.query(insert, row(10));
    await tx.query(insert, row(10));
  }), { message: /duplicate key/ });
  t.is(await count(), before);
  const order: string[] = [];
  const ended = await lite.transaction(async (tx) => {
    const other = count().then(() => order.push('other'));
    await tx.query(insert, row(11));
    await tx.rollback();
    order.push(`closed ${tx.closed}`);
    await t.throwsAsync(tx.query(insert, row(12)), { message: 'Transaction is closed' });
    return { other };
  });
  await ended.other;
  t.deepEqual(order, ['closed true', 'other']);
  t.is(await count(), before);
});

test.serial('statements of many lengths are not kept without end', async (t) => {
  const { lite } = t.context;
  for (let length = 0; length < preparedAtMost + 5; length++) t.is((await lite.query<{ n: number }>(`SELECT ${length} AS n`)).rows[0]?.n, length);
  t.is((await kept(t.context)).filter((sql) => sql !== '').length, preparedAtMost);
});
