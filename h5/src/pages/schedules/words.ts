/** How sessions and bookings are written. */
import { clock } from '../../../../cards/words.ts';
import type { SessionView } from '../../../../services/shared/schedules/schema.ts';
import { stateWords } from '../../../../services/shared/schedules/phrases.ts';

export const stateTones: Readonly<Record<SessionView['state'], 'act' | 'warn' | 'danger' | 'past'>> = { open: 'act', full: 'warn', stopped: 'danger', over: 'past' };
export const stateOf = ({ state }: Pick<SessionView, 'state'>): string => stateWords[state];

/** `上午 08:00–12:00` */
export function hoursOf({ period, from, until }: Pick<SessionView, 'period' | 'from' | 'until'>): string {
  const hours = from === null ? '' : `${clock(from)}${until === null ? '' : `–${clock(until)}`}`;
  return [period ?? '', hours].filter((part) => part !== '').join(' ');
}

/** `已约 12 / 40 人`; our own count, the source's own beside it where they differ. */
export function takenOf({ booked, taken, places }: Pick<SessionView, 'booked' | 'taken' | 'places'>): string {
  const of = places === null ? '' : ` / ${places}`;
  const told = taken === null || taken === booked ? '' : `（号源系统记 ${taken}）`;
  return `已约 ${booked}${of} 人${told}`;
}
