/** Rows and details as pages show them: the same words as on the cards, names masked, only what the reader may see. */
import type { Fact, Prisma } from '../../../prisma/generated/client.ts';
import { maskName } from '../../../cards/masking.ts';
import { age, bedWords, calledBy, sexWord } from '../../../cards/people.ts';
import { elapsed } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { Rules } from './actions/common.ts';
import { contextFields, factLine, valueWords } from './cards.facts.ts';
import { stateLine, viewOf } from './cards.state.ts';
import { type CardPatient, choicesOf, recordField } from './cards.ts';
import { type CriticalValue, type Duty, type Person, type RequestKind, type Way, nurseChoices, requestKinds } from './model.ts';
import { askWords, callWords, cancelWords, cancelledWords, cardWords, choiceWords, columnClosed, declinedWords, disposalWords, dutyWords, lostWords, noteWords, nurseWords, nursingWords, outcomeWords, reasonWords, relayBecame, relayReasonWords, relayWhy, relayWords, requestStateWords, requestWords, timelineWords, turnWords } from './phrases.ts';
import { type CareTeam, type Standing, asksToContact, beganAt, declinedNow, handedAway, inHandsOf, isOverdue, isSameDay, ladderTold, mayDo, offered, recordBy, recordIsLate, recordedAt, toldNow, wantsReadBack } from './rules.ts';
import type { Detail, ListItem } from './schema.ts';
import { type SetInWords, basisOf } from './views.sets.ts';
import { dingWords, dingedWords } from '../../shared/notices/index.ts';
import { urgedBy, urgedFor, urgedTo } from '../../shared/urging/index.ts';
import { templatesOf } from './words.ts';

export interface Seen {
  readonly value: CriticalValue;
  readonly patient: CardPatient;
  readonly standing: Standing;
  readonly team: CareTeam;
}

const doable = {
  open: ['acknowledge', 'decline', 'dispose', 'nurse', 'cancel', 'call'],
  acknowledged: ['take-over', 'hand-back', 'dispose', 'relay', 'nurse', 'cancel', 'call'],
  disposed: ['sign', 'nurse', 'reopen', 'call'],
  signed: ['nurse', 'reopen', 'call'],
  closed: ['nurse', 'reopen', 'call'],
  cancelled: ['reopen'],
} as const;

type DoableDeed = (typeof doable)[keyof typeof doable][number];

/** What somebody is waited for to do; the rest they only may. */
export const waitsForMe = (deed: DoableDeed): boolean => deed === 'acknowledge' || deed === 'take-over' || deed === 'dispose' || deed === 'sign';

/** Whoever said no once is not asked again; what was handed on is another's to write; a correction ends what could be opened again. */
function isNow(deed: DoableDeed, value: CriticalValue, number: string): boolean {
  const offer = offered(value);
  if (deed === 'decline') return declinedNow(value, number) === undefined;
  if (deed === 'relay') return offer === undefined;
  if (deed === 'take-over') return offer?.to.number === number;
  if (deed === 'hand-back') return offer !== undefined && [offer.to, offer.from, offer.by].some((person) => person.number === number);
  if (deed === 'dispose') return !handedAway(value, number);
  return deed !== 'reopen' || value.correction === null;
}

export function toListItem({ value, patient, standing, team }: Seen, rules: Rules, now: Date): ListItem {
  const process = { ladder: rules.ladders[value.way], settings: rules.process };
  const deeds = doable[value.clinical].filter((deed) => mayDo(deed, standing, value, team) && isNow(deed, value, standing.number));
  const mayAct = deeds.some(waitsForMe);
  const contacts = value.clinical === 'open' && !mayAct && asksToContact(value, standing.number);
  const reader = { staffNumber: standing.number, mayAct, mayDecline: deeds.includes('decline'), mayRelay: false, contacts, watches: false, colleague: null, outOfTeam: false };
  return {
    id: value.id,
    patientId: value.patientId,
    patient: {
      bed: bedWords(patient.bed),
      name: maskName(patient.name),
      sex: sexWord(patient.sex),
      age: age(patient.birthDate ?? undefined, now),
      ward: patient.place,
    },
    departmentCode: value.departmentCode ?? '',
    fact: factLine(value),
    direction: value.direction,
    clinical: value.clinical,
    feedback: value.feedback.state,
    state: stateLine(value, reader, viewOf(value, reader, process, now), process, now),
    overdue: isOverdue(value, rules.ladders[value.way], rules.process, now),
    record: { by: recordBy(value, rules.process), at: recordedAt(value, rules.process), isLate: recordIsLate(value, rules.process, now), sameDay: isSameDay(value, recordedAt(value, rules.process)) },
    way: value.way,
    corrected: value.correction !== null,
    openedAt: value.openedAt,
    acknowledgedBy: value.acknowledged?.by ?? null,
    heldBy: inHandsOf(value)?.by ?? null,
    deeds,
  };
}

