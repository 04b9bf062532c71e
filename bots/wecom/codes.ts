/**
 * `response_code`s: what a card can still be brought up to date with. One comes with the sending, one with each press;
 * each works once, for 72 h (document 94888). The answer to a press spends none, so every press adds one. Kept in the
 * MessageRef, each in a slot of its own: what a press brings is merged into what is there. An empty slot is a spent code.
 */
import { createHash } from 'node:crypto';
import type { MessageRef } from '../bot.ts';

export const CODE_HOURS = 72;
/** How long a message can be taken back (platforms.md §2.3). */
export const RECALL_HOURS = 24;
/** An hour short of the limit: a code that is refused costs a call, one that is not tried costs nothing. */
const USABLE_MS = (CODE_HOURS - 1) * 60 * 60_000;

const SENT = 'sentCode';
/** Its moment in milliseconds, and what tells two presses of one moment apart. */
const CLICK = /^click(\d+)-/;

export interface Code {
  readonly slot: string;
  readonly value: string;
}

interface Dated extends Code {
  readonly at: number;
}

/** What a press on the card of `task` leaves behind, `at` in milliseconds. */
export function clickRef(task: string, at: number, code: string): MessageRef {
  return { [`click${at}-${createHash('sha256').update(code).digest('hex').slice(0, 8)}`]: `${task} ${code}` };
}

/** The code that came with this press; `undefined` for one from the corner menu of a card without buttons. */
export function codeOfPress(ref: MessageRef): string | undefined {
  return clicksOf(ref, undefined)[0]?.value;
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
  const sent = { slot: SENT, value: ref[SENT] ?? '', at: Number(ref['sentAt']) };
  return [...clicksOf(ref, ref['task']), sent].filter(({ value, at }) => value !== '' && now - at < USABLE_MS);
}

/** What is remembered once these codes are tried. */
export function withoutCodes(ref: MessageRef, tried: readonly Code[]): MessageRef {
  return { ...ref, ...Object.fromEntries(tried.map(({ slot }) => [slot, ''])) };
}

/** What is remembered of a card that is replaced by another message: no press on it helps any more. */
export function withoutClicks(ref: MessageRef): MessageRef {
  return Object.fromEntries(Object.entries(ref).filter(([slot]) => !CLICK.test(slot)));
}

function clicksOf(ref: MessageRef, task: string | undefined): Dated[] {
  return Object.entries(ref)
    .flatMap(([slot, kept]) => {
      const at = CLICK.exec(slot)?.[1];
      const [of, value = ''] = kept.split(' ');
      return at === undefined || (task !== undefined && of !== task) ? [] : [{ slot, value, at: Number(at) }];
    })
    .toSorted((one, other) => other.at - one.at);
}
