import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { createLeases, sweepLeases } from './leases.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const hour = 3_600_000;

/** As if the time had passed: the database's own clock decides. */
const runOut = ({ database }: TestDatabase, name: string) => database.prisma.$executeRaw`UPDATE lease SET until = now() - interval '2 hours' WHERE name = ${name}`;

test('several names at once, one of them twice: each is held by the first who asked; briefly too', async (t) => {
  const leases = createLeases(t.context.database.prisma);
  for (const claim of [leases.claim, leases.claimBriefly]) {
    const of = claim === leases.claim ? 'l' : 'b';
    t.deepEqual(await Promise.all([claim(`${of}1`, 'a', hour), claim(`${of}2`, 'a', hour), claim(`${of}1`, 'b', hour)]), [true, true, false]);
    t.deepEqual(await Promise.all([claim(`${of}2`, 'c', hour), claim(`${of}3`, 'c', hour)]), [false, true]);
  }
});

test('of many at once one holds it, until it lets go', async (t) => {
  const leases = createLeases(t.context.database.prisma);
  const holders = ['a', 'b', 'c', 'd', 'e'];
  const got = await Promise.all(holders.map((holder) => leases.claim('leader', holder, hour)));
  t.is(got.filter(Boolean).length, 1);
  const winner = holders[got.indexOf(true)] ?? '';
  const other = holders[got.indexOf(false)] ?? '';
  t.false(await leases.claim('leader', winner, hour), 'a claim is not a renewal: a nonce is spent for its sender too');
  t.true(await leases.renew('leader', winner, hour));
  t.false(await leases.renew('leader', other, hour));
  await leases.release('leader', other);
  t.false(await leases.claim('leader', other, hour), 'only its holder lets go');
  await leases.release('leader', winner);
  t.true(await leases.claim('leader', other, hour));
});

test('what has run out is anybody’s, and its holder learns it', async (t) => {
  const leases = createLeases(t.context.database.prisma);
  await leases.claim('connection', 'a', hour);
  await runOut(t.context, 'connection');
  t.false(await leases.renew('connection', 'a', hour));
  t.true(await leases.claim('connection', 'b', hour));
  t.false(await leases.renew('connection', 'a', hour));
  t.true(await leases.renew('connection', 'b', hour));
});

test('rows of the past are swept, living ones stay', async (t) => {
  const { prisma } = t.context.database;
  const leases = createLeases(prisma);
  await leases.claim('spent', 'a', hour);
  await leases.claim('living', 'a', hour);
  await runOut(t.context, 'spent');
  await sweepLeases(prisma);
  t.deepEqual((await prisma.lease.findMany({ where: { name: { in: ['spent', 'living'] } } })).map(({ name }) => name), ['living']);
});
