/** Sessions of the pages: a random value in a cookie, its digest in a row, an idle and an absolute end. */
import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Terminal } from './access.ts';
import type { Tx } from './db.ts';

export interface Session {
  readonly id: string;
  readonly staff: string;
  readonly terminal: Terminal;
}

export interface SessionRules {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface Sessions {
  /** Returns the cookie's value; it is not kept. */
  begin(staff: string, terminal: Terminal, now: Date): Promise<string>;
  find(cookie: string, now: Date): Promise<Session | undefined>;
  end(cookie: string, now: Date): Promise<void>;
}

const digest = (cookie: string) => createHash('sha256').update(cookie).digest('hex');

/** "Last seen" is written once a minute at most: enough for a limit of minutes. */
const seenEveryMs = 60_000;

export function createSessions(prisma: PrismaClient, rules: SessionRules): Sessions {
  return {
    begin: async (staff, terminal, now) => {
      const cookie = randomBytes(32).toString('base64url');
      const expiresAt = new Date(now.getTime() + rules.absoluteMs);
      await prisma.session.create({ data: { id: digest(cookie), staff, terminal, createdAt: now, lastSeenAt: now, expiresAt } });
      return cookie;
    },
    find: async (cookie, now) => {
      const row = await prisma.session.findUnique({ where: { id: digest(cookie) } });
      if (row === null || row.endedAt !== null || row.expiresAt <= now) return undefined;
      const idle = now.getTime() - row.lastSeenAt.getTime();
      if (idle > rules.idleMs) return undefined;
      if (idle > Math.min(seenEveryMs, rules.idleMs / 4)) await prisma.session.update({ where: { id: row.id }, data: { lastSeenAt: now } });
      return { id: row.id, staff: row.staff, terminal: row.terminal as Terminal };
    },
    end: async (cookie, now) => {
      await prisma.session.updateMany({ where: { id: digest(cookie), endedAt: null }, data: { endedAt: now } });
    },
  };
}

/** All of a person who left, in the transaction that writes it down. */
export async function endSessions(tx: Tx, staff: string, now: Date): Promise<void> {
  await tx.session.updateMany({ where: { staff, endedAt: null }, data: { endedAt: now } });
}

/** Rows of the past open nothing; the audit keeps who signed in when. Called by a tick. */
export async function sweepSessions(prisma: PrismaClient, before: Date): Promise<number> {
  return (await prisma.session.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
