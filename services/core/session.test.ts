import anyTest, { type TestFn } from 'ava';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { createSessions, endSessions, sweepSessions } from './session.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const start = Date.parse('2026-11-21T00:00:00Z');
const at = (minutes: number) => new Date(start + minutes * 60_000);
const rules = { idleMs: 30 * 60_000, absoluteMs: 12 * 3_600_000 };

test('a session lives while it is used, ends by idling and at its absolute end', async (t) => {
  const sessions = createSessions(t.context.database.prisma, rules);
  const cookie = await sessions.begin('1001', 'dingtalk', at(0));
  t.like(await sessions.find(cookie, at(29)), { staff: '1001', terminal: 'dingtalk' });
  t.truthy(await sessions.find(cookie, at(58)), 'counted from the last use');
  t.is(await sessions.find(cookie, at(89)), undefined, 'idle');

  const busy = await sessions.begin('1001', 'dingtalk', at(0));
  for (let minute = 20; minute < 12 * 60; minute += 20) t.truthy(await sessions.find(busy, at(minute)), String(minute));
  t.is(await sessions.find(busy, at(12 * 60)), undefined, 'absolute');
});

test('signing out ends one, leaving the hospital ends all, nobody else’s', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules);
  const [phone, desk, other] = [await sessions.begin('2001', 'wecom', at(0)), await sessions.begin('2001', 'desk', at(0)), await sessions.begin('2002', 'desk', at(0))];
  await sessions.end(phone, at(1));
  t.is(await sessions.find(phone, at(1)), undefined);
  t.truthy(await sessions.find(desk, at(1)));
  await prisma.$transaction((tx) => endSessions(tx, '2001', at(2)));
  t.is(await sessions.find(desk, at(2)), undefined);
  t.truthy(await sessions.find(other, at(2)));
});

test('the table holds no cookie, a guess finds nothing, and the past is swept', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules);
  // Days before the others', which run beside it.
  const long = -3 * 24 * 60;
  const cookie = await sessions.begin('3001', 'desk', at(long));
  const [row] = await prisma.session.findMany({ where: { staff: '3001' } });
  t.false(JSON.stringify(row).includes(cookie));
  t.is(await sessions.find(row?.id ?? '', at(long + 1)), undefined, 'the stored digest opens nothing');
  t.true(cookie.length >= 43);
  await sweepSessions(prisma, at(long + 12 * 60));
  t.is(await prisma.session.count({ where: { staff: '3001' } }), 1);
  await sweepSessions(prisma, at(long + 12 * 60 + 1));
  t.is(await prisma.session.count({ where: { staff: '3001' } }), 0);
});
