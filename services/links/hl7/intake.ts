/** The listener as the product runs it: a frame may hold a batch, and what is too large is answered too. */
import { buildAck, buildBatchAck } from './syntax/ack.ts';
import { peekHeader } from './syntax/header.ts';
import { problem } from './syntax/problem.ts';
import { isBatch, splitMessages } from './syntax/split.ts';
import type { Peer } from './mllp/connection.ts';
import { MllpServer, type MllpServerOptions } from './mllp/server.ts';

/** Stores one message and gives its answer. A rejection leaves it unanswered, so that the sender repeats it. */
export type Take = (raw: Buffer, peer: Peer) => Promise<Buffer>;

/** What the listener is built from. */
export interface IntakeOptions extends Pick<MllpServerOptions, 'maxBytes' | 'concurrency' | 'idleMs' | 'frameMs' | 'onFault'> {
  readonly take: Take;
  /** Keeps the beginning of a message that was too large to take, with the answer it gets; the product always does. */
  readonly refuse?: (head: Buffer, answer: Buffer) => Promise<void>;
  readonly now: () => Date;
}

/** The listener; `listen` starts it. */
export function intake({ take, refuse, now, ...options }: IntakeOptions): MllpServer {
  return new MllpServer({
    ...options,
    handle: (raw, peer) => answerFrame(raw, (one) => take(one, peer), now),
    oversized: async (head) => {
      const answer = tooLarge(head, now());
      await refuse?.(head, answer);
      return answer;
    },
  });
}

/** Answers a frame: one answer, or for a batch the answers of its messages in their order between batch headers. */
export async function answerFrame(raw: Buffer, take: (one: Buffer) => Promise<Buffer>, now: () => Date): Promise<Buffer> {
  const messages = splitMessages(raw);
  const answers: Buffer[] = [];
  for (const message of messages) answers.push(await take(message));
  const [only] = answers;
  return answers.length === 1 && only && !isBatch(raw) ? only : buildBatchAck(answers, now());
}

function tooLarge(head: Buffer, now: Date): Buffer {
  return buildAck({ header: peekHeader(head), charset: 'utf-8', problem: problem('message-too-large'), now });
}
