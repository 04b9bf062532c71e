/** The security administrator's card about reading that stands out. */
import type { Card } from '../../../cards/card.ts';
import { moment } from '../../../cards/words.ts';
import { fill } from '../../core/phrases.ts';
import { alertStateWords, cardWords as words, ruleNames, ruleWords } from './phrases.ts';
import type { AlertView } from './schema.ts';

export function unusualCard(alert: AlertView, now: Date): Card {
  const { state, staff, rule, count, firstAt, lastAt, reviewedAt, reviewedBy } = alert;
  const done = state !== 'open';
  const result = done && reviewedAt !== null ? fill(words.result, { who: reviewedBy ?? '', at: moment(reviewedAt, now), state: alertStateWords[state] }) : undefined;
  return {
    name: 'audit.unusual-reading',
    tone: done ? 'past' : 'warn',
    kind: words.kind,
    summary: done ? words.summaryDone : words.summary,
    title: fill(words.title, { name: staff.name, number: staff.number, department: staff.department }),
    fact: fill(ruleWords[rule], { count }),
    fields: [
      { label: words.rule, value: ruleNames[rule] },
      { label: words.period, value: firstAt.getTime() === lastAt.getTime() ? moment(firstAt, now) : `${moment(firstAt, now)} – ${moment(lastAt, now)}` },
    ],
    state: done ? alertStateWords[state] : words.waiting,
    questions: [],
    buttons: [],
    ...(result === undefined ? {} : { result }),
    link: { label: words.open, path: '/desk/unusual-reading' },
  };
}
