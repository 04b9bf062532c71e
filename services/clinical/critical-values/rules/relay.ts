/**
 * Handing on what was taken: asked of one colleague, who must say yes. Until then whoever has it stays responsible, so the
 * value is never without a name; the clocks of treating and of the course record run on from the first yes.
 */
import { calledBy } from '../../../../cards/people.ts';
import { shortMoment } from '../../../../cards/words.ts';
import type { NewFact } from '../facts.ts';
import type { CriticalValue, Duty, Person, Relay, RelayEnd, RelayReason } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import { type Change, plusMinutes, refuseEnded, refuseFor, seconds } from './change.ts';
import { checkReadBack } from './read-back.ts';
import { refuse } from './refuse.ts';

export interface RelayInput {
  /** Who asks; somebody else than whoever has it asks for them. */
  readonly by: Person;
  readonly to: Person;
  readonly reason: RelayReason;
  readonly note: string;
}

/** Those of this round: what was opened again began anew. */
export const relaysNow = ({ relays, acknowledged }: CriticalValue): readonly Relay[] => (acknowledged === null ? [] : relays.filter(({ at }) => at >= acknowledged.at));

/** The last one that was taken. */
export const takenRelay = (value: CriticalValue): Relay | undefined => relaysNow(value).findLast(({ ended }) => ended?.how === 'taken');

/** Whom the ladder told: an offer is told beside it, and a stand-in of a duty that was not its step’s turn. */
export function ladderTold(value: CriticalValue, told: CriticalValue['escalation']['told']): CriticalValue['escalation']['told'] {
  return told.filter(({ at, people }) => !value.relays.some((each) => each.at.getTime() === at.getTime() && people.length === 1 && people[0]?.number === each.to.number));
}

/** The one that waits for an answer. */
export function offered(value: CriticalValue): Relay | undefined {
  const last = relaysNow(value).at(-1);
  return value.clinical === 'acknowledged' && last?.ended === null ? last : undefined;
}

/** Who has it, and since when; `null` while nobody does. */
export function inHandsOf(value: CriticalValue): { readonly by: Person; readonly at: Date } | null {
  const taken = takenRelay(value);
  return taken === undefined || taken.ended === null ? value.acknowledged : { by: taken.to, at: taken.ended.at };
}

/** Had it and handed it on: what is written down is the other's to write. */
export function handedAway(value: CriticalValue, number: string): boolean {
  return value.clinical === 'acknowledged' && inHandsOf(value)?.by.number !== number && relaysNow(value).some(({ from, ended }) => from.number === number && ended?.how === 'taken');
}

/** @throws Refusal */
export function relay(value: CriticalValue, { by, to, reason, note: said }: RelayInput, { relayMinutes }: Pick<ProcessSettings, 'relayMinutes'>, now: Date): Change {
  const from = holderOf(value, now);
  const waiting = offered(value);
  if (waiting !== undefined) throw refuse('critical-values.relay-waits', { who: calledBy(waiting.to), at: shortMoment(waiting.until, now) });
  if (to.number === from.number) throw refuse(by.number === from.number ? 'critical-values.pass-to-oneself' : 'critical-values.relay-has-it', { who: calledBy(from) }, 422);
  if (to.role !== 'doctor') throw refuse('critical-values.pass-to-no-doctor', {}, 422);
  const note = said.trim();
  if (reason === 'other' && note === '') throw refuse('critical-values.relay-reason-missing', {}, 422);

  const until = plusMinutes(now, relayMinutes);
  const offer: Relay = { from, by, to, reason, note, at: now, until, ended: null };
  const last = value.escalation.told.at(-1);
  // Told, so that they may see it and answer; the ladder has no part in it.
  const told = [...value.escalation.told, { step: Math.max(1, value.escalation.step), duty: last?.duty ?? 'responsible-doctor', at: now, people: [to], round: last?.round ?? 0 }];
  return {
    value: { ...value, relays: [...value.relays, offer], escalation: { ...value.escalation, told } },
    facts: [{ name: 'critical-values.relay-offered', data: { by, from, receiver: to, why: reason, until } }],
  };
}

