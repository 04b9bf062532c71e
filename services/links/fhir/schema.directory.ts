/**
 * What a FHIR server tells of departments, wards and staff, as rows for a directory: Organization, Location,
 * PractitionerRole with its Practitioner. Pure; what is missing stays out, and whoever reads the row says so.
 */
import type { Code } from '../statements/schema.ts';
import { codesIn, codesOf, says } from './code.ts';
import { type Node, child, nodes, text } from './node.ts';
import { nameIn } from './read/people.ts';
import { identifierOf, numberIn } from './read/context.ts';

/** In this order: a person's department has to be there before the person. What comes along for each is asked with it. */
export const directoryTypes = [
  ['Organization', ['Organization:partof']],
  ['Location', ['Location:organization']],
  ['PractitionerRole', ['PractitionerRole:practitioner', 'PractitionerRole:organization', 'PractitionerRole:location']],
] as const satisfies readonly (readonly [string, readonly string[]])[];

/** What a reference points to: what came along, or was fetched. */
export type LookUp = (reference: string) => Node | undefined;

/** References of a resource that a row needs: `Practitioner/1`. */
export function neededBy(resource: Node): string[] {
  const type = text(resource, 'resourceType');
  const names = type === 'PractitionerRole' ? ['practitioner', 'organization', 'location'] : type === 'Location' ? ['managingOrganization'] : ['partOf'];
  return names.flatMap((name) => nodes(resource, name)).flatMap((each) => localName(each) ?? []);
}

const localName = (reference: Node | undefined): string | undefined => /(?:^|\/)([A-Z][A-Za-z]{2,40}\/[\w.-]{1,64})(?:\/_history\/[\w.-]+)?$/.exec(text(reference, 'reference') ?? '')?.[1];

export interface Row {
  readonly kind: 'department' | 'ward' | 'staff';
  readonly row: Readonly<Record<string, unknown>>;
}

/** `undefined`: nothing of the directory (the hospital itself, a building, an insurer). */
export function rowOf(resource: Node, find: LookUp): Row | undefined {
  switch (text(resource, 'resourceType')) {
    case 'Organization':
      return isDepartment(resource) ? { kind: 'department', row: departmentRow(resource, find) } : undefined;
    case 'Location':
      return kindOfPlace(resource) === 'wa' ? { kind: 'ward', row: wardRow(resource, find) } : undefined;
    case 'PractitionerRole':
      return { kind: 'staff', row: staffRow(resource, find) };
    default:
      return undefined;
  }
}

const target = (resource: Node, name: string, find: LookUp): Node | undefined => {
  const reference = child(resource, name);
  const local = localName(reference);
  // Where the server names it without a reference, its own identifier is the code.
  const named = child(reference, 'identifier');
  return (local === undefined ? undefined : find(local)) ?? (named === undefined ? undefined : { identifier: [named] });
};
const codeIn = (resource: Node | undefined): string | undefined => (resource === undefined ? undefined : numberIn(resource));
/** A server's own id is nobody's staff number. */
const staffNumber = (resource: Node | undefined): string | undefined => (resource === undefined ? undefined : text(identifierOf(resource, 'EI', 'EN'), 'value'));
const stated = (row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** By its type; one without a type is a department when it is part of something. */
function isDepartment(resource: Node): boolean {
  const types = codesIn(resource, 'type');
  return types.length === 0 ? child(resource, 'partOf') !== undefined : says(types, ['dept'], /科|department/i);
}

const kinds: readonly (readonly [string, RegExp])[] = [['pharmacy', /药学|药剂|药房|pharmac/i], ['technology', /医技|检验|检查|影像|放射|超声|病理|technolog|laborator|radiolog/i], ['administration', /行政|职能|后勤|administrat/i], ['outpatient', /门诊|outpatient/i]];
const kindOf = (codes: readonly Code[]): string => kinds.find(([, words]) => says(codes, [], words))?.[0] ?? 'inpatient';

function departmentRow(resource: Node, find: LookUp): Row['row'] {
  const parent = target(resource, 'partOf', find);
  return stated({ code: codeIn(resource), name: nameIn(resource), kind: kindOf([...codesIn(resource, 'type'), { text: nameIn(resource) ?? '' }]), parent: parent !== undefined && isDepartment(parent) ? codeIn(parent) : undefined, active: text(resource, 'active') !== 'false' });
}

const kindOfPlace = (resource: Node): string | undefined => codesOf(child(resource, 'physicalType'))[0]?.id?.toLowerCase();

function wardRow(resource: Node, find: LookUp): Row['row'] {
  return stated({ code: codeIn(resource), name: nameIn(resource), department: codeIn(target(resource, 'managingOrganization', find)), active: text(resource, 'status') !== 'inactive' });
}

/** R4's example roles and their words; SNOMED CT of doctors, nurses, pharmacists, technicians. */
const roles: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['nurse', ['nurse', '224535009', '106292003'], /护士|护师|护理|nurs/i],
  ['pharmacist', ['pharmacist', '46255001'], /药师|药士|药剂|pharmac/i],
  ['technician', ['technician', '159016003'], /技师|技士|检验|technic/i],
  ['doctor', ['doctor', '309343006', '112247003'], /医师|医生|主任|doctor|physician|surgeon/i],
  ['administrator', ['ict', 'admin'], /行政|管理|信息|工程师|干事|科长|administrat/i],
];

function staffRow(resource: Node, find: LookUp): Row['row'] {
  const practitioner = target(resource, 'practitioner', find);
  const codes = codesIn(resource, 'code');
  const ward = nodes(resource, 'location').map((each) => localName(each)).flatMap((name): Node[] => { const found = name === undefined ? undefined : find(name); return found === undefined ? [] : [found]; }).find((each) => kindOfPlace(each) === 'wa');
  const title = text(child(resource, 'code'), 'text') ?? codes.find(({ text: words }) => words !== undefined && /师|士|医|员/.test(words))?.text;
  return stated({
    number: staffNumber(practitioner), name: nameIn(practitioner), role: roles.find(([, ids, words]) => says([...codes, ...(title === undefined ? [] : [{ text: title }])], ids, words))?.[0], title,
    department: codeIn(target(resource, 'organization', find)), ward: codeIn(ward), active: text(resource, 'active') !== 'false' && text(practitioner, 'active') !== 'false',
  });
}
