/**
 * One sender's connection: frames in, answers out in the order of the frames. When enough messages are being handled
 * the socket is paused, so a fast sender fills its own buffers and not our memory.
 */
import type { Socket } from 'node:net';
import { Deframer, frame, type Frame } from './frame.ts';

/** Who is at the other end. */
export interface Peer {
  readonly address: string;
  readonly port: number;
  /** Counts up over the life of the server. */
  readonly connection: number;
}

/** What a connection needs from its server. */
export interface ConnectionOptions {
  /** Stores the message and gives its answer, or several, each in a frame of its own. A rejection leaves the sender without answer, so that it sends again. */
  readonly handle: (raw: Buffer, peer: Peer) => Promise<Buffer | readonly Buffer[]>;
  /** The answer to a message that is too large; `head` is its beginning. */
  readonly oversized: (head: Buffer, peer: Peer) => Buffer | Promise<Buffer>;
  /** Told of a rejection of `handle`; the connection is closed after it. */
  readonly onFault: (error: unknown, peer: Peer) => void;
  readonly maxBytes: number;
  readonly concurrency: number;
  readonly idleMs: number;
  readonly frameMs: number;
}

/** An oversized frame is skipped up to this many times the limit, then the connection is cut. */
const SKIP_FACTOR = 16;
/** How long a sender may take to close its side. */
const CLOSE_MS = 5000;

export class Connection {
  readonly peer: Peer;
  readonly #socket: Socket;
  readonly #options: ConnectionOptions;
  readonly #deframer: Deframer;
  /** Frames not yet handled, because enough are. */
  readonly #waiting: Frame[] = [];
  #handling = 0;
  /** The end of the chain of answers: each waits for the one before it. */
  #answers: Promise<void> = Promise.resolve();
  /** Nothing more is read. */
  #ending = false;
  /** Nothing more is answered. */
  #closing = false;

  constructor(socket: Socket, peer: Peer, options: ConnectionOptions) {
    this.peer = peer;
    this.#socket = socket;
    this.#options = options;
    this.#deframer = new Deframer(options.maxBytes);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    socket.setTimeout(options.idleMs);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('timeout', () => this.#onTimeout());
    // A sender may close its half after the last message and still read the answers.
    socket.on('end', () => this.#endWhenDone());
    // 'close' follows and the server forgets us; a cut connection is the sender's to repeat.
    socket.on('error', () => socket.destroy());
  }

  /** Bytes outside frames so far. */
  get junk(): number {
    return this.#deframer.junk;
  }

  /** No new message is read; those being handled are answered, then the connection ends. */
  stop(): void {
    this.#waiting.length = 0;
    this.#endWhenDone();
  }

  /** Cuts the line. */
  destroy(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    // While stopping, what is read now would never be answered: let the sender repeat it elsewhere.
    if (this.#ending) return;
    this.#waiting.push(...this.#deframer.push(chunk));
    if (this.#deframer.skipped > this.#options.maxBytes * SKIP_FACTOR) this.#endWhenDone();
    this.#socket.setTimeout(this.#deframer.midFrame ? this.#options.frameMs : this.#options.idleMs);
    this.#work();
  }

  #work(): void {
    while (!this.#closing && this.#handling < this.#options.concurrency) {
      const next = this.#waiting.shift();
      if (!next) break;
      this.#handling += 1;
      const answer = this.#answerTo(next);
      this.#answers = this.#answers.then(() => this.#deliver(answer));
    }
    if (this.#waiting.length > 0) this.#socket.pause();
    else this.#socket.resume();
  }

  async #answerTo(next: Frame): Promise<readonly Buffer[] | undefined> {
    try {
      const answer = await (next.kind === 'oversized' ? this.#options.oversized(next.bytes, this.peer) : this.#options.handle(next.bytes, this.peer));
      return Buffer.isBuffer(answer) ? [answer] : answer;
    } catch (error) {
      this.#options.onFault(error, this.peer);
      return undefined;
    }
  }

  async #deliver(pending: Promise<readonly Buffer[] | undefined>): Promise<void> {
    const answer = await pending;
    this.#handling -= 1;
    if (this.#closing) return;
    // What was answered stands; this message and all after it come again.
    if (answer === undefined) return this.#close();
    const flushed = this.#socket.writable ? this.#socket.write(Buffer.concat(answer.map(frame))) : true;
    // Somebody who sends and never reads must not fill our memory with answers.
    if (!flushed) await this.#drained();
    this.#work();
  }

  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.once('drain', resolve);
      this.#socket.once('close', resolve);
    });
  }

  /** Reading goes on into nothing until the other side ends too: cutting at once could take our last answer back. */
  #close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#waiting.length = 0;
    this.#socket.end();
    this.#socket.resume();
    const cut = setTimeout(() => this.#socket.destroy(), CLOSE_MS);
    this.#socket.once('close', () => clearTimeout(cut));
  }

  #onTimeout(): void {
    // Our own handling takes long: that silence is not the sender's.
    if (this.#handling === 0) this.#endWhenDone();
  }

  #endWhenDone(): void {
    this.#ending = true;
    void this.#finish();
  }

  async #finish(): Promise<void> {
    // Answers may add further answers (waiting frames), so look again until nothing is left.
    let seen: Promise<void> | undefined;
    while (seen !== this.#answers) {
      seen = this.#answers;
      await seen;
    }
    this.#close();
  }
}
