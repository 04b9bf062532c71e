/**
 * HL7 times (chapter 2.A.22): `YYYY[MM[DD[HH[MM[SS[.S…]]]]]][+/-ZZZZ]`, and the ISO spelling that Chinese systems
 * often put there instead. A time without offset is the hospital's local time.
 */

/** Chinese hospitals keep Beijing time; a setting of the caller may say otherwise. */
export const HOSPITAL_ZONE = 'Asia/Shanghai';

/** How much of the time the sender gave. */
export type Precision = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** A time read: the instant (start of the period when partial), and the local date as written. */
export interface Moment {
  readonly at: Date;
  readonly precision: Precision;
  /** The sender gave an offset. */
  readonly offset: boolean;
  /** `2020-05-01`, or shorter when the sender knows less; the sender's own calendar day. */
  readonly date: string;
}

const HL7 = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.(\d{1,9}))?)?)?)?)?)?([+-]\d{4})?$/;
const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Reads a time; undefined for what is no time (`20230230`, `0000`, words). */
export function readTime(written: string, zone: string = HOSPITAL_ZONE): Moment | undefined {
  const found = HL7.exec(written.trim()) ?? ISO.exec(written.trim());
  if (!found) return undefined;
  const given = found.slice(1, 7).filter((digits) => digits !== undefined);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = given.map(Number);
  const millis = Number((found[7] ?? '').padEnd(3, '0').slice(0, 3));
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, millis));
  if (!isCalendar(local, [year, month, day, hour, minute, second])) return undefined;
  const offset = found[8] === undefined ? zoneOffset(local, zone) : writtenOffset(found[8]);
  if (offset === undefined) return undefined;
  // Past the last hour of 9999 an instant has no four digits of a year, and no database of ours a place.
  if (local.getTime() - offset > LAST) return undefined;
  return {
    at: new Date(local.getTime() - offset),
    precision: PRECISIONS[given.length - 1] ?? 'second',
    offset: found[8] !== undefined,
    date: local.toISOString().slice(0, [4, 7, 10][given.length - 1] ?? 10),
  };
}

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const PRECISIONS: readonly Precision[] = ['year', 'month', 'day', 'hour', 'minute', 'second'];

/** Our own times: local to the hospital, with offset, to the second. */
export function writeTime(at: Date, zone: string = HOSPITAL_ZONE): string {
  const offset = zoneOffset(at, zone, 'instant');
  const minutes = Math.abs(offset) / 60_000;
  const sign = offset < 0 ? '-' : '+';
  const zoned = `${sign}${pad(Math.floor(minutes / 60))}${pad(minutes % 60)}`;
  return new Date(at.getTime() + offset).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '') + zoned;
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function isCalendar(local: Date, [year, month, day, hour, minute, second]: readonly number[]): boolean {
  // Date rolls 30 February over into March; a time that comes back different was none.
  return (
    Number(year) >= 1800 &&
    local.getUTCFullYear() === year &&
    local.getUTCMonth() + 1 === month &&
    local.getUTCDate() === day &&
    local.getUTCHours() === hour &&
    local.getUTCMinutes() === minute &&
    local.getUTCSeconds() === second
  );
}

/** `+0800`, `-05:30`, `Z` in milliseconds; undefined past ±14 h, which no zone has. */
function writtenOffset(written: string): number | undefined {
  if (written === 'Z') return 0;
  const digits = written.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  if (minutes > 14 * 60 || Number(digits.slice(3, 5)) > 59) return undefined;
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds the zone is ahead of UTC at a local reading (or at an instant). */
function zoneOffset(time: Date, zone: string, meaning: 'local' | 'instant' = 'local'): number {
  const first = offsetAt(time, zone);
  // A local reading is off by the offset itself; asking again there is right except inside a clock change.
  return meaning === 'instant' ? first : offsetAt(new Date(time.getTime() - first), zone);
}

function offsetAt(instant: Date, zone: string): number {
  const parts = Object.fromEntries(formatter(zone).formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(instant.getTime() / 1000) * 1000;
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-u-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(zone, made);
  return made;
}
