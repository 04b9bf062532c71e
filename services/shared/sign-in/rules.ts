/** The decisions of signing in: no database, no clock, no dice. */
import type { SystemFunction } from '../../core/access.ts';
import { refusals } from '../../core/phrases.ts';
import { type AccountState, type AdminDuty, type DeskAccount, type DeskStep, type LockRules, type Named, type PasswordPolicy, classesNeeded, longestPassword } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);
const dayMs = 86_400_000;

/**
 * @throws Refusal `sign-in.password-short`, `-long`, `-classes`, `-own`, `-common`
 * GB/T 22239-2019 8.1.4.1 a: complexity; the numbers are what assessments ask for.
 */
export function demandStrong(password: string, { number, name }: Named, { minLength }: PasswordPolicy): void {
  const length = [...password].length;
  if (length < minLength) throw refuse('sign-in.password-short', { least: minLength }, 422);
  if (length > longestPassword) throw refuse('sign-in.password-long', { most: longestPassword }, 422);
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  if (classes < classesNeeded) throw refuse('sign-in.password-classes', {}, 422);
  if ((number.length >= 3 && password.toLowerCase().includes(number.toLowerCase())) || (name !== '' && password.includes(name))) throw refuse('sign-in.password-own', {}, 422);
  if (isCommon(password)) throw refuse('sign-in.password-common', {}, 422);
}

/** Words that stand in every list of tried passwords, here with whatever is put around them. */
const commonWords = new Set(['password', 'passwd', 'pass', 'admin', 'administrator', 'root', 'user', 'test', 'guest', 'welcome', 'hospital', 'yiyuan', 'yisheng', 'hushi', 'doctor', 'nurse', 'letmein', 'iloveyou', 'woaini', 'abc', 'abcd', 'abcabc', 'aa', 'aaa', 'qq', 'qwe', 'qwer', 'qwert', 'qwerty', 'qaz', 'qazwsx', 'wsx', 'asdf', 'zxcv', 'wardline', 'his']);
const rows = ['1234567890', '0987654321', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '1qaz2wsx3edc'];
const disguises: Readonly<Record<string, string>> = { '@': 'a', '0': 'o', '3': 'e', '$': 's', '1': 'i', '!': 'i' };

function isCommon(password: string): boolean {
  const low = password.toLowerCase();
  if (new Set(low).size < 5) return true;
  const undisguised = low.replaceAll(/(?<=[a-z])[@03$1!](?=[a-z@03$1!]*[a-z])/g, (sign) => disguises[sign] ?? sign);
  const cores = [low, undisguised].map((word) => word.replaceAll(/^[^a-z]+|[^a-z]+$/g, ''));
  const bare = low.replaceAll(/[^a-z]/g, '');
  if ([...cores, bare].some((core) => commonWords.has(core))) return true;
  // A row of keys makes up most of it.
  return rows.some((row) => longestShared(low, row) * 2 > low.length + 2);
}

function longestShared(text: string, row: string): number {
  let longest = 0;
  for (let from = 0; from < text.length; from++) {
    let length = longest + 1;
    while (from + length <= text.length && row.includes(text.slice(from, from + length))) longest = length++;
  }
  return longest;
}

/** An old or a given password lets in to change it and no further. */
export function isExpired({ changedAt, mustChange }: Pick<DeskAccount, 'changedAt' | 'mustChange'>, { maxDays }: PasswordPolicy, now: Date): boolean {
  return mustChange || (maxDays > 0 && now.getTime() - changedAt.getTime() > maxDays * dayMs);
}

/** The order: second factor where there is one, then a password of one's own, then a second factor for who has none. */
export function nextStep(account: DeskAccount, shown: { readonly factor: boolean }, policy: PasswordPolicy, now: Date): DeskStep {
  if (account.hasFactor && !shown.factor) return 'factor';
  if (isExpired(account, policy, now)) return 'password';
  return account.hasFactor ? 'done' : 'enrol';
}

