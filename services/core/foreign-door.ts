/** What a door of another language is made of; how it is mounted: `foreign.ts`. */
import type { MachineActor } from './access.ts';

export interface ForeignCall {
  readonly actor: MachineActor;
  readonly params: Readonly<Partial<Record<string, string>>>;
  readonly body: Buffer;
  readonly contentType: string;
}

export interface ForeignAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ForeignRoute {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/machine/<name>`; empty for the door itself. */
  readonly path: string;
  readonly handle: (call: ForeignCall) => Promise<ForeignAnswer>;
}

export interface ForeignDoor {
  /** What a client must be allowed. */
  readonly name: string;
  readonly maxBytes: number;
  /** Takes a client's bearer token too, for senders that cannot sign. */
  readonly bearer: boolean;
  readonly routes: readonly ForeignRoute[];
  /** A refusal, or a fault (`core.fault`, 500), in the door's language. */
  refused(refusal: { readonly code: string; readonly status: number; readonly message: string }): ForeignAnswer;
}
