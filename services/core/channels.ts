/**
 * Channels: the keys agreed with each page. Sealed in the database, so that they outlive a restart and every machine
 * knows them; kept a while in the process, because every call needs one.
 */
import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '../../prisma/generated/client.ts';
import { type ChannelKeys, type SuiteName, suites } from './channel-suites.ts';
import type { Seal } from './seal.ts';
import type { SealedTable } from './sealed.ts';

export interface Channel {
  readonly id: string;
  readonly suite: SuiteName;
  readonly keys: ChannelKeys;
  readonly expiresAt: Date;
}

export interface Agreed {
  readonly id: string;
  readonly answer: string;
  readonly expiresAt: Date;
}

export interface Channels {
  /** `undefined`: that is no public key of this suite. */
  agree(suite: SuiteName, pageKey: string, now: Date): Promise<Agreed | undefined>;
  find(id: string, now: Date): Promise<Channel | undefined>;
}

const mostKept = 5_000;

export function createChannels(prisma: PrismaClient, seal: Seal, lifeMs: number): Channels {
  const kept = new Map<string, Channel>();
  const keep = (channel: Channel): Channel => {
    const oldest = kept.keys().next().value;
    if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
    kept.set(channel.id, channel);
    return channel;
  };
  return {
    agree: async (suite, pageKey, now) => {
      const agreement = suites[suite].agree(pageKey);
      if (agreement === undefined) return undefined;
      const { keys, answer } = agreement;
      const channel = keep({ id: randomUUID(), suite, keys, expiresAt: new Date(now.getTime() + lifeMs) });
      const sealedKey = seal.close(Buffer.concat([keys.request, keys.response]), purposeOf(channel.id));
      await prisma.channel.create({ data: { id: channel.id, suite, sealedKey, createdAt: now, expiresAt: channel.expiresAt } });
      return { id: channel.id, answer, expiresAt: channel.expiresAt };
    },
    find: async (id, now) => {
      const found = kept.get(id) ?? (await read(prisma, seal, id));
      if (found === undefined || found.expiresAt <= now) return undefined;
      return kept.has(id) ? found : keep(found);
    },
  };
}

const purposeOf = (id: string): string => `channel:${id}`;

export const sealedChannels: SealedTable = { table: 'channel', id: 'id', idType: 'uuid', columns: [{ column: 'sealed_key', kind: 'text', purpose: purposeOf }] };

async function read(prisma: PrismaClient, seal: Seal, id: string): Promise<Channel | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const row = await prisma.channel.findUnique({ where: { id } });
  if (row === null) return undefined;
  const suite = row.suite as SuiteName;
  const both = tryOpen(seal, row.sealedKey, purposeOf(id));
  if (both === undefined) return undefined;
  const { keyBytes } = suites[suite];
  return { id, suite, keys: { request: both.subarray(0, keyBytes), response: both.subarray(keyBytes) }, expiresAt: row.expiresAt };
}

/** A row of a sealing key that is gone is a channel that is gone: the page agrees anew. */
function tryOpen(seal: Seal, sealed: string, purpose: string): Buffer | undefined {
  try {
    return seal.open(sealed, purpose);
  } catch {
    return undefined;
  }
}

/** Keys of the past open nothing that we keep. Called by a tick. */
export async function sweepChannels(prisma: PrismaClient, before: Date): Promise<number> {
  return (await prisma.channel.deleteMany({ where: { expiresAt: { lt: before } } })).count;
}
