/**
 * The laboratory's door: store, then answer. The message, what it says and the jobs it causes are committed before AA
 * goes out; a repeat gets the stored answer; what cannot be read is stored with its reason and answered AE or AR.
 */
import { createHash } from 'node:crypto';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { linkActor } from '../../core/access.ts';
import { storeArrival, storedAnswer } from '../../core/inbox.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metrics.ts';
import { type Corridor, Repeated } from '../../core/run.ts';
import type { Outcome } from '../../links/lis/read.ts';
import { receive } from './actions.ts';

export interface IntakeParts {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  readonly read: (raw: Buffer) => Outcome;
  readonly answer: (outcome: Outcome, now: Date) => Buffer;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Takes one message and returns its answer. A rejection means that nothing was stored: the sender must send again. */
export async function takeMessage(parts: IntakeParts, raw: Buffer): Promise<Buffer> {
  const outcome = parts.read(raw);
  const now = parts.corridor.now();
  const answer = parts.answer(outcome, now);
  // Some senders start their control ids anew; other content under a known id is another message, never a repeat.
  const key = `${outcome.key}#${outcome.digest.slice(0, 16)}`;
  const common = { key, door: 'mllp', body: raw, answer };
  if (outcome.kind === 'refused') {
    parts.log.warn({ key, reason: outcome.refused.name }, 'message refused');
    parts.metrics.inbound.inc({ door: 'mllp', outcome: 'refused' });
    await storeArrival(parts.prisma, now, { ...common, outcome: 'refused', reason: outcome.refused.name });
    return answer;
  }
  try {
    await parts.corridor.run(linkActor('lis'), receive, { kind: outcome.kind, arrival: key, data: outcome.data }, { ...common, outcome: 'accepted' });
    parts.metrics.inbound.inc({ door: 'mllp', outcome: 'accepted' });
    return answer;
  } catch (error) {
    if (!(error instanceof Repeated)) throw error;
    parts.metrics.inbound.inc({ door: 'mllp', outcome: 'repeated' });
    return Buffer.from((await storedAnswer(parts.prisma, key)) ?? answer);
  }
}

/** A message too large to take: refused like every other, and its beginning is on record. */
export async function keepTooLarge({ prisma, corridor, log, metrics }: Omit<IntakeParts, 'read' | 'answer'>, head: Buffer, answer: Buffer): Promise<void> {
  const reason = 'message-too-large';
  const key = `sha256:${createHash('sha256').update(head).digest('hex')}`;
  log.warn({ key, reason }, 'message refused');
  metrics.inbound.inc({ door: 'mllp', outcome: 'refused' });
  await storeArrival(prisma, corridor.now(), { key, door: 'mllp', body: head, answer, outcome: 'refused', reason });
}
