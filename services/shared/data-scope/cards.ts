/** State → card, for one reader: a use of the glass for its reviewers, a request for who decides and for who asked. Pure. */
import type { Button, Card, Field, Question } from '../../../cards/card.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import { cardWords as words, scopeWords } from './phrases.ts';
import type { RequestView } from './schema.ts';

/** Buttons and what they stand for. */
export const buttons = { justify: 'justify', notJustify: 'not-justify' } as const;
/** The question on the reviewer's card; its answer is free text. */
export const NOTE_QUESTION = 'note';

export interface GlassPicture {
  readonly id: string;
  /** `李静` and the department. */
  readonly who: string;
  readonly department: string;
  /** `12床 王** 67岁 男 心内科一病区` */
  readonly patient: string;
  readonly kind: string;
  readonly reason: string;
  readonly from: Date;
  readonly until: Date;
  readonly review: { readonly verdict: 'justified' | 'not-justified'; readonly by: string; readonly at: Date } | undefined;
}

const justify: Button = { id: buttons.justify, label: words.justify, weight: 'primary' };
const notJustify: Button = { id: buttons.notJustify, label: words.notJustify, weight: 'danger' };
const note: Question = { id: NOTE_QUESTION, label: words.note, kind: 'text', options: [], required: false };

export function glassCard(glass: GlassPicture, now: Date): Card {
  const { review } = glass;
  const result = review === undefined ? undefined : fill(review.verdict === 'justified' ? words.justified : words.notJustified, { who: review.by, at: moment(review.at, now) });
  return {
    name: 'data-scope.glass',
    tone: review === undefined ? 'warn' : 'past',
    kind: words.glassKind,
    summary: fill(review === undefined ? words.glassSummary : words.glassReviewed, { who: glass.who }),
    title: glass.patient,
    fact: fill(words.glassFact, { who: glass.who, department: glass.department }),
    fields: [
      { label: words.reason, value: `${glass.kind}：${glass.reason}` },
      { label: words.since, value: moment(glass.from, now) },
      { label: words.until, value: moment(glass.until, now) },
    ],
    state: review === undefined ? words.waiting : words.reviewed,
    questions: review === undefined ? [note] : [],
    buttons: review === undefined ? [justify, notJustify] : [],
    ...(result === undefined ? {} : { result }),
    link: { label: words.look, path: `/m/emergency-views/${glass.id}` },
  };
}

export interface RequestPicture {
  readonly request: RequestView;
  /** Who asked reads another link than who decides. */
  readonly own: boolean;
}

export function requestCard({ request, own }: RequestPicture, now: Date): Card {
  const waiting = request.state === 'waiting';
  const target = `${scopeWords[request.scope]}：${request.target}`;
  const state = stateLine(request, now);
  return {
    name: 'data-scope.request',
    tone: toneOf(request, own),
    kind: words.requestKind,
    summary: own ? words.requestAnswered : waiting ? words.requestSummary : words.requestDone,
    title: own ? '' : `${request.staff.name} ${request.staff.department}`.trim(),
    fact: own ? fill(words.ownFact, { target }) : fill(words.requestFact, { who: request.staff.name, target }),
    fields: fieldsOf(request, now),
    state: waiting ? state : words.answered,
    questions: [],
    buttons: [],
    ...(waiting ? {} : { result: state }),
    link: own ? { label: words.mine, path: '/m/access' } : { label: waiting ? words.decide : words.look, path: '/desk/access-requests' },
  };
}

function fieldsOf({ reason, from, until }: RequestView, now: Date): Field[] {
  return [
    { label: words.reason, value: reason },
    { label: words.since, value: moment(from, now) },
    { label: words.until, value: moment(until, now) },
  ];
}

function toneOf({ state }: RequestView, own: boolean): Card['tone'] {
  if (state === 'waiting') return own ? 'past' : 'act';
  return state === 'granted' ? 'ok' : 'past';
}

function stateLine(request: RequestView, now: Date): string {
  const at = request.decidedAt === null ? '' : moment(request.decidedAt, now);
  const who = request.decidedBy ?? '';
  switch (request.state) {
    case 'waiting':
      return words.requestWaiting;
    case 'granted':
      return fill(words.granted, { who, at, until: moment(request.until, now) });
    case 'revoked':
      return fill(words.revoked, { at });
    case 'expired':
      return fill(words.expired, { at: moment(request.until, now) });
    default:
      return fill(words.refused, { who, at, note: (request.note ?? '') === '' ? '' : `：${request.note}` });
  }
}
