/** The listener as the product runs it: a frame may hold a batch, and what is too large is answered too. */
import { createHash } from 'node:crypto';
import { rulesFor, type Senders } from './settings.senders.ts';
import { buildAck } from './syntax/ack.ts';
import { answerAsOne, answerTogether, type Batch, type BatchAnswer, batchOf, headersOf } from './syntax/batch.ts';
import { peekHeader } from './syntax/header.ts';
import { problem } from './syntax/problem.ts';
import { splitMessages } from './syntax/split.ts';
import type { Peer } from './mllp/connection.ts';
import { MllpServer, type MllpServerOptions } from './mllp/server.ts';

/** Stores one message and gives its answer. A rejection leaves it unanswered, so that the sender repeats it. */
export type Take = (raw: Buffer, peer: Peer) => Promise<Buffer>;

/** What the listener is built from. */
export interface IntakeOptions extends Pick<MllpServerOptions, 'maxBytes' | 'concurrency' | 'idleMs' | 'frameMs' | 'onFault'> {
  readonly take: Take;
  /** Keeps the beginning of a message that was too large to take, with the answer it gets; the product always does. */
  readonly refuse?: (head: Buffer, answer: Buffer) => Promise<void>;
  /** Keeps the headers of a batch that counts more messages, or fewer, than came. */
  readonly short?: (key: string, headers: Buffer, answer: Buffer) => Promise<void>;
  readonly now: () => Date;
  /** What is agreed with each about batches. */
  readonly senders?: Senders;
}

/** The listener; `listen` starts it. */
export function intake({ take, refuse, short, now, senders, ...options }: IntakeOptions): MllpServer {
  return new MllpServer({
    ...options,
    handle: async (raw, peer) => {
      let count = 0;
      const answer = await answerFrame(raw, (one) => (count += 1, take(one, peer)), now, agreedWith(senders, raw));
      const batch = batchOf(raw);
      if (batch?.declared !== undefined && batch.declared !== count) await short?.(keyOfBatch(batch, headersOf(raw)), headersOf(raw), Buffer.isBuffer(answer) ? answer : Buffer.concat(answer));
      return answer;
    },
    oversized: async (head) => {
      const answer = tooLarge(head, now());
      await refuse?.(head, answer);
      return answer;
    },
  });
}

/**
 * Answers a frame: one answer; of a batch the answers of its messages in their order, between batch headers in one frame,
 * each in its own, or as one acknowledgement of the whole, as its sender agreed. Each message is stored on its own
 * whatever the answer looks like.
 */
export async function answerFrame(raw: Buffer, take: (one: Buffer) => Promise<Buffer>, now: () => Date, agreed: (batch: Batch) => BatchAnswer = () => 'together'): Promise<Buffer | readonly Buffer[]> {
  const messages = splitMessages(raw);
  const answers: Buffer[] = [];
  for (const message of messages) answers.push(await take(message));
  const batch = batchOf(raw) ?? (messages.length > 1 ? unwrapped : undefined);
  const [only] = answers;
  if (batch === undefined && only !== undefined) return only;
  const whole = batch ?? unwrapped;
  switch (agreed(whole)) {
    case 'each':
      return answers;
    case 'one':
      return answerAsOne(whole, raw, answers, now());
    default:
      return answerTogether(whole, answers, now());
  }
}

/** Several messages in a frame without headers around them. */
const unwrapped: Batch = { application: '', facility: '', controlId: '', isFile: false, declared: undefined };

/** As a message's: who sends it and its number, with a digest of the content. */
function keyOfBatch({ application, facility, controlId }: Batch, headers: Buffer): string {
  const digest = createHash('sha256').update(headers).digest('hex');
  const parts = [application, facility, controlId === '' ? digest.slice(0, 12) : controlId];
  return `hl7:${parts.map((part) => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')}#${digest.slice(0, 16)}`;
}

/** By who sends the batch, else by who sends its first message. */
function agreedWith(senders: Senders | undefined, raw: Buffer): (batch: Batch) => BatchAnswer {
  return ({ application, facility }) => {
    const first = peekHeader(raw);
    const header = application === '' ? first : { ...first, sendingApplication: application, sendingFacility: facility };
    return senders === undefined ? 'together' : (rulesFor(senders, header)?.batches ?? 'together');
  };
}

function tooLarge(head: Buffer, now: Date): Buffer {
  return buildAck({ header: peekHeader(head), charset: 'utf-8', problem: problem('message-too-large'), now });
}
