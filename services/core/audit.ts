/**
 * The record of who did, tried or looked at what. Rows are only ever added, each in the transaction of its act, and
 * each is chained to the one before in its lane (`audit-chain.ts`).
 */
import { Prisma, type PrismaClient } from '../../prisma/generated/client.ts';
import { type Actor, actorKey } from './access.ts';
import { type AuditContent, type AuditKeys, type AuditSuite, genesis, laneOf, linkOf, macOf } from './audit-chain.ts';
import type { Tx } from './db.ts';
import { withCommit } from './lean.ts';

export interface AuditEntry {
  /** `<module>.<verb>` of the act, or one of `coreActs`. */
  readonly act: string;
  readonly subject?: string | undefined;
  /** Whose data it was about. */
  readonly patients?: readonly string[] | undefined;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  /** The policy that said yes, or the code of the refusal. */
  readonly reason?: string | undefined;
}

/** Somebody we do not know, for presses, lines and sign-ins that were turned away. */
export interface StrangerEntry {
  readonly act: string;
  readonly door: 'chat' | 'http';
  /** The platform account, as far as it is known. */
  readonly origin: string;
  readonly reason: string;
  readonly terminal?: string | undefined;
  readonly address?: string | undefined;
}

export interface AuditTrail {
  /**
   * Inside the act's transaction when it succeeded, as its last statement: the lane is then held for the commit alone,
   * and a transaction waits for one lane at most. Outside when it was refused: a refusal must survive.
   */
  write(db: Tx | PrismaClient, at: Date, actor: Actor, entry: AuditEntry): Promise<void>;
  /** The same, but where the very same row (person, session, address, subject, patients, why) was written less than so many minutes ago: a page that asks again by itself. */
  writeOnce(db: Tx, at: Date, actor: Actor, entry: AuditEntry, minutes: number): Promise<void>;
  stranger(db: Tx | PrismaClient, at: Date, entry: StrangerEntry): Promise<void>;
}

/** @param keys under which rows are written from now on */
export function createAuditTrail(keys: AuditKeys, suite: AuditSuite = 'sha256'): AuditTrail {
  return {
    write: (db, at, actor, entry) => append(db, keys, suite, contentOf(at, actor, entry)),
    writeOnce: async (db, at, actor, entry, minutes) => {
      const content = contentOf(at, actor, entry);
      if (!(await isWritten(db, content, minutes))) await append(db, keys, suite, content);
    },
    stranger: (db, at, { act, door, origin, reason, terminal, address }) =>
      append(db, keys, suite, { ...nobody, at, act, door, origin, reason, outcome: 'refused', terminal: terminal ?? null, address: address ?? null }),
  };
}

const nobody = { actor: 'stranger', role: null, adminRole: null, subject: null, patients: [] } as const;

function contentOf(at: Date, actor: Actor, { act, subject, patients = [], outcome, reason }: AuditEntry): AuditContent {
  const staff = actor.kind === 'staff' ? actor : undefined;
  return {
    at,
    actor: actorKey(actor),
    role: staff?.role ?? null,
    adminRole: staff?.adminRole ?? null,
    act,
    subject: subject ?? null,
    patients: [...new Set(patients.map((id) => id.toLowerCase()))].sort(),
    outcome,
    reason: reason ?? null,
    door: actor.door,
    terminal: staff?.session?.terminal ?? null,
    address: (actor.kind === 'staff' ? actor.session?.address : actor.address) ?? null,
    origin: staff?.origin ?? null,
  };
}

/** Counted from the row, not from the last look: who keeps a page open all day is on record all day. */
async function isWritten(db: Tx, { at, patients, ...content }: AuditContent, minutes: number): Promise<boolean> {
  const { actor, act, subject, outcome, reason, door, address, origin } = content;
  const last = await db.audit.findFirst({ where: { actor, at: { gt: new Date(at.getTime() - minutes * 60_000), lte: at }, act, subject, outcome, reason, door, address, origin }, orderBy: { id: 'desc' }, select: { patients: true } });
  return last !== null && JSON.stringify(last.patients) === JSON.stringify(patients);
}

/** One statement: takes the next place in the lane, makes the hash there and writes the row. */
async function append(db: Tx | PrismaClient, keys: AuditKeys, suite: AuditSuite, given: AuditContent): Promise<void> {
  const row = storable(given);
  const lane = laneOf(row.actor);
  const mac = macOf(keys, suite, lane, row);
  const link = linkOf(keys, mac);
  const { text, values } = Prisma.sql`
    WITH place AS (
      INSERT INTO audit_lane AS l (lane, seq, hash) VALUES (${lane}::int2, 1, sha256(${genesis}::bytea || int8send(1) || ${mac}::bytea || ${link}::bytea))
      ON CONFLICT (lane) DO UPDATE SET seq = l.seq + 1, hash = sha256(l.hash || int8send(l.seq + 1) || ${mac}::bytea || ${link}::bytea)
      RETURNING lane, seq, hash)
    INSERT INTO audit (at, actor, role, admin_role, act, subject, patients, outcome, reason, door, terminal, address, origin, lane, seq, mac, hash)
    SELECT ${row.at}::timestamptz, ${row.actor}::text, ${row.role}::text, ${row.adminRole}::text, ${row.act}::text, ${row.subject}::text, ${[...row.patients]}::uuid[], ${row.outcome}::text,
           ${row.reason}::text, ${row.door}::text, ${row.terminal}::text, ${row.address}::text, ${row.origin}::text, lane, seq, ${mac}::bytea, hash FROM place`;
  await withCommit(db as Tx, text, ...values);
}

/** PostgreSQL keeps neither a NUL nor half a surrogate; what it would change would not prove itself later. */
function storable(row: AuditContent): AuditContent {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value])) as unknown as AuditContent;
}

/** Acts that are no module's: a door writes them. */
export const coreActs = {
  'sign-in': '登录',
  'sign-out': '退出登录',
  'sign-in.session-moved': '登录凭证出现在另一台设备',
  'machine.call': '接口调用',
  'chat.press': '在聊天里点按卡片',
  'chat.line': '在聊天里发消息',
} as const;
