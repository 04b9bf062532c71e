/**
 * The inbox: every inbound thing is stored by its key before it is answered, in the transaction of what it caused. A
 * repeat finds the row and gets the stored answer; nothing happens twice.
 */
import type { PrismaClient } from '../../prisma/generated/client.ts';
import type { Tx } from './db.ts';

export interface Arrival {
  /** `<door>:<sender>:<their id>`; as long as the sender repeats it, the same. */
  readonly key: string;
  readonly door: string;
  readonly body: Uint8Array;
  readonly answer: Uint8Array;
  readonly outcome: 'accepted' | 'refused';
  readonly reason?: string | undefined;
}

/** True when it is new; false when the key is known already, also by a transaction that is just about to commit. */
export async function storeArrival(db: Tx | PrismaClient, at: Date, arrival: Arrival): Promise<boolean> {
  const inserted = await db.$executeRaw`
    INSERT INTO inbox_message (key, door, received_at, body, answer, outcome, reason)
    VALUES (${arrival.key}, ${arrival.door}, ${at}, ${arrival.body}, ${arrival.answer}, ${arrival.outcome}, ${arrival.reason ?? null})
    ON CONFLICT (key) DO NOTHING`;
  return inserted === 1;
}

/** The answer that was given the first time. */
export async function storedAnswer(db: Tx | PrismaClient, key: string): Promise<Uint8Array | undefined> {
  const row = await db.inboxMessage.findUnique({ where: { key }, select: { answer: true } });
  return row?.answer ?? undefined;
}
