/** Encounter: the stay, where, by whom; and the numbers under which others mean it. */
import { stayEvents } from '../../statements/format.adt-events.ts';
import type { Stay, StayEvent, Visit } from '../../statements/schema.ts';
import { codesIn, codesOf, says, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, extension, nodes, present, text } from '../node.ts';
import { type Notes, note } from '../notes.ts';
import { type Target, isUntold } from '../references.ts';
import { instant, readTime } from '../time.ts';
import { type Reading, type Resource, numberIn } from './context.ts';
import { organizationOf, placeOf, staffIn } from './people.ts';

/** v3 ActCode to table 0004, as the other links say it; anything else as sent. */
const classes: Readonly<Partial<Record<string, string>>> = { IMP: 'I', ACUTE: 'I', NONACUTE: 'I', OBSENC: 'I', SS: 'I', AMB: 'O', VR: 'O', HH: 'O', FLD: 'O', EMER: 'E', PRENC: 'P' };

/** An ambulatory visit whose type or service says so; SNOMED CT: encounter for check up. R4 has no class for it. */
export function classOf(resource: Node): string | undefined {
  const code = codesOf(child(resource, 'class'))[0];
  const told = code?.id === undefined ? code?.text : (meaningIn(classes, code.id) ?? code.id);
  return told !== 'I' && says([...codesIn(resource, 'class'), ...codesIn(resource, 'type'), ...codesIn(resource, 'serviceType')], ['185349003'], /体检|健康检查/) ? 'T' : told;
}

/** How it is named by who refers to it without telling it. */
export function visitNamed(target: Target): Visit | undefined {
  const { entry } = target;
  const number = isUntold(target) ? undefined : numberIn(entry.resource, 'VN');
  return number === undefined ? undefined : present({ number, patientClass: classOf(entry.resource) });
}

export function visitOf({ entry }: Target, reading: Reading, notes: Notes): Visit {
  const { resource } = entry;
  const period = child(resource, 'period');
  const stay = child(resource, 'hospitalization') ?? child(resource, 'admission');
  const planned = text(resource, 'status') === 'planned';
  const from = instant(period, 'start', notes);
  const place = placeOf(locationIn(resource, entry, reading), reading);
  return present({
    // Where she is expected is not where she lies.
    ...(planned ? { plannedPlace: place } : place),
    number: numberIn(resource, 'VN'),
    patientClass: classOf(resource),
    department: departmentOf(resource, entry, reading),
    attending: staffIn(participants(resource, entry, reading, ['ATND', 'PPRF', 'ADM']), reading),
    nurse: staffIn(participants(resource, entry, reading, [], /责任护士|nurse/i), reading),
    admittedAt: planned ? undefined : from,
    plannedAt: planned ? from : undefined,
    dischargePlannedAt: readTime(text(extension(resource, 'encounter-plannedDischarge'), 'valueDateTime') ?? '')?.at.toISOString(),
    dischargedAt: planned ? undefined : instant(period, 'end', notes),
    ...careOf(resource),
    disposition: wordsOf(child(stay, 'dischargeDisposition')),
    daySurgery: codesOf(child(resource, 'class'))[0]?.id === 'SS' ? true : undefined,
  });
}

/** R4 has no elements for these: extensions by the end of their url, whoever's profile they are of (docs/fhir.md). */
function careOf(resource: Node): Pick<Visit, 'feeCategory' | 'careLevel' | 'condition' | 'isolation' | 'group'> {
  const said = (name: string): string | undefined => {
    const held = extension(resource, name);
    return text(held, 'valueString') ?? wordsOf(child(held, 'valueCodeableConcept')) ?? text(held, 'valueCode');
  };
  return present({ feeCategory: said('encounter-feeCategory'), careLevel: said('encounter-careLevel'), condition: said('encounter-condition'), isolation: said('encounter-isolation'), group: said('encounter-medicalGroup') });
}

/** Where she is now: the active place, else the last that is not reserved. */
function locationIn(resource: Node, entry: Target['entry'], reading: Reading): Target | undefined {
  const all = nodes(resource, 'location');
  const now = all.find((each) => text(each, 'status') === 'active') ?? all.findLast((each) => !['planned', 'reserved'].includes(text(each, 'status') ?? '')) ?? all[0];
  return reading.references.resolve(child(now, 'location'), entry);
}

/** Where she was before: the last place that is over. */
function locationBefore(resource: Node, entry: Target['entry'], reading: Reading): Target | undefined {
  return reading.references.resolve(child(nodes(resource, 'location').findLast((each) => text(each, 'status') === 'completed'), 'location'), entry);
}

/** The organization that is a department, else the service, else whoever provides it. */
function departmentOf(resource: Node, entry: Target['entry'], reading: Reading): string | undefined {
  const provider = reading.references.resolve(child(resource, 'serviceProvider'), entry);
  const isDepartment = provider !== undefined && says(codesIn(provider.entry.resource, 'type'), ['dept']);
  const service = codesOf(child(resource, 'serviceType'))[0];
  return (isDepartment ? organizationOf(provider) : undefined) ?? service?.id ?? service?.text ?? organizationOf(provider);
}

