import test from 'ava';
import { Refusal } from '../../core/errors.ts';
import type { AdminDuty, DeskAccount, DeskStep } from './model.ts';
import { accountState, appoint, grantFunction, demandManageable, demandStrong, demandUnlocked, isExpired, lockAfter, nextStep } from './rules.ts';

const now = new Date('2026-11-21T02:14:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const codeOf = (body: () => unknown): string => {
  try {
    body();
    return 'fine';
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
};

const passwords: readonly (readonly [string, string])[] = [
  ['Sunny-river42', 'fine'],
  ['雨后的Qinghe湖7', 'fine'],
  ['k7#Lp2vQx9', 'fine'],
  ['k7#Lp2vQx', 'sign-in.password-short'],
  [`aB3${'x'.repeat(126)}`, 'sign-in.password-long'],
  ['alllowercase7', 'sign-in.password-classes'],
  ['1234567890', 'sign-in.password-classes'],
  ['Ab-1001-river', 'sign-in.password-own'],
  ['李静Sunny-river', 'sign-in.password-own'],
  ['Password2026!', 'sign-in.password-common'],
  ['P@ssw0rd!!', 'sign-in.password-common'],
  ['Admin@123456', 'sign-in.password-common'],
  ['Hospital@2026', 'sign-in.password-common'],
  ['Yiyuan#888888', 'sign-in.password-common'],
  ['Qwertyuiop1!', 'sign-in.password-common'],
  ['1qaz2wsx3EDC', 'sign-in.password-common'],
  ['Abc123456789', 'sign-in.password-common'],
  ['Aa1!Aa1!Aa1!', 'sign-in.password-common'],
];
for (const [password, expected] of passwords) {
  test(`a password: ${password.slice(0, 20)}`, (t) => {
    t.is(codeOf(() => demandStrong(password, { number: '1001', name: '李静' }, { minLength: 10, maxDays: 90 })), expected);
  });
}

test('a password is used up after its days, at once when it was given, never where the setting says so', (t) => {
  const policy = { minLength: 10, maxDays: 90 };
  t.false(isExpired({ changedAt: daysAgo(90), mustChange: false }, policy, now));
  t.true(isExpired({ changedAt: daysAgo(90.1), mustChange: false }, policy, now));
  t.true(isExpired({ changedAt: now, mustChange: true }, policy, now));
  t.false(isExpired({ changedAt: daysAgo(900), mustChange: false }, { ...policy, maxDays: 0 }, now));
});

const steps: readonly (readonly [Partial<DeskAccount>, boolean, DeskStep])[] = [
  [{ hasFactor: true }, false, 'factor'],
  [{ hasFactor: true }, true, 'done'],
  [{ hasFactor: true, mustChange: true }, false, 'factor'],
  [{ hasFactor: true, mustChange: true }, true, 'password'],
  [{ hasFactor: true, changedAt: daysAgo(91) }, true, 'password'],
  [{ mustChange: true }, false, 'password'],
  [{}, false, 'enrol'],
];
for (const [account, factor, expected] of steps) {
  test(`at the desk ${JSON.stringify(account)}, factor shown ${factor}: ${expected}`, (t) => {
    t.is(nextStep({ changedAt: daysAgo(1), mustChange: false, hasFactor: false, ...account }, { factor }, { minLength: 10, maxDays: 90 }, now), expected);
  });
}

test('the fifth failure locks for a quarter of an hour; the sentence says how long', (t) => {
  const lock = { failures: 5, minutes: 15 };
  t.is(lockAfter(4, lock, now), undefined);
  const until = lockAfter(5, lock, now) ?? now;
  t.is(until.getTime() - now.getTime(), 15 * 60_000);
  t.is(codeOf(() => demandUnlocked({ lockedUntil: until }, now)), 'sign-in.locked');
  t.is(codeOf(() => demandUnlocked({ lockedUntil: until }, until)), 'fine');
  t.like(t.throws(() => demandUnlocked({ lockedUntil: until }, new Date(now.getTime() + 61_000))), { facts: { minutes: 14 } });
});

const manage: readonly (readonly [AdminDuty, string, AdminDuty | undefined, string])[] = [
  ['system', '1001', undefined, 'fine'],
  ['system', '9102', 'security', 'sign-in.administrators-account'],
  ['system', '9201', 'audit', 'sign-in.administrators-account'],
  ['security', '9101', 'system', 'fine'],
  ['security', '9201', 'audit', 'fine'],
  ['security', '1001', undefined, 'sign-in.ordinary-account'],
  ['security', 'me', 'security', 'sign-in.not-yourself'],
  ['system', 'me', 'system', 'sign-in.not-yourself'],
];
for (const [by, number, adminRole, expected] of manage) {
  test(`the ${by} administrator and the account of ${number} (${adminRole ?? 'no duty'}): ${expected}`, (t) => {
    t.is(codeOf(() => demandManageable({ id: 'me', adminRole: by }, { number, adminRole })), expected);
  });
}

const duties: readonly (readonly [string, AdminDuty | undefined, AdminDuty | undefined, number, boolean, string])[] = [
  ['1001', undefined, 'system', 1, true, 'fine'],
  ['9101', 'system', 'audit', 1, true, 'fine'],
  ['9101', 'system', undefined, 1, true, 'fine'],
  ['9103', 'security', undefined, 2, true, 'fine'],
  ['9103', 'security', 'audit', 1, true, 'sign-in.last-security-administrator'],
  ['9103', 'security', undefined, 1, true, 'sign-in.last-security-administrator'],
  ['9102', 'security', undefined, 2, true, 'sign-in.not-yourself'],
  ['9102', 'security', 'system', 2, true, 'sign-in.not-yourself'],
  ['9101', 'system', 'system', 1, true, 'sign-in.already-that'],
  ['1001', undefined, undefined, 1, true, 'sign-in.already-that'],
  ['1001', undefined, 'audit', 1, false, 'sign-in.target-left'],
  ['9101', 'system', undefined, 1, false, 'fine'],
];
for (const [number, before, duty, securityAdministrators, active, expected] of duties) {
  test(`9102 makes ${number} (${before ?? 'nothing'}${active ? '' : ', left'}) ${duty ?? 'nothing'}, of ${securityAdministrators}: ${expected}`, (t) => {
    t.is(codeOf(() => appoint({ by: '9102', target: { number, active, adminRole: before }, duty, securityAdministrators })), expected);
  });
}

const grants: readonly (readonly [string, AdminDuty | undefined, boolean, boolean, string])[] = [
  ['9301', undefined, true, true, 'fine'],
  ['9301', undefined, false, true, 'sign-in.target-left'],
  ['9101', 'system', true, true, 'sign-in.administrator-without-functions'],
  ['9201', 'audit', true, true, 'sign-in.administrator-without-functions'],
  ['9102', 'security', true, true, 'sign-in.not-yourself'],
  ['9301', undefined, true, false, 'sign-in.already-that'],
];
for (const [number, adminRole, active, given, expected] of grants) {
  test(`9102 ${given ? 'gives' : 'takes'} ${number} (${adminRole ?? 'nothing'}${active ? '' : ', left'}) a part of the work: ${expected}`, (t) => {
    t.is(codeOf(() => void grantFunction({ by: '9102', target: { number, active, adminRole, functions: ['feeds'] }, which: 'codes', given })), expected);
  });
}

test('the state an administrator reads', (t) => {
  const open = { disabledAt: null, mustChange: false };
  t.is(accountState(undefined, undefined, now), 'none');
  t.is(accountState(open, undefined, now), 'open');
  t.is(accountState(open, daysAgo(1), now), 'open');
  t.is(accountState(open, daysAgo(-1), now), 'locked');
  t.is(accountState({ ...open, mustChange: true }, undefined, now), 'must-change');
  t.is(accountState({ disabledAt: now, mustChange: true }, daysAgo(-1), now), 'disabled');
});
