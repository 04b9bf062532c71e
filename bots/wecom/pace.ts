/**
 * WeCom takes at most 30 messages a minute and 1,000 an hour for one member, answers success to the rest and drops it
 * (platforms.md §2.14). Dropped silently is the one thing a critical value must not be, so we refuse first; the caller
 * tries again later. Counted per process.
 */
import { Failure } from '../../services/core/errors.ts';
import type { Urgency } from '../bot.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PER_MINUTE: Readonly<Record<Urgency, number>> = { critical: 30, normal: 24 };
const PER_HOUR: Readonly<Record<Urgency, number>> = { critical: 1000, normal: 900 };
/** Members remembered before those who have been quiet for an hour are forgotten. */
const SWEEP_AT = 2000;

/** @throws Failure transient when this message would be dropped */
export type Pace = (user: string, urgency: Urgency) => void;

export function memberPace(now: () => number): Pace {
  const sent = new Map<string, number[]>();

  return (user, urgency) => {
    const at = now();
    if (sent.size > SWEEP_AT) sweep(sent, at);
    const hour = (sent.get(user) ?? []).filter((time) => at - time < HOUR_MS);
    const minute = hour.filter((time) => at - time < MINUTE_MS);
    if (minute.length >= PER_MINUTE[urgency] || hour.length >= PER_HOUR[urgency]) {
      throw new Failure('wecom: too many messages to one member', 'transient', 'member-pace');
    }
    sent.set(user, [...hour, at]);
  };
}

function sweep(sent: Map<string, number[]>, at: number): void {
  for (const [user, times] of sent) {
    if (at - (times.at(-1) ?? 0) >= HOUR_MS) sent.delete(user);
  }
}
