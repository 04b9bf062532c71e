/** The hospital's calendar days, wherever the device is: `2026-11-20`. Pure. */
import { wallTime } from './words.ts';

const dayMs = 86_400_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** The hospital's day of a moment, as `<input type="date">` takes it. */
export function dayOf(at: Date): string {
  const { year, month, day } = wallTime(at);
  return `${year}-${two(month)}-${two(day)}`;
}

/** Midnight, in the hospital, of a day; `plus` days later. */
export function midnightOf(day: string, plus = 0): Date {
  return new Date(new Date(`${day}T00:00:00+08:00`).getTime() + plus * dayMs);
}

/** The day so many days later: `2026-11-20` and 1 is `2026-11-21`. */
export function dayAfter(day: string, plus: number): string {
  return new Date(new Date(`${day}T00:00:00Z`).getTime() + plus * dayMs).toISOString().slice(0, 10);
}

const near: Readonly<Record<string, number>> = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2 };

/** `今天`, `明天`, `11-20`, `11月20日`, `2026-11-20` as a day, and how it was called; a day without a year is the nearest one. */
export function dayAsked(text: string, now: Date): { readonly day: string; readonly word: string } | undefined {
  const days = near[text];
  if (days !== undefined) return { day: dayOf(new Date(now.getTime() + days * dayMs)), word: text };
  const [, year, month, date] = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text) ?? [];
  if (month === undefined || date === undefined) return undefined;
  const thisYear = wallTime(now).year;
  const years = year === undefined ? [thisYear, thisYear + 1, thisYear - 1] : [Number(year)];
  const found = years.map((each) => new Date(Date.UTC(each, Number(month) - 1, Number(date)))).filter((at) => at.getUTCMonth() === Number(month) - 1 && at.getUTCDate() === Number(date));
  const nearest = found.toSorted((one, other) => Math.abs(one.getTime() - now.getTime()) - Math.abs(other.getTime() - now.getTime()))[0];
  return nearest === undefined ? undefined : { day: nearest.toISOString().slice(0, 10), word: `${Number(month)}月${Number(date)}日` };
}
