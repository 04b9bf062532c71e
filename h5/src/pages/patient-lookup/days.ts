/** The time range of the clinic list as days of the hospital, today included; 0: two days that are chosen. */
import { dayOf, midnightOf } from '../../parts/hospital-days.ts';

export const ranges = [
  { days: 1, label: '今天' },
  { days: 3, label: '近 3 天' },
  { days: 7, label: '近 7 天' },
  { days: 30, label: '近 30 天' },
  { days: 0, label: '自选日期' },
] as const;

/** Midnight, in hospital time, of the first of so many days. */
export function firstDay(days: number, now: Date): Date {
  return midnightOf(dayOf(now), 1 - days);
}
