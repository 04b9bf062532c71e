/** Statements gathered to `Said`: one for each patient, and one for each of her stays. */
import type { Diagnosis, Patient, Said, Statement } from '../../statements/schema.ts';
import type { Envelope } from '../bundle.ts';
import { child, present, text } from '../node.ts';
import type { Notes } from '../notes.ts';
import type { Target } from '../references.ts';
import { readTime } from '../time.ts';
import type { AllergyChange } from './condition.ts';
import type { About, Reading } from './context.ts';
import { type Version, joined, versionOf } from '../versions.ts';
import { visitNamed, visitOf } from './encounter.ts';
import { patientOf } from './patient.ts';

export interface Ends {
  readonly sender: Said['sender'];
  readonly controlId: string;
  readonly type: string;
}

interface Group {
  readonly patient: Target | undefined;
  readonly encounter: Target | undefined;
  readonly statements: Statement[];
  readonly diagnoses: Diagnosis[];
  readonly allergies: AllergyChange[];
  /** Said to have none; an allergy beside it holds. */
  none: boolean;
  readonly notes: Notes[];
  /** Of one version of a resource, whatever it comes with. */
  readonly version: Version | undefined;
  /** When what has no version of its own changed. */
  readonly changed: number[];
}

export interface Groups {
  say(statement: Statement, about: About): void;
  diagnosed(diagnosis: Diagnosis, about: About): void;
  allergic(allergy: AllergyChange, about: About): void;
  /** None are known. */
  withoutAllergies(about: About): void;
  /** Nothing was understood of it, but somebody must hear of it with the others. */
  mention(about: About): void;
  /** Everything, patients before their stays, stays in the order they were told. */
  all(reading: Reading, envelope: Envelope, ends: Ends): Said[];
}

export function createGroups(): Groups {
  const groups = new Map<string, Group>();
  const of = ({ patient, encounter, notes, entry, withEntries = [] }: About): Group => {
    const version = joined([entry, ...withEntries].map(versionOf));
    const key = `${patient === undefined ? '' : `${patient.key}\n${encounter?.key ?? ''}`}\n${version?.version ?? ''}`;
    const group = groups.get(key) ?? { patient, encounter: patient === undefined ? undefined : encounter, statements: [], diagnoses: [], allergies: [], none: false, notes: [], version, changed: [] };
    groups.set(key, group);
    if (!group.notes.includes(notes)) group.notes.push(notes);
    const changed = readTime(text(child(entry.resource, 'meta'), 'lastUpdated') ?? '')?.at.getTime();
    if (changed !== undefined) group.changed.push(changed);
    return group;
  };
  return {
    say: (statement, about) => void of(about).statements.push(statement),
    diagnosed: (diagnosis, about) => void of(about).diagnoses.push(diagnosis),
    allergic: (allergy, about) => void of({ ...about, encounter: undefined }).allergies.push(allergy),
    withoutAllergies: (about) => void (of({ ...about, encounter: undefined }).none = true),
    mention: (about) => void of(about),
    all: (reading, envelope, ends) => [...groups.values()].toSorted((one, other) => Number(one.encounter !== undefined) - Number(other.encounter !== undefined)).map((group) => finish(group, reading, envelope, ends)),
  };
}

function finish(group: Group, reading: Reading, { said }: Envelope, ends: Ends): Said {
  const notes: Notes = { type: 'Bundle', all: [] };
  const statements = withSums(group);
  const sentAt = group.version === undefined ? sentAtOf({ said }) : new Date(group.version.at);
  const visit = group.encounter === undefined ? undefined : group.encounter.how === 'here' ? visitOf(group.encounter, reading, notes) : visitNamed(group.encounter);
  const asOf = group.version === undefined && group.changed.length > 0 ? new Date(Math.max(...group.changed)) : sentAt;
  return present({
    ...ends,
    ...(group.version !== undefined && { controlId: group.version.version.slice(0, 200), version: group.version.version }),
    asOf: asOf?.toISOString() ?? visit?.dischargedAt ?? visit?.admittedAt ?? visit?.plannedAt,
    sentAt: sentAt?.toISOString(),
    patient: group.patient === undefined ? undefined : whoIs(group.patient, group, ends, notes),
    visit,
    statements,
    warnings: [...group.notes.flatMap(({ all }) => all), ...notes.all].slice(0, 100),
  });
}

/** When the sender says that it said it. */
export function sentAtOf({ said }: Pick<Envelope, 'said'>): Date | undefined {
  return readTime(text(said, 'timestamp') ?? text(child(said, 'meta'), 'lastUpdated') ?? text(said, 'lastUpdated') ?? '')?.at;
}

/** Beside a `person` statement a name of hearsay, or of another resource's version, would be the master's word: then the numbers alone. */
function whoIs(target: Target, { allergies, none, statements, version }: Group, { sender }: Ends, notes: Notes): Patient | undefined {
  const patient = patientOf(target, sender.application, notes);
  const isOwnWord = target.how === 'here' && (version === undefined || statements.some(({ kind }) => kind === 'person'));
  return patient !== undefined && !isOwnWord && (allergies.length > 0 || none) ? { ids: patient.ids } : patient;
}

/** Diagnoses and allergies are told as lists; one bundle seldom holds all there are. */
function withSums({ statements, diagnoses, allergies, none }: Group): Statement[] {
  const others = statements.filter(({ kind }, at) => kind !== 'person' || statements.findIndex((one) => one.kind === 'person') === at);
  const said = allergies.length > 0 ? { allergyChanges: allergies } : none ? { allergies: [] } : undefined;
  const persons = said === undefined ? others : [{ kind: 'person' as const, ...said }, ...others.filter(({ kind }) => kind !== 'person')];
  return diagnoses.length === 0 ? persons : [...persons, { kind: 'diagnoses' as const, all: diagnoses, partial: true }];
}