/** Whoever was asked says yes and has it from now on, also a moment late: only the look that sends it back ends the offer. */
export function takeOver(value: CriticalValue, by: Person, now: Date, settings: Pick<ProcessSettings, 'readBack'> = { readBack: false }, readBack = ''): Change {
  holderOf(value, now);
  const offer = offered(value);
  if (offer?.to.number !== by.number) throw refuse('critical-values.relay-over', { who: nameOf(value) });
  checkReadBack(value, settings, readBack);
  return {
    value: ended(value, offer, 'taken', now),
    facts: [{ name: 'critical-values.relay-taken', data: { by, from: offer.from, seconds: seconds(offer.at, now) } }],
  };
}

/** Said no to, or taken back by whoever asked: whoever has it keeps it. */
export function handBack(value: CriticalValue, by: Person, now: Date): Change {
  holderOf(value, now);
  const offer = offered(value);
  if (offer === undefined || ![offer.to, offer.from, offer.by].some(({ number }) => number === by.number)) throw refuse('critical-values.relay-over', { who: nameOf(value) });
  return back(value, offer, offer.to.number === by.number ? 'refused' : 'withdrawn', now);
}

/** When an offer runs out; `null`: none waits. */
export const relayLook = (value: CriticalValue): Date | null => offered(value)?.until ?? null;

export function relayLapsed(value: CriticalValue, now: Date): boolean {
  const at = relayLook(value);
  return at !== null && now >= at;
}

/** Nobody took it in time, or no card reaches whom it was offered to. Who has it keeps it, and `people` of a duty know. */
export function lapse(value: CriticalValue, how: 'expired' | 'unreached', duty: Duty, people: readonly Person[], now: Date): Change {
  const offer = offered(value);
  if (offer === undefined) throw refuse('critical-values.relay-over', { who: nameOf(value) });
  const change = back(value, offer, how, now);
  const step = Math.max(1, value.escalation.step);
  const fact: NewFact = people.length === 0
    ? { name: 'critical-values.nobody-on-call', data: { step, duty, departmentCode: value.departmentCode } }
    : { name: 'critical-values.told', data: { step, duty, round: 0, people } };
  const told = [...value.escalation.told, { step, duty, at: now, people, round: 0 }];
  return { value: { ...change.value, escalation: { ...value.escalation, told } }, facts: [...change.facts, fact] };
}

/** What waits is over once somebody has written down what was done. */
export function withDisposed(value: CriticalValue, now: Date): CriticalValue {
  const offer = offered(value);
  return offer === undefined ? value : ended(value, offer, 'disposed', now);
}

function back(value: CriticalValue, offer: Relay, how: Exclude<RelayEnd, 'taken' | 'disposed'>, now: Date): Change {
  return { value: ended(value, offer, how, now), facts: [{ name: 'critical-values.relay-ended', data: { how, from: offer.from, receiver: offer.to } }] };
}

function ended(value: CriticalValue, offer: Relay, how: RelayEnd, now: Date): CriticalValue {
  return { ...value, relays: value.relays.map((each) => (each === offer ? { ...each, ended: { how, at: now } } : each)) };
}

const nameOf = (value: CriticalValue): string => {
  const holder = inHandsOf(value);
  return holder === null ? '' : calledBy(holder.by);
};

/** @throws Refusal where nobody has it any more, or not yet */
function holderOf(value: CriticalValue, now: Date): Person {
  const over = refuseEnded(value, now);
  if (over !== undefined) throw over;
  if (value.disposal !== null) throw refuseFor('critical-values.already-disposed', value.disposal, now);
  const holder = inHandsOf(value);
  if (holder === null) throw refuse('critical-values.relay-not-taken');
  return holder.by;
}
