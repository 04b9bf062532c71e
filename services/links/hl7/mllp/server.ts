/** The MLLP listener: connections, and a stop that answers what was taken. */
import { createServer, type Server, type Socket } from 'node:net';
import { Connection, type ConnectionOptions } from './connection.ts';

/** How the listener behaves; what is left out has a default. */
export interface MllpServerOptions extends Pick<ConnectionOptions, 'handle' | 'oversized' | 'onFault'> {
  readonly maxBytes?: number;
  /** Messages of one connection handled at once. 1 keeps a sender's messages in the order it sent them. */
  readonly concurrency?: number;
  /** A connection without traffic is closed after this; senders reconnect. */
  readonly idleMs?: number;
  /** A frame that has begun must end within this. */
  readonly frameMs?: number;
  readonly maxConnections?: number;
}

/** One mebibyte: a report with a page of text is 20 kB, one with an embedded PDF some hundreds. */
export const DEFAULT_MAX_BYTES = 1024 * 1024;

export class MllpServer {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #options: ConnectionOptions;
  #opened = 0;
  #junk = 0;

  constructor(options: MllpServerOptions) {
    this.#options = {
      maxBytes: DEFAULT_MAX_BYTES,
      concurrency: 1,
      idleMs: 60 * 60_000,
      frameMs: 60_000,
      ...options,
    };
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
    this.#server.maxConnections = options.maxConnections ?? 256;
  }

  /** Starts listening; the port is the one that was got (0 asks for any). */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** For the metrics page. */
  get stats(): { readonly connections: number; readonly opened: number; readonly junkBytes: number } {
    const open = [...this.#connections].reduce((sum, connection) => sum + connection.junk, 0);
    return { connections: this.#connections.size, opened: this.#opened, junkBytes: this.#junk + open };
  }

  /** Takes no new connection or message, answers what is being handled, cuts what has not ended after the grace. */
  async stop(graceMs = 10_000): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    for (const connection of this.#connections) connection.stop();
    const cut = setTimeout(() => {
      for (const connection of this.#connections) connection.destroy();
    }, graceMs);
    await closed;
    clearTimeout(cut);
  }

  #accept(socket: Socket): void {
    this.#opened += 1;
    const peer = { address: socket.remoteAddress ?? '', port: socket.remotePort ?? 0, connection: this.#opened };
    const connection = new Connection(socket, peer, this.#options);
    this.#connections.add(connection);
    socket.on('close', () => {
      this.#junk += connection.junk;
      this.#connections.delete(connection);
    });
  }
}
