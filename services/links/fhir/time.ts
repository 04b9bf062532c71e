/**
 * FHIR date, dateTime and instant: `2024`, `2024-03`, `2024-03-05`, `2024-03-05T08:30:00+08:00`. A time needs an offset in
 * R4; one without is the hospital's, and noted. A date alone as an instant is the hospital's midnight, and noted.
 */
import { type Node, text } from './node.ts';
import { type Notes, note } from './notes.ts';

const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?)?)?$/;

export interface Moment {
  readonly at: Date;
  /** As written: `2024-03`, or the calendar day there. */
  readonly day: string;
  readonly hasHour: boolean;
  readonly hasOffset: boolean;
}

/** The hospital's offset; China has one zone and no summer time. */
export const hospitalOffset = '+08:00';

export function readTime(written: string): Moment | undefined {
  const found = form.exec(written);
  if (found === null) return undefined;
  const [, year = '', month = '01', date = '01', hour = '00', minute = '00', second = '00', fraction = '', offset] = found;
  const day = [year, found[2], found[3]].filter((part) => part !== undefined).join('-');
  const zone = offset === undefined ? hospitalOffset : offset.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  // A leap second and the end of a day are written by some senders; both are the instant that follows.
  const [wholeHour, wholeSecond] = [hour === '24' ? '00' : hour, second === '60' ? '59' : second];
  const parsed = new Date(`${year}-${month}-${date}T${wholeHour}:${minute}:${wholeSecond}.${fraction.slice(0, 3).padEnd(3, '0')}${zone}`);
  const at = new Date(parsed.getTime() + (hour === '24' ? 86_400_000 : 0) + (second === '60' ? 1000 : 0));
  // `2024-02-31` is taken for the second of March by the engine.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))).getUTCDate() === Number(date);
  if (Number.isNaN(at.getTime()) || !isDay || Number(year) < 1 || at.getUTCFullYear() > 9999 || at.getUTCFullYear() < 1) return undefined;
  return { at, day, hasHour: found[4] !== undefined, hasOffset: offset !== undefined };
}

/** An element as an instant; what is unreadable, has no hour or no offset is noted. */
export function instant(node: Node | undefined, name: string, notes: Notes): string | undefined {
  const written = text(node, name);
  if (written === undefined) return undefined;
  const moment = readTime(written);
  if (moment === undefined) note(notes, name, 'time-unreadable');
  else if (!moment.hasHour) note(notes, name, 'time-without-hour');
  else if (!moment.hasOffset) note(notes, name, 'time-without-offset');
  return moment?.at.toISOString();
}

/** The first of several choices that stands there: `effectiveDateTime`, else the start of `effectivePeriod`. */
export function firstInstant(notes: Notes, ...places: readonly (readonly [Node | undefined, string])[]): string | undefined {
  for (const [node, name] of places) {
    const at = instant(node, name, notes);
    if (at !== undefined) return at;
  }
  return undefined;
}
