/** The IT role's card: what waits at the triage desk. Holds counts, nothing of any message. */
import type { Card } from '../../../cards/card.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { WaitingCounts } from './model.ts';
import { cardWords as words } from './phrases.ts';

export interface WaitingCard extends WaitingCounts {
  /** Of what is open. */
  readonly oldestAt: Date | null;
}

export function waitingCard({ refused, unmatched, codes, oldestAt }: WaitingCard, now: Date): Card {
  const parts = ([['refused', refused], ['unmatched', unmatched], ['codes', codes]] as const).filter(([, count]) => count > 0).map(([name, count]) => fill(words[name], { count }));
  const isDone = parts.length === 0;
  return {
    name: 'intake.waiting',
    tone: isDone ? 'past' : 'warn',
    kind: words.kind,
    summary: isDone ? words.summaryDone : words.summary,
    title: words.title,
    fact: isDone ? words.none : parts.join('，'),
    fields: oldestAt === null ? [] : [{ label: words.since, value: moment(oldestAt, now) }],
    state: isDone ? words.over : words.open,
    questions: [],
    buttons: [],
    ...(isDone && { result: words.result }),
    link: { label: words.link, path: '/desk/intake' },
  };
}
