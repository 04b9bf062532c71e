/**
 * WeCom takes at most 30 messages a minute and 1,000 an hour for one member, answers success to the rest and drops it
 * (platforms.md §2.14). Dropped silently is the one thing a critical value must not be, so we refuse first; the caller
 * tries again later.
 *
 * The minute is kept in the shared store, a place for each message: a process that was killed, and the others of a
 * cluster, have used it too. The hour is counted per process; at 30 a minute it takes more than half of one to fill.
 */
import { randomUUID } from 'node:crypto';
import { Failure } from '../../services/core/errors.ts';
import type { BotStore, Urgency } from '../bot.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PER_MINUTE: Readonly<Record<Urgency, number>> = { critical: 30, normal: 24 };
const PER_HOUR: Readonly<Record<Urgency, number>> = { critical: 1000, normal: 900 };
/** Members remembered before those who have been quiet for an hour are forgotten. */
const SWEEP_AT = 2000;
/** Once no place was free, nobody looks again for a moment: the queue comes back often. */
const FULL_MS = 1000;

/** A place among the member's messages of this minute; given back when the message certainly did not leave. */
export interface Place {
  giveBack(): Promise<void>;
}

/** @throws Failure transient when this message would be dropped */
export type Pace = (user: string, urgency: Urgency) => Promise<Place>;

interface Member {
  hour: number[];
  /** Where to look first: the place after the last one taken has been free the longest. */
  next: number;
  fullUntil: number;
}

export function memberPace(corp: string, store: Pick<BotStore, 'claim' | 'claimBriefly' | 'release'>, now: () => number): Pace {
  const members = new Map<string, Member>();

  return async (user, urgency) => {
    const at = now();
    if (members.size > SWEEP_AT) sweep(members, at);
    const key = user.toLowerCase();
    const member = members.get(key) ?? { hour: [], next: 0, fullUntil: 0 };
    members.set(key, member);
    member.hour = member.hour.filter((time) => at - time < HOUR_MS);
    if (member.hour.length >= PER_HOUR[urgency] || at < member.fullUntil) throw full();
    const place = await firstFree(member, `wecom:pace:${corp}:${key}`, PER_MINUTE[urgency]);
    if (place === undefined) {
      // Normal messages have fewer places; a critical one may still find one.
      if (urgency === 'critical') member.fullUntil = at + FULL_MS;
      throw full();
    }
    member.hour.push(at);
    return {
      giveBack: async () => {
        member.hour = member.hour.toSpliced(member.hour.lastIndexOf(at), 1);
        await store.release(place.name, place.holder);
      },
    };
  };

  async function firstFree(member: Member, prefix: string, places: number): Promise<{ name: string; holder: string } | undefined> {
    const holder = randomUUID();
    for (let tried = 0; tried < places; tried++) {
      const number = (member.next + tried) % places;
      const name = `${prefix}:${number}`;
      // A card waits for it: what one minute's messages were is not worth a disk's time.
      if (!(await (store.claimBriefly ?? store.claim)(name, holder, MINUTE_MS))) continue;
      member.next = number + 1;
      return { name, holder };
    }
    return undefined;
  }
}

function full(): Failure {
  return new Failure('wecom: too many messages to one member', 'transient', 'member-pace');
}

function sweep(members: Map<string, Member>, at: number): void {
  for (const [user, { hour }] of members) {
    if (at - (hour.at(-1) ?? 0) >= HOUR_MS) members.delete(user);
  }
}
