/**
 * The door of everything that source systems send: store, then answer. The message, what it says and the jobs it causes
 * are committed before the answer goes out; a repeat gets the stored answer; what cannot be read is stored with its
 * reason. HL7, FHIR and the HTTP contract come in by `take`; `messageDoor` is the one that MLLP knocks at.
 */
import { createHash } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { linkActor } from '../../core/access.ts';
import { closeArrival, storeArrival, storedAnswer } from '../../core/inbox.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metrics.ts';
import { type Corridor, Repeated } from '../../core/run.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Outcome } from '../../links/hl7/read.ts';
import type { Said } from '../../links/statements/schema.ts';
import { links, receive } from './actions.ts';

export interface IntakeParts {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  readonly seal: KeyRing;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What came in by one of the doors. */
export interface Knock {
  readonly door: 'mllp' | 'fhir' | 'http';
  /** Sender and the sender's number with a digest of the content: a true repeat has the same (ADR 0006). */
  readonly key: string;
  readonly body: Uint8Array;
  readonly answer: Uint8Array;
}

export interface IntakeDoor {
  /** Stores and applies what was read, all of it or nothing; gives the answer to send, for a repeat the first one. */
  take(knock: Knock, said: readonly Said[]): Promise<Uint8Array>;
  /** Stores what is not taken, with our name of the reason. */
  refuse(knock: Knock, reason: string): Promise<void>;
}

export function intakeDoor({ prisma, corridor, seal, log, metrics }: IntakeParts): IntakeDoor {
  const action = receive(seal);
  return {
    take: async (knock, said) => {
      const { door, key } = knock;
      try {
        await corridor.run(linkActor(links[door]), action, { arrival: key, said: [...said] }, closeArrival(seal, { ...knock, outcome: 'accepted' }));
        metrics.inbound.inc({ door, outcome: 'accepted' });
        return knock.answer;
      } catch (error) {
        if (!(error instanceof Repeated)) throw error;
        metrics.inbound.inc({ door, outcome: 'repeated' });
        return (await storedAnswer(prisma, seal, key)) ?? knock.answer;
      }
    },
    refuse: async (knock, reason) => {
      const { door, key } = knock;
      log.warn({ key, reason }, 'message refused');
      metrics.inbound.inc({ door, outcome: 'refused' });
      await storeArrival(prisma, corridor.now(), closeArrival(seal, { ...knock, outcome: 'refused', reason }));
    },
  };
}

export interface MessageParts extends IntakeParts {
  readonly read: (raw: Buffer) => Outcome;
  readonly answer: (outcome: Outcome, now: Date) => Buffer;
}

export interface MessageDoor {
  /** Takes one message and returns its answer. A rejection means that nothing was stored: the sender must send again. */
  take(raw: Buffer): Promise<Buffer>;
  /** A message too large to take: refused like every other, and its beginning is on record. */
  tooLarge(head: Buffer, answer: Buffer): Promise<void>;
}

export function messageDoor({ read, answer, ...parts }: MessageParts): MessageDoor {
  const door = intakeDoor(parts);
  return {
    take: async (raw) => {
      const outcome = read(raw);
      // Some senders start their control ids anew; other content under a known id is another message, never a repeat.
      const knock = { door: 'mllp', key: `${outcome.key}#${outcome.digest.slice(0, 16)}`, body: raw, answer: answer(outcome, parts.corridor.now()) } as const;
      if (outcome.kind === 'said') return Buffer.from(await door.take(knock, outcome.said));
      await door.refuse(knock, outcome.refused.name);
      return knock.answer;
    },
    tooLarge: (head, refusal) => door.refuse({ door: 'mllp', key: `sha256:${createHash('sha256').update(head).digest('hex')}`, body: head, answer: refusal }, 'message-too-large'),
  };
}
