/**
 * The sending side. What went wrong decides about sending again, so it is told exactly: before a byte was written
 * nothing happened (transient); afterwards the other side may have taken the message (ambiguous).
 */
import { connect, type Socket } from 'node:net';
import { Failure } from '../../../core/errors.ts';
import { Deframer, frame } from './frame.ts';
import { DEFAULT_MAX_BYTES } from './server.ts';

/** Where to and how long to wait, for the connection and for each answer. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

interface Waiting {
  readonly socket: Socket;
  readonly resolve: (answer: Buffer) => void;
  readonly reject: (failure: Failure) => void;
}

/** One message, one connection, one answer. */
export async function send(raw: Buffer, target: Target): Promise<Buffer> {
  const client = new MllpClient(target);
  try {
    return await client.send(raw);
  } finally {
    client.close();
  }
}

/** Opens and closes a connection: the check-up's question whether anybody is there. */
export async function tryConnect(target: Target): Promise<void> {
  const socket = await open(target);
  socket.destroy();
}

/** A connection kept open; messages go one after the other, as MLLP wants. Connects when first needed. */
export class MllpClient {
  readonly #target: Target;
  #socket: Socket | undefined;
  #waiting: Waiting | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(target: Target) {
    this.#target = target;
  }

  /** Sends and waits for the answer; rejects with a Failure that says what is known. */
  send(raw: Buffer): Promise<Buffer> {
    const turn = this.#last.then(() => this.#exchange(raw));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Ends the connection. */
  close(): void {
    if (this.#socket) this.#fail('closed', this.#socket);
  }

  async #exchange(raw: Buffer): Promise<Buffer> {
    const socket = await this.#connected();
    const timer = setTimeout(() => this.#fail('timeout', socket), this.#target.timeoutMs);
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        this.#waiting = { socket, resolve, reject };
        socket.write(frame(raw));
      });
    } finally {
      clearTimeout(timer);
      this.#waiting = undefined;
    }
  }

  async #connected(): Promise<Socket> {
    // Closed by the other side while idle: a new one, nothing was written yet.
    if (this.#socket && !this.#socket.destroyed && this.#socket.writable) return this.#socket;
    const socket = await open(this.#target);
    const deframer = new Deframer(DEFAULT_MAX_BYTES * 4);
    socket.on('data', (chunk: Buffer) => {
      for (const answer of deframer.push(chunk)) this.#waiting?.resolve(answer.bytes);
    });
    socket.on('error', (error) => this.#fail(codeOf(error), socket));
    socket.on('end', () => this.#fail('closed', socket));
    socket.on('close', () => this.#fail('closed', socket));
    this.#socket = socket;
    return socket;
  }

  /** The answer is not coming on this connection, and a late one must not be taken for the next message's. */
  #fail(vendorCode: string, socket: Socket): void {
    socket.destroy();
    if (this.#socket === socket) this.#socket = undefined;
    if (this.#waiting?.socket === socket) this.#waiting.reject(new Failure('no answer over MLLP', 'ambiguous', vendorCode));
  }
}

function open({ host, port, timeoutMs }: Target): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const fail = (vendorCode: string): void => {
      socket.destroy();
      reject(new Failure('cannot connect over MLLP', 'transient', vendorCode));
    };
    const timer = setTimeout(() => fail('timeout'), timeoutMs);
    const onError = (error: Error): void => {
      clearTimeout(timer);
      fail(codeOf(error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Somebody must listen from here on; the client replaces nothing, it adds its own.
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : 'error';
}
