/** State → card, for one reader. Order and words follow the interface rules: the most urgent fact first, one question. */
import { fill } from '../../core/phrases.ts';
import type { Button, Card, Link, Question, Tone } from '../../../cards/card.ts';
import { maskName } from '../../../cards/masking.ts';
import { age, bedWords, calledBy, sexWord } from '../../../cards/people.ts';
import { shortMoment } from '../../../cards/words.ts';
import { contextFields, deedWords, factLine, valueWords } from './cards.facts.ts';
import type { Process, Reader, View } from './cards.state.ts';
import { stateLine, viewOf } from './cards.state.ts';
import type { CriticalValue, DisposalChoice } from './model.ts';
import { declineReasons, disposalChoices } from './model.ts';
import { cancelledWords, cardWords, choiceWords, declineReasonWords, disposalWords } from './phrases.ts';
import { inHandsOf, reachedAt, recordBy, recordIsLate, recordedAt, wantsReadBack } from './rules.ts';

export { viewOf } from './cards.state.ts';
export type { Process, Reader, View } from './cards.state.ts';

/** The patient as the card may name her. */
export interface CardPatient {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | null;
  /** `12`; empty for outpatients. */
  readonly bed: string;
  /** Ward, or the clinic. */
  readonly place: string;
}

/** Buttons and the actions they stand for. */
export const buttons = { acknowledge: 'acknowledge', notMine: 'not-mine', cannotNow: 'cannot-now', dispose: 'dispose', relay: 'relay', takeOver: 'take-over', handBack: 'hand-back' } as const;
/** The question on the disposal card; its answer is a list of `DisposalChoice`. */
export const DISPOSAL_QUESTION = 'choice';
/** The value as the person reads it. */
export const READ_BACK_QUESTION = 'readBack';
/** For whoever does not take it: `why-rescue`, or `to-1001`. */
export const ASIDE_QUESTION = 'aside';

export function alertCard(value: CriticalValue, patient: CardPatient, reader: Reader, process: Process, now: Date): Card {
  const view = viewOf(value, reader, process, now);
  const { tone, kind, summary } = LOOK[view];
  const result = resultLine(value, view, now);
  return {
    name: 'critical-values.alert',
    tone,
    kind,
    summary: fill(summary, { patient: bedAndName(patient) }),
    title: titleLine(patient, now),
    fact: factLine(value),
    fields: [...recordField(value, process, now), ...contextFields(value, now)],
    state: view === 'not-mine' ? notMineLine(reader, patient) : stateLine(value, reader, view, process, now),
    questions: questionsOf(value, view, reader, process),
    buttons: buttonsOf(view, reader),
    ...(result === '' ? {} : { result }),
    link: linkTo(value, view),
  };
}

interface Look {
  readonly tone: Tone;
  readonly kind: string;
  readonly summary: string;
}

const { kind, kindCorrected, kindEscalated, kindOutpatient, kindOverdue, kindRelayed, summary, summaryContact, summaryDone, summaryEnded, summaryNotYours, summaryPassed, summaryTaken, summaryWatch } = cardWords;

/** Red: danger now; amber: a limit is near or something changed; blue: yours to do; green: done; grey: past. */
const LOOK: Readonly<Record<View, Look>> = {
  'mine-to-answer': { tone: 'danger', kind, summary },
  'to-contact': { tone: 'danger', kind: kindOutpatient, summary: summaryContact },
  'to-watch': { tone: 'danger', kind, summary: summaryWatch },
  'passed-to-me': { tone: 'danger', kind, summary },
  'escalated-to-me': { tone: 'danger', kind: kindEscalated, summary },
  'declined-by-me': { tone: 'past', kind, summary: summaryPassed },
  'overdue-unanswered': { tone: 'danger', kind: kindOverdue, summary },
  'relayed-to-me': { tone: 'danger', kind: kindRelayed, summary },
  'relaying': { tone: 'act', kind, summary },
  'taken-by-me': { tone: 'act', kind, summary },
  'overdue-mine': { tone: 'warn', kind: kindOverdue, summary },
  'taken-by-another': { tone: 'past', kind, summary: summaryTaken },
  'in-my-charge': { tone: 'warn', kind, summary },
  'to-treat': { tone: 'danger', kind: kindEscalated, summary },
  'disposed-by-me': { tone: 'act', kind, summary: summaryDone },
  'disposed': { tone: 'past', kind, summary: summaryDone },
  'signed': { tone: 'ok', kind, summary: summaryDone },
  'closed': { tone: 'ok', kind, summary: summaryDone },
  'cancelled': { tone: 'past', kind, summary: summaryEnded },
  'corrected': { tone: 'warn', kind: kindCorrected, summary: summaryEnded },
  'not-mine': { tone: 'past', kind, summary: summaryNotYours },
};

