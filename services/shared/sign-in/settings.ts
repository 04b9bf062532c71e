/** Settings of group 台式登录, and what the parts of the module share. */
import { z } from 'zod';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { AuditTrail } from '../../core/audit.ts';
import type { Seal } from '../../core/seal.ts';
import type { SessionRules } from '../../core/session.ts';
import type { CertificateAuthority } from '../../links/ca/port.ts';
import type { LockRules, PasswordPolicy } from './model.ts';
import type { RelyingParty } from './store/passkeys.ts';

export const signInSettings = z.object({
  passwordMinLength: z.coerce.number().int().min(8, '不能少于 8').max(64).default(10).describe('台式登录密码的最短长度（不少于 8）'),
  passwordDays: z.coerce.number().int().min(0).max(366).default(90).describe('密码多少天后必须更换；0 表示不强制'),
  lockFailures: z.coerce.number().int().min(3).max(10).default(5).describe('连续失败多少次后锁定'),
  lockMinutes: z.coerce.number().positive().max(1440).default(15).describe('锁定多少分钟（等保常用 10–30）'),
  lockPerAddress: z.coerce.number().int().min(10).default(60).describe('同一网络地址累计失败多少次后暂停从该地址登录；全院经同一出口上网时可调大'),
});

export interface SignInRules {
  readonly policy: PasswordPolicy;
  readonly lock: LockRules;
  readonly sessions: SessionRules;
  /** How long a second factor counts as just shown, and a session as just begun. */
  readonly freshMinutes: number;
}

export function signInRules(asked: z.output<typeof signInSettings>, sessions: SessionRules, freshMinutes: number): SignInRules {
  return {
    policy: { minLength: asked.passwordMinLength, maxDays: asked.passwordDays },
    lock: { failures: asked.lockFailures, minutes: asked.lockMinutes, perAddress: asked.lockPerAddress },
    sessions,
    freshMinutes,
  };
}

/** What the flows and doors of the module reach. */
export interface SignInKit {
  readonly prisma: PrismaClient;
  readonly audit: AuditTrail;
  readonly seal: Seal;
  /** Proves a signature PIN. */
  readonly ca: CertificateAuthority;
  readonly rules: SignInRules;
  /** `undefined` where browsers allow no device-bound keys. */
  readonly party: RelyingParty | undefined;
  /** Written beside the codes in the authenticator application. */
  readonly issuer: string;
}
