/** Where statements hold codes, and where these come from in HL7 v2. `*` stands for each of a list. */
import type { StatementKind } from '../../links/statements/schema.ts';
import type { CodeKind } from './model.ts';

export interface Place {
  readonly path: readonly string[];
  readonly kind: CodeKind;
  /** For people: where to look in the message. */
  readonly hl7: string;
}

/** '' is the statement itself. */
const at = (path: string, kind: CodeKind, hl7: string): Place => ({ path: path === '' ? [] : path.split('.'), kind, hl7 });

/** Of the message's visit. */
export const visitPlaces: readonly Place[] = [
  at('ward', 'ward', 'PV1-3'),
  at('department', 'department', 'PV1-10'),
  at('attending', 'staff', 'PV1-7'),
  at('nurse', 'staff', 'ROL-4'),
  at('plannedPlace.ward', 'ward', 'PV1-42'),
];

export const statementPlaces: { readonly [K in StatementKind]?: readonly Place[] } = {
  stay: [at('prior.ward', 'ward', 'PV1-6')],
  diagnoses: [at('all.*.by', 'staff', 'DG1-16'), at('all.*', 'diagnosis', 'DG1-3')],
  order: [at('department', 'department', 'ORC-17'), at('doctor', 'staff', 'ORC-12'), at('stoppedBy', 'staff', 'ORC-12'), at('', 'order-category', 'OBR-24'), at('', 'order-term', 'ORC-29'), at('frequency', 'frequency', 'TQ1-3'), at('route', 'route', 'RXR-1')],
  execution: [at('by', 'staff', 'RXA-10')],
  charge: [at('department', 'department', 'FT1-13'), at('by', 'staff', 'FT1-20')],
  report: [at('orders.*.orderingDoctor', 'staff', 'OBR-16'), at('orders.*.results.*', 'item', 'OBX-3')],
  document: [at('type', 'document-type', 'TXA-2'), at('author', 'staff', 'TXA-9'), at('signer', 'staff', 'TXA-22'), at('department', 'department', 'PV1-10')],
  session: [at('department', 'department', 'AIL-3'), at('doctor', 'staff', 'AIP-3'), at('substitute', 'staff', 'AIP-3')],
  booking: [at('department', 'department', 'AIL-3'), at('doctor', 'staff', 'AIP-3')],
  operation: [at('department', 'department', 'AIL-3'), at('surgeon', 'staff', 'AIP-3'), at('assistants.*', 'staff', 'AIP-3'), at('anaesthetist', 'staff', 'AIP-3')],
  consultation: [at('department', 'department', 'ORC-17'), at('requestedBy', 'staff', 'ORC-12'), at('invited.*.department', 'department', 'PRT-8'), at('invited.*.staff', 'staff', 'PRT-5'), at('opinions.*.by', 'staff', 'OBX-16'), at('opinions.*.department', 'department', 'OBX-15')],
  observation: [at('by', 'staff', 'OBX-16')],
  bed: [at('ward', 'ward', 'NPU-1')],
};