const ACKNOWLEDGE: Button = { id: buttons.acknowledge, label: cardWords.acknowledge, weight: 'primary' };
const NOT_MINE: Button = { id: buttons.notMine, label: cardWords.notMine, weight: 'plain' };
const CANNOT_NOW: Button = { id: buttons.cannotNow, label: cardWords.cannotNow, weight: 'plain' };
const DISPOSE: Button = { id: buttons.dispose, label: cardWords.dispose, weight: 'primary' };

const ON_DUTY: Button = { id: buttons.relay, label: cardWords.relayOnDuty, weight: 'plain' };
const TAKE_OVER: Button = { id: buttons.takeOver, label: cardWords.takeOver, weight: 'primary' };
const CANNOT_TAKE: Button = { id: buttons.handBack, label: cardWords.cannotTake, weight: 'plain' };
const WITHDRAW: Button = { id: buttons.handBack, label: cardWords.withdraw, weight: 'plain' };

const BUTTONS: Partial<Record<View, readonly Button[]>> = {
  'mine-to-answer': [ACKNOWLEDGE],
  'passed-to-me': [ACKNOWLEDGE],
  'escalated-to-me': [ACKNOWLEDGE],
  'declined-by-me': [{ ...ACKNOWLEDGE, label: cardWords.stillMe }],
  'overdue-unanswered': [ACKNOWLEDGE],
  'relayed-to-me': [TAKE_OVER, CANNOT_TAKE],
  'relaying': [DISPOSE, WITHDRAW],
  'taken-by-me': [DISPOSE],
  'overdue-mine': [DISPOSE],
  'to-treat': [DISPOSE],
};

function buttonsOf(view: View, reader: Reader): readonly Button[] {
  const own = BUTTONS[view] ?? [];
  // One press for a shift that ends; other reasons and other colleagues are on the page.
  if ((view === 'taken-by-me' || view === 'overdue-mine') && reader.mayRelay) return [...own, ON_DUTY];
  return asksToTake(view) && reader.mayDecline ? [...own, NOT_MINE, CANNOT_NOW] : own;
}

const asksToTake = (view: View): boolean => view === 'mine-to-answer' || view === 'passed-to-me' || view === 'escalated-to-me' || view === 'overdue-unanswered';

function questionsOf(value: CriticalValue, view: View, reader: Reader, { settings }: Process): readonly Question[] {
  if (asksDisposal(view)) return [disposalQuestion(value)];
  const takes = asksToTake(view) || view === 'declined-by-me' || view === 'relayed-to-me';
  const readBack: readonly Question[] = takes && wantsReadBack(value, settings) ? [{ id: READ_BACK_QUESTION, label: cardWords.readBack, kind: 'text', options: [], required: true }] : [];
  return asksToTake(view) && reader.mayDecline ? [...readBack, asideQuestion(reader)] : readBack;
}

/** One answer serves both ways of not taking it: whose it is, or why not now. A reason in one's own words is on the page. */
function asideQuestion({ colleague }: Reader): Question {
  const to = colleague === null ? [] : [{ id: `to-${colleague.number}`, label: fill(cardWords.passTo, { who: calledBy(colleague) }) }];
  const why = declineReasons.filter((reason) => reason !== 'other').map((reason) => ({ id: `why-${reason}`, label: declineReasonWords[reason] }));
  return { id: ASIDE_QUESTION, label: cardWords.aside, kind: 'one', options: [...to, ...why], required: false };
}

function asksDisposal(view: View): boolean {
  return view === 'taken-by-me' || view === 'overdue-mine' || view === 'relaying' || view === 'to-treat';
}

/** Who lies in a bed is not called in. */
export const choicesOf = ({ way }: CriticalValue): readonly DisposalChoice[] => disposalChoices.filter((choice) => choice !== 'called-in' || way === 'outpatient');

