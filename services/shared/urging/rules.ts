/** Who is woken by which means, when, and how often. Pure. */
import type { TryState, UrgingMeans, UrgingReason } from './model.ts';
import type { UrgingSettings } from './settings.ts';

export interface Reachable {
  /** What the hospital has set up and this person can be reached by. */
  readonly sms: boolean;
  readonly voice: boolean;
  /** By the platform's own call. */
  readonly ringing: boolean;
}

/** `2`, `4.1`, `2+1`, `3~1` are steps of a ladder; `with2`, `reminder` are none. */
export const stepOf = (step: string): number | undefined => (/^\d/.test(step) ? Number.parseInt(step, 10) : undefined);

/**
 * Whom no card reaches is called by everything there is, and by one telephone call, not two: the platform's own where
 * there is one, because it knows the number.
 */
export function meansFor(why: UrgingReason, step: string, { sms, voice, ringing }: Reachable, { smsFromStep, voiceFromStep }: Pick<UrgingSettings, 'smsFromStep' | 'voiceFromStep'>): UrgingMeans[] {
  const at = stepOf(step);
  if (why === 'step' && at === undefined) return [];
  const isDue = (from: number): boolean => why !== 'step' || (at ?? 0) >= from;
  const call: UrgingMeans[] = ringing ? ['ringing'] : voice ? ['voice'] : [];
  return [...(sms && isDue(smsFromStep) ? ['sms' as const] : []), ...(isDue(voiceFromStep) ? call : [])];
}

/** States in which something may have reached the person; they count towards what one person is sent in an hour. */
export const counting: readonly TryState[] = ['queued', 'sending', 'sent', 'arrived', 'not-arrived', 'unsure'];
/** Nothing more is expected of these. */
export const ended: readonly TryState[] = ['arrived', 'not-arrived', 'refused', 'failed', 'unsure', 'needless', 'no-number', 'limited', 'test'];

export const codeMinutes = 10;
export const codeTries = 5;
export const codesAnHour = 5;

/** Whether another code may be sent now. */
export function mayAskCode(last: { readonly sentAt: Date; readonly hourFrom: Date; readonly inHour: number } | undefined, now: Date): boolean {
  if (last === undefined) return true;
  if (now.getTime() - last.sentAt.getTime() < 60_000) return false;
  return now.getTime() - last.hourFrom.getTime() >= 3_600_000 || last.inHour < codesAnHour;
}
