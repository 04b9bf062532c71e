/** `门诊 今天` typed to the bot: one's own sessions of the day, and the ways to patients, bookings and rosters. */
import { dayAsked, dayOf } from '../../../cards/days.ts';
import { fill } from '../../core/phrases.ts';
import type { Corridor } from '../../core/run.ts';
import type { LineAnswer } from '../notices/index.ts';
import { chatWords } from './phrases.ts';
import { sessions } from './queries.ts';

import type { SessionView } from './schema.ts';

/** Two more links lead to the pages; a card has five. */
const mostSessions = 3;

export function clinicLine(corridor: Corridor): LineAnswer {
  return async (actor, line) => {
    const asked = /^(?:我的)?(?:门诊|出诊)(?:[\s:：]*(\S{1,12}))?$/u.exec(line);
    if (asked === null) return undefined;
    const day = dayAsked(asked[1] ?? '今天', corridor.now());
    if (day === undefined) return chatWords.unreadable;
    const { items } = await corridor.ask(actor, sessions, { doctor: actor.id, from: day.day, until: day.day, limit: 20, offset: 0 });
    const shown = items.slice(0, mostSessions);
    const head = fill(items.length === 0 ? chatWords.none : chatWords.mine, { day: day.word, count: items.length });
    const isToday = day.day === dayOf(corridor.now());
    return {
      title: chatWords.title,
      text: [head, ...items.map(inWords)].join('\n'),
      links: [
        ...shown.filter(({ state }) => state !== 'stopped').map((session) => ({ label: fill(chatWords.bookings, { period: periodOf(session) }), path: `/m/clinics/${session.id}` })),
        ...(isToday ? [{ label: chatWords.patients, path: '/m/patients?kind=outpatient&days=1' }] : []),
        { label: chatWords.rosters, path: `/m/clinics?day=${day.day}` },
      ],
    };
  };
}

const periodOf = ({ period, clinic }: SessionView): string => period ?? clinic ?? chatWords.title;

function inWords(session: SessionView): string {
  const { clinic, room, booked, state, reason } = session;
  if (state === 'stopped') return fill(chatWords.stopped, { period: periodOf(session), clinic: clinic ?? '', reason: reason === null ? '' : `（${reason}）` });
  return fill(chatWords.session, { period: periodOf(session), clinic: clinic ?? '', room: room ?? '', booked });
}
