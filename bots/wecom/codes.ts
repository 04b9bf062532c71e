/**
 * `response_code`s: what a card can still be brought up to date with. One comes with the sending, one with each press;
 * each works once, for 72 h (document 94888). Kept in the MessageRef, an empty slot is a spent code.
 */
import type { MessageRef } from '../bot.ts';

export const CODE_HOURS = 72;
/** How long a message can be taken back (platforms.md §2.3). */
export const RECALL_HOURS = 24;
/** An hour short of the limit: a code that is refused costs a call, one that is not tried costs nothing. */
const USABLE_MS = (CODE_HOURS - 1) * 60 * 60_000;

export type Slot = 'clickCode' | 'sentCode';

export interface Code {
  readonly slot: Slot;
  readonly value: string;
}

/** What a sent card is remembered by. */
export function sentRef(task: string, sentAt: number, answer: { readonly msgid?: string | undefined; readonly response_code?: string | undefined }): MessageRef {
  return {
    task,
    msgid: answer.msgid ?? '',
    sentCode: answer.response_code ?? '',
    sentAt: String(sentAt),
  };
}

/** Unspent and young enough, newest first. A press on an older copy of the card brings a code for that copy only. */
export function usableCodes(ref: MessageRef, now: number): readonly Code[] {
  const codes: Code[] = [];
  if (ref['clickTask'] === ref['task']) push(codes, 'clickCode', ref['clickCode'], ref['clickAt'], now);
  push(codes, 'sentCode', ref['sentCode'], ref['sentAt'], now);
  return codes;
}

function push(codes: Code[], slot: Slot, value: string | undefined, at: string | undefined, now: number): void {
  if (value && now - Number(at) < USABLE_MS) codes.push({ slot, value });
}
