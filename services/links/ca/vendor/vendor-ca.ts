/** What the parts of the vendor adapter share. */
import type { Call, ClientSettings } from './client.ts';

export interface VendorSettings extends ClientSettings {
  /** The vendor's root certificates as PEM, got from the vendor by hand: never over the same connection. */
  readonly roots: readonly string[];
  /** `pin`: the doctor's PIN goes with the order. `push`: the doctor confirms in the vendor's app. */
  readonly confirm: 'pin' | 'push';
  /** How long a doctor may take to confirm. */
  readonly waitMs: number;
  readonly pollMs: number;
  /** Where the vendor calls back, if it can reach us. */
  readonly callbackUrl?: string;
}

export interface VendorCa extends VendorSettings {
  readonly call: Call;
  readonly wakes: Wakes;
}

/** Pauses that a callback can end. */
export interface Wakes {
  next(orderId: string, ms: number): Promise<void>;
  wake(orderId: string): void;
}

export function makeWakes(): Wakes {
  const waiting = new Map<string, Set<() => void>>();
  return {
    next: (orderId, ms) =>
      new Promise((resolve) => {
        const mine = waiting.get(orderId) ?? new Set();
        waiting.set(orderId, mine);
        const done = (): void => {
          clearTimeout(timer);
          mine.delete(done);
          if (mine.size === 0 && waiting.get(orderId) === mine) waiting.delete(orderId);
          resolve();
        };
        const timer = setTimeout(done, ms);
        mine.add(done);
      }),
    wake: (orderId) => {
      waiting.get(orderId)?.forEach((done) => done());
    },
  };
}
