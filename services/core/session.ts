/** Sessions of the pages: a random value in a cookie, its digest in a row, an idle and an absolute end. */
import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';

export interface Session {
  readonly id: string;
  readonly staff: string;
  readonly terminal: Terminal;
}

/** Where somebody signed in. */
export type Terminal = 'dingtalk' | 'wecom' | 'desk';

export interface SessionRules {
  readonly idleMs: number;
  readonly absoluteMs: number;
}

export interface Sessions {
  /** Returns the cookie's value; it is not kept. */
  begin(staff: string, terminal: Terminal, now: Date): Promise<string>;
  find(cookie: string, now: Date): Promise<Session | undefined>;
  end(cookie: string, now: Date): Promise<void>;
  /** A person who left. */
  endAll(staff: string, now: Date): Promise<number>;
}

const digest = (cookie: string) => createHash('sha256').update(cookie).digest('hex');

/** How often "last seen" is written: once a minute is enough for a limit of minutes. */
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
      if (idle > seenEveryMs) await prisma.session.update({ where: { id: row.id }, data: { lastSeenAt: now } });
      return { id: row.id, staff: row.staff, terminal: row.terminal as Terminal };
    },
    end: async (cookie, now) => {
      await prisma.session.updateMany({ where: { id: digest(cookie), endedAt: null }, data: { endedAt: now } });
    },
    endAll: async (staff, now) => (await prisma.session.updateMany({ where: { staff, endedAt: null }, data: { endedAt: now } })).count,
  };
}
