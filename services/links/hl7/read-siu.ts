/** SIU^S12–S26: bookings of patients, clinic sessions of doctors, operations on the theatre's list. */
import { segmentOf, text, type Message, type Segment } from './syntax/message.ts';
import { problem, type Problem } from './syntax/problem.ts';
import { codeField, present, type Reading } from './read/common.ts';
import { readEnds } from './read/ends.ts';
import { perPatient } from './read/groups.ts';
import { isProblem, readPatient } from './read/patient.ts';
import { textAt } from './read/paths.ts';
import { resourcesIn, type Resources } from './read/resources.ts';
import { agreed, people } from './read/theatre.ts';
import { readVisit } from './read/visit.ts';
import type { Patient, Said, Statement, StatementOf } from '../statements/schema.ts';

type BookingState = NonNullable<StatementOf<'booking'>['state']>;

/** What an event makes of the booking; the rest is asked of SCH-25. */
const EVENTS: Readonly<Record<string, BookingState>> = { S15: 'cancelled', S16: 'cancelled', S17: 'deleted', S26: 'no-show' };
/** SCH-25, table 0278, in small letters without blanks. */
const STATES: Readonly<Record<string, BookingState>> = {
  booked: 'booked', pending: 'booked', waitlist: 'booked', overbook: 'booked', blocked: 'cancelled', cancelled: 'cancelled', canceled: 'cancelled',
  dc: 'cancelled', deleted: 'deleted', noshow: 'no-show', 'no-show': 'no-show', started: 'arrived', arrived: 'arrived', checkedin: 'arrived', complete: 'seen', completed: 'seen',
  已预约: 'booked', 预约: 'booked', 已取消: 'cancelled', 取消: 'cancelled', 已取号: 'arrived', 已报到: 'arrived', 已就诊: 'seen', 爽约: 'no-show',
};
const OPERATIONS: Readonly<Record<BookingState, NonNullable<StatementOf<'operation'>['state']>>> = {
  booked: 'planned', arrived: 'running', seen: 'over', 'no-show': 'cancelled', cancelled: 'cancelled', deleted: 'cancelled',
};

/** One for each patient; without any, what is said of the session. */
export function readSchedule(message: Message, fresh: () => Reading): Said[] | Problem {
  const sch = segmentOf(message, 'SCH');
  if (sch === undefined || (text(sch, 1) ?? text(sch, 2)) === undefined) return problem('schedule-missing');
  const parts = perPatient(message, 'RGS');
  const read = parts.map((part) => readPart(part, sch, parts.length > 1, fresh()));
  return read.find(isProblem) ?? (read as Said[]);
}

function readPart(message: Message, sch: Segment, several: boolean, reading: Reading): Said | Problem {
  const resources = resourcesIn(message, reading);
  if (!segmentOf(message, 'PID')) return { ...readEnds(message, reading), statements: [sessionOf(message, sch, resources, reading)], warnings: reading.warnings };
  const patient = readPatient(message, reading);
  if (isProblem(patient)) return patient;
  const state = EVENTS[message.header.event] ?? STATES[(text(sch, 25) ?? '').toLowerCase().replaceAll(/\s/g, '')] ?? 'booked';
  const about = { message, sch, resources, reading, state, of: several ? patient : undefined };
  const statement = resources.theatre ? operationOf(about) : bookingOf(about);
  return present({ ...readEnds(message, reading), patient, visit: readVisit(message, reading), statements: [statement], warnings: reading.warnings });
}

interface About {
  readonly message: Message;
  readonly sch: Segment;
  readonly resources: Resources;
  readonly reading: Reading;
  readonly state: BookingState;
  /** One of several patients under the same number: hers has to be told apart. */
  readonly of: Patient | undefined;
}

function own(number: string | undefined, of: Patient | undefined): string | undefined {
  return number === undefined || of === undefined ? number : `${number}|${of.ids[0]?.value ?? of.identity?.idNumber?.slice(-4) ?? ''}`;
}

function bookingOf({ message, sch, resources, reading, state, of }: About): Statement {
  const at = (key: 'channel' | 'place' | 'department' | 'session') => textAt(message.segments, reading.rules.fields.booking[key]) ?? undefined;
  return present({
    kind: 'booking' as const,
    number: own(text(sch, 1), of),
    filler: own(text(sch, 2), of),
    session: at('session') ?? text(sch, 5),
    department: at('department') ?? resources.ward,
    doctor: resources.doctor,
    from: resources.from,
    until: resources.until,
    place: at('place'),
    channel: at('channel'),
    service: resources.service,
    reason: reasonOf(sch),
    state,
  });
}

/** Of a theatre's list; by the number of the order it carries out (SCH-26), so that ORM and SIU speak of the same. */
function operationOf({ message, sch, resources, reading, state, of }: About): Statement {
  const [number = '', ...aliases] = new Set([text(sch, 26), text(sch, 1), text(sch, 2)].flatMap((each) => own(each, of) ?? []));
  return present({
    kind: 'operation' as const,
    number,
    aliases: aliases.length === 0 ? undefined : aliases,
    room: resources.room ?? resources.ward,
    ...agreed(message.segments, reading),
    ...people(message.segments, reading),
    plannedFrom: resources.from,
    plannedUntil: resources.until,
    procedure: resources.service,
    name: textAt(message.segments, reading.rules.fields.operation.name) ?? resources.service?.text ?? undefined,
    state: OPERATIONS[state],
  });
}

/** A block of time (S23, S24) or a doctor's clinic, told about no patient. */
function sessionOf(message: Message, sch: Segment, resources: Resources, reading: Reading): Statement {
  const { event } = message.header;
  const stopped = event === 'S23' || event === 'S15' || event === 'S16' || event === 'S17';
  return present({
    kind: 'session' as const,
    number: text(sch, 5) ?? text(sch, 1) ?? text(sch, 2) ?? '',
    department: textAt(message.segments, reading.rules.fields.booking.department) ?? resources.ward,
    doctor: resources.doctor,
    clinic: clinicOf(codeField(sch, 8)?.text ?? text(sch, 8), resources),
    from: resources.from,
    until: resources.until,
    room: resources.room,
    state: stopped ? ('stopped' as const) : ('open' as const),
    reason: stopped ? reasonOf(sch) : null,
  });
}

/** That it is a clinic is known; the service says which. */
function clinicOf(kind: string | undefined, { service }: Resources): string | undefined {
  return kind === undefined || kind === '门诊' ? (service?.text ?? kind) : kind;
}

function reasonOf(sch: Segment): string | undefined {
  return text(sch, 7, 2) ?? text(sch, 7) ?? text(sch, 6, 2) ?? text(sch, 6);
}
