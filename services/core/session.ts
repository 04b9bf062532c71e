/**
 * Sessions of the pages: a random value in a cookie, its digest in a row, an idle and an absolute end. One a person and
 * kind of terminal: the newer ends the older. A cookie that turns up in another kind of browser ends its session.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Terminal } from './access.ts';
import type { AuditTrail } from './audit.ts';
import type { Tx } from './db.ts';
import { type DeviceKind, kindOf } from './device.ts';

export interface Session {
  /** Digest of the cookie; opens nothing. */
  readonly id: string;
  readonly staff: string;
  readonly terminal: Terminal;
  readonly createdAt: Date;
  readonly steppedUpAt: Date | undefined;
}

export interface SessionLimits {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export type SessionRules = Readonly<Record<DeviceKind, SessionLimits>>;

const limits = (minutes: number, hours: number): SessionLimits => ({ idleMs: minutes * 60_000, absoluteMs: hours * 3_600_000 });

/** From the settings of group 登录. */
export function sessionRulesOf(asked: Readonly<Record<'idleMinutes' | 'absoluteHours' | 'phoneIdleMinutes' | 'phoneAbsoluteHours', number>>): SessionRules {
  return { desktop: limits(asked.idleMinutes, asked.absoluteHours), phone: limits(asked.phoneIdleMinutes, asked.phoneAbsoluteHours) };
}

/** What was seen of the browser that signed in. */
export interface SessionOrigin {
  /** From `deviceOf`. */
  readonly device?: string | undefined;
  readonly address?: string | undefined;
  /** The cookie this browser had before: whoever it belonged to is signed out here. */
  readonly before?: string | undefined;
  /** The second factor shown while signing in. */
  readonly steppedUpBy?: string | undefined;
}

export interface Visit {
  readonly device?: string;
  /** False for what a page asks by itself while nobody touches it: such a call keeps no session alive. */
  readonly isPresent?: boolean;
}

/** Why a session ended before its time; kept in its row. */
export type SessionEnd = 'signed-out' | 'replaced' | 'ended-by-person' | 'ended-by-administrator' | 'left' | 'password-changed' | 'account-disabled' | 'moved';

export interface Sessions {
  /** Returns the cookie's value; it is not kept. */
  begin(staff: string, terminal: Terminal, now: Date, origin?: SessionOrigin): Promise<string>;
  find(cookie: string, now: Date, visit?: Visit): Promise<Session | undefined>;
  /** The code of the sentence for a cookie that `find` did not know. */
  whyEnded(cookie: string, now: Date): Promise<string>;
  end(cookie: string, now: Date): Promise<void>;
  /** Milliseconds a cookie of this device may live. */
  longestMs(device: string): number;
}

const digest = (cookie: string) => createHash('sha256').update(cookie).digest('hex');

/** "Last seen" is written once a minute at most: enough for a limit of minutes. */
const seenEveryMs = 60_000;

export function createSessions(prisma: PrismaClient, rules: SessionRules, audit: AuditTrail): Sessions {
  const limitsOf = (device: string | null | undefined): SessionLimits => rules[kindOf(device ?? '')];
  return {
    begin: async (staff, terminal, now, { device, address, before, steppedUpBy } = {}) => {
      const cookie = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now.getTime() + limitsOf(device).absoluteMs);
      const shown = steppedUpBy === undefined ? {} : { steppedUpAt: now, steppedUpBy };
      await prisma.$transaction(async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`session:${staff}`}, 0))`;
        await endReplaced(tx, staff, terminal, device, now);
        if (before !== undefined) await endRows(tx, { id: digest(before) }, 'signed-out', now);
        await tx.session.create({ data: { id: digest(cookie), staff, terminal, device: device ?? null, address: address ?? null, createdAt: now, lastSeenAt: now, expiresAt, ...shown } });
      });
      return cookie;
    },
    find: async (cookie, now, { device, isPresent = true } = {}) => {
      const row = await prisma.session.findUnique({ where: { id: digest(cookie) } });
      if (row === null || row.endedAt !== null || row.expiresAt <= now) return undefined;
      const { idleMs } = limitsOf(row.device);
      const idle = now.getTime() - row.lastSeenAt.getTime();
      if (idle > idleMs) return undefined;
      if (device !== undefined && row.device !== null && row.device !== device) {
        const { count } = await prisma.session.updateMany({ where: { id: row.id, endedAt: null }, data: { endedAt: now, endedWhy: 'moved' } });
        if (count === 1) await audit.stranger(prisma, now, { act: 'sign-in.session-moved', door: 'http', origin: `${row.terminal}:${row.id.slice(0, 12)} of ${row.staff}`, reason: 'core.session-moved' });
        return undefined;
      }
      if (isPresent && idle > Math.min(seenEveryMs, idleMs / 4)) await prisma.session.update({ where: { id: row.id }, data: { lastSeenAt: now } });
      return { id: row.id, staff: row.staff, terminal: row.terminal as Terminal, createdAt: row.createdAt, steppedUpAt: row.steppedUpAt ?? undefined };
    },
    whyEnded: async (cookie, now) => {
      const row = await prisma.session.findUnique({ where: { id: digest(cookie) } });
      if (row === null || row.endedWhy === 'signed-out') return 'core.sign-in-first';
      if (row.endedWhy === 'replaced') return 'core.session-replaced';
      if (row.endedWhy === 'moved') return 'core.session-moved';
      if (row.endedAt !== null) return 'core.session-ended';
      return row.expiresAt <= now ? 'core.session-expired' : 'core.session-idle';
    },
    end: async (cookie, now) => {
      await prisma.session.updateMany({ where: { id: digest(cookie), endedAt: null }, data: { endedAt: now, endedWhy: 'signed-out' } });
    },
    longestMs: (device) => limitsOf(device).absoluteMs,
  };
}

/** The older one of the same terminal: a phone and a desktop in the same chat application are two. */
async function endReplaced(tx: Tx, staff: string, terminal: Terminal, device: string | undefined, now: Date): Promise<void> {
  const rows = await tx.session.findMany({ where: { staff, terminal, endedAt: null }, select: { id: true, device: true } });
  const older = rows.filter((row) => kindOf(row.device ?? '') === kindOf(device ?? '')).map(({ id }) => id);
  await endRows(tx, { id: { in: older } }, 'replaced', now);
}

async function endRows(tx: Tx, which: { readonly id?: string | { in: string[] }; readonly staff?: string; readonly terminal?: Terminal }, why: SessionEnd, now: Date): Promise<number> {
  return (await tx.session.updateMany({ where: { ...which, endedAt: null }, data: { endedAt: now, endedWhy: why } })).count;
}

/** All of a person, in the transaction that writes down why. */
export async function endSessions(tx: Tx, staff: string, now: Date, why: SessionEnd = 'left'): Promise<number> {
  return endRows(tx, { staff }, why, now);
}

/** Those at a desk: its account was closed, or its password changed. */
export async function endDeskSessions(tx: Tx, staff: string, now: Date, why: SessionEnd, except = ''): Promise<number> {
  const rows = await tx.session.findMany({ where: { staff, terminal: 'desk', endedAt: null, id: { not: except } }, select: { id: true } });
  return endRows(tx, { id: { in: rows.map(({ id }) => id) } }, why, now);
}

/** One of a person's own, by the handle the list shows. `false` when it is not theirs or has ended. */
export async function endOwnSession(tx: Tx, staff: string, handle: string, now: Date): Promise<boolean> {
  const open = await tx.session.findMany({ where: { staff, endedAt: null }, select: { id: true } });
  const found = open.filter(({ id }) => handleOf(id) === handle).map(({ id }) => id);
  return (await endRows(tx, { id: { in: found } }, 'ended-by-person', now)) === 1;
}

/** Enough to name one of a person's sessions. */
export const handleOf = (id: string): string => id.slice(0, 16);

export interface OpenSession {
  readonly id: string;
  readonly terminal: Terminal;
  readonly device: string | undefined;
  readonly address: string | undefined;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
}

/** Those that still open pages, the last used first. */
export async function openSessions(tx: Tx, staff: string, now: Date, rules: SessionRules): Promise<OpenSession[]> {
  const rows = await tx.session.findMany({ where: { staff, endedAt: null, expiresAt: { gt: now } }, orderBy: { lastSeenAt: 'desc' } });
  const live = rows.filter((row) => now.getTime() - row.lastSeenAt.getTime() <= rules[kindOf(row.device ?? '')].idleMs);
  return live.map(({ id, terminal, device, address, createdAt, lastSeenAt }) => ({ id, terminal: terminal as Terminal, device: device ?? undefined, address: address ?? undefined, createdAt, lastSeenAt }));
}

/** A second factor was shown in this session. */
export async function markSteppedUp(tx: Tx, id: string, by: string, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { id, endedAt: null }, data: { steppedUpAt: now, steppedUpBy: by } });
}

/** Rows of the past open nothing; the audit keeps who signed in when. Called by a tick. */
export async function sweepSessions(prisma: PrismaClient, before: Date): Promise<number> {
  return (await prisma.session.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
