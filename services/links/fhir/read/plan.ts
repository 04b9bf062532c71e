/** Procedure, Appointment, Schedule and Slot: what is planned, and operations that were done. */
import type { Booking, Operation, Session, Staff } from '../../statements/schema.ts';
import { codeOf, codesIn, codesOf, says, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, extension, nodes, present, text } from '../node.ts';
import { note } from '../notes.ts';
import type { Target } from '../references.ts';
import { firstInstant, instant, readTime } from '../time.ts';
import { type Resource, numberIn } from './context.ts';
import { organizationOf, placeOf, staffIn, staffOf } from './people.ts';

/** SNOMED CT functions of a theatre's team. */
const surgeons = ['304292004', '261074009', '223362007', 'SPRF', 'PPRF'];
const anaesthetists = ['88189002', '158967008'];
const assistants = ['304293009'];

/** By category, by whom, or by the code system of operations (ICD-9-CM volume 3, ICD-10-PCS). */
export function isSurgical(resource: Node): boolean {
  const functions = nodes(resource, 'performer').flatMap((each) => codesOf(child(each, 'function')));
  if (says(codesIn(resource, 'category'), ['387713003'], /手术|surg/i)) return true;
  if (says(functions, [...surgeons.slice(0, 3), ...anaesthetists], /术者|主刀|麻醉|surgeon|an(ae|e)sthe/i)) return true;
  return codesOf(child(resource, 'code')).some(({ system, text: words }) => system === 'I9C' || system === '2.16.840.1.113883.6.4' || /手术/.test(words ?? '') || /ectomy|plasty|otomy|ostomy/i.test(words ?? ''));
}

const operationStates: Readonly<Partial<Record<string, Operation['state']>>> = { preparation: 'planned', 'in-progress': 'running', completed: 'over', 'not-done': 'cancelled', stopped: 'over', 'entered-in-error': 'cancelled' };

export function operationOf(one: Resource): Operation | undefined {
  const { resource, notes, reading } = one;
  const number = numberIn(resource);
  if (number === undefined) {
    note(notes, 'identifier', 'number-missing');
    return undefined;
  }
  const period = child(resource, 'performedPeriod');
  const planned = text(resource, 'status') === 'preparation';
  const from = firstInstant(notes, [period, 'start'], [resource, 'performedDateTime']);
  const until = instant(period, 'end', notes);
  const [plannedFrom, plannedUntil] = planned ? [from, until] : plannedOf(one);
  const by = (ids: readonly string[], words: RegExp): Staff[] => performers(one, (codes) => says(codes, ids, words));
  const [surgeon] = [...by(surgeons, /术者|主刀|surgeon/i), ...performers(one, (codes) => codes.length === 0)];
  const helpers = by(assistants, /助手|一助|二助|assist/i);
  return present({
    kind: 'operation' as const,
    number,
    aliases: aliasesOf(one, number),
    room: placeOf(one.find('location'), reading)?.room ?? placeOf(one.find('location'), reading)?.ward,
    sequence: sequenceOf(resource),
    plannedFrom,
    plannedUntil,
    startedAt: planned ? undefined : from,
    endedAt: planned ? undefined : until,
    procedure: codeOf(child(resource, 'code')),
    name: wordsOf(child(resource, 'code')),
    surgeon,
    assistants: helpers.length === 0 ? undefined : helpers,
    anaesthetist: by(anaesthetists, /麻醉|an(ae|e)sthe/i)[0],
    state: meaningIn(operationStates, text(resource, 'status')),
  });
}

/** Once it runs R4 tells when it was and no more when it was to be: by the hospital's profile, else by what was asked for. */
function plannedOf(one: Resource): [string | undefined, string | undefined] {
  const own = child(extension(one.resource, 'procedure-plannedPeriod'), 'valuePeriod');
  const request = one.findAll('basedOn').find(({ entry }) => entry.type === 'ServiceRequest')?.entry.resource;
  const asked = child(request, 'occurrencePeriod');
  return [firstInstant(one.notes, [own, 'start'], [asked, 'start'], [request, 'occurrenceDateTime']), firstInstant(one.notes, [own, 'end'], [asked, 'end'])];
}

/** Its other numbers, and those of the order that it carries out. */
function aliasesOf(one: Resource, number: string): string[] | undefined {
  const requests = one.findAll('basedOn').filter(({ entry, how }) => entry.type === 'ServiceRequest' && how !== 'unknown').map(({ entry }) => entry.resource);
  const all = [one.resource, ...requests].flatMap((resource) => nodes(resource, 'identifier')).flatMap((each) => text(each, 'value')?.replace(/^urn:(uuid|oid):/, '') ?? []);
  const others = [...new Set(all)].filter((each) => each !== number);
  return others.length === 0 ? undefined : others;
}

