/** What signing in knows: proofs, the password's policy, accounts at a desk, the three administrators and parts of their work. */
import type { SystemFunction } from '../../core/access.ts';

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

export interface FunctionWords {
  readonly name: string;
  readonly words: string;
}

/** Parts of the system administrator's work that can be given by themselves, in the words of the page. */
export const functionWords: Readonly<Record<SystemFunction, FunctionWords>> = {
  intake: { name: '接入待处理', words: '处理读不出、对不上的消息：看原文、再试、忽略。消息里有患者信息，每次打开都有记录。' },
  codes: { name: '编码对照', words: '维护科室、病区、人员、项目、单位等对照。' },
  dictionaries: { name: '字典', words: '维护院内字典和医院自建的清单。' },
  feeds: { name: '接口监测', words: '看各接口是否中断，登记计划停机。' },
  'hospital-commands': { name: '医院指令', words: '看发给院内系统的指令，失败的重发或作废。' },
  platforms: { name: '平台与额度', words: '看钉钉、企业微信的额度和任务，失败的重新执行。' },
  'duty-roster': { name: '值班维护', words: '维护全院值班：科主任、护士长、医务科值班，各科值班医生，文件导入。' },
  'critical-limits': { name: '危急值界限', words: '起草、试判、提交危急值界限方案，批准他人提交的方案；自己参与起草的不能批准。' },
};

/** What each of the three does, in the words of the page; none of them can do another's. */
export const dutyWords: Readonly<Record<AdminDuty, string>> = {
  system: '开通和停用台式账号、重置员工密码、平台与任务、通讯录。不能任免管理员，不能看审计。',
  security: '任免三类管理员、管理员账号的密码和验证方式、数据权限与密钥。不能看审计记录，不能改审计。',
  audit: '查阅审计记录、校验审计链、处理异常查阅。不能改账号、权限和系统设置。',
};
