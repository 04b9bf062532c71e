/** How the reader stands to an alert, and the line that says who has it, since when and what happens next. Pure. */
import { fill } from '../../core/phrases.ts';
import { calledBy } from '../../../cards/people.ts';
import { elapsed, shortMoment } from '../../../cards/words.ts';
import { deedWords } from './cards.facts.ts';
import type { CriticalValue, Declined, Person, Told } from './model.ts';
import type { Ladder, ProcessSettings } from './model.process.ts';
import { askWords, cancelledWords, cardWords, declineWords, dutyWords, relayBecame, relayWhy } from './phrases.ts';
import { beganAt, declinedNow, disposeBy, inHandsOf, isOverdue, offered, reachedAt, relaysNow, takenRelay, takers, toldNow } from './rules.ts';

/** What the card is for the one who holds it. */
export type View =
  | 'mine-to-answer' | 'to-contact' | 'to-watch' | 'passed-to-me' | 'escalated-to-me' | 'declined-by-me' | 'overdue-unanswered'
  | 'relayed-to-me' | 'relaying' | 'taken-by-me' | 'overdue-mine' | 'taken-by-another' | 'in-my-charge' | 'to-treat'
  | 'disposed-by-me' | 'disposed' | 'signed' | 'closed' | 'cancelled' | 'corrected' | 'not-mine';

export interface Reader {
  readonly staffNumber: string;
  /** May do what comes next, acknowledge or dispose (permission table); without it the card only tells. */
  readonly mayAct: boolean;
  /** Was told and has not answered: may say that it is not theirs. */
  readonly mayDecline: boolean;
  /** Whom it may be passed to on the card; anybody else on the page. */
  readonly colleague: Person | null;
  /** Has it, and may hand it on to the doctor on duty by one press. */
  readonly mayRelay: boolean;
  /** May not take it, and is asked to find the doctor or the patient: the desk of the clinic. */
  readonly contacts: boolean;
  /** A nurse of the ward who was told beside the doctors. */
  readonly watches: boolean;
  /** Was told, and is no longer of the patient's team: she has moved. */
  readonly outOfTeam: boolean;
}

export interface Process {
  readonly ladder: Ladder;
  readonly settings: ProcessSettings;
}

export function viewOf(value: CriticalValue, reader: Reader, process: Process, now: Date): View {
  if (value.correction !== null && value.clinical === 'cancelled') return 'corrected';
  if (value.clinical === 'cancelled') return 'cancelled';
  if (value.clinical === 'closed') return value.correction === null ? 'closed' : 'corrected';
  if (value.correction !== null) return 'corrected';
  if (value.clinical === 'signed') return 'signed';
  if (value.clinical === 'disposed') return value.disposal?.by.number === reader.staffNumber ? 'disposed-by-me' : 'disposed';
  const overdue = isOverdue(value, process.ladder, process.settings, now);
  if (value.clinical === 'acknowledged') {
    // The medical office takes charge and does not treat: it calls, and any doctor who was told records what was done.
    const holder = inHandsOf(value)?.by;
    const offer = offered(value);
    if (offer?.to.number === reader.staffNumber) return 'relayed-to-me';
    if (holder?.number !== reader.staffNumber) return holder?.role !== 'doctor' && reader.mayAct ? 'to-treat' : 'taken-by-another';
    if (!reader.mayAct) return 'in-my-charge';
    if (offer !== undefined) return 'relaying';
    return overdue ? 'overdue-mine' : 'taken-by-me';
  }
  if (reader.contacts) return 'to-contact';
  if (reader.watches) return 'to-watch';
  if (reader.outOfTeam || !reader.mayAct) return 'not-mine';
  if (declinedNow(value, reader.staffNumber) !== undefined) return 'declined-by-me';
  if (overdue) return 'overdue-unanswered';
  if (passedTo(value, reader) !== undefined) return 'passed-to-me';
  return stepOf(value, reader) > 1 ? 'escalated-to-me' : 'mine-to-answer';
}

