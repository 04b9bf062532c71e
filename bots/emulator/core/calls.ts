/** The log of what went over the wire: calls in, pushes and callbacks out. No bodies, no query strings, no secrets. */
import type { PlatformName } from './faults.ts';

export interface Call {
  readonly id: number;
  /** Virtual time, ms. */
  readonly at: number;
  readonly platform: PlatformName;
  /** `in`: the product called the platform. `out`: the platform pushed or called back. */
  readonly direction: 'in' | 'out';
  readonly route: string;
  /** HTTP status; 0 when the connection was cut. */
  readonly status: number;
  /** The platform's own result code: `0`, `ok`, `60020`, `param.templateNotExist`. */
  readonly code: string;
  readonly ms: number;
  /** Which message or card, so that a call can be found again. */
  readonly about?: string;
}

/** Newest kept. */
const KEPT = 5_000;

export class Calls {
  readonly #ring: Call[] = [];
  readonly #totals = new Map<string, number>();
  #serial = 0;
  onCall: (call: Call) => void = () => undefined;

  add(call: Omit<Call, 'id'>): void {
    const whole: Call = { id: ++this.#serial, ...call };
    this.#ring[(whole.id - 1) % KEPT] = whole;
    const key = `${call.platform} ${call.direction} ${call.route}`;
    this.#totals.set(key, (this.#totals.get(key) ?? 0) + 1);
    this.onCall(whole);
  }

  /** Newest first. */
  list(filter: { platform?: string; route?: string; since?: number; limit?: number } = {}): Call[] {
    const found = this.#ring.filter((call) =>
      (filter.platform === undefined || call.platform === filter.platform) &&
      (filter.route === undefined || call.route === filter.route) &&
      call.id > (filter.since ?? 0));
    return found.sort((a, b) => b.id - a.id).slice(0, filter.limit ?? 100);
  }

  /** Calls since the start or the last reset, by platform, direction and route. */
  totals(): Record<string, number> {
    return Object.fromEntries(this.#totals);
  }

  reset(): void {
    this.#ring.length = 0;
    this.#serial = 0;
    this.#totals.clear();
  }
}
