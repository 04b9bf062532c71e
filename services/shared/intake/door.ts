/**
 * The laboratory's door: store, then answer. The message, what it says and the jobs it causes are committed before AA
 * goes out; a repeat gets the stored answer; what cannot be read is stored with its reason and answered AE or AR.
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
import { type Receive, receive } from './actions.ts';

export interface IntakeParts {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  readonly seal: KeyRing;
  readonly read: (raw: Buffer) => Outcome;
  readonly answer: (outcome: Outcome, now: Date) => Buffer;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface MessageDoor {
  /** Takes one message and returns its answer. A rejection means that nothing was stored: the sender must send again. */
  take(raw: Buffer): Promise<Buffer>;
  /** A message too large to take: refused like every other, and its beginning is on record. */
  tooLarge(head: Buffer, answer: Buffer): Promise<void>;
}

export function messageDoor(parts: IntakeParts): MessageDoor {
  const action = receive(parts.seal);
  return { take: (raw) => take(parts, action, raw), tooLarge: (head, answer) => keepTooLarge(parts, head, answer) };
}

async function take(parts: IntakeParts, action: Receive, raw: Buffer): Promise<Buffer> {
  const { prisma, seal, metrics } = parts;
  const outcome = parts.read(raw);
  const now = parts.corridor.now();
  const answer = parts.answer(outcome, now);
  // Some senders start their control ids anew; other content under a known id is another message, never a repeat.
  const key = `${outcome.key}#${outcome.digest.slice(0, 16)}`;
  const common = { key, door: 'mllp', body: raw, answer };
  if (outcome.kind === 'refused') {
    parts.log.warn({ key, reason: outcome.refused.name }, 'message refused');
    metrics.inbound.inc({ door: 'mllp', outcome: 'refused' });
    await storeArrival(prisma, now, closeArrival(seal, { ...common, outcome: 'refused', reason: outcome.refused.name }));
    return answer;
  }
  try {
    const arrival = closeArrival(seal, { ...common, outcome: 'accepted' });
    await parts.corridor.run(linkActor('lis'), action, { kind: outcome.kind, arrival: key, data: outcome.data }, arrival);
    metrics.inbound.inc({ door: 'mllp', outcome: 'accepted' });
    return answer;
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    metrics.inbound.inc({ door: 'mllp', outcome: 'repeated' });
    return Buffer.from((await storedAnswer(prisma, seal, key)) ?? answer);
  }
}

async function keepTooLarge({ prisma, seal, corridor, log, metrics }: IntakeParts, head: Buffer, answer: Buffer): Promise<void> {
  const reason = 'message-too-large';
  const key = `sha256:${createHash('sha256').update(head).digest('hex')}`;
  log.warn({ key, reason }, 'message refused');
  metrics.inbound.inc({ door: 'mllp', outcome: 'refused' });
  await storeArrival(prisma, corridor.now(), closeArrival(seal, { key, door: 'mllp', body: head, answer, outcome: 'refused', reason }));
}
