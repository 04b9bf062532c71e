/** A laboratory system's sending side: one message at a time, and again and again until it is answered. */
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../../services/core/errors.ts';
import { readAnswers } from '../../../services/links/hl7/syntax/answer.ts';
import { MllpClient } from '../../../services/links/hl7/mllp/client.ts';

export interface Sending {
  readonly code: string;
  readonly reason: string;
  /** How often it was sent before it was answered. */
  readonly tries: number;
}

export interface Sender {
  send(message: Buffer): Promise<Sending>;
  close(): void;
}

/** A real one pauses for seconds; a tenth of one keeps the test short and asks more of the other side. */
const PAUSE_MS = 100;
const GIVE_UP_MS = 120_000;

export function sender(port: number, timeoutMs = 10_000, giveUpMs = GIVE_UP_MS): Sender {
  const client = new MllpClient({ host: '127.0.0.1', port, timeoutMs });
  return {
    send: async (message) => {
      const end = performance.now() + giveUpMs;
      for (let tries = 1; ; tries++) {
        const answer = await answered(client, message);
        if (answer !== undefined) return { ...answer, tries };
        if (performance.now() > end) throw new Error('a message was never answered');
        await pause(PAUSE_MS);
      }
    },
    close: () => client.close(),
  };
}

async function answered(client: MllpClient, message: Buffer): Promise<{ code: string; reason: string } | undefined> {
  try {
    const [answer] = readAnswers(await client.send(message));
    return answer === undefined ? undefined : { code: answer.code, reason: answer.reason };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