/** A row of another group's patient, as the hospital opened the register to the department: the chosen columns only. */
export function inColumns(item: ListItem, columns: ReadonlySet<string>): ListItem {
  return {
    ...item,
    patient: columns.has('patient') ? item.patient : { bed: '', name: '—', sex: '', age: '', ward: item.patient.ward },
    fact: columns.has('result') ? item.fact : columnClosed,
    state: columns.has('progress') ? item.state : '',
    acknowledgedBy: columns.has('people') ? item.acknowledgedBy : null,
    heldBy: columns.has('people') ? item.heldBy : null,
    deeds: columns.has('open') ? item.deeds : [],
  };
}

/** What is looked up for one reader of one value. */
export interface Around {
  readonly facts: readonly Fact[];
  readonly relayTo: Detail['relayTo'];
  /** The set that decided, and its limits as people call them. */
  readonly set: SetInWords;
}

export function toDetail(seen: Seen, { facts, relayTo, set }: Around, rules: Rules, now: Date): Detail {
  const { value } = seen;
  const { disposal, correction } = value;
  return {
    ...toListItem(seen, rules, now),
    fields: [...recordField(value, { ladder: rules.ladders[value.way], settings: rules.process }, now), ...contextFields(value, now), ...whyField(value, set)].map(({ label, value: text }) => ({ label, value: text })),
    notes: value.notes.map((note) => noteWords[note]),
    basis: basisOf(value, set),
    ladder: ladderOf(value, rules),
    disposal: disposal === null ? null : { ...disposal, voice: disposal.voice === null ? null : { id: disposal.voice.id, at: disposal.voice.at, seconds: disposal.voice.seconds }, choices: disposal.choices.map((choice) => choiceWords[choice]) },
    signature: value.signature,
    correction: correction === null ? null : { at: correction.at, fact: valueWords(correction.sent, correction.unitSent), outcome: outcomeWords[correction.outcome], successor: correction.successor },
    corrects: value.corrects,
    timeline: facts.flatMap(timelineLine),
    choices: choicesOf(value).map((id) => ({ id, label: choiceWords[id] })),
    templates: [...templatesOf(rules.words, value.itemCode, value.direction)],
    readBack: (value.acknowledged === null || offered(value)?.to.number === seen.standing.number) && wantsReadBack(value, rules.process),
    readBackSaid: value.acknowledged?.readBack ?? null,
    relays: value.relays.map((each) => ({ from: each.from, by: each.by, to: each.to, why: relayWhy(each), at: each.at, until: each.until, how: each.ended?.how ?? null, words: relayWords(each, now) })),
    relayTo,
    nursing: value.nursing.map(({ choices, ...part }) => ({ ...part, choices: choices.map((choice) => nurseWords[choice]) })),
    nurseChoices: nurseChoices.map((id) => ({ id, label: nurseWords[id] })),
    calls: value.calls.map((each) => ({ at: each.at, by: each.by, whom: each.whom, to: each.to, reached: each.reached, words: callWords(each), note: each.note })),
    requests: requestKinds.flatMap((what) => requestLine(value, what)),
    reopened: value.reopened.map(({ at, note, was, disposal: before }) => ({ at, note, was, disposal: before === null ? '' : disposalWords(before) })),
  };
}

function requestLine({ requests }: CriticalValue, what: RequestKind): Detail['requests'] {
  const request = requests[what];
  return request === undefined ? [] : [{ what, label: requestWords[what], state: request.state, words: requestStateWords[request.state], at: request.since, message: request.message }];
}

/** Which limit decided, and by what it was more specific than others that fit. */
function whyField({ limit }: CriticalValue, { limitName }: SetInWords): { readonly label: string; readonly value: string }[] {
  if (limit?.by === undefined) return [];
  const over = limit.over ?? [];
  const words = { limit: limitName(limit.limitId), reason: reasonWords[limit.by], over: over.map(limitName).join('、') };
  return [{ label: cardWords.fieldWhy, value: fill(over.length === 0 ? cardWords.why : cardWords.whyOver, words) }];
}

function ladderOf(value: CriticalValue, { ladders }: Rules): Detail['ladder'] {
  const ladder = ladders[value.way];
  return ladder.steps.map(({ duty, minutes: _own }, index) => {
    const step = index + 1;
    const own = ladderTold(value, toldNow(value)).filter((each) => each.step === step && each.duty === duty);
    const told = own[0];
    const minutes = index === 0 ? 0 : (ladder.steps[index - 1]?.minutes ?? 0);
    return {
      step,
      duty,
      dutyName: dutyWords[duty],
      dueAt: new Date(beganAt(value).getTime() + minutes * 60_000),
      toldAt: told?.at ?? null,
      people: own.flatMap(({ people }) => people.map(calledBy)),
    };
  });
}

type Line = Detail['timeline'][number];