/** Its place on the room's list; R4 has no element for it. */
function sequenceOf(resource: Node): number | undefined {
  const place = Number(text(extension(resource, 'procedure-sequence'), 'valueInteger') ?? Number.NaN);
  return Number.isSafeInteger(place) && place > 0 && place < 10_000 ? place : undefined;
}

function performers(one: Resource, wanted: (codes: ReturnType<typeof codesOf>) => boolean): Staff[] {
  return nodes(one.resource, 'performer').filter((each) => wanted(codesOf(child(each, 'function')))).flatMap((each) => staffOf(one.find('actor', each), one.reading) ?? []);
}

const bookingStates: Readonly<Partial<Record<string, Booking['state']>>> = { proposed: 'booked', pending: 'booked', booked: 'booked', arrived: 'arrived', 'checked-in': 'arrived', fulfilled: 'seen', cancelled: 'cancelled', noshow: 'no-show', 'entered-in-error': 'deleted' };

/** Whom a booking is for: every Patient among the participants. */
export function patientsIn(one: Resource): Target[] {
  return nodes(one.resource, 'participant').flatMap((each) => one.find('actor', each) ?? []).filter(({ entry }) => entry.type === 'Patient');
}

export function bookingOf(one: Resource): Booking {
  const { resource, notes, reading } = one;
  const actors = nodes(resource, 'participant').flatMap((each) => one.find('actor', each) ?? []);
  const [slot] = one.findAll('slot');
  const filler = nodes(resource, 'identifier').find((each) => codesOf(child(each, 'type')).some(({ id }) => id === 'FILL'));
  return present({
    kind: 'booking' as const,
    number: numberIn(resource, 'PLAC'),
    filler: text(filler, 'value'),
    session: reading.numberOf(slot),
    department: departmentIn(actors) ?? codesIn(resource, 'specialty')[0]?.id ?? codesIn(resource, 'serviceCategory')[0]?.id,
    doctor: staffIn(actors, reading),
    from: instant(resource, 'start', notes),
    until: instant(resource, 'end', notes),
    channel: wordsOf(child(resource, 'appointmentType')),
    service: codesIn(resource, 'serviceType')[0],
    reason: wordsOf(child(resource, 'reasonCode')) ?? text(resource, 'description') ?? text(resource, 'comment'),
    state: meaningIn(bookingStates, text(resource, 'status')),
  });
}

const departmentIn = (actors: readonly Target[]): string | undefined => organizationOf(actors.find(({ entry }) => entry.type === 'Organization'));

/** A Slot is a session; a Schedule only lends it doctor, department and kind. */
export function sessionOf(one: Resource): Session | undefined {
  const { resource, notes, reading } = one;
  const number = numberIn(resource);
  if (number === undefined) {
    note(notes, 'identifier', 'number-missing');
    return undefined;
  }
  const schedule = one.find('schedule');
  const actors = schedule === undefined ? [] : nodes(schedule.entry.resource, 'actor').flatMap((each) => reading.references.resolve(each, schedule.entry) ?? []);
  const status = text(resource, 'status');
  const from = text(resource, 'start');
  return present({
    kind: 'session' as const,
    number,
    department: departmentIn(actors) ?? codesIn(resource, 'specialty')[0]?.id ?? codesIn(schedule?.entry.resource, 'specialty')[0]?.id,
    doctor: staffIn(actors, reading),
    clinic: wordsOf(child(resource, 'appointmentType')) ?? wordsOf(child(resource, 'serviceType')) ?? wordsOf(child(schedule?.entry.resource, 'serviceType')),
    day: from === undefined ? undefined : dayOf(from),
    from: instant(resource, 'start', notes),
    until: instant(resource, 'end', notes),
    room: placeOf(actors.find(({ entry }) => entry.type === 'Location'), reading)?.room,
    state: status === 'free' ? ('open' as const) : status === 'busy' || status === 'busy-tentative' ? ('full' as const) : status === 'busy-unavailable' || status === 'entered-in-error' ? ('stopped' as const) : undefined,
    reason: status === 'busy-unavailable' ? text(resource, 'comment') : undefined,
  });
}

/** The calendar day in the hospital, whatever offset was written. */
function dayOf(written: string): string | undefined {
  const moment = readTime(written);
  return moment === undefined ? undefined : new Date(moment.at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