export interface Tries {
  /** This try included. */
  readonly failures: number;
  readonly lockedUntil: Date | null;
}

/** Before the proof is looked at. @throws Refusal `sign-in.locked` */
export function demandUnlocked({ lockedUntil }: Pick<Tries, 'lockedUntil'>, now: Date): void {
  if (lockedUntil !== null && lockedUntil > now) throw refuse('sign-in.locked', { minutes: Math.ceil((lockedUntil.getTime() - now.getTime()) / 60_000) }, 423);
}

/** Until when a failed try locks. */
export function lockAfter(failures: number, { failures: most, minutes }: Pick<LockRules, 'failures' | 'minutes'>, now: Date): Date | undefined {
  return failures >= most ? new Date(now.getTime() + minutes * 60_000) : undefined;
}

/**
 * Whose account an administrator may touch: the system administrator's are the ordinary ones, the security administrator's
 * those of administrators. Else one of the three could take another's place by giving them a new password.
 * @throws Refusal `sign-in.not-yourself`, `sign-in.administrators-account`, `sign-in.ordinary-account`
 */
export function demandManageable(by: { readonly id: string; readonly adminRole: AdminDuty | undefined }, target: { readonly number: string; readonly adminRole: AdminDuty | undefined }): void {
  if (by.id === target.number) throw refuse('sign-in.not-yourself', {}, 403);
  if (by.adminRole === 'system' && target.adminRole !== undefined) throw refuse('sign-in.administrators-account', {}, 403);
  if (by.adminRole === 'security' && target.adminRole === undefined) throw refuse('sign-in.ordinary-account', {}, 403);
}

export interface Appointment {
  readonly by: string;
  readonly target: { readonly number: string; readonly active: boolean; readonly adminRole: AdminDuty | undefined };
  /** `undefined`: dismissed. */
  readonly duty: AdminDuty | undefined;
  /** Active security administrators, the target included when they are one. */
  readonly securityAdministrators: number;
}

/** @throws Refusal `sign-in.not-yourself`, `sign-in.target-left`, `sign-in.last-security-administrator`, `sign-in.already-that` */
export function appoint({ by, target, duty, securityAdministrators }: Appointment): void {
  if (by === target.number) throw refuse('sign-in.not-yourself', {}, 403);
  if (duty !== undefined && !target.active) throw refuse('sign-in.target-left');
  if (target.adminRole === duty) throw refuse('sign-in.already-that');
  if (target.adminRole === 'security' && securityAdministrators <= 1) throw refuse('sign-in.last-security-administrator');
}

export interface FunctionGrant {
  readonly by: string;
  readonly target: { readonly number: string; readonly active: boolean; readonly adminRole: AdminDuty | undefined; readonly functions: readonly SystemFunction[] };
  readonly which: SystemFunction;
  readonly given: boolean;
}

/**
 * The parts a person has afterwards. None of the three administrators has any beside the duty: the system administrator
 * has them all, and the other two may have none.
 * @throws Refusal `sign-in.not-yourself`, `sign-in.target-left`, `sign-in.administrator-without-functions`, `sign-in.already-that`
 */
export function grantFunction({ by, target, which, given }: FunctionGrant): SystemFunction[] {
  if (by === target.number) throw refuse('sign-in.not-yourself', {}, 403);
  if (given && !target.active) throw refuse('sign-in.target-left');
  if (given && target.adminRole !== undefined) throw refuse('sign-in.administrator-without-functions');
  if (target.functions.includes(which) === given) throw refuse('sign-in.already-that');
  return given ? [...target.functions, which] : target.functions.filter((each) => each !== which);
}

export function accountState(account: { readonly disabledAt: Date | null; readonly mustChange: boolean } | undefined, lockedUntil: Date | undefined, now: Date): AccountState {
  if (account === undefined) return 'none';
  if (account.disabledAt !== null) return 'disabled';
  if (lockedUntil !== undefined && lockedUntil > now) return 'locked';
  return account.mustChange ? 'must-change' : 'open';
}
