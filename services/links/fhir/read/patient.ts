/** Patient: who she is, and which numbers are one person. */
import { isPersonal, isResidentNumber } from '../../statements/schema.identity.ts';
import type { Patient, PatientId } from '../../statements/schema.ts';
import { readTime } from '../time.ts';
import { codesOf, systemOf, wordsOf, meaningIn } from '../code.ts';
import { type Node, child, extension, nodes, present, text, unlessEmpty } from '../node.ts';
import { type Notes, note } from '../notes.ts';
import { type Target, isUntold } from '../references.ts';
import type { Resource } from './context.ts';
import { addressIn, nameIn, nameOf, phoneIn } from './people.ts';

/** Our word (and table 0203's) for the number under which the sender's server keeps the resource. */
const resourceId = 'RI';

const sexes: Readonly<Partial<Record<string, string>>> = { male: 'M', female: 'F', other: 'O', unknown: 'U' };

/** Whom a reference or a Patient resource means. `authority`: whose server gave the logical id. */
export function patientOf({ entry, how }: Target, authority: string, notes: Notes): Patient | undefined {
  const { resource } = entry;
  const [ids, papers] = numbersOf(resource);
  const own: PatientId[] = entry.id !== undefined && (entry.owned || ids.length + papers.length === 0) ? [{ value: entry.id, type: resourceId, authority }] : [];
  if (ids.length + papers.length + own.length === 0) return undefined;
  if (how !== 'here') return present({ ids: [...ids, ...own], name: nameIn(resource), identity: unlessEmpty(present({ idNumber: papers[0]?.value })) });
  const sex = text(resource, 'gender');
  return present({
    ids: [...ids, ...own],
    name: nameIn(resource),
    sex: sex === undefined ? undefined : (meaningIn(sexes, sex) ?? sex),
    ...birthOf(resource, notes),
    identity: identityOf(resource, papers),
  });
}

/** The hospital's numbers, and the person's papers, which go on only to be sealed. */
function numbersOf(resource: Node): readonly [PatientId[], PatientId[]] {
  const all = nodes(resource, 'identifier')
    .filter((each) => text(each, 'use') !== 'old')
    .flatMap((each): PatientId[] => {
      const value = text(each, 'value')?.replace(/^urn:(uuid|oid):/, '');
      const type = codesOf(child(each, 'type'))[0];
      const authority = text(child(each, 'assigner'), 'display') ?? systemOf(text(each, 'system'));
      return value === undefined ? [] : [present({ value, type: type?.id ?? type?.text ?? (isPaperSystem(text(each, 'system')) ? 'NI' : undefined), authority })];
    })
    .filter((id, at, every) => every.findIndex((other) => other.value === id.value) === at);
  return [all.filter((id) => !isPaper(id)), all.filter(isPaper).toSorted((one, other) => Number(isResidentNumber(other.value)) - Number(isResidentNumber(one.value)))];
}

const isPaper = ({ value, type }: PatientId): boolean => isPersonal(value, type) || type === 'SB';

/** The registers of identity cards: China's OID, and those whose word says it. */
function isPaperSystem(system: string | undefined): boolean {
  return system !== undefined && /1\.2\.156\.112604\.1\.2\.4|us-ssn|id-?card|identity-?card|身份证|resident/i.test(system);
}

function birthOf(resource: Node, notes: Notes): Pick<Patient, 'birthDate' | 'birthTime'> {
  const written = text(resource, 'birthDate');
  const exact = text(extension(child(resource, '_birthDate'), 'patient-birthTime'), 'valueDateTime');
  const time = exact === undefined ? undefined : readTime(exact);
  const day = written === undefined ? time : readTime(written);
  if (written !== undefined && day === undefined) note(notes, 'birthDate', 'time-unreadable');
  if (written !== undefined && day?.hasHour === true) return { birthDate: day.day, birthTime: day.at.toISOString() };
  return present({ birthDate: day?.day, birthTime: time?.hasHour === true ? time.at.toISOString() : undefined });
}

function identityOf(resource: Node, papers: readonly PatientId[]): Patient['identity'] {
  const [first] = nodes(resource, 'contact');
  const name = child(first, 'name');
  return unlessEmpty(
    present({
      idNumber: papers[0]?.value,
      phone: phoneIn(resource),
      address: addressIn(resource),
      guardian: (name === undefined ? undefined : nameOf(name)) ?? wordsOf(child(first, 'relationship')),
      guardianPhone: phoneIn(first),
    }),
  );
}

export function readPatient(one: Resource, authority: string): void {
  const { reading, entry, notes, resource } = one;
  const self: Target = { entry, how: 'here', key: one.patient?.key ?? '' };
  reading.say({ kind: 'person' }, { ...one, patient: self, encounter: undefined });
  if (text(resource, 'deceasedBoolean') === 'true' || text(resource, 'deceasedDateTime') !== undefined) note(notes, 'deceased', 'not-read');
  for (const link of nodes(resource, 'link')) {
    const other = reading.references.resolve(child(link, 'other'), entry);
    const type = text(link, 'type');
    if (other === undefined || other.entry.type === 'RelatedPerson') continue;
    const [stays, goes] = type === 'replaces' ? [self, other] : type === 'replaced-by' ? [other, self] : [undefined, undefined];
    if (stays === undefined || goes === undefined) {
      note(notes, 'link', 'link-not-merged');
      continue;
    }
    const gone = isUntold(stays) || isUntold(goes) ? [] : (patientOf(goes, authority, notes)?.ids ?? []);
    if (gone.length === 0) note(notes, 'link', 'patient-unknown');
    else reading.say({ kind: 'merge', gone }, { ...one, patient: stays, encounter: undefined });
  }
}
