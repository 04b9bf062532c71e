/**
 * What later references will need: of resources that keep their id on the sender's server, the few elements that name
 * things. Kept in the clear, so no name of a patient and no papers.
 */
import { isPersonal } from '../../statements/schema.identity.ts';
import type { Entry } from '../bundle.ts';
import { codesOf } from '../code.ts';
import { type Node, child, nodes, text } from '../node.ts';

const elements: Readonly<Partial<Record<string, readonly string[]>>> = {
  Patient: ['identifier'],
  Encounter: ['identifier', 'class', 'subject'],
  Practitioner: ['identifier', 'name'],
  PractitionerRole: ['identifier', 'practitioner', 'organization'],
  Organization: ['identifier', 'name', 'type'],
  Location: ['identifier', 'name', 'physicalType', 'partOf'],
  ServiceRequest: ['identifier', 'code', 'requester', 'priority'],
  MedicationRequest: ['identifier'],
  Medication: ['code', 'form'],
  Schedule: ['identifier', 'actor', 'specialty', 'serviceType', 'contained'],
  Slot: ['identifier'],
};

export interface Remembered {
  /** `Patient/1` */
  readonly name: string;
  readonly resource: Node;
}

export const isRemembered = (type: string): boolean => elements[type] !== undefined;

export function remember(entries: readonly Entry[]): Remembered[] {
  return entries.flatMap((entry) => {
    const names = elements[entry.type];
    if (names === undefined || !entry.owned || entry.id === undefined) return [];
    const kept = Object.fromEntries(names.flatMap((name) => (entry.resource[name] === undefined ? [] : [[name, entry.resource[name]]])));
    return [{ name: `${entry.type}/${entry.id}`, resource: { resourceType: entry.type, id: entry.id, ...kept, ...(entry.type === 'Patient' && { identifier: numbers(entry.resource) }) } }];
  });
}

/** Value, system and type alone. */
function numbers(resource: Node): Node[] {
  return nodes(resource, 'identifier').flatMap((each) => {
    const [value, system] = [text(each, 'value'), text(each, 'system')];
    const type = codesOf(child(each, 'type'))[0]?.id;
    if (value === undefined || text(each, 'use') === 'old' || isPersonal(value, type) || type === 'SB' || type === 'SS' || (type === undefined && /ssn|id-?card|身份证/i.test(system ?? ''))) return [];
    return [{ value, ...(system !== undefined && { system }), ...(type !== undefined && { type: { coding: [{ code: type }] } }) }];
  });
}
