/** From a resource to its reader. Each says what it understood to the groups; what it lacks comes back as a problem. */
import type { Diagnosis } from '../../statements/schema.ts';
import type { Entry } from '../bundle.ts';
import { nodes, text } from '../node.ts';
import { note, type Notes } from '../notes.ts';
import { type Target, isUntold } from '../references.ts';
import { bedOf } from './bed.ts';
import { allergyOf, diagnosisOf, saysNone, usesIn, type DiagnosisUse } from './condition.ts';
import type { About, Problem, Reading, Resource } from './context.ts';
import { compositionOf, documentsOf } from './document.ts';
import { readEncounter } from './encounter.ts';
import type { Groups } from './groups.ts';
import { administrationOf, consultationOf, dispenseOf, executionOf, isConsultation, operationAsked, prescriptionOf, serviceOf } from './order.ts';
import { patientOf, readPatient } from './patient.ts';
import { bookingOf, isSurgical, operationOf, patientsIn, sessionOf } from './plan.ts';
import { looseReport, reportOf, sheetsOf } from './report.ts';
import { isNursing, observationsOf } from './result.ts';

/** Read for the names in them, and no statement of their own. */
export const namesOnly = new Set(['Practitioner', 'PractitionerRole', 'Organization', 'Location', 'Specimen', 'Medication', 'Binary', 'MessageHeader', 'Schedule', 'OperationOutcome', 'SubscriptionStatus', 'Parameters', 'Subscription']);

/** With a subject each of them must have. */
export const ofPatients = new Set(['Encounter', 'Condition', 'AllergyIntolerance', 'Observation', 'DiagnosticReport', 'ServiceRequest', 'MedicationRequest', 'MedicationAdministration', 'MedicationDispense', 'Procedure', 'DocumentReference', 'Composition']);

export const readTypes = ['Patient', ...ofPatients, 'Appointment', 'Slot', ...namesOnly];

export interface Desk {
  readonly reading: Reading;
  readonly groups: Groups;
  readonly authority: string;
  /** By the key of the Condition. */
  readonly uses: Map<string, DiagnosisUse>;
  /** All that stand here, also what was told before. */
  readonly entries: readonly Entry[];
  /** Observations that a report has taken. */
  readonly taken: Set<Entry['resource']>;
  /** Observations that none has, by what they were ordered with. */
  readonly loose: Map<string, Resource[]>;
  open(entry: Entry, about: Pick<About, 'patient' | 'encounter' | 'notes'>): Resource;
  notesOf(entry: Entry): Notes;
}

export function readEncounters(desk: Desk, one: Resource): void {
  for (const [key, use] of usesIn(one)) desk.uses.set(key, use);
  readEncounter(one);
}

/** A place lends its name to others; of a bed also what it is ready for. */
export function readBed(desk: Desk, one: Resource): undefined {
  if (nodes(one.resource, 'modifierExtension').length > 0) return undefined;
  const bed = bedOf(one);
  if (bed !== undefined) one.reading.say(bed, one);
  else if (one.notes.all.length > 0) desk.groups.mention(one);
  return undefined;
}

/** @returns why it is not taken, or `undefined` */
export function readResource(desk: Desk, one: Resource): Problem | undefined {
  const { reading, groups, authority } = desk;
  const { entry, resource, notes } = one;
  if (nodes(resource, 'modifierExtension').length > 0 && entry.type !== 'Observation') {
    note(notes, 'modifierExtension', 'modifier-extension');
    groups.mention(one);
    return undefined;
  }
  switch (entry.type) {
    case 'Patient':
      if (patientOf({ entry, how: 'here', key: '' }, authority, notes) === undefined) return { code: 'required', name: 'patient-id-missing', expression: `${entry.at}.identifier` };
      readPatient(one, authority);
      return undefined;
    case 'Encounter':
      return undefined;
    case 'Condition':
      return readCondition(desk, one);
    case 'AllergyIntolerance':
      if (saysNone(one)) return told({}, () => groups.withoutAllergies(one), one, groups);
      return told(allergyOf(one), (each) => groups.allergic(each, one), one, groups);
    case 'DiagnosticReport':
      return readReport(desk, one);
    case 'Observation':
      return readObservation(desk, one);
    case 'ServiceRequest':
      return readService(desk, one);
    case 'MedicationRequest':
      return told(prescriptionOf(one), (each) => reading.say(each, one), one, groups);
    case 'MedicationAdministration':
      return orderUntold(one, 'request') ?? told(administrationOf(one), (each) => reading.say(each, one), one, groups);
    case 'MedicationDispense':
      return orderUntold(one, 'authorizingPrescription') ?? told(dispenseOf(one), (each) => reading.say(each, one), one, groups);
    case 'Procedure':
      return told(procedureOf(one), (each) => reading.say(each, { ...one, withEntries: asked(one) }), one, groups);
    case 'DocumentReference':
      for (const each of documentsOf(one)) reading.say(each, one);
      return undefined;
    case 'Composition':
      return told(compositionOf(one), (each) => reading.say(each, one), one, groups);
    case 'Appointment':
      return readAppointment(one);
    case 'Slot':
      return told(sessionOf(one), (each) => reading.say(each, { ...one, patient: undefined, encounter: undefined, withEntries: scheduleOf(one) }), one, groups);
    default:
      note(notes, '', 'type-not-read');
      groups.mention(one);
      return undefined;
  }
}

