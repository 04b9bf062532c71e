/** How duties are written on the pages. */
import { clock, moment } from '../../../../cards/words.ts';
import { whyWords } from '../../../../services/operations/duty-roster/phrases.ts';
import type { EntryView, HoleView, SlotView } from '../../../../services/operations/duty-roster/schema.ts';
import { dayOf } from '../../parts/hospital-days.ts';

/** `17:30–08:00`, with the day where it is another one's. */
export function timesOf({ from, until }: { readonly from: Date; readonly until: Date | null }, day: string): string {
  const begins = dayOf(from) === day ? clock(from) : `${dayOf(from).slice(5)} ${clock(from)}`;
  return until === null ? `${begins} 起` : `${begins}–${clock(until)}`;
}

/** `今天 17:30 至 明天 08:00` */
export const spanOf = ({ from, until }: { readonly from: Date; readonly until: Date | null }, now: Date): string => (until === null ? `${moment(from, now)} 起` : `${moment(from, now)} 至 ${moment(until, now)}`);

/** Beside the name: times where they are not the shift's, and what one should know. */
export function notesOf(entry: EntryView, slot: Pick<SlotView, 'from' | 'until'> | undefined, day: string): string[] {
  const isWhole = slot !== undefined && entry.from.getTime() <= slot.from.getTime() && (entry.until?.getTime() ?? Infinity) >= slot.until.getTime();
  return [
    ...(isWhole ? [] : [timesOf(entry, day)]),
    ...(entry.standsInFor === null ? [] : [`替${entry.standsInFor}`]),
    ...(entry.outside && entry.person.departmentName !== '' ? [entry.person.departmentName] : []),
    ...(entry.asked === null ? [] : [`已请${entry.asked}替班`]),
    ...(entry.reachable || entry.person.number === '' ? [] : ['没有聊天账号']),
  ];
}

export const whyOf = ({ why, name }: Pick<HoleView, 'why' | 'name'>): string => whyWords[why].replace('{name}', name ?? '');
