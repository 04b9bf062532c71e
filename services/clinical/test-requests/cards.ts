/** State → card, for whoever ordered: only what went wrong is told, and followed until it is settled. The hospital's words are on the page. Pure. */
import type { Card, Tone } from '../../../cards/card.ts';
import { maskName, surname } from '../../../cards/masking.ts';
import { age, bedWords, sexWord } from '../../../cards/people.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { TestRequest, WithdrawalState } from './model.ts';
import { cardWords as words } from './phrases.ts';

export interface RequestPicture extends Pick<TestRequest, 'patientId' | 'urgent' | 'askedAt' | 'state'> {
  readonly item: string;
  readonly withdrawal: WithdrawalState | undefined;
  readonly patient: { readonly name: string; readonly sex: string; readonly birthDate: Date | null; readonly bed: string; readonly ward: string };
}

export function requestCard(request: RequestPicture, now: Date): Card {
  const { patientId, urgent, askedAt, item, patient } = request;
  const state = stateOf(request);
  const wrong = isWrong(request);
  return {
    name: 'test-requests.trouble',
    tone: toneOf(request),
    kind: urgent ? words.urgent : words.kind,
    summary: fill(wrong ? words.summary : words.summaryOver, { patient: [bedWords(patient.bed), surname(patient.name)].filter(Boolean).join(' ') }),
    title: [bedWords(patient.bed), maskName(patient.name), age(patient.birthDate ?? undefined, now), sexWord(patient.sex), patient.ward].filter(Boolean).join(' '),
    fact: item,
    fields: [{ label: words.asked, value: moment(askedAt, now) }],
    state,
    questions: [],
    buttons: [],
    ...(wrong ? {} : { result: state }),
    link: { label: wrong ? words.look : words.open, path: `/m/patients/${patientId}/tests` },
  };
}

function stateOf({ state, withdrawal }: RequestPicture): string {
  return withdrawal === 'refused' || withdrawal === 'failed' ? words.withdrawal[withdrawal] : words.states[state];
}

const isWrong = ({ state, withdrawal }: RequestPicture): boolean => state === 'refused' || state === 'failed' || withdrawal === 'refused' || withdrawal === 'failed';

function toneOf(request: RequestPicture): Tone {
  if (isWrong(request)) return 'warn';
  return request.state === 'accepted' ? 'ok' : 'past';
}
