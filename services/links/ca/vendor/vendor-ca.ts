/** What the parts of the vendor adapter share. */
import type { Call, ClientSettings } from './client.ts';
import type { Wakes } from './wakes.ts';

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
