/**
 * Days off and days made up for, as the State Council announces them each November for the year to come. What a hospital's
 * file says of a year stands in the place of ours; of a year nobody has said anything of, the days of the week decide.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import { fileWords } from './phrases.ts';
import type { HolidayCalendar } from './model.indicators.ts';

const yearOf = (date: string): string => date.slice(0, 4);

/** All days from one to another of `2026`: `02-15`, `02-23`. */
function days(year: number, from: string, until: string): string[] {
  const found: string[] = [];
  for (let at = Date.parse(`${year}-${from}`); at <= Date.parse(`${year}-${until}`); at += 86_400_000) found.push(new Date(at).toISOString().slice(0, 10));
  return found;
}

/** 国务院办公厅关于2026年部分节假日安排的通知（国办发明电〔2025〕7号，2025-11-04）. */
const published2026 = {
  holidays: [
    ...days(2026, '01-01', '01-03'), ...days(2026, '02-15', '02-23'), ...days(2026, '04-04', '04-06'), ...days(2026, '05-01', '05-05'),
    ...days(2026, '06-19', '06-21'), ...days(2026, '09-25', '09-27'), ...days(2026, '10-01', '10-07'),
  ],
  workdays: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
};

export const publishedCalendar: HolidayCalendar = calendarOf([published2026]);

const day = z.iso.date();
const holidaysFile = z.strictObject({ holidays: z.array(day), workdays: z.array(day).default([]) });
type Listed = z.infer<typeof holidaysFile>;

function calendarOf(lists: readonly Listed[]): HolidayCalendar {
  const [holidays, workdays] = [new Set(lists.flatMap((list) => list.holidays)), new Set(lists.flatMap((list) => list.workdays))];
  return { holidays, workdays, years: new Set([...holidays, ...workdays].map(yearOf)) };
}

/** @throws Error with a sentence for whoever starts the service */
export function readHolidays(path: string): HolidayCalendar {
  const own = parsed(path);
  const named = calendarOf([own]).years;
  const kept = (dates: readonly string[]): string[] => dates.filter((date) => !named.has(yearOf(date)));
  return calendarOf([own, { holidays: kept([...publishedCalendar.holidays]), workdays: kept([...publishedCalendar.workdays]) }]);
}

function parsed(path: string): Listed {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    read = undefined;
  }
  const checked = holidaysFile.safeParse(read);
  const both = checked.success ? checked.data.holidays.filter((date) => checked.data.workdays.includes(date)) : [];
  if (checked.success && both.length === 0) return checked.data;
  const where = checked.success ? `${both.join('、')} 既是假日又是上班日` : checked.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('；');
  throw new Error(fill(fileWords.holidays, { path, where }));
}
