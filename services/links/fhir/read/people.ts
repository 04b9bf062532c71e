/** Names of people, staff, departments and places, as the sender knows them. */
import type { Place, Staff } from '../../statements/schema.ts';
import type { Target } from '../references.ts';
import { codesOf } from '../code.ts';
import { type Node, child, extension, nodes, present, text, texts, unlessEmpty } from '../node.ts';
import { type Reading, numberIn } from './context.ts';

const han = /\p{Script=Han}/u;

/** The name in characters where a sender also gives pinyin (ISO 21090 `IDE`); family before given, without a blank. */
export function nameIn(resource: Node | undefined): string | undefined {
  const names = nodes(resource, 'name');
  const written = names.map((name) => ({ name, words: nameOf(name) })).filter(({ words }) => words !== undefined);
  const ideographic = written.find(({ name }) => text(extension(name, 'iso21090-EN-representation'), 'valueCode') === 'IDE');
  const chinese = written.find(({ words }) => han.test(words ?? ''));
  const usual = written.find(({ name }) => ['official', 'usual'].includes(text(name, 'use') ?? ''));
  return (ideographic ?? chinese ?? usual ?? written[0])?.words ?? text(resource, 'name') ?? text(resource, 'display');
}

export function nameOf(name: Node): string | undefined {
  const whole = text(name, 'text');
  const parts = [...texts(name, 'family'), ...texts(name, 'given')];
  if (whole !== undefined && (han.test(whole) || parts.length === 0)) return whole;
  if (parts.some((part) => han.test(part))) return parts.join('');
  const plain = [...texts(name, 'given'), ...texts(name, 'family')].join(' ');
  return plain === '' ? whole : plain;
}

/** A mobile before a fixed line; never e-mail. */
export function phoneIn(node: Node | undefined): string | undefined {
  const lines = nodes(node, 'telecom').filter((each) => ['phone', 'sms', undefined].includes(text(each, 'system')) && text(each, 'use') !== 'old').flatMap((each) => text(each, 'value') ?? []);
  return lines.find((line) => /^(\+?86)?1\d{10}$/.test(line.replaceAll(/[\s-]/g, ''))) ?? lines[0];
}

/** The sender's own text, else Chinese from the large to the small, any other as on a letter. */
export function addressIn(node: Node | undefined): string | undefined {
  const address = nodes(node, 'address').find((each) => text(each, 'use') !== 'old');
  if (address === undefined) return undefined;
  const parts = (...names: readonly string[]): string[] => names.flatMap((name) => texts(address, name));
  const written = parts('state', 'city', 'district', 'line');
  const built = written.some((part) => han.test(part)) ? [...new Set(written)].join('') : parts('line', 'city', 'district', 'state', 'postalCode').join(', ');
  return text(address, 'text') ?? (built === '' ? undefined : built);
}

/** A Practitioner, or the one behind a PractitionerRole. */
export function staffOf(target: Target | undefined, reading: Reading): Staff | undefined {
  if (target === undefined) return undefined;
  const { entry } = target;
  if (entry.type === 'PractitionerRole') {
    const behind = reading.references.resolve(child(entry.resource, 'practitioner'), entry);
    const person = behind?.entry.type === 'PractitionerRole' ? undefined : staffOf(behind, reading);
    if (person !== undefined) return person;
  }
  if (!['Practitioner', 'PractitionerRole', ''].includes(entry.type)) return undefined;
  const number = numberIn(entry.resource, 'EI', 'EN', 'MD');
  return unlessEmpty(present({ number: number !== undefined && isMade(number) ? undefined : number, name: nameIn(entry.resource) }));
}

/** A uuid or a converter's running number is nobody's staff number. */
const isMade = (number: string): boolean => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-|^\d{12,}\.[\da-f]{8}-/i.test(number);

export function staffIn(targets: readonly Target[], reading: Reading): Staff | undefined {
  const people = targets.flatMap((target) => staffOf(target, reading) ?? []);
  return people.find(({ number }) => number !== undefined) ?? people[0];
}

/** The department for which somebody acts in a role. */
export function departmentOfRole({ entry }: Target, reading: Reading): string | undefined {
  return entry.type === 'PractitionerRole' ? organizationOf(reading.references.resolve(child(entry.resource, 'organization'), entry)) : undefined;
}

/** Code of an organization, else its name. */
export function organizationOf(target: Target | undefined): string | undefined {
  if (target === undefined || !['Organization', ''].includes(target.entry.type)) return undefined;
  const { resource } = target.entry;
  return codeIn(resource) ?? nameIn(resource);
}

/** An identifier, else the id: but a uuid that a converter made is nobody's code. */
function codeIn(resource: Node): string | undefined {
  const code = numberIn(resource);
  return code !== undefined && isMade(code) && nameIn(resource) !== undefined ? undefined : code;
}

const kinds = { wa: 'ward', ro: 'room', bd: 'bed', area: 'ward', si: 'facility', bu: undefined, wi: undefined, lvl: undefined } as const;

/** Ward, room and bed by the chain of `partOf`; a place that says not what it is is the ward. */
export function placeOf(target: Target | undefined, reading: Reading): Place | undefined {
  const place: Record<string, string> = {};
  const unsaid: string[] = [];
  let at = target;
  for (let up = 0; at !== undefined && up < 6; up++) {
    if (!['Location', ''].includes(at.entry.type)) break;
    const { resource } = at.entry;
    const name = codeIn(resource) ?? nameIn(resource);
    const code = codesOf(child(resource, 'physicalType'))[0]?.id?.toLowerCase();
    const kind = code === undefined ? undefined : (kinds as Readonly<Record<string, string | undefined>>)[code];
    if (name !== undefined && kind !== undefined) place[kind] ??= name;
    else if (name !== undefined && code === undefined) unsaid.push(name);
    at = reading.references.resolve(child(resource, 'partOf'), at.entry);
  }
  const [ward] = unsaid;
  if (place['ward'] === undefined && ward !== undefined) place['ward'] = ward;
  return unlessEmpty(present({ ward: place['ward'], room: place['room'], bed: place['bed'], facility: place['facility'] }));
}

