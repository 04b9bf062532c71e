/** The time range of the clinic list as days of the hospital, today included. */
import { wallTime } from '../../../../cards/words.ts';

const dayMs = 86_400_000;

export const ranges = [
  { days: 1, label: '今天' },
  { days: 3, label: '近 3 天' },
  { days: 7, label: '近 7 天' },
  { days: 30, label: '近 30 天' },
] as const;

/** Midnight, in hospital time, of the first of so many days. */
export function firstDay(days: number, now: Date): Date {
  const { year, month, day } = wallTime(now);
  return new Date(Date.UTC(year, month - 1, day) - 8 * 3_600_000 - (days - 1) * dayMs);
}
