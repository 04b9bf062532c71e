/** Rows and details as pages show them: the same words as on the cards, names masked, only what the reader may see. */
import type { Fact, Prisma } from '../../../prisma/generated/client.ts';
import { maskName } from '../../../cards/masking.ts';
import { age, bedWords, calledBy, sexWord } from '../../../cards/people.ts';
import { elapsed } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { Rules } from './actions/common.ts';
import { contextFields, factLine, valueWords } from './cards.facts.ts';
import { stateLine, viewOf } from './cards.state.ts';
import type { CardPatient } from './cards.ts';
import { type CriticalValue, type Duty, disposalChoices } from './model.ts';
import { cancelWords, cardWords, choiceWords, columnClosed, dutyWords, noteWords, outcomeWords, reasonWords, timelineWords } from './phrases.ts';
import { type CareTeam, type Standing, isOverdue, mayDo } from './rules.ts';
import type { Detail, ListItem } from './schema.ts';

export interface Seen {
  readonly value: CriticalValue;
  readonly patient: CardPatient;
  readonly standing: Standing;
  readonly team: CareTeam;
}

const doable = {
  open: ['acknowledge', 'dispose', 'cancel'],
  acknowledged: ['dispose', 'cancel'],
  disposed: ['sign'],
  signed: [],
  closed: [],
  cancelled: [],
} as const;

export function toListItem({ value, patient, standing, team }: Seen, rules: Rules, now: Date): ListItem {
  const process = { ladder: rules.ladder, settings: rules.process };
  const deeds = doable[value.clinical].filter((deed) => mayDo(deed, standing, value, team));
  const reader = { staffNumber: standing.number, mayAct: deeds.some((deed) => deed !== 'cancel'), outOfTeam: false };
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
    overdue: isOverdue(value, rules.ladder, rules.process, now),
    corrected: value.correction !== null,
    openedAt: value.openedAt,
    acknowledgedBy: value.acknowledged?.by ?? null,
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
    deeds: columns.has('open') ? item.deeds : [],
  };
}

export function toDetail(seen: Seen, facts: readonly Fact[], rules: Rules, now: Date): Detail {
  const { value } = seen;
  const { disposal, correction } = value;
  return {
    ...toListItem(seen, rules, now),
    fields: [...contextFields(value, now), ...whyField(value)].map(({ label, value: text }) => ({ label, value: text })),
    notes: value.notes.map((note) => noteWords[note]),
    setVersion: value.setVersion,
    ladder: ladderOf(value, rules),
    disposal: disposal === null ? null : { ...disposal, choices: disposal.choices.map((choice) => choiceWords[choice]) },
    signature: value.signature,
    correction: correction === null ? null : { at: correction.at, fact: valueWords(correction.sent, correction.unitSent), outcome: outcomeWords[correction.outcome], successor: correction.successor },
    corrects: value.corrects,
    timeline: facts.flatMap(timelineLine),
    choices: disposalChoices.map((id) => ({ id, label: choiceWords[id] })),
  };
}

/** Which limit decided, and by what it was more specific than others that fit. */
function whyField({ limit }: CriticalValue): { readonly label: string; readonly value: string }[] {
  if (limit?.by === undefined) return [];
  const over = limit.over ?? [];
  const words = { limit: limit.limitId, reason: reasonWords[limit.by], over: over.join('、') };
  return [{ label: cardWords.fieldWhy, value: fill(over.length === 0 ? cardWords.why : cardWords.whyOver, words) }];
}

function ladderOf(value: CriticalValue, { ladder }: Rules): Detail['ladder'] {
  return ladder.steps.map(({ duty, minutes: _own }, index) => {
    const step = index + 1;
    const told = value.escalation.told.find((each) => each.step === step);
    const minutes = index === 0 ? 0 : (ladder.steps[index - 1]?.minutes ?? 0);
    return {
      step,
      duty,
      dutyName: dutyWords[duty],
      dueAt: new Date(value.openedAt.getTime() + minutes * 60_000),
      toldAt: told?.at ?? null,
      people: (told?.people ?? []).map(calledBy),
    };
  });
}

type Line = Detail['timeline'][number];

const TONES: Readonly<Record<string, Line['tone']>> = {
  'critical-values.opened': 'danger',
  'critical-values.escalated': 'danger',
  'critical-values.nobody-on-call': 'danger',
  'critical-values.acknowledged': 'act',
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
  const who = (data['by'] ?? data['who']) as { number: string; name: string; role: string } | string | undefined;
  const seconds = Number(data['seconds'] ?? 0);
  return {
    duty: dutyWords[data['duty'] as Duty] ?? '',
    people: people.map((person) => calledBy(person)).join('、'),
    who: typeof who === 'object' ? calledBy(who) : '',
    wait: elapsed(new Date(0), new Date(seconds * 1000)),
    what: ((data['choices'] ?? []) as (keyof typeof choiceWords)[]).map((choice) => choiceWords[choice]).join('、'),
    failures: Number(data['failures'] ?? 0),
    reason: cancelWords[data['reason'] as keyof typeof cancelWords] ?? '',
    outcome: outcomeWords[data['outcome'] as keyof typeof outcomeWords] ?? '',
  };
}