/** One choice on the card; several, a note and another time are on the page behind the link. */
function disposalQuestion(value: CriticalValue): Question {
  const haemolysed = value.notes.includes('haemolysed');
  // A doubtful specimen comes first where the laboratory says so itself; never chosen beforehand.
  const order: readonly DisposalChoice[] = haemolysed
    ? ['specimen-doubtful', 'repeat-test', ...choicesOf(value).filter((choice) => choice !== 'specimen-doubtful' && choice !== 'repeat-test')]
    : choicesOf(value);
  return {
    id: DISPOSAL_QUESTION,
    label: cardWords.question,
    kind: 'one',
    options: order.map((choice) => ({ id: choice, label: choiceWords[choice] })),
    required: true,
  };
}

/** Only once it is past its time: the first thing to read then. */
export function recordField(value: CriticalValue, { settings }: Process, now: Date): readonly { readonly label: string; readonly value: string }[] {
  if (!recordIsLate(value, settings, now) || recordedAt(value, settings) !== null) return [];
  return [{ label: cardWords.fieldRecord, value: fill(cardWords.recordLate, { by: shortMoment(recordBy(value, settings), now) }) }];
}

/** What stands where the buttons were. */
function resultLine(value: CriticalValue, view: View, now: Date): string {
  const { acknowledged, cancelled, disposal, signature, correction } = value;
  const holder = inHandsOf(value);
  if (view === 'corrected' && correction !== null) return correctedLine(correction);
  if (view === 'cancelled') return fill(cardWords.resultCancelled, { reason: cancelled === null ? '' : cancelledWords(cancelled) });
  if (view === 'closed') return signature === null ? cardWords.resultClosed : deedWords(cardWords.resultClosedBy, signature, now);
  if (view === 'signed' && signature !== null) return deedWords(cardWords.resultSigned, signature, now);
  if ((view === 'disposed' || view === 'disposed-by-me') && disposal !== null) {
    return deedWords(cardWords.resultDisposed, disposal, now, { what: disposalWords(disposal) });
  }
  if (view === 'to-contact') return reachedAt(value) === null ? cardWords.resultContact : cardWords.resultFound;
  if (view === 'to-watch') return value.nursing.length === 0 ? cardWords.resultWatch : cardWords.resultWatched;
  if (view === 'in-my-charge') return cardWords.resultCharge;
  if (view === 'taken-by-another' && holder !== null) return deedWords(holder.at === acknowledged?.at ? cardWords.resultAcknowledged : cardWords.resultTakenOver, holder, now);
  return view === 'not-mine' ? cardWords.resultNotYours : '';
}

function correctedLine({ outcome, sent, unitSent }: NonNullable<CriticalValue['correction']>): string {
  return outcome === 'withdrawn' ? cardWords.resultWithdrawn : fill(cardWords.resultCorrected, { value: valueWords(sent, unitSent) });
}

function notMineLine(reader: Reader, patient: CardPatient): string {
  const moved = reader.outOfTeam && patient.place !== '';
  return moved ? fill(cardWords.notYours, { place: patient.place }) : cardWords.notYoursPlain;
}

function linkTo(value: CriticalValue, view: View): Link {
  const label = view === 'disposed-by-me' ? cardWords.sign : asksDisposal(view) ? cardWords.fill : view === 'to-contact' ? cardWords.contact : view === 'to-watch' ? cardWords.nursePart : cardWords.details;
  return { label, path: `/m/critical-values/${value.id}` };
}

/** `12床 王**`: all that a lock screen may show. */
function bedAndName(patient: CardPatient): string {
  return [bedWords(patient.bed), maskName(patient.name)].filter((part) => part !== '').join(' ');
}

/** `12床 王** 67岁 男 心内科一病区` */
export function titleLine(patient: CardPatient, now: Date): string {
  const parts = [bedWords(patient.bed), maskName(patient.name), age(patient.birthDate ?? undefined, now), sexWord(patient.sex), patient.place];
  return parts.filter((part) => part !== '').join(' ');
}

/** The same line as on the card, for lists and the detail page. */
export function stateOf(value: CriticalValue, reader: Reader, process: Process, now: Date): { readonly view: View; readonly line: string } {
  const view = viewOf(value, reader, process, now);
  if (view === 'not-mine') return { view, line: stateLine(value, reader, 'mine-to-answer', process, now) };
  return { view, line: stateLine(value, reader, view, process, now) };
}
