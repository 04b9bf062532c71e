/**
 * The inbox: every inbound thing is stored by its key before it is answered, in the transaction of what it caused. A
 * repeat finds the row and gets the stored answer; nothing happens twice. Messages name patients with their identity
 * cards and telephones, presses may carry a PIN: what came in is kept sealed.
 */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Tx } from './db.ts';
import type { KeyRing } from './seal.ts';
import type { SealedTable } from './sealed.ts';

/** What came in, as it came in. */
export interface Arrived {
  /** `<door>:<sender>:<their id>`; as long as the sender repeats it, the same. */
  readonly key: string;
  readonly door: string;
  readonly body: Uint8Array;
  readonly answer: Uint8Array;
  readonly outcome: 'accepted' | 'refused';
  readonly reason?: string | undefined;
}

declare const closed: unique symbol;

/** The same, closed: only this can be stored. */
export interface Arrival extends Arrived {
  readonly [closed]: true;
}

type Closer = Pick<KeyRing, 'closeBytes' | 'openBytes'>;

const bodyOf = (key: string) => `inbox.body ${key}`;
const answerOf = (key: string) => `inbox.answer ${key}`;

export const sealedInbox: SealedTable = {
  table: 'inbox_message',
  id: 'key',
  idType: 'text',
  columns: [
    { column: 'body', kind: 'bytes', purpose: bodyOf },
    { column: 'answer', kind: 'bytes', purpose: answerOf },
  ],
};

export function closeArrival(seal: Closer, arrived: Arrived): Arrival {
  const { key, body, answer } = arrived;
  return { ...arrived, body: seal.closeBytes(body, bodyOf(key)), answer: seal.closeBytes(answer, answerOf(key)) } as unknown as Arrival;
}

/** True when it is new; false when the key is known already, also by a transaction that is just about to commit. */
export async function storeArrival(db: Tx | PrismaClient, at: Date, arrival: Arrival): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO inbox_message (key, door, received_at, body, answer, outcome, reason)
    VALUES (${arrival.key}, ${arrival.door}, ${at}, ${arrival.body}, ${arrival.answer}, ${arrival.outcome}, ${arrival.reason ?? null})
    ON CONFLICT (key) DO NOTHING`;
  return inserted === 1;
}

/** Many by one statement; the keys of those that are new, none twice. The bytes travel as text in one parameter, so it is prepared once. */
export async function storeArrivals(db: Tx | PrismaClient, at: Date, arrivals: readonly Arrival[]): Promise<Set<string>> {
  const given = arrivals.map(({ key, door, body, answer, outcome, reason }) => ({ key, door, body: Buffer.from(body).toString('base64'), answer: Buffer.from(answer).toString('base64'), outcome, reason }));
  const made = await db.$queryRaw<{ key: string }[]>`
    INSERT INTO inbox_message (key, door, received_at, body, answer, outcome, reason)
    SELECT key, door, ${at}::timestamptz, decode(body, 'base64'), decode(answer, 'base64'), outcome, reason
      FROM jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) AS given(key text, door text, body text, answer text, outcome text, reason text)
    ON CONFLICT (key) DO NOTHING RETURNING key`;
  return new Set(made.map(({ key }) => key));
}

/** The answer that was given the first time. */
export async function storedAnswer(db: Tx | PrismaClient, seal: Closer, key: string): Promise<Uint8Array | undefined> {
  const row = await db.inboxMessage.findUnique({ where: { key }, select: { answer: true } });
  const answer = row?.answer ?? undefined;
  return answer === undefined ? undefined : seal.openBytes(answer, answerOf(key));
}

/** A message as it came in, with the door it came by and why it was refused, where it was. */
export async function storedArrival(db: Tx | PrismaClient, seal: Closer, key: string): Promise<{ readonly door: string; readonly body: Uint8Array; readonly outcome: string; readonly reason: string | null; readonly receivedAt: Date } | undefined> {
  const row = await db.inboxMessage.findUnique({ where: { key }, select: { door: true, body: true, outcome: true, reason: true, receivedAt: true } });
  return row === null ? undefined : { ...row, body: seal.openBytes(row.body, bodyOf(key)) };
}

/** What was refused once was taken after all. */
export async function acceptLate(db: Tx, key: string): Promise<void> {
  await db.inboxMessage.updateMany({ where: { key, outcome: 'refused' }, data: { outcome: 'accepted' } });
}

/** The message as it came in, for whoever has to read it again. */
export async function storedBody(db: Tx | PrismaClient, seal: Closer, key: string): Promise<Uint8Array | undefined> {
  const row = await db.inboxMessage.findUnique({ where: { key }, select: { body: true } });
  return row === null ? undefined : seal.openBytes(row.body, bodyOf(key));
}