/** The first step at which the reader was told; 0 when never. */
function stepOf(value: CriticalValue, { staffNumber }: Reader): number {
  return toldNow(value).find(({ people }) => people.some(({ number }) => number === staffNumber))?.step ?? 0;
}

/** Who passed it to the reader, if anybody did in this round. */
function passedTo(value: CriticalValue, { staffNumber }: Reader): Declined | undefined {
  const began = beganAt(value);
  return value.declined.findLast(({ to, at }) => to?.number === staffNumber && at >= began);
}

/** `李医生 02:14 已确认 · 02:44 前需处置` */
export function stateLine(value: CriticalValue, reader: Reader, view: View, process: Process, now: Date): string {
  switch (view) {
    case 'corrected':
    case 'cancelled':
      return endedLine(value, now);
    case 'closed':
      return fill(value.feedback.state === 'accepted' ? cardWords.closed : cardWords.closedQuiet, { at: shortMoment(value.closedAt ?? now, now) });
    case 'signed':
      return value.signature === null ? '' : deedWords(value.feedback.state === 'failed' ? cardWords.signedFailed : cardWords.signed, value.signature, now);
    case 'disposed-by-me':
    case 'disposed':
      return value.disposal === null ? '' : deedWords(view === 'disposed' ? cardWords.disposed : cardWords.disposedMine, value.disposal, now);
    case 'relayed-to-me':
    case 'relaying':
    case 'taken-by-me':
    case 'overdue-mine':
    case 'taken-by-another':
    case 'in-my-charge':
    case 'to-treat':
      return takenLine(value, view, process, now);
    default:
      return value.clinical === 'acknowledged' ? takenLine(value, 'taken-by-another', process, now) : waitingLine(value, reader, view, process, now);
  }
}

function endedLine(value: CriticalValue, now: Date): string {
  const { correction, cancelled } = value;
  if (correction !== null) return fill(correction.outcome === 'withdrawn' ? cardWords.withdrawn : cardWords.corrected, { at: shortMoment(correction.at, now) });
  return cancelled === null ? '' : fill(cardWords.cancelled, { at: shortMoment(cancelled.at, now), reason: cancelledWords(cancelled) });
}

type Taken = 'relayed-to-me' | 'relaying' | 'taken-by-me' | 'overdue-mine' | 'taken-by-another' | 'in-my-charge' | 'to-treat';

function takenLine(value: CriticalValue, view: Taken, process: Process, now: Date): string {
  const [by, holder] = [disposeBy(value, process.settings), inHandsOf(value)];
  if (holder === null || by === null) return '';
  const words = { by: shortMoment(by, now) };
  const relayed = relayLine(value, view, words, now);
  if (relayed !== undefined) return relayed;
  const taken = takenRelay(value) !== undefined;
  if (view === 'taken-by-me') return deedWords(taken ? cardWords.takenOver : cardWords.yours, holder, now, words);
  if (view === 'overdue-mine') return deedWords(cardWords.overdueYours, holder, now, words);
  if (view === 'in-my-charge') return deedWords(now >= by ? cardWords.overdueCharge : cardWords.inCharge, holder, now, words);
  if (view === 'to-treat') return deedWords(cardWords.toTreat, holder, now, words);
  if (now >= by) return deedWords(cardWords.overdueTaken, holder, now, words);
  return deedWords(taken ? cardWords.takenOverBy : cardWords.taken, holder, now, words);
}

