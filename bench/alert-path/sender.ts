/**
 * The laboratory: messages at a given rate over a few MLLP connections. Open loop: a message leaves when it is due,
 * whether or not the one before was answered, so a slow path cannot slow its own examination down.
 */
import { type Socket, connect } from 'node:net';
import { once } from 'node:events';
import { Deframer, frame } from '../../services/links/hl7/mllp/frame.ts';
import { clock } from './clock.ts';

export interface Sent {
  /** When the message's last byte was handed to the socket, by message. */
  readonly sentAt: ReadonlyMap<number, number>;
  readonly ackMs: readonly number[];
  /** Answers that were not AA. */
  readonly refused: number;
}

export interface Sending {
  readonly port: number;
  readonly connections: number;
  /** Per second; `Infinity` as fast as the sockets take them. */
  readonly rate: number;
  readonly messages: readonly { readonly number: number; readonly raw: Buffer }[];
  /** How long answers may still come after the last message. */
  readonly graceMs: number;
}

interface Line {
  readonly socket: Socket;
  /** Sent and not yet answered; MLLP answers in order. */
  readonly open: number[];
}

export async function sendAll(sending: Sending): Promise<Sent> {
  const sentAt = new Map<number, number>();
  const ackMs: number[] = [];
  const tally = { refused: 0 };
  const lines = await Promise.all(Array.from({ length: sending.connections }, () => openLine(sending.port, ackMs, tally)));
  const began = clock();
  for (const [index, message] of sending.messages.entries()) {
    await until(began + (index * 1000) / sending.rate);
    const line = lines[index % lines.length];
    if (line === undefined) break;
    line.socket.write(frame(message.raw));
    const now = clock();
    line.open.push(now);
    sentAt.set(message.number, now);
  }
  await answered(ackMs, sending.messages.length, sending.graceMs);
  for (const { socket } of lines) socket.destroy();
  return { sentAt, ackMs, refused: tally.refused };
}

async function openLine(port: number, ackMs: number[], tally: { refused: number }): Promise<Line> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const open: number[] = [];
  const deframer = new Deframer(1024 * 1024);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    const now = clock();
    for (const answer of deframer.push(chunk)) {
      ackMs.push(now - (open.shift() ?? now));
      if (!answer.bytes.includes('MSA|AA')) tally.refused += 1;
    }
  });
  await once(socket, 'connect');
  return { socket, open };
}

async function until(due: number): Promise<void> {
  const wait = due - clock();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

async function answered(ackMs: readonly number[], wanted: number, graceMs: number): Promise<void> {
  const end = clock() + graceMs;
  while (ackMs.length < wanted && clock() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
