/** The system administrator's card about a sender that is out of the usual. */
import type { Card } from '../../../cards/card.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import type { FeedDoor, IncidentKind } from './model.ts';
import { cardWords as words, doorWords, inTime, incidentWords } from './phrases.ts';

export interface IncidentCard {
  readonly door: FeedDoor;
  readonly name: string;
  readonly kind: IncidentKind;
  readonly lastHeardAt: Date;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly seen: number;
  readonly usual: number;
}

export function incidentCard({ door, name, kind, lastHeardAt, openedAt, closedAt, seen, usual }: IncidentCard, now: Date): Card {
  const facts = kind === 'refusing' ? { seen } : { seen: inTime(seen), usual: inTime(usual) };
  return {
    name: 'feeds.incident',
    tone: closedAt === null ? 'warn' : 'past',
    kind: words.kind,
    summary: closedAt === null ? words.summary : words.summaryOver,
    title: fill(words.title, { name: feedName(name), door: doorWords[door], what: incidentWords[kind] }),
    fact: fill(words[kind], facts),
    fields: [
      { label: words.since, value: moment(openedAt, now) },
      { label: words.last, value: moment(lastHeardAt, now) },
    ],
    state: closedAt === null ? words.open : words.over,
    questions: [],
    buttons: [],
    ...(closedAt !== null && { result: fill(words.result, { at: moment(closedAt, now) }) }),
    link: { label: words.link, path: '/desk/feeds' },
  };
}

/** Application and facility as people say them. */
export const feedName = (name: string): string => name.split('|').filter((part) => part !== '').join(' ') || '未写名称';
