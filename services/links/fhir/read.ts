/**
 * FHIR R4 to what it says: bytes or a parsed resource in, statements and one outcome per entry out. Pure; the same input
 * gives the same reading. A wrong element costs itself, a wrong resource costs its entry, and each is named.
 */
import { createHash } from 'node:crypto';
import { ourNumber } from '../statements/format.patient-number.ts';
import type { Said, Warning } from '../statements/schema.ts';
import { type Entry, type Envelope, entriesAlong, openEnvelope } from './bundle.ts';
import type { Node } from './json.ts';
import { child, nodes, present, text } from './node.ts';
import type { Notes } from './notes.ts';
import { note } from './notes.ts';
import { type Known, type References, type Target, createReferences, isAwaited, isUntold, keyOf } from './references.ts';
import { type About, type Problem, type Reading, type Resource, numberIn } from './read/context.ts';
import { type Desk, namesOnly, ofPatients, readBed, readEncounters, readLoose, readResource } from './read/dispatch.ts';
import { createGroups, sentAtOf } from './read/groups.ts';
import { type Along, type Part, type Told, partName, partsIn } from './parts.ts';
import { type Version, unnamedVersion, versionOf } from './versions.ts';
import { patientOf } from './read/patient.ts';
import { type Remembered, isRemembered, remember } from './read/remember.ts';

export type { Problem } from './read/context.ts';
export type { Remembered } from './read/remember.ts';
export type { Along, Part, Told } from './parts.ts';
export { partName, partsNamed } from './parts.ts';
export { parseJson, usualLimits } from './json.ts';

export interface EntryOutcome {
  readonly index: number;
  readonly type: string;
  readonly id: string | undefined;
  readonly method: string | undefined;
  /** Where it stands, for people and FHIRPath. */
  readonly at: string;
  readonly problem: Problem | undefined;
  readonly warnings: readonly Warning[];
}

export interface FhirReading {
  /** Type of the bundle; `undefined` of a single resource. */
  readonly bundle: string | undefined;
  readonly said: readonly Said[];
  readonly entries: readonly EntryOutcome[];
  readonly remembered: readonly Remembered[];
  /** What others will be understood together with. */
  readonly parts: readonly Part[];
  /** When its sender says that it was said. */
  readonly saidAt: Date | undefined;
  /** `Patient/1` that were referred to and stand nowhere; worth looking up before the reading is taken. */
  readonly missing: readonly string[];
  /** `Patient/1` that were referred to by their logical id alone: told later, what came in is read again. */
  readonly awaits: readonly string[];
  /** The sender's number of what came in; the digest where there is none. */
  readonly controlId: string;
}

