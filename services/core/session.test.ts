import anyTest, { type TestFn } from 'ava';
import { testTrail } from '../../tests/kit/audit.ts';
import { type TestDatabase, testDatabase } from '../../tests/kit/database.ts';
import { deviceOf, kindOf } from './device.ts';
import { createSessions, endDeskSessions, endOwnSession, endSessions, handleOf, markSteppedUp, openSessions, sessionRulesOf, sweepSessions } from './session.ts';

const test = anyTest as TestFn<TestDatabase>;
test.before(async (t) => { t.context = await testDatabase(); });
test.after.always((t) => t.context.dispose());

const start = Date.parse('2026-11-21T00:00:00Z');
const at = (minutes: number) => new Date(start + minutes * 60_000);
const rules = sessionRulesOf({ idleMinutes: 30, absoluteHours: 12, phoneIdleMinutes: 10, phoneAbsoluteHours: 8 });
const phone = 'iPhone · 钉钉';
const desktop = 'Windows 电脑 · 钉钉';

test('a session lives while it is used, ends by idling and at its absolute end', async (t) => {
  const sessions = createSessions(t.context.database.prisma, rules, testTrail);
  const cookie = await sessions.begin('1001', 'dingtalk', at(0));
  t.like(await sessions.find(cookie, at(29)), { staff: '1001', terminal: 'dingtalk' });
  t.truthy(await sessions.find(cookie, at(58)), 'counted from the last use');
  t.is(await sessions.find(cookie, at(89)), undefined, 'idle');
  t.is(await sessions.whyEnded(cookie, at(89)), 'core.session-idle');

  const busy = await sessions.begin('1001', 'dingtalk', at(0));
  for (let minute = 20; minute < 12 * 60; minute += 20) t.truthy(await sessions.find(busy, at(minute)), String(minute));
  t.is(await sessions.find(busy, at(12 * 60)), undefined, 'absolute');
  t.is(await sessions.whyEnded(busy, at(12 * 60)), 'core.session-expired');
});

test('a phone has limits of its own, and what a page asks by itself keeps nothing alive', async (t) => {
  const sessions = createSessions(t.context.database.prisma, rules, testTrail);
  const cookie = await sessions.begin('1002', 'dingtalk', at(0), { device: phone });
  for (const minute of [3, 6, 9]) t.truthy(await sessions.find(cookie, at(minute), { device: phone, isPresent: false }));
  t.is(await sessions.find(cookie, at(11), { device: phone, isPresent: false }), undefined, 'nobody touched it for ten minutes');
  const reading = await sessions.begin('1002', 'dingtalk', at(20), { device: phone });
  for (let minute = 29; minute < 60; minute += 9) t.truthy(await sessions.find(reading, at(minute), { device: phone }), String(minute));
  t.is(sessions.longestMs(phone), 8 * 3_600_000);
});

test('one a person, terminal and kind of device: the newer ends the older and says so', async (t) => {
  const sessions = createSessions(t.context.database.prisma, rules, testTrail);
  const begin = (device: string) => sessions.begin('1003', 'dingtalk', at(0), { device });
  const [older, beside] = [await begin(phone), await begin(desktop)];
  const newer = await begin(phone);
  t.is(await sessions.find(older, at(1)), undefined);
  t.is(await sessions.whyEnded(older, at(1)), 'core.session-replaced');
  t.truthy(await sessions.find(newer, at(1)));
  t.truthy(await sessions.find(beside, at(1)), 'the same chat application on the desk');
  const many = await Promise.all(Array.from({ length: 6 }, () => begin(phone)));
  const living = await Promise.all(many.map((cookie) => sessions.find(cookie, at(1))));
  t.is(living.filter((each) => each !== undefined).length, 1, 'also when they begin at once');
});

test('a cookie in another browser ends its session; the browser’s earlier person is signed out', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules, testTrail);
  const stolen = await sessions.begin('1004', 'wecom', at(0), { device: 'iPhone · 企业微信' });
  t.is(await sessions.find(stolen, at(1), { device: 'Linux 电脑 · 其它程序' }), undefined);
  t.is(await sessions.find(stolen, at(1), { device: 'iPhone · 企业微信' }), undefined, 'for both');
  t.is(await sessions.whyEnded(stolen, at(1)), 'core.session-moved');
  t.is(await prisma.audit.count({ where: { act: 'sign-in.session-moved' } }), 1);

  const first = await sessions.begin('1005', 'desk', at(0));
  await sessions.begin('1006', 'desk', at(1), { before: first });
  t.is(await sessions.find(first, at(1)), undefined);
});

