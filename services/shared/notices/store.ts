import { createHash } from 'node:crypto';
import type { MessageRef, Platform } from '../../../bots/bot.ts';
import type { Card } from '../../../cards/card.ts';
import type { Tx } from '../../core/db.ts';
import { freshOnes } from '../../core/fresh.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts';

export interface Delivery {
  readonly id: string;
  readonly module: string;
  readonly subject: string;
  readonly step: string;
  readonly recipient: string;
  readonly urgency: 'critical' | 'normal';
  readonly state: string;
  readonly platform: Platform | undefined;
  readonly corp: string | undefined;
  readonly user: string | undefined;
  readonly ref: MessageRef;
  readonly shown: string | undefined;
  /** Where it perhaps hangs too. */
  readonly doubts: readonly Doubt[];
  readonly createdAt: Date;
  /** How often the subject changed while the card waited or was on its way. */
  readonly changes: number;
}

/** A platform that left open whether it took the card. */
export interface Doubt extends Place {
  /** Digest of what it was last made to show; absent before. */
  readonly shown?: string | undefined;
}

/** An account of somebody, as a place of a card. */
export interface Place {
  readonly platform: string;
  readonly corp: string;
  readonly user: string;
}

/** Platforms do not always write a user's id in the same case. */
export const isAt = (one: Place, other: { readonly [Part in keyof Place]: string | undefined }): boolean => one.platform === other.platform && one.corp === other.corp && one.user.toLowerCase() === other.user?.toLowerCase();

/** Unchanged card, unchanged digest: no call to the platform. */
export function digestOf(card: Card): string {
  return createHash('sha256').update(JSON.stringify(card)).digest('base64url');
}

export interface NewDelivery {
  readonly module: string;
  readonly subject: string;
  readonly step: string;
  readonly recipient: string;
  readonly urgency: 'critical' | 'normal';
}

const deliveryRows = rowsOf('delivery', {
  id: 'uuid', module: 'text', subject: 'text', step: 'text', recipient: 'text', urgency: 'text', state: 'text', ref: 'jsonb', createdAt: 'timestamptz',
});

/** Those that this process is about to send: what changes meanwhile is counted in their rows, and `markSent` sees it. */
const fresh = freshOnes<Delivery>();

/** One per person, subject and step, however often it is asked for; returns the ids of the new ones. */
export async function createDeliveries(tx: Tx, now: Date, wanted: readonly NewDelivery[]): Promise<string[]> {
  const rows = wanted.map((row) => ({ id: newId(now.getTime()), ...row, state: 'queued', ref: {}, createdAt: now }));
  const made = new Set(await deliveryRows.insertNew(tx, rows));
  const added = rows.filter(({ id }) => made.has(id));
  for (const row of added) fresh.keep(row.id, { ...row, platform: undefined, corp: undefined, user: undefined, shown: undefined, doubts: [], changes: 0 });
  return added.map(({ id }) => id);
}

/** By their ids; those that were just made are not read again. */
export async function deliveriesToSend(tx: Tx, ids: readonly string[]): Promise<Map<string, Delivery>> {
  const known = new Map(ids.flatMap((id) => {
    const one = fresh.take(id);
    return one === undefined ? [] : [[id, one] as const];
  }));
  return new Map([...known, ...(await findDeliveries(tx, ids.filter((id) => !known.has(id))))]);
}

export interface Arrived extends Place {
  readonly delivery: string;
  readonly ref: MessageRef;
  readonly shown: string;
}

interface Marked extends Pick<Delivery, 'module' | 'subject' | 'step' | 'recipient' | 'changes'> {
  /** The person has an earlier card about the same. */
  readonly hasOlder: boolean;
}

