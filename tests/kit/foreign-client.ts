/** A sender that is not ours: node-hl7-client connects, frames and reads the answers; the messages go as they are. */
import { Client, Message } from 'node-hl7-client';

export interface ForeignAnswer {
  readonly code: string;
  readonly controlId: string;
}

/** Sends one after the other over one connection, each after the answer to the one before. */
export async function sendWithForeignClient(port: number, messages: readonly Buffer[]): Promise<readonly ForeignAnswer[]> {
  const answers: ForeignAnswer[] = [];
  let heard: (() => void) | undefined;
  const client = new Client({ host: '127.0.0.1', version: '2.5.1' });
  const connection = client.createConnection({ port, version: '2.5.1', encoding: 'latin1', waitAck: true }, async (response) => {
    const answer = response.getMessage();
    answers.push({ code: answer.get('MSA.1').toString(), controlId: answer.get('MSA.2').toString() });
    heard?.();
  });
  await new Promise<void>((resolve) => connection.once('connect', () => resolve()));
  for (const raw of messages) {
    const answered = new Promise<void>((resolve) => { heard = resolve; });
    await connection.sendMessage(asItIs(raw));
    await answered;
  }
  await connection.close();
  return answers;
}

/** The library's message around bytes it must not touch: eleven of the real ones it cannot parse itself. */
function asItIs(raw: Buffer): Message {
  const message = new Message({ text: 'MSH|^~\\&|A|B|C|D|20260801000000||ACK|1|P|2.5.1' });
  message.toString = () => raw.toString('latin1');
  return message;
}