function participants(resource: Node, entry: Target['entry'], reading: Reading, types: readonly string[], words?: RegExp): Target[] {
  const all = nodes(resource, 'participant');
  const wanted = types.length === 0 ? all.filter((each) => says(codesIn(each, 'type'), [], words)) : types.flatMap((type) => all.filter((each) => says(codesIn(each, 'type'), [type])));
  return wanted.flatMap((each) => reading.references.resolve(child(each, 'individual') ?? child(each, 'actor'), entry) ?? []);
}

export function readEncounter(one: Resource): void {
  const { reading, resource, notes, entry } = one;
  const self: Target = { entry, how: 'here', key: one.encounter?.key ?? '' };
  // A message tells the step itself, where a resource tells only the state that it led to.
  const told = meaningIn(stayEvents, reading.event);
  const event = told ?? eventOf(resource, notes);
  const prior = event === 'transfer' ? placeOf(locationBefore(resource, entry, reading), reading) : undefined;
  reading.say(present({ kind: 'stay' as const, event, prior, steps: told === undefined ? stepsOf(one, event) : undefined }), { ...one, encounter: self });
  if (nodes(resource, 'statusHistory').some((each) => text(each, 'status') !== 'planned') || nodes(resource, 'classHistory').length > 0) note(notes, 'statusHistory', 'not-read');
}

const passing: ReadonlySet<StayEvent> = new Set(['admit', 'register', 'arrive', 'discharge']);
const takenBack: ReadonlySet<StayEvent> = new Set(['cancel-admit', 'cancel-pre-admit']);
const timeIn = (node: Node | undefined, name: string): string | undefined => readTime(text(node, name) ?? '')?.at.toISOString();

/**
 * The way through the hospital by the periods of its places: booked, in, from place to place, out. `undefined` where the
 * stay's own beginning is not told, or it has none.
 */
function stepsOf({ resource, entry, reading, notes }: Resource, event: StayEvent): Stay['steps'] {
  const booked = nodes(resource, 'statusHistory').flatMap((each) => (text(each, 'status') === 'planned' ? (timeIn(child(each, 'period'), 'start') ?? []) : [])).map((at) => ({ event: 'pre-admit' as const, at }));
  const changed = timeIn(child(resource, 'meta'), 'lastUpdated');
  if (takenBack.has(event)) return booked.length === 0 || changed === undefined ? undefined : [...booked, { event, at: changed }];
  const period = child(resource, 'period');
  const [from, until] = [instant(period, 'start', notes), instant(period, 'end', notes)];
  if (from === undefined || !passing.has(event) || (event === 'discharge' && until === undefined)) return undefined;
  const places = nodes(resource, 'location').filter((each) => !['planned', 'reserved'].includes(text(each, 'status') ?? '')).flatMap((each) => {
    const place = placeOf(reading.references.resolve(child(each, 'location'), entry), reading);
    return place === undefined ? [] : [{ place, at: timeIn(child(each, 'period'), 'start') }];
  }).toSorted((one, other) => ((one.at ?? from) < (other.at ?? from) ? -1 : 1));
  const begins: StayEvent = event === 'discharge' ? (classOf(resource) === 'I' ? 'admit' : 'register') : event;
  const [first, ...others] = places;
  const moves = others.flatMap(({ place, at }, index) => (at === undefined ? [] : [{ event: 'transfer' as const, at, from: (others[index - 1] ?? first)?.place, to: place }]));
  const last = places.at(-1)?.place;
  return [
    ...booked,
    present({ event: begins, at: from, to: first?.place }),
    ...moves.map((each) => present(each)),
    ...(event === 'discharge' && until !== undefined ? [present({ event, at: until, from: last })] : []),
  ];
}

function wasOnlyPlanned(resource: Node): boolean {
  const before = nodes(resource, 'statusHistory').map((each) => text(each, 'status'));
  return before.length > 0 && before.every((status) => status === 'planned');
}

/** FHIR tells a state; these are the events that lead to it. */
function eventOf(resource: Node, notes: Notes): StayEvent {
  const isInpatient = classOf(resource) === 'I';
  switch (text(resource, 'status')) {
    case 'planned':
      return 'pre-admit';
    case 'arrived':
    case 'triaged':
      return 'arrive';
    case 'in-progress':
      return isInpatient ? 'admit' : classOf(resource) === 'P' ? 'pre-admit' : 'register';
    case 'onleave':
      return 'leave';
    case 'finished':
    case 'completed':
    case 'discharged':
      return 'discharge';
    case 'cancelled':
    case 'entered-in-error':
      return classOf(resource) === 'P' || wasOnlyPlanned(resource) ? 'cancel-pre-admit' : 'cancel-admit';
    default:
      note(notes, 'status', 'status-unknown');
      return 'update';
  }
}