const TONES: Readonly<Record<string, Line['tone']>> = {
  'critical-values.opened': 'danger',
  'critical-values.escalated': 'danger',
  'critical-values.turned': 'warn',
  'critical-values.patient-lost': 'danger',
  'critical-values.nobody-on-call': 'danger',
  'critical-values.acknowledged': 'act',
  'critical-values.declined': 'warn',
  'critical-values.relay-offered': 'warn',
  'critical-values.relay-taken': 'act',
  'critical-values.relay-ended': 'warn',
  'critical-values.nursed': 'act',
  'critical-values.reopened': 'danger',
  'critical-values.record-overdue': 'warn',
  'critical-values.disposed': 'act',
  'critical-values.signed': 'ok',
  'critical-values.feedback-accepted': 'ok',
  'critical-values.feedback-failed': 'warn',
  'critical-values.reminded': 'warn',
  'critical-values.corrected': 'warn',
  'critical-values.closed': 'ok',
};

/** What a reader of a fact's stored data may count on; it was written through the event's schema. */
type Data = Readonly<Record<string, unknown>>;

function timelineLine(fact: Fact): Line[] {
  const what = timelineWordsOf(fact);
  return what === undefined ? [] : [{ at: fact.at, what, tone: TONES[fact.name] ?? 'past' }];
}

/** A fact of this module as a line of the timeline; `undefined` for facts of others. */
export function timelineWordsOf(fact: Pick<Fact, 'name' | 'data'>): string | undefined {
  const sentence = timelineWords[fact.name as keyof typeof timelineWords] as string | undefined;
  return sentence === undefined ? undefined : fill(sentence, wordsOf((fact.data ?? {}) as Data & Prisma.JsonObject));
}

function wordsOf(data: Data): Record<string, string | number> {
  const people = (data['people'] ?? []) as readonly { name: string; role: string }[];
  const who = (data['by'] ?? data['who']) as { number: string; name: string; role: string } | string | null | undefined;
  const seconds = Number(data['seconds'] ?? 0);
  return {
    duty: dutyWords[data['duty'] as Duty] ?? '',
    ask: data['duty'] === undefined ? '' : askWords(data['duty'] as Duty),
    way: turnWords[data['way'] as Way] ?? '',
    lost: data['tries'] === undefined ? '' : lostWords(Number(data['tries'])),
    people: people.map((person) => calledBy(person)).join('、'),
    who: typeof who === 'object' && who !== null ? calledBy(who) : '',
    wait: elapsed(new Date(0), new Date(seconds * 1000)),
    what: whatWords(data),
    to: data['to'] === null || data['to'] === undefined ? '' : `，转${calledBy(data['to'] as { name: string; role: string })}`,
    note: String(data['note'] ?? ''),
    call: data['whom'] === 'ward' || data['whom'] === 'patient' ? callWords(data as unknown as Parameters<typeof callWords>[0]) : '',
    keeper: typeof who === 'object' && who !== null ? `，提醒${calledBy(who)}` : '',
    request: requestWords[data['what'] as RequestKind] ?? '',
    settled: [requestStateWords[data['state'] as keyof typeof requestStateWords] ?? '', String(data['message'] ?? '')].filter((part) => part !== '').join('，'),
    failures: Number(data['failures'] ?? 0),
    reason: data['reason'] === undefined || data['reason'] === null || !(String(data['reason']) in cancelWords) ? '' : cancelledWords({ reason: data['reason'] as keyof typeof cancelWords, note: String(data['note'] ?? '') }),
    outcome: outcomeWords[data['outcome'] as keyof typeof outcomeWords] ?? '',
    ...triedWords(data),
    // Behind what else has a why.
    ...relayPlaces(data),
  };
}

/** Who hands on to whom, and what became of it. */
function relayPlaces({ by, from, receiver, why, how }: Data): Record<string, string> {
  if (from === undefined) return {};
  const [asker, first, other] = [by, from, receiver] as (Person | undefined)[];
  return {
    from: first === undefined ? '' : calledBy(first),
    receiver: other === undefined ? '' : calledBy(other),
    behalf: asker === undefined || first === undefined || asker.number === first.number ? '' : `代${calledBy(first)}`,
    why: relayReasonWords[why as keyof typeof relayReasonWords] ?? '',
    end: other === undefined || how === undefined ? '' : relayBecame(how as Parameters<typeof relayBecame>[0], other),
  };
}

/** A text message, a call or a DING beside the card. */
function triedWords({ ding, means, why, state }: Data): Record<string, string> {
  if (ding !== undefined) return { means: dingWords[ding as keyof typeof dingWords] ?? '', tried: dingedWords[state as keyof typeof dingedWords] ?? '' };
  return { means: urgedBy[means as keyof typeof urgedBy] ?? '', why: urgedFor[why as keyof typeof urgedFor] ?? '', tried: urgedTo[state as keyof typeof urgedTo] ?? '' };
}

/** What somebody did, or why they did not. */
function whatWords(data: Data): string {
  if (data['kind'] === 'not-mine' || data['kind'] === 'cannot-now') return declinedWords(data as Parameters<typeof declinedWords>[0] & Data);
  const choices = (data['choices'] ?? []) as string[];
  if (choices.every((choice): choice is keyof typeof nurseWords => choice in nurseWords)) return choices.length === 0 ? '' : nursingWords({ choices, note: '', late: data['late'] === true });
  return choices.map((choice) => choiceWords[choice as keyof typeof choiceWords]).join('、');
}
