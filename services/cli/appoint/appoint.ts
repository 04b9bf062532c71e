/** Names the first administrator of a duty on a fresh hospital; nobody at a page could. */
import { z } from 'zod';
import { systemActor } from '../../core/access.ts';
import type { AuditTrail } from '../../core/audit.ts';
import type { Database } from '../../core/db.ts';
import type { Corridor } from '../../core/run.ts';
import { appointFirst, dutyNames, hashPassword, initialPassword } from '../../shared/sign-in/index.ts';

export const duty = z.enum(['system', 'security', 'audit']);

export interface AppointParts {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly corridor: Corridor;
}

export interface Asked {
  readonly number: string;
  readonly duty: z.infer<typeof duty>;
  /** The holders cannot sign in any more. */
  readonly again: boolean;
}

/** The lines to print; the password stands in them once and nowhere else. @throws Refusal `sign-in.…` */
export async function appoint({ database, audit, corridor }: AppointParts, asked: Asked): Promise<readonly string[]> {
  const password = initialPassword();
  const { name } = await corridor.run(systemActor, appointFirst, { ...asked, hash: await hashPassword(password) });
  await audit.write(database.prisma, corridor.now(), systemActor, { act: appointFirst.name, subject: asked.number, outcome: 'allowed', reason: `command line: ${asked.duty}` });
  return [
    `已任命 ${name}（${asked.number}）为${dutyNames[asked.duty]}。`,
    `初始密码（只显示这一次）：${password}`,
    '请本人尽快在电脑浏览器打开 /m/sign-in，用工号和初始密码登录，按提示换成自己的密码并设置动态口令。',
  ];
}
