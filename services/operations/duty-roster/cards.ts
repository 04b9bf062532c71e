/** The module's cards: a hole, what is empty ahead, a colleague's request, a duty handed over. Pictures of a state; pure. */
import type { Card } from '../../../cards/card.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { DutyKind, Span } from '../../shared/on-call/schema.ts';
import type { RequestState } from './model.ts';
import { dutyWords, cardWords as words } from './phrases.ts';

const quiet = { questions: [], buttons: [] } as const;
/** The day the page opens at; a department's code is no secret. */
const rosterPath = (department: string, day: string): string => `/desk/duty-roster/${encodeURIComponent(department)}/${day}`;

export interface HoleCard {
  readonly department: { readonly code: string; readonly name: string };
  readonly duty: DutyKind;
  readonly from: Date | null;
  readonly until: Date | null;
  readonly day: string;
  readonly foundAt: Date;
  readonly filledAt: Date | null;
  /** Who holds it now. */
  readonly holder: string | null;
}

export function holeCard({ department, duty, from, until, day, foundAt, filledAt, holder }: HoleCard, now: Date): Card {
  const isOpen = filledAt === null;
  const done = holder === null ? words.over : fill(words.filled, { at: moment(filledAt ?? now, now), person: holder });
  return {
    name: 'duty-roster.hole', ...quiet,
    tone: isOpen ? 'danger' : 'past',
    kind: words.kind,
    summary: isOpen ? words.summary : words.summaryOver,
    title: fill(words.hole, { department: department.name, duty: dutyWords[duty] }),
    fact: fill(words.holeFact, { at: moment(foundAt, now), duty: dutyWords[duty] }),
    fields: [{ label: words.stretch, value: stretch({ from, until }, now) }],
    state: isOpen ? words.open : done,
    ...(!isOpen && { result: done }),
    link: { label: words.link, path: rosterPath(department.code, day) },
  };
}

function stretch({ from, until }: { readonly from: Date | null; readonly until: Date | null }, now: Date): string {
  if (from === null) return words.never;
  return until === null ? fill(words.since, { from: moment(from, now) }) : fill(words.between, { from: moment(from, now), until: moment(until, now) });
}

export interface AheadCard {
  readonly department: { readonly code: string; readonly name: string };
  readonly hours: number;
  readonly day: string;
  readonly holes: readonly { readonly duty: DutyKind; readonly shift: string; readonly from: Date; readonly until: Date; readonly why: string }[];
}

const mostHoles = 4;

export function aheadCard({ department, hours, day, holes }: AheadCard, now: Date): Card {
  const isOpen = holes.length > 0;
  const fields = holes.slice(0, mostHoles).map(({ duty, shift, from, until, why }) => ({ label: shift === '' ? dutyWords[duty] : shift, value: `${duty === 'duty-doctor' ? `${fill(words.between, { from: moment(from, now), until: moment(until, now) })} ` : ''}${why}` }));
  const left = holes.length - fields.length;
  return {
    name: 'duty-roster.ahead', ...quiet,
    tone: isOpen ? 'warn' : 'ok',
    kind: words.kind,
    summary: isOpen ? words.summary : words.summaryOver,
    title: fill(words.aheadTitle, { department: department.name, hours }),
    fact: isOpen ? fill(words.aheadFact, { count: holes.length }) : words.aheadOver,
    fields,
    state: isOpen ? [words.aheadState, ...(left > 0 ? [fill(words.more, { count: left })] : [])].join(' · ') : words.aheadOver,
    ...(!isOpen && { result: words.aheadOver }),
    link: { label: words.link, path: rosterPath(department.code, day) },
  };
}

export interface RequestCard extends Span {
  readonly asker: string;
  readonly asked: string;
  readonly department: string;
  readonly duty: DutyKind;
  readonly note: string;
  readonly state: RequestState;
  /** The duty went elsewhere or is over. */
  readonly isOver: boolean;
  readonly answeredAt: Date | null;
  /** Looked at by whoever was asked. */
  readonly mayAnswer: boolean;
}

export const buttons = { accept: 'accept', refuse: 'refuse' } as const;

export function requestCard({ asker, asked, department, duty, from, until, note, state, isOver, answeredAt, mayAnswer }: RequestCard, now: Date): Card {
  const isOpen = state === 'waiting' && !isOver;
  const result = requestResult({ state, asked, answeredAt }, now);
  return {
    name: 'duty-roster.request',
    tone: isOpen ? 'act' : state === 'accepted' ? 'ok' : 'past',
    kind: words.requestKind,
    summary: words.requestSummary,
    title: fill(words.requestTitle, { asker, asked }),
    fact: `${department} ${dutyWords[duty]}`,
    fields: [{ label: words.when, value: stretch({ from, until }, now) }, ...(note === '' ? [] : [{ label: words.note, value: note }])],
    state: isOpen ? fill(words.requestOpen, { asked }) : result,
    questions: [],
    buttons: isOpen && mayAnswer ? [{ id: buttons.accept, label: words.accept, weight: 'primary' }, { id: buttons.refuse, label: words.refuse, weight: 'plain' }] : [],
    ...(!isOpen && { result }),
    link: { label: words.mine, path: '/m/duty' },
  };
}

function requestResult({ state, asked, answeredAt }: Pick<RequestCard, 'state' | 'asked' | 'answeredAt'>, now: Date): string {
  const at = answeredAt === null ? '' : moment(answeredAt, now);
  if (state === 'accepted') return fill(words.accepted, { at, asked });
  if (state === 'refused') return fill(words.refused, { at, asked });
  return state === 'withdrawn' ? words.withdrawn : words.requestOver;
}

export interface HandedCard extends Span {
  readonly was: string;
  readonly department: string;
  readonly duty: DutyKind;
  readonly isOver: boolean;
}

export function handedCard({ was, department, duty, from, until, isOver }: HandedCard, now: Date): Card {
  return {
    name: 'duty-roster.handed', ...quiet,
    tone: isOver ? 'past' : 'act',
    kind: words.handedKind,
    summary: words.handedSummary,
    title: fill(words.handedTitle, { was }),
    fact: `${department} ${dutyWords[duty]}`,
    fields: [{ label: words.when, value: stretch({ from, until }, now) }],
    state: isOver ? words.over : words.handedState,
    link: { label: words.mine, path: '/m/duty' },
  };
}
