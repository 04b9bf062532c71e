/** What a module keeps of something it asked the hospital by a command, and how the hospital's word changes it. Pure. */
import type { CommandOutcome } from './port.ts';

/** `sending`: kept, no answer yet. `failed`: somebody of the IT office looks after it; it may still arrive. */
export const askedStates = ['sending', 'accepted', 'refused', 'failed'] as const;
export type AskedState = (typeof askedStates)[number];

export type Outcome = Pick<CommandOutcome, 'code' | 'message' | 'number'> & { readonly state: string };

export interface Asked {
  readonly state: string;
  readonly code: string | null;
  /** The hospital's own words. */
  readonly reason: string | null;
}

/** What the hospital decided for good holds; what failed may still arrive. The same row: nothing changed. */
export function settledBy<T extends Asked>(row: T, { state, code, message }: Outcome): T | (T & { readonly state: Exclude<AskedState, 'sending'> }) {
  const after = outcomes[state];
  if (after === undefined || row.state === 'accepted' || row.state === 'refused') return row;
  return { ...row, state: after, code: code ?? null, reason: message ?? null };
}

const outcomes: Readonly<Record<string, Exclude<AskedState, 'sending'>>> = { accepted: 'accepted', refused: 'refused', failed: 'failed' };

/** The key of a command, the same for every repeat, and the way back from it. */
export function keysOf(module: string): { readonly keyOf: (id: string) => string; readonly idOfKey: (key: string) => string | undefined } {
  const before = `${module}:`;
  return { keyOf: (id) => before + id, idOfKey: (key) => (key.startsWith(before) ? key.slice(before.length) : undefined) };
}