export interface ReadOptions {
  /** Our name of who sends: the client's code, the polled server's name. */
  readonly sender: string;
  readonly known?: Known;
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
  /** What the sender told before of resources that are understood together with these. */
  readonly along?: Along | undefined;
  /** When this version of a resource (`Observation/o1`) was heard of first: its time, where its server gives none. */
  readonly heardAt?: ((name: string) => Date | undefined) | undefined;
  /** When it came: since when it is so what has no time at all. */
  readonly cameAt?: Date | undefined;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export function readFhir(node: Node, { sender, known = new Map(), digest, along, heardAt, cameAt }: ReadOptions): FhirReading {
  const envelope = heardNow(openEnvelope(node), heardAt);
  const [again, beside] = alongOf(along, envelope);
  const all = [...envelope.entries, ...again, ...beside];
  const references = createReferences(all, known);
  const facility = text(child(envelope.header, 'source'), 'name') ?? '';
  const controlId = (envelope.number ?? `sha256:${digest.slice(0, 32)}`).slice(0, 200);
  const ends = { sender: { application: sender, facility }, controlId, type: typeOf(envelope) };
  const { desk, reading, notes } = createDesk({ references, sender: ends.sender, envelope, heardAt, all, cameAt });
  const problems = readAll(desk, envelope, again, notes);
  return {
    bundle: envelope.bundle,
    said: [...desk.groups.all(reading, envelope, ends), ...leftOut(problems, ends)],
    entries: envelope.entries.map((entry) => ({ index: entry.index, type: entry.type, id: entry.id, method: entry.method, at: entry.at, problem: problems.get(entry.index), warnings: notes.get(entry.index)?.all ?? [] })),
    remembered: remember(envelope.entries.filter(({ index }) => problems.get(index) === undefined)),
    saidAt: sentAtOf(envelope),
    parts: partsIn(envelope.entries.filter(({ index }) => problems.get(index) === undefined)),
    awaits: [...references.unnamed].filter(isAwaited),
    missing: [...references.missing].filter((name) => isRemembered(name.split('/')[0] ?? '')),
    controlId,
  };
}

/** What comes alone and has no time of change is so since we heard of it. */
function heardNow(envelope: Envelope, heardAt: ReadOptions['heardAt']): Envelope {
  return envelope.bundle !== undefined || heardAt === undefined ? envelope : { ...envelope, entries: envelope.entries.map((entry) => present({ ...entry, heardAt: heardAt(keyOf(entry)) }) as Entry) };
}

/** Without what came itself. */
function alongOf(along: Along | undefined, { entries }: Envelope): [Entry[], Entry[]] {
  if (along === undefined) return [[], []];
  const here = new Set(entries.map(({ type, id }) => `${type}/${id ?? ''}`));
  const others = (told: readonly Told[]): Told[] => told.filter(({ resource }) => !here.has(partName(resource) ?? ''));
  const [again, beside] = [others(along.again), others(along.beside)];
  return [entriesAlong(again, 0), entriesAlong(beside, again.length)];
}

/** Entries that are not taken while the others are: told without a statement, so that somebody sees them. */
function leftOut(problems: ReadonlyMap<number, Problem>, ends: Pick<Said, 'sender' | 'controlId' | 'type'>): Said[] {
  const warnings = [...problems.values()].slice(0, 100).map(({ expression, name }) => ({ place: expression, name }));
  return warnings.length === 0 ? [] : [{ ...ends, statements: [], warnings }];
}

/** `Bundle/transaction`, `Bundle/message A01`, `Observation`; `?` for what does not say. */
function typeOf({ bundle, entries, header }: Envelope): string {
  if (bundle === undefined) return entries[0]?.type || '?';
  const event = text(child(header, 'eventCoding'), 'code') ?? text(header, 'eventUri');
  return `Bundle/${bundle === '' ? '?' : bundle}${event === undefined ? '' : ` ${event}`}`.slice(0, 100);
}

interface Made {
  readonly desk: Desk;
  readonly reading: Reading;
  readonly notes: ReadonlyMap<number, Notes>;
}

interface Asked {
  readonly references: References;
  readonly sender: Said['sender'];
  readonly envelope: Envelope;
  readonly heardAt: ReadOptions['heardAt'];
  readonly cameAt: Date | undefined;
  readonly all: readonly Entry[];
}

const heardVersion = (entry: Entry, at: Date | undefined): Version | undefined => (at === undefined || !entry.owned || entry.id === undefined ? undefined : { at: at.toISOString(), version: unnamedVersion(entry) });

function createDesk({ references, sender, envelope, heardAt, cameAt, all }: Asked): Made {
  const groups = createGroups();
  const notes = new Map<number, Notes>(envelope.entries.map(({ index, type }) => [index, { type: type === '' ? 'Resource' : type, all: [] }]));
  const reading: Reading = {
    references,
    origin: `${sender.application}|${sender.facility}`,
    event: text(child(envelope.header, 'eventCoding'), 'code'),
    at: sentAtOf(envelope) ?? cameAt,
    numberOf: (target) => (target === undefined || isUntold(target) ? undefined : numberIn(target.entry.resource, ...(target.entry.type === 'Encounter' ? ['VN'] : ['PLAC']))),
    say: groups.say,
    versionOf: (entry) => versionOf(entry) ?? heardVersion(entry, heardAt?.(keyOf(entry))),
  };
  const notesOf = (entry: Entry): Notes => notes.get(entry.index) ?? { type: entry.type, all: [] };
  const open = (entry: Entry, about: Pick<About, 'patient' | 'encounter' | 'notes'>): Resource => ({
    entry,
    resource: entry.resource,
    reading,
    ...about,
    // Asked by reports alone.
    get who() {
      return (about.patient === undefined ? undefined : ourNumber(patientOf(about.patient, sender.application, { type: '', all: [] })?.ids ?? [])) ?? '';
    },
    find: (name, within = entry.resource) => references.resolve(child(within, name), entry),
    findAll: (name, within = entry.resource) => nodes(within, name).flatMap((each) => references.resolve(each, entry) ?? []),
  });
  const desk: Desk = { reading, groups, authority: sender.application, uses: new Map(), entries: all, taken: new Set(), loose: new Map(), open, notesOf };
  return { desk, reading, notes };
}

/** What refers goes before what is referred to: an encounter names its diagnoses, a report takes its observations. */
const turn = ({ type }: Entry): number => (type === 'Patient' ? 0 : type === 'Encounter' ? 1 : type === 'DiagnosticReport' ? 2 : 3);

function readAll(desk: Desk, envelope: Envelope, again: readonly Entry[], notes: ReadonlyMap<number, Notes>): Map<number, Problem> {
  const problems = new Map<number, Problem>();
  const only = solePatient(envelope);
  for (const entry of [...envelope.entries, ...again].toSorted((one, other) => turn(one) - turn(other) || Math.abs(one.index) - Math.abs(other.index))) {
    const own = notes.get(entry.index) ?? { type: entry.type, all: [] };
    const problem = wrongWith(entry) ?? readEntry(desk, entry, own, only);
    // What came before had its answer then.
    if (problem !== undefined && entry.index >= 0) problems.set(entry.index, problem);
  }
  readLoose(desk);
  return problems;
}

/** In a message or document everything is about one patient, and some senders say so only once. */
function solePatient({ bundle, entries }: Envelope): Target | undefined {
  const patients = entries.filter(({ type }) => type === 'Patient');
  const [only] = patients;
  return (bundle === 'message' || bundle === 'document') && patients.length === 1 && only !== undefined ? { entry: only, how: 'here', key: keyOf(only) } : undefined;
}

function wrongWith(entry: Entry): Problem | undefined {
  const { method, at, type, resource } = entry;
  const requested = at.replace(/\.resource$/, '.request');
  if (method !== undefined && !['POST', 'PUT'].includes(method)) return { code: 'not-supported', name: method === 'DELETE' ? 'delete-not-taken' : 'method-not-taken', expression: `${requested}.method` };
  if (Object.keys(resource).length === 0) return { code: 'required', name: 'resource-missing', expression: at };
  if (type === '') return { code: 'structure', name: 'type-missing', expression: `${at}.resourceType` };
  return type === 'Bundle' ? { code: 'not-supported', name: 'bundle-in-bundle', expression: at } : undefined;
}

function readEntry(desk: Desk, entry: Entry, notes: Notes, only: Target | undefined): Problem | undefined {
  const loose = desk.open(entry, { patient: undefined, encounter: undefined, notes });
  if (entry.type === 'Location') return readBed(desk, loose);
  if (namesOnly.has(entry.type)) return undefined;
  const encounter = entry.type === 'Encounter' ? ({ entry, how: 'here', key: keyOf(entry) } as const) : (loose.find('encounter') ?? loose.find('encounter', child(entry.resource, 'context')) ?? encounterIn(loose));
  if (entry.type === 'Patient') return readResource(desk, desk.open(entry, { patient: { entry, how: 'here', key: keyOf(entry) }, encounter: undefined, notes }));
  if (encounter !== undefined && isUntold(encounter)) note(notes, 'encounter', 'encounter-unknown');
  const named = loose.find('subject') ?? loose.find('patient') ?? (encounter === undefined ? undefined : subjectOf(desk, encounter));
  const subject = named ?? only;
  if (named === undefined && subject !== undefined && ofPatients.has(entry.type)) note(notes, 'subject', 'subject-assumed');
  if (!ofPatients.has(entry.type)) return readResource(desk, desk.open(entry, { patient: subject?.entry.type === 'Patient' ? subject : undefined, encounter, notes }));
  if (subject === undefined) return { code: 'required', name: 'subject-missing', expression: `${entry.at}.subject` };
  if (subject.entry.type !== 'Patient' && subject.entry.type !== '') {
    note(notes, 'subject', 'subject-no-patient');
    desk.groups.mention(loose);
    return undefined;
  }
  if (isUntold(subject)) return { code: 'required', name: 'patient-unknown', expression: `${entry.at}.subject` };
  if (patientOf(subject, desk.authority, { type: '', all: [] }) === undefined) return { code: 'required', name: 'subject-unnamed', expression: `${entry.at}.subject` };
  const one = desk.open(entry, { patient: subject, encounter, notes });
  if (entry.type === 'Encounter' && nodes(entry.resource, 'modifierExtension').length === 0) readEncounters(desk, one);
  return readResource(desk, one);
}

/** Of a DocumentReference it stands in `context`, of a MedicationAdministration in R4 `context` is it. */
function encounterIn(one: Resource): Target | undefined {
  const context = one.find('context');
  return context?.entry.type === 'Encounter' ? context : undefined;
}

function subjectOf(desk: Desk, { entry }: Target): Target | undefined {
  return desk.reading.references.resolve(child(entry.resource, 'subject') ?? child(entry.resource, 'patient'), entry);
}
