/** The pieces every message has: codes, people, places, times. Reading never throws; oddities become warnings. */
import { componentCount, partText, repeats, repeatText, text, value, type Repeat, type Segment } from '../syntax/message.ts';
import { readTime } from '../syntax/time.ts';
import type { SenderRules } from '../settings.senders.ts';
import type { Code, Place, Staff, Warning } from '../../statements/schema.ts';

/** What a reading carries along. */
export interface Reading {
  /** The hospital's time zone, for times without offset. */
  readonly zone: string;
  /** What the hospital agreed with the sender. */
  readonly rules: SenderRules;
  readonly warnings: Warning[];
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without its undefined members, so that it equals what comes back from JSON. */
export function present<T extends object>(object: T): Present<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** Notes an oddity; `place` is `OBX-14`, never content. */
export function warn(reading: Reading, place: string, name: string): void {
  if (reading.warnings.length < 100) reading.warnings.push({ place, name });
}

/** A time field as an instant; unreadable or without an hour is noted. */
export function instant(reading: Reading, segment: Segment | undefined, field: number, component = 1): string | undefined {
  const written = text(segment, field, component);
  if (segment === undefined || written === undefined) return undefined;
  const moment = readTime(written, reading.zone);
  if (!moment) warn(reading, `${segment.name}-${field}`, 'time-unreadable');
  else if (moment.precision === 'day' || moment.precision === 'month' || moment.precision === 'year') {
    warn(reading, `${segment.name}-${field}`, 'time-without-hour');
  }
  return moment?.at.toISOString();
}

/** The same where `""` says that there is none any more. */
export function instantOrNone(reading: Reading, segment: Segment | undefined, field: number): string | null | undefined {
  return value(segment, field) === null ? null : instant(reading, segment, field);
}

/** CE, CWE, CNE: identifier, text, system. */
export function codeOf(repeat: Repeat | undefined, from = 1): Code {
  return present({
    id: partText(repeat, from),
    text: partText(repeat, from + 1),
    system: partText(repeat, from + 2),
  });
}

/** The element's second coding (components 4–6, and 10–12 since 2.7). */
export function alternates(repeat: Repeat | undefined): Code[] {
  if (repeat === undefined) return [];
  const starts = componentCount(repeat) >= 10 ? [4, 10] : [4];
  return starts.map((from) => codeOf(repeat, from)).filter((code) => code.id !== undefined || code.text !== undefined);
}

/** A coded field with its alternates. */
export function codedField(segment: Segment | undefined, field: number): Code & { alternates: Code[] } {
  const repeat = segment && repeats(segment, field)[0];
  return { ...codeOf(repeat), alternates: alternates(repeat) };
}

/** A coded repeat as one text for a person: its words, else its identifier. */
export function codeText(repeat: Repeat): string | undefined {
  return partText(repeat, 2) ?? partText(repeat, 9) ?? partText(repeat, 1) ?? partText(repeat, 5) ?? repeatText(repeat);
}

/** XCN, CN: staff number and name. */
export function staffField(segment: Segment | undefined, field: number): Staff | undefined {
  const people = segment ? repeats(segment, field) : [];
  return staffOf(people.find((one) => partText(one, 1) !== undefined) ?? people[0]);
}

/** One repeat of XCN. */
export function staffOf(repeat: Repeat | undefined): Staff | undefined {
  return orNothing(present({ number: partText(repeat, 1), name: personName(repeat, 2) }));
}

/** The object, unless it says nothing. */
export function orNothing<T extends object>(object: T): T | undefined {
  return Object.keys(object).length === 0 ? undefined : object;
}

/** A coded field as words for a person, else its code. */
export function words(segment: Segment | undefined, field: number): string | undefined {
  const repeat = segment && repeats(segment, field)[0];
  return repeat && codeText(repeat);
}

/** CE without alternates; `undefined` when it says nothing. */
export function codeField(segment: Segment | undefined, field: number): Code | undefined {
  return orNothing(codeOf(segment && repeats(segment, field)[0]));
}

const CHINESE = /\p{Script=Han}/u;

/** Family and given name from component `from` on; Chinese names stand without a blank between. */
export function personName(repeat: Repeat | undefined, from: number): string | undefined {
  const family = partText(repeat, from);
  const given = partText(repeat, from + 1);
  const parts = [family, given].filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  // Senders that do not split a Chinese name repeat the whole of it in both components.
  if (family !== undefined && family === given && CHINESE.test(family)) return family;
  return parts.some((part) => CHINESE.test(part)) ? parts.join('') : parts.toReversed().join(' ');
}

/** PL: point of care, room, bed, facility. */
export function placeField(segment: Segment | undefined, field: number): Place {
  return present({
    ward: text(segment, field, 1),
    room: text(segment, field, 2),
    bed: text(segment, field, 3),
    facility: text(segment, field, 4),
  });
}
