/**
 * Resources that are understood together: a report and its observations, a stay and its diagnoses, a session and its
 * schedule. Whichever comes alone, or first, is read again with what the same sender told of the others.
 */
import { type Entry, isId } from './bundle.ts';
import { type Node, child, nodes, text } from './node.ts';
import { localName } from './references.ts';
import { isNursing } from './read/result.ts';

/** What each names of the others; a type without names is only named. */
const elements: Readonly<Partial<Record<string, readonly string[]>>> = {
  DiagnosticReport: ['result', 'basedOn', 'specimen'],
  Observation: ['hasMember', 'basedOn', 'specimen'],
  Encounter: ['diagnosis.condition'],
  Condition: ['encounter'],
  Procedure: ['basedOn'],
  Slot: ['schedule'],
  ServiceRequest: [],
  Specimen: [],
  Schedule: [],
};

/** What a nurse measured stands by itself. */
export const isPart = (resource: Node): boolean => elements[text(resource, 'resourceType') ?? ''] !== undefined && !isNursing(resource);
export const isPartName = (name: string): boolean => elements[name.split('/')[0] ?? ''] !== undefined;

/** `Observation/o1`, of the parts that this one names. */
export function partsNamed(resource: Node): string[] {
  const found = (elements[text(resource, 'resourceType') ?? ''] ?? []).flatMap((path): Node[] => {
    const [first = '', second] = path.split('.');
    const own = nodes(resource, first);
    return second === undefined ? own : own.map((each) => child(each, second) ?? {});
  });
  return [...new Set(found.flatMap((each) => localName(text(each, 'reference') ?? '') ?? []).filter(isPartName))];
}

/** `Observation/o1`; a part without an id is nobody's to name. */
export function partName(resource: Node): string | undefined {
  const [type, id] = [text(resource, 'resourceType'), text(resource, 'id')];
  return isId(id) && isPart(resource) ? `${type}/${id}` : undefined;
}

export interface Part {
  readonly name: string;
  readonly names: readonly string[];
  readonly resource: Node;
  /** When its server says that it changed. */
  readonly changedAt: string | undefined;
}

/** Of those that keep their ids on the sender's server. */
export function partsIn(entries: readonly Pick<Entry, 'owned' | 'resource'>[]): Part[] {
  return entries.flatMap(({ owned, resource }) => {
    const name = owned ? partName(resource) : undefined;
    return name === undefined ? [] : [{ name, names: partsNamed(resource), resource, changedAt: text(child(resource, 'meta'), 'lastUpdated') }];
  });
}

/** Told before, with when we heard of it. */
export interface Told {
  readonly resource: Node;
  readonly heardAt: Date;
}

/** Beside what is read. */
export interface Along {
  /** Changed by what is read now: said again. */
  readonly again: readonly Told[];
  /** Only looked at. */
  readonly beside: readonly Told[];
}