test('signing out ends one, leaving the hospital ends all, nobody else’s', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules, testTrail);
  const [phone, desk, other] = [await sessions.begin('2001', 'wecom', at(0)), await sessions.begin('2001', 'desk', at(0)), await sessions.begin('2002', 'desk', at(0))];
  await sessions.end(phone, at(1));
  t.is(await sessions.find(phone, at(1)), undefined);
  t.is(await sessions.whyEnded(phone, at(1)), 'core.sign-in-first');
  t.truthy(await sessions.find(desk, at(1)));
  await prisma.$transaction((tx) => endSessions(tx, '2001', at(2)));
  t.is(await sessions.find(desk, at(2)), undefined);
  t.is(await sessions.whyEnded(desk, at(2)), 'core.session-ended');
  t.truthy(await sessions.find(other, at(2)));
});

test('the list of one’s own: what is open, one ended by its handle, those at the desk but this', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules, testTrail);
  const chat = await sessions.begin('2003', 'wecom', at(0), { device: phone, address: '10.1.2.3' });
  const desk = await sessions.begin('2003', 'desk', at(1));
  await sessions.begin('2003', 'dingtalk', at(-60));
  const list = () => prisma.$transaction((tx) => openSessions(tx, '2003', at(2), rules));
  const [last, before, ...none] = await list();
  t.like(last, { terminal: 'desk' });
  t.like(before, { terminal: 'wecom', device: phone, address: '10.1.2.3' });
  t.deepEqual(none, [], 'the idle one opens nothing');
  const handle = handleOf(before?.id ?? '');
  t.false(await prisma.$transaction((tx) => endOwnSession(tx, '2001', handle, at(2))), 'not another person’s');
  t.true(await prisma.$transaction((tx) => endOwnSession(tx, '2003', handle, at(2))));
  t.is(await sessions.find(chat, at(2)), undefined);
  const found = await sessions.find(desk, at(2));
  t.is(await prisma.$transaction((tx) => endDeskSessions(tx, '2003', at(2), 'password-changed', found?.id)), 0);
  t.is(await prisma.$transaction((tx) => endDeskSessions(tx, '2003', at(2), 'password-changed')), 1);
});

test('a second factor is remembered with the session it was shown in', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules, testTrail);
  const plain = await sessions.begin('3002', 'wecom', at(0));
  t.is((await sessions.find(plain, at(0)))?.steppedUpAt, undefined);
  const { id = '' } = (await sessions.find(plain, at(0))) ?? {};
  await prisma.$transaction((tx) => markSteppedUp(tx, id, 'totp', at(1)));
  t.deepEqual((await sessions.find(plain, at(1)))?.steppedUpAt, at(1));
  const shown = await sessions.begin('3002', 'desk', at(0), { steppedUpBy: 'passkey' });
  t.deepEqual((await sessions.find(shown, at(1)))?.steppedUpAt, at(0));
});

test('the table holds no cookie, a guess finds nothing, and the past is swept', async (t) => {
  const { prisma } = t.context.database;
  const sessions = createSessions(prisma, rules, testTrail);
  // Days before the others', which run beside it.
  const long = -3 * 24 * 60;
  const cookie = await sessions.begin('3001', 'desk', at(long));
  const [row] = await prisma.session.findMany({ where: { staff: '3001' } });
  t.false(JSON.stringify(row).includes(cookie));
  t.is(await sessions.find(row?.id ?? '', at(long + 1)), undefined, 'the stored digest opens nothing');
  t.is(await sessions.whyEnded('made-up', at(0)), 'core.sign-in-first');
  t.true(cookie.length >= 43);
  await sweepSessions(prisma, at(long + 12 * 60));
  t.is(await prisma.session.count({ where: { staff: '3001' } }), 1);
  await sweepSessions(prisma, at(long + 12 * 60 + 1));
  t.is(await prisma.session.count({ where: { staff: '3001' } }), 0);
});

const browsers: readonly (readonly [string, string, 'phone' | 'desktop'])[] = [
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.30 MicroMessenger/7.0.1', 'iPhone · 企业微信', 'phone'],
  ['Mozilla/5.0 (Linux; U; Android 14; zh-CN; 2304FPN6DC) AppleWebKit/537.36 Chrome/100.0 Mobile Safari/537.36 AliApp(DingTalk/7.6.15)', '安卓手机 · 钉钉', 'phone'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0', 'Windows 电脑 · Edge 浏览器', 'desktop'],
  ['<script>alert(1)</script>', '其它设备 · 其它程序', 'desktop'],
];
for (const [userAgent, words, kind] of browsers) {
  test(`a browser in words: ${words}`, (t) => {
    t.is(deviceOf(userAgent), words);
    t.is(kindOf(words), kind);
  });
}
