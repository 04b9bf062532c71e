/** What a schedule takes up: AIS services, AIG and AIL rooms, AIP people, with their times. */
import { segmentOf, segmentsOf, text, type Message, type Segment } from '../syntax/message.ts';
import type { Code, Staff } from '../../statements/schema.ts';
import { codeField, instant, present, type Reading } from './common.ts';
import { NURSE, rolesIn } from './roles.ts';
import { readTiming } from './timing.ts';

/** The resources of one schedule. */
export interface Resources {
  readonly ward?: string;
  readonly room?: string;
  readonly doctor?: Staff;
  readonly service?: Code;
  readonly from?: string;
  readonly until?: string;
  /** It is an operation: by type of place or appointment, or by what was agreed with the sender. */
  readonly theatre: boolean;
}

const kept = (segment: Segment): boolean => !/^D/i.test(text(segment, 2) ?? '');

export function resourcesIn(message: Message, reading: Reading): Resources {
  const sch = segmentOf(message, 'SCH');
  const [ais] = segmentsOf(message, 'AIS').filter(kept);
  const [ail] = segmentsOf(message, 'AIL').filter(kept);
  const people = rolesIn(segmentsOf(message, 'AIP'));
  const timing = readTiming(segmentOf(message, 'TQ1'), [[sch, 11]], reading);
  const from = timing.startAt ?? instant(reading, ais, 4) ?? instant(reading, ail, 6) ?? instant(reading, segmentOf(message, 'AIP'), 6);
  return present({
    ward: text(ail, 3),
    room: text(ail, 3, 2),
    doctor: people.find(({ role }) => !NURSE.test(role))?.staff,
    service: codeField(ais, 3),
    from,
    until: timing.stopAt ?? later(from, duration(sch, 9, 10) ?? duration(ais, 7, 8) ?? duration(ail, 9, 10)),
    theatre: isTheatre(message, reading),
  });
}

const UNITS: readonly (readonly [RegExp, number])[] = [[/^(s|sec|seconds?|秒)$/i, 1], [/^(m|min|minutes?|分|分钟)$/i, 60], [/^(h|hr|hours?|小时)$/i, 3600]];

/** Seconds; without a known unit nobody knows how long. */
function duration(segment: Segment | undefined, field: number, unit: number): number | undefined {
  const amount = Number(text(segment, field) ?? Number.NaN);
  const seconds = UNITS.find(([pattern]) => pattern.test(text(segment, unit) ?? ''))?.[1];
  return seconds === undefined || !Number.isFinite(amount) || amount <= 0 || amount > 100_000 ? undefined : amount * seconds;
}

function later(from: string | undefined, seconds: number | undefined): string | undefined {
  return from === undefined || seconds === undefined ? undefined : new Date(Date.parse(from) + seconds * 1000).toISOString();
}

const THEATRE = /手术|\boperating\b|\btheat(re|er)\b|\bsurg(ery|ical)\b|^OR$/i;

function isTheatre(message: Message, { rules }: Reading): boolean {
  if (rules.theatre) return true;
  const said = (name: string, ...fields: readonly number[]) =>
    segmentsOf(message, name).filter(kept).flatMap((segment) => fields.flatMap((field) => [text(segment, field), text(segment, field, 2)])).filter((word) => word !== undefined);
  if (said('AIL', 3).some((place) => rules.theatrePlaces.includes(place)) || said('AIS', 3).some((code) => rules.theatreServices.includes(code))) return true;
  const sch = segmentOf(message, 'SCH');
  const kinds = [text(sch, 8), text(sch, 8, 2), ...said('AIL', 4), ...said('AIG', 4)];
  return kinds.some((kind) => kind !== undefined && THEATRE.test(kind));
}