/** Which kind of diagnosis it is, its encounter may say; as it was taken before that was known, it is none any more. */
function readCondition(desk: Desk, one: Resource): undefined {
  const use = desk.uses.get(keyIn(one));
  const diagnosis = diagnosisOf(one, use);
  const about = { ...one, withEntries: use === undefined ? undefined : [use.by] };
  if (diagnosis === undefined) {
    desk.groups.mention(one);
    return undefined;
  }
  desk.groups.diagnosed(diagnosis, about);
  const before = use === undefined || !one.entry.owned ? undefined : diagnosisOf(one, undefined);
  if (before !== undefined && before.type !== diagnosis.type && !isToldOtherwise(desk, one, before)) desk.groups.diagnosed({ ...before, removed: true }, about);
  return undefined;
}

/** Another Condition says the same of this stay, and no encounter says which kind it is. */
function isToldOtherwise(desk: Desk, one: Resource, { type, code, name }: Diagnosis): boolean {
  return desk.entries.some((entry) => {
    if (entry.type !== 'Condition' || entry === one.entry || desk.uses.has(keyIn({ entry }))) return false;
    const other = desk.open(entry, { patient: undefined, encounter: undefined, notes: { type: '', all: [] } });
    const said = diagnosisOf(other, undefined);
    return said !== undefined && said.type === type && (said.code ?? said.name) === (code ?? name) && other.find('encounter')?.key === one.encounter?.key;
  });
}

function told<T>(statement: T | undefined, say: (statement: T) => void, one: Resource, groups: Groups): undefined {
  if (statement === undefined) groups.mention(one);
  else say(statement);
  return undefined;
}

/** What was given is nothing without what was ordered. */
function orderUntold(one: Resource, name: string): Problem | undefined {
  const order = one.findAll(name)[0];
  return order !== undefined && isUntold(order) ? { code: 'required', name: 'order-unknown', expression: `${one.entry.at}.${name}` } : undefined;
}

/** What lends a session its doctor, where it stands here. */
function scheduleOf(one: Resource): Entry[] | undefined {
  const schedule = one.find('schedule');
  return schedule?.how === 'here' ? [schedule.entry] : undefined;
}

/** Of these a report or an operation says number, doctor, specimen and when it was to be. */
const asked = (one: Resource): Entry[] => [...one.findAll('basedOn'), ...one.findAll('specimen')].filter(({ how, entry }) => how === 'here' && entry.holder === undefined).map(({ entry }) => entry);

/** An order; of a consultation and of an operation also that. */
function readService({ reading }: Desk, one: Resource): undefined {
  const order = serviceOf(one);
  const more = isConsultation(one.resource) ? consultationOf(one) : operationAsked(order);
  for (const each of more === undefined ? [order] : [order, more]) reading.say(each, one);
  return undefined;
}

const keyIn = ({ entry }: Pick<Resource, 'entry'>): string => (entry.id === undefined ? (entry.fullUrl ?? '') : `${entry.type}/${entry.id}`);

/** Of an operation, else the carrying out of an order; any other is kept. */
function procedureOf(one: Resource): ReturnType<typeof operationOf> | ReturnType<typeof executionOf> {
  if (isSurgical(one.resource)) return operationOf(one);
  const order = one.reading.numberOf(one.findAll('basedOn')[0]);
  if (order !== undefined) return executionOf(one, order, { state: text(one.resource, 'status') === 'not-done' ? 'not-given' : 'done' });
  note(one.notes, '', 'procedure-not-surgical');
  return undefined;
}

function readReport(desk: Desk, one: Resource): undefined {
  const report = reportOf(one, ({ entry }: Target) => {
    desk.taken.add(entry.resource);
    return desk.open(entry, { patient: one.patient, encounter: one.encounter, notes: entry.index === one.entry.index ? one.notes : desk.notesOf(entry) });
  });
  const sheets = sheetsOf(one);
  const about = { ...one, withEntries: asked(one) };
  if (report !== undefined) one.reading.say({ kind: 'report', orders: [report] }, about);
  for (const sheet of sheets) one.reading.say(sheet, about);
  if (report === undefined && sheets.length === 0) {
    note(one.notes, 'result', 'report-empty');
    desk.groups.mention(one);
  }
  return undefined;
}

function readObservation(desk: Desk, one: Resource): undefined {
  if (desk.taken.has(one.resource)) return undefined;
  if (!isNursing(one.resource)) {
    const request = one.findAll('basedOn')[0]?.key;
    const key = request === undefined ? `#${one.entry.index}` : `${one.patient?.key ?? ''}|${one.encounter?.key ?? ''}|${request}`;
    desk.loose.set(key, [...(desk.loose.get(key) ?? []), one]);
    return undefined;
  }
  if (nodes(one.resource, 'modifierExtension').length > 0) {
    note(one.notes, 'modifierExtension', 'modifier-extension');
    desk.groups.mention(one);
    return undefined;
  }
  const all = observationsOf(one);
  for (const each of all) one.reading.say(each, one);
  if (all.length === 0) {
    note(one.notes, 'value', 'value-missing');
    desk.groups.mention(one);
  }
  return undefined;
}

export function readLoose(desk: Desk): void {
  for (const all of desk.loose.values()) {
    const [one] = all;
    const report = looseReport(all);
    if (one === undefined) continue;
    if (report === undefined) desk.groups.mention(one);
    else one.reading.say({ kind: 'report', orders: [report] }, { ...one, withEntries: asked(one) });
  }
}

function readAppointment(one: Resource): Problem | undefined {
  const patients = patientsIn(one);
  if (patients.length === 0) return { code: 'required', name: 'subject-missing', expression: `${one.entry.at}.participant` };
  if (patients.some(isUntold)) return { code: 'required', name: 'patient-unknown', expression: `${one.entry.at}.participant` };
  for (const patient of patients) one.reading.say(bookingOf({ ...one, patient }), { ...one, patient, encounter: undefined });
  return undefined;
}

