/** Live news for the phones page, as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { StreamReply } from './http.ts';

/**
 * `message` and `changed` carry `{platform, user, staffNumber, message}`; `toast` `{platform, user, text}`; the
 * others say only that something is to be read again.
 */
export type EmuEventName = 'message' | 'changed' | 'toast' | 'people' | 'faults' | 'clock' | 'reset' | 'connection';

export class EmuEvents {
  readonly #listeners = new Set<ServerResponse>();

  /** Costs nothing while nobody looks: `data` is only asked for then. */
  emit(name: EmuEventName, data: () => unknown): void {
    if (this.#listeners.size === 0) return;
    const frame = `event: ${name}\ndata: ${JSON.stringify(data())}\n\n`;
    for (const listener of this.#listeners) listener.write(frame);
  }

  /** The reply of `GET /_emu/events`. */
  subscribe(): StreamReply {
    return (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      this.#listeners.add(response);
      response.on('close', () => this.#listeners.delete(response));
    };
  }

  stop(): void {
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
  }
}
