/** The card about a screen that went silent, to whoever keeps it. A picture of a state; no patient. */
import type { Card } from '../../../cards/card.ts';
import { elapsed, moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import { cardWords as words } from './phrases.ts';

export interface SilenceCard {
  readonly ward: string;
  readonly name: string;
  readonly lastAt: Date;
  readonly backAt: Date | null;
  /** Values of the ward that nobody has. */
  readonly open: number;
}

export function silenceCard({ ward, name, lastAt, backAt, open }: SilenceCard, now: Date): Card {
  const isBack = backAt !== null;
  return {
    name: 'ward-screens.silence',
    tone: isBack ? 'past' : open > 0 ? 'danger' : 'warn',
    kind: words.kind,
    summary: fill(isBack ? words.summaryBack : words.summary, { ward }),
    title: fill(words.title, { ward, name }),
    fact: fill(isBack ? words.factBack : words.fact, { time: elapsed(lastAt, backAt ?? now) }),
    fields: [
      { label: words.last, value: moment(lastAt, now) },
      ...(isBack || open === 0 ? [] : [{ label: words.waiting, value: fill(words.open, { open }) }]),
    ],
    state: isBack ? words.stateBack : open > 0 ? words.stateOpen : words.state,
    questions: [],
    buttons: [],
    ...(isBack && { result: fill(words.result, { at: moment(backAt, now) }) }),
    link: { label: words.link, path: '/desk/ward-screens' },
  };
}
