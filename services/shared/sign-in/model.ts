/** What signing in knows: proofs, the password's policy, accounts at a desk and the three administrators. */

/** What somebody can show. A PIN is the signature's; a password alone opens nothing. */
export type Proof = 'password' | 'totp' | 'passkey' | 'pin';

/** Numbers by setting; usual values of GB/T 22239 level 3 assessments. */
export interface PasswordPolicy {
  readonly minLength: number;
  /** After so many days it has to be changed; 0: never. */
  readonly maxDays: number;
}

/** How many earlier passwords may not come back. */
export const remembered = 5;
/** Longer ones are no safer and cost work. */
export const longestPassword = 128;
/** Of lower case, upper case, digits and signs. */
export const classesNeeded = 3;

export interface LockRules {
  /** Failures in a row until the lock. */
  readonly failures: number;
  readonly minutes: number;
  /** Failures from one network address, whoever was tried. */
  readonly perAddress: number;
}

export interface Named {
  readonly number: string;
  readonly name: string;
}

/** A person's account at a desk, as far as its next step depends on it. */
export interface DeskAccount {
  readonly changedAt: Date;
  readonly mustChange: boolean;
  readonly hasFactor: boolean;
}

/** What is left to do until the session: nothing else works before. */
export type DeskStep = 'factor' | 'password' | 'enrol' | 'done';

export type AccountState = 'none' | 'open' | 'must-change' | 'disabled' | 'locked';

export type AdminDuty = 'system' | 'security' | 'audit';

export const adminDuties: readonly AdminDuty[] = ['system', 'security', 'audit'];

export const dutyNames: Readonly<Record<AdminDuty, string>> = { system: '系统管理员', security: '安全管理员', audit: '审计管理员' };

/** What each of the three does, in the words of the page; none of them can do another's. */
export const dutyWords: Readonly<Record<AdminDuty, string>> = {
  system: '开通和停用台式账号、重置员工密码、平台与任务、通讯录。不能任免管理员，不能看审计。',
  security: '任免三类管理员、管理员账号的密码和验证方式、数据权限与密钥。不能看审计记录，不能改审计。',
  audit: '查阅审计记录、校验审计链、处理异常查阅。不能改账号、权限和系统设置。',
};
