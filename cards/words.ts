/**
 * How times, ages and names are written for people of the hospital. Pure: "now" is handed in, the zone is the
 * hospital's. Shared by cards, pages and printed sheets, so that one moment reads the same everywhere.
 */

const ZONE = 'Asia/Shanghai';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** A moment taken apart in hospital time; month 1–12. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

export function wallTime(at: Date): WallTime {
  const read: Record<string, number> = {};
  for (const part of parts.formatToParts(at)) read[part.type] = Number(part.value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = read;
  return { year, month, day, hour, minute, second };
}

/** Whole calendar days from one moment to another in hospital time; negative when `to` is earlier. */
export function calendarDays(from: Date, to: Date): number {
  return Math.round((dayNumber(to) - dayNumber(from)) / DAY);
}

/** `02:14` */
export function clock(at: Date): string {
  const { hour, minute } = wallTime(at);
  return `${two(hour)}:${two(minute)}`;
}

/** `2026-11-20 08:00:07`, for timelines and printed sheets where the second counts. */
export function stamp(at: Date): string {
  const { year, second } = wallTime(at);
  return `${year}-${monthDay(at)} ${clock(at)}:${two(second)}`;
}

/** `今天 02:14`, `昨天 16:20`, `明天 08:00`, `11-20 08:00`, in another year `2025-11-20 08:00`. */
export function moment(at: Date, now: Date): string {
  const day = dayWord(at, now);
  return `${day} ${clock(at)}`;
}

/** The time alone while it is today's, with its day otherwise: what a line with a clock wants. */
export function shortMoment(at: Date, now: Date): string {
  return calendarDays(at, now) === 0 ? clock(at) : moment(at, now);
}

/** `不到1分钟`, `8分钟`, `1小时20分钟`, `3天`. A negative span reads as none. */
export function elapsed(from: Date, to: Date): string {
  const span = Math.max(0, to.getTime() - from.getTime());
  if (span < MINUTE) return '不到1分钟';
  if (span < HOUR) return `${Math.floor(span / MINUTE)}分钟`;
  if (span >= 2 * DAY) return `${Math.floor(span / DAY)}天`;
  const minutes = Math.floor((span % HOUR) / MINUTE);
  return `${Math.floor(span / HOUR)}小时${minutes === 0 ? '' : `${minutes}分钟`}`;
}

function dayWord(at: Date, now: Date): string {
  const days = calendarDays(at, now);
  if (days === 0) return '今天';
  if (days === 1) return '昨天';
  if (days === -1) return '明天';
  const { year } = wallTime(at);
  return year === wallTime(now).year ? monthDay(at) : `${year}-${monthDay(at)}`;
}

function monthDay(at: Date): string {
  const { month, day } = wallTime(at);
  return `${two(month)}-${two(day)}`;
}

function dayNumber(at: Date): number {
  const { year, month, day } = wallTime(at);
  return Date.UTC(year, month - 1, day);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
