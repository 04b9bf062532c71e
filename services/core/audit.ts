/** The record of who did, tried or looked at what. Rows are only ever added. */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { type Actor, actorKey } from './access.ts';
import type { Tx } from './db.ts';

export interface AuditEntry {
  readonly act: string;
  readonly subject?: string | undefined;
  readonly outcome: 'allowed' | 'refused' | 'failed';
  /** The policy that said yes, or the code of the refusal. */
  readonly reason?: string | undefined;
}

/** Inside the action's transaction when it succeeded, outside when it was refused: a refusal must survive. */
export async function writeAudit(db: Tx | PrismaClient, at: Date, actor: Actor, entry: AuditEntry): Promise<void> {
  await db.audit.create({
    data: {
      at,
      actor: actorKey(actor),
      act: entry.act,
      subject: entry.subject ?? null,
      outcome: entry.outcome,
      reason: entry.reason ?? null,
      door: actor.door,
      origin: actor.kind === 'staff' ? actor.origin : null,
    },
  });
}

export interface StrangerEntry {
  readonly act: string;
  readonly door: 'chat' | 'http';
  /** The platform account, as far as it is known. */
  readonly origin: string;
  readonly reason: string;
}

/** Somebody we do not know, for presses, lines and sign-ins that were turned away. */
export async function auditStranger(db: PrismaClient, at: Date, entry: StrangerEntry): Promise<void> {
  await db.audit.create({ data: { at, actor: 'stranger', outcome: 'refused', ...entry } });
}
