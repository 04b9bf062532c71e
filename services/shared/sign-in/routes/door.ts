/** What the doors of signing in share. They set cookies and redirect browsers, which an action cannot. */
import type Koa from 'koa';
import type { z } from 'zod';
import type { Bot } from '../../../../bots/bot.ts';
import type { StaffActor, Terminal } from '../../../core/access.ts';
import { deviceOf } from '../../../core/device.ts';
import { Refusal } from '../../../core/errors.ts';
import { cookieName, setOwnCookie } from '../../../core/http.ts';
import type { Log } from '../../../core/log.ts';
import type { Corridor } from '../../../core/run.ts';
import type { Sessions } from '../../../core/session.ts';
import { findPerson } from '../../directory/index.ts';
import { type Me, me } from '../../directory/schema.ts';
import { isMedicalOffice, keepsWards } from '../../on-call/index.ts';
import type { SignInKit } from '../settings.ts';

export interface DoorParts {
  readonly kit: SignInKit;
  readonly bots: readonly Bot[];
  readonly sessions: Sessions;
  readonly corridor: Pick<Corridor, 'run'>;
  readonly now: () => Date;
  readonly log: Log;
  readonly pagesUrl: string;
  readonly demo: boolean;
}

export const isSecure = ({ pagesUrl }: Pick<DoorParts, 'pagesUrl'>): boolean => pagesUrl.startsWith('https:');

export interface Entered {
  readonly terminal: Terminal;
  /** For the audit row: `dingtalk`, `password+totp`. */
  readonly by: string;
  /** The second factor shown on the way. */
  readonly steppedUpBy?: string;
}

/** A new session for this browser, always under a new cookie: one that was there before opens nothing of the new person's. */
export async function enter(parts: DoorParts, ctx: Koa.Context, actor: StaffActor, { terminal, by, steppedUpBy }: Entered): Promise<Me> {
  const { kit, sessions, now, log } = parts;
  const device = deviceOf(ctx.get('user-agent'));
  const cookie = await sessions.begin(actor.id, terminal, now(), { device, address: ctx.ip, before: ctx.cookies.get(cookieName), steppedUpBy });
  await kit.audit.write(kit.prisma, now(), actor, { act: 'sign-in', outcome: 'allowed', reason: by });
  setOwnCookie(ctx, cookieName, cookie, sessions.longestMs(device), isSecure(parts));
  log.info({ staff: actor.id, by }, 'signed in');
  return me.parse({ ...(await findPerson(kit.prisma, actor.id)), keepsWards: await keepsWards(kit.prisma, actor.id, now()), isMedicalOffice: await isMedicalOffice(kit.prisma, actor.departmentCode) });
}

/** Somebody who is not known yet was turned away. */
export async function auditTurnedAway({ kit, now }: Pick<DoorParts, 'kit' | 'now'>, { terminal, origin, address }: { terminal: Terminal; origin: string; address: string }, reason: string): Promise<void> {
  await kit.audit.stranger(kit.prisma, now(), { act: 'sign-in', door: 'http', terminal, origin, address, reason });
}

/** @throws Refusal `core.bad-input` */
export function readBody<T>(schema: z.ZodType<T>, ctx: Koa.Context): T {
  const read = schema.safeParse(ctx.request.body ?? {});
  if (!read.success) throw new Refusal('core.bad-input', { where: read.error.issues.map(({ path }) => path.join('.')).join(', ') }, 400);
  return read.data;
}