/** Waiting → sent; those that were waiting, by their ids. Locked in the order of their ids, as whoever else changes several. */
export async function markSent(tx: Tx, at: Date, cards: readonly Arrived[]): Promise<Map<string, Marked>> {
  const rows = await tx.$queryRaw<(Marked & { readonly id: string })[]>`
    WITH given AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(cards)}::text::jsonb) AS card(delivery uuid, platform text, corp text, "user" text, ref jsonb, shown text)),
         held AS MATERIALIZED (SELECT id FROM delivery WHERE id IN (SELECT delivery FROM given) AND state = 'queued' ORDER BY id FOR UPDATE)
    UPDATE delivery d SET platform = g.platform, corp = g.corp, "user" = g."user", ref = g.ref, shown = g.shown, state = 'sent', sent_at = ${at}, failure = NULL
      FROM held JOIN given g ON g.delivery = held.id WHERE d.id = held.id RETURNING d.id, d.module, d.subject, d.step, d.recipient, d.changes,
        EXISTS (SELECT 1 FROM delivery o WHERE o.module = d.module AND o.subject = d.subject AND o.recipient = d.recipient AND o.id < d.id AND o.state = 'sent') AS "hasOlder"`;
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function findDelivery(tx: Tx, id: string): Promise<Delivery | undefined> {
  return (await findDeliveries(tx, [id])).get(id);
}

/** By their ids; by hand in one statement, asked for every card. */
export async function findDeliveries(tx: Tx, ids: readonly string[]): Promise<Map<string, Delivery>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<DeliveryColumns[]>`
    SELECT id, module, subject, step, recipient, urgency, state, platform, corp, "user", ref, shown, doubts, created_at AS "createdAt", changes FROM delivery WHERE id = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, toDelivery(row)]));
}

/** For the cards on their way: whoever notes one as sent waits for this transaction, and sees that it drew an old state. */
export async function countChange(tx: Tx, module: string, subject: string): Promise<void> {
  await tx.delivery.updateMany({ where: { module, subject, state: 'queued' }, data: { changes: { increment: 1 } } });
}

/** One at a time for each delivery. */
export async function changeDoubts(tx: Tx, id: string, change: (doubts: readonly Doubt[]) => readonly Doubt[]): Promise<void> {
  const [row] = await tx.$queryRaw<{ doubts: readonly Doubt[] }[]>`SELECT doubts FROM delivery WHERE id = ${id}::uuid FOR UPDATE`;
  if (row !== undefined) await tx.delivery.update({ where: { id }, data: { doubts: change(row.doubts).map((doubt) => ({ ...doubt })) } });
}

/** All that hang in chats about a subject, or perhaps do: of one that was no longer needed a platform may have taken the card all the same. */
export async function sentDeliveries(tx: Tx, module: string, subject: string): Promise<Delivery[]> {
  const rows = await tx.delivery.findMany({ where: { module, subject, OR: [{ state: 'sent' }, { state: 'needless', NOT: { doubts: { equals: [] } } }] }, orderBy: { createdAt: 'asc' } });
  return rows.map(toDelivery);
}

/** Queued for longer than they should be, oldest first. */
export async function forgottenDeliveries(tx: Tx, before: Date): Promise<{ id: string; urgency: string }[]> {
  return tx.delivery.findMany({ where: { state: 'queued', createdAt: { lt: before } }, select: { id: true, urgency: true }, orderBy: { createdAt: 'asc' }, take: 500 });
}

/** Whom critical cards wait for; a few of them are enough to know that some wait. */
export async function waitingCritical(db: Tx | PrismaClient, after: Date): Promise<string[]> {
  const rows = await db.delivery.findMany({ where: { state: 'queued', urgency: 'critical', createdAt: { gt: after } }, select: { recipient: true }, distinct: ['recipient'], take: 20 });
  return rows.map((row) => row.recipient);
}

type DeliveryColumns = Omit<Prisma.DeliveryGetPayload<object>, 'delayedAt' | 'failure' | 'readAt' | 'sentAt'>;

function toDelivery(row: DeliveryColumns): Delivery {
  return {
    id: row.id,
    module: row.module,
    subject: row.subject,
    step: row.step,
    recipient: row.recipient,
    urgency: row.urgency === 'critical' ? 'critical' : 'normal',
    state: row.state,
    platform: row.platform === 'dingtalk' || row.platform === 'wecom' ? row.platform : undefined,
    corp: row.corp ?? undefined,
    user: row.user ?? undefined,
    ref: row.ref as MessageRef,
    shown: row.shown ?? undefined,
    doubts: row.doubts as unknown as readonly Doubt[],
    createdAt: row.createdAt,
    changes: row.changes,
  };
}
