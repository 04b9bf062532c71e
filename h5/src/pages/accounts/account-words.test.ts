import test from 'ava';
import type { AccountRow } from '../../../../services/shared/sign-in/schema.ts';
import { actsFor } from './account-words.ts';

const row: AccountRow = { number: '1001', name: '李静', departmentName: '心血管内科', title: '主治医师', active: true, adminRole: null, state: 'open', lastSignInAt: null, totp: true, passkeys: 0, openSessions: 0, manageable: true };
const cases: readonly (readonly [Partial<AccountRow>, string])[] = [
  [{ state: 'none', totp: false }, 'open'],
  [{ state: 'none', totp: false, active: false }, ''],
  [{ state: 'none', totp: false, openSessions: 2 }, 'open end-sessions'],
  [{}, 'reset-password reset-factors disable'],
  [{ totp: false, passkeys: 1 }, 'reset-password reset-factors disable'],
  [{ state: 'locked', totp: false }, 'unlock reset-password disable'],
  [{ state: 'disabled' }, 'enable'],
  [{ state: 'disabled', active: false, openSessions: 1 }, 'end-sessions'],
];
for (const [change, acts] of cases) {
  test(`what can be done: ${JSON.stringify(change)}`, (t) => t.is(actsFor({ ...row, ...change }).join(' '), acts));
}