/** While it is being handed on, and when it came back; `undefined`: nothing of that. */
function relayLine(value: CriticalValue, view: Taken, words: { readonly by: string }, now: Date): string | undefined {
  const offer = offered(value);
  const [to, until] = [offer === undefined ? '' : calledBy(offer.to), offer === undefined ? '' : shortMoment(offer.until, now)];
  if (view === 'relayed-to-me' && offer !== undefined) return fill(cardWords.relayedToYou, { from: calledBy(offer.from), why: relayWhy(offer), by: until });
  if (view === 'relaying' && offer !== undefined) return offer.by.number === offer.from.number ? fill(cardWords.relaying, { to, until, ...words }) : fill(cardWords.relayingFor, { asker: calledBy(offer.by), to, until });
  if (view === 'taken-by-another' && offer !== undefined) return fill(cardWords.relayingBy, { who: calledBy(offer.from), to, until, ...words });
  const last = relaysNow(value).at(-1);
  const back = last?.ended?.how === 'refused' || last?.ended?.how === 'expired' || last?.ended?.how === 'unreached';
  return view === 'taken-by-me' && last?.ended && back ? fill(cardWords.backToYou, { end: relayBecame(last.ended.how, last.to), ...words }) : undefined;
}

function waitingLine(value: CriticalValue, reader: Reader, view: View, { ladder }: Process, now: Date): string {
  const wait = elapsed(beganAt(value), now);
  const declined = declinedNow(value, reader.staffNumber);
  if (view === 'declined-by-me' && declined !== undefined) return fill(cardWords.declinedMine, { at: shortMoment(declined.at, now), what: declineWords[declined.kind], next: nextWords(value, declined) });
  const passed = passedTo(value, reader);
  if (view === 'passed-to-me' && passed !== undefined) return fill(cardWords.passedToYou, { from: calledBy(passed.by), what: declineWords[passed.kind] });
  if (view === 'to-contact') return contactLine(value, reader, wait, now);
  if (view === 'overdue-unanswered') return fill(cardWords.overdueOpen, { wait });
  const { step, nextAt } = value.escalation;
  // Whoever was asked before this reader, not before whoever was asked since.
  const before = toldNow(value).filter((each) => each.step < stepOf(value, reader)).at(-1);
  if (view === 'escalated-to-me' && before !== undefined) return fill(...cameFrom(value, before, wait));
  const next = ladder.steps[step];
  if (next === undefined || nextAt === null) return cardWords.waitingLast;
  const facts = { at: shortMoment(nextAt, now), ask: askWords(next.duty) };
  return fill(nextAt <= now ? cardWords.waitingSoon : cardWords.waitingNext, facts);
}

/** For whoever is to find the doctor or the patient. */
function contactLine(value: CriticalValue, reader: Reader, wait: string, now: Date): string {
  const reached = reachedAt(value);
  if (reached !== null) return fill(cardWords.herReached, { at: shortMoment(reached, now) });
  const before = toldNow(value).filter((each) => each.step < stepOf(value, reader)).at(-1);
  if (before === undefined) return cardWords.herFirst;
  return fill(cardWords.findHer, { from: before.people.length === 0 ? dutyWords[before.duty] : before.people.map(calledBy).join('、'), wait });
}

/** Who had it before: `李医生（管床医生）`, or a duty that nobody held. */
function cameFrom(value: CriticalValue, before: Told, wait: string): [string, { from: string; wait: string; what?: string }] {
  const duty = dutyWords[before.duty];
  const people = takers(before.people, before.duty);
  if (people.length === 0) return [cardWords.nobodyBefore, { from: duty, wait }];
  const [one] = people;
  const declined = people.length === 1 && one !== undefined ? declinedNow(value, one.number) : undefined;
  if (declined !== undefined) return [cardWords.declinedBefore, { from: calledBy(declined.by), what: declineWords[declined.kind], wait }];
  return [cardWords.escalatedToYou, { from: `${people.map(calledBy).join('、')}（${duty}）`, wait }];
}

/** Who has it instead: the one it was passed to, or the step that was told because of it. */
function nextWords(value: CriticalValue, { at, by, to }: Declined): string {
  if (to !== null) return fill(cardWords.passedOn, { to: calledBy(to) });
  const next = toldNow(value).find((each) => each.at >= at && each.people.some(({ number }) => number !== by.number));
  return next === undefined ? cardWords.climbing : fill(cardWords.climbedOn, { to: next.people.map(calledBy).join('、') });
}
