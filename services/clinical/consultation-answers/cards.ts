/** State → card, for whoever was asked. The question itself is on the page: an opinion is no button. Pure. */
import type { Card, Tone } from '../../../cards/card.ts';
import { maskName, surname } from '../../../cards/masking.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { AnswerState } from './model.ts';
import { cardWords as words } from './phrases.ts';
import { isUrgent } from './rules.ts';

export interface AskedPicture {
  readonly id: string;
  readonly type: string | null;
  /** `心血管内科 李静` */
  readonly who: string;
  readonly purpose: string | null;
  readonly requestedAt: Date | null;
  readonly plannedAt: Date | null;
  readonly state: 'requested' | 'accepted' | 'done' | 'cancelled' | 'refused';
  readonly patient: { readonly name: string; readonly sex: string; readonly birthDate: Date | null; readonly bed: string; readonly ward: string };
  /** The reader's own last answer. */
  readonly own: { readonly state: AnswerState; readonly settledAt: Date | null } | undefined;
}

export function askedCard(asked: AskedPicture, now: Date): Card {
  const { id, type, who, purpose, requestedAt, plannedAt, patient, own } = asked;
  const open = asked.state === 'requested' || asked.state === 'accepted';
  const result = resultOf(asked, now);
  return {
    name: 'consultation-answers.asked',
    tone: toneOf(asked, open),
    kind: isUrgent(type) ? words.urgent : words.kind,
    summary: fill(own !== undefined ? words.summaryDone : open ? words.summary : words.summaryOver, { patient: [bedWords(patient.bed), surname(patient.name)].filter(Boolean).join(' ') }),
    title: [bedWords(patient.bed), maskName(patient.name), age(patient.birthDate ?? undefined, now), sexWord(patient.sex), patient.ward].filter(Boolean).join(' '),
    fact: fill(words.fact, { who }),
    fields: [
      ...(purpose === null || purpose === '' ? [] : [{ label: words.purpose, value: purpose }]),
      ...(plannedAt === null ? [] : [{ label: words.planned, value: moment(plannedAt, now) }]),
      ...(requestedAt === null ? [] : [{ label: words.asked, value: moment(requestedAt, now) }]),
    ],
    state: open && own === undefined ? words.waiting : result,
    questions: [],
    buttons: [],
    ...(result === '' ? {} : { result }),
    link: { label: open && (own === undefined || own.state === 'written' || own.state === 'refused') ? words.write : words.look, path: `/m/consultations/${id}` },
  };
}

function resultOf({ state, own }: AskedPicture, now: Date): string {
  if (own !== undefined) return fill(words.answered[own.state], { at: own.settledAt === null ? '' : moment(own.settledAt, now) });
  return state === 'requested' || state === 'accepted' ? '' : words.over[state];
}

function toneOf({ type, own }: AskedPicture, open: boolean): Tone {
  if (own?.state === 'refused' || own?.state === 'failed') return 'warn';
  if (own?.state === 'accepted') return 'ok';
  if (own?.state === 'sending' || !open) return 'past';
  return isUrgent(type) ? 'warn' : 'act';
}
