/** What a visit's row shows after anything is said of it, whatever the order. Pure. */
import { type Stamp, type Stamps, settle } from '../../core/registers.ts';
import type { StayEvent } from '../../links/statements/schema.ts';
import { type VisitClass, type VisitFacts, type VisitFields, type VisitKind, type VisitMemory, type VisitState, type VisitView, type WardBound, wardBound } from './model.ts';

const nothing: VisitFields = {
  class: null, departmentCode: null, room: null, bed: null, facility: null, nurse: null, attending: null, groupCode: null, careLevel: null, condition: null,
  isolation: null, feeCategory: null, daySurgery: null, disposition: null, plannedPlace: null, plannedAt: null, dischargePlannedAt: null, admittedAt: null, dischargedAt: null, admitted: null, planned: null, away: null,
};

export const newVisit: VisitMemory = { fields: nothing, stamps: {}, wards: {}, ties: {} };

/** What an event says besides the visit's own words. */
export function eventFields(event: StayEvent | undefined, fields: Partial<VisitFields>, asOf: Date): Partial<VisitFields> {
  switch (event) {
    case 'admit':
    case 'register':
    case 'arrive':
      return { admitted: true };
    case 'cancel-admit':
      return { admitted: false };
    case 'pre-admit':
      return { planned: true };
    case 'cancel-pre-admit':
      return { planned: false };
    case 'discharge':
      return { dischargedAt: fields.dischargedAt ?? asOf };
    case 'cancel-discharge':
      return { dischargedAt: null };
    case 'leave':
      return { away: true };
    case 'return':
      return { away: false };
    default:
      return {};
  }
}

/** Takes what is said; in any order and any number of times the same end. */
export function settleVisit(known: VisitMemory, { wardCode, fields }: VisitFacts, stamp: Stamp): VisitMemory {
  const settled = settle<VisitFields>(known.fields, known.stamps, fields, stamp);
  const wards = wardCode === undefined || stamp <= (known.wards[wardCode] ?? '') ? known.wards : { ...known.wards, [wardCode]: stamp };
  const bound = wardBound.filter((field) => fields[field] !== undefined && settled.stamps[field] === stamp);
  const ties = bound.length === 0 ? known.ties : { ...known.ties, ...Object.fromEntries(bound.map((field) => [field, wardCode ?? ''])) };
  const stamps = stamp > (settled.stamps['visit'] ?? '') ? { ...settled.stamps, visit: stamp } : settled.stamps;
  return leaveWards({ fields: { ...known.fields, ...settled.changes }, stamps, wards, ties });
}

/** Another ward was named later: bed, nurse and the like of the ward she left are not hers any more, also when she comes back. */
function leaveWards(memory: VisitMemory): VisitMemory {
  const left = wardBound.filter((field) => memory.fields[field] !== null && isLeft(memory, field));
  return left.length === 0 ? memory : { ...memory, fields: { ...memory.fields, ...Object.fromEntries(left.map((field) => [field, null])) } };
}

function isLeft({ stamps, wards, ties }: VisitMemory, field: WardBound): boolean {
  const [told, tie] = [stamps[field] ?? '', ties[field] ?? ''];
  return Object.entries(wards).some(([ward, named]) => ward !== tie && named > told);
}

export function viewOf(memory: VisitMemory): VisitView {
  const { fields, stamps } = memory;
  const state = stateOf(fields);
  const last = stamps['visit'] ?? '';
  return { kind: kindOf(fields, state), state, wardCode: wardOf(memory), asOf: new Date(last.split('|')[1] ?? 0), isTold: last.startsWith('1') };
}

/** Named last; of two named by one stamp (they cannot be) the greater code. */
function wardOf({ wards }: VisitMemory): string | null {
  const [last] = Object.entries(wards).toSorted(([one, first], [other, second]) => (second > first ? 1 : second < first ? -1 : one < other ? 1 : -1));
  return last?.[0] ?? null;
}

function stateOf({ admitted, planned, away, dischargedAt }: VisitFields): VisitState {
  if (admitted === false) return planned === true ? 'planned' : 'cancelled';
  if (dischargedAt !== null) return 'gone';
  if (admitted === null && planned !== null) return planned ? 'planned' : 'cancelled';
  return away === true ? 'away' : 'here';
}

function kindOf({ class: told, daySurgery, planned }: VisitFields, state: VisitState): VisitKind {
  if (state === 'planned' || (state === 'cancelled' && (planned !== null || told === 'pre-admission'))) return 'pre-admission';
  const kind: VisitClass = told === null || told === 'pre-admission' ? 'inpatient' : told;
  return kind === 'inpatient' && daySurgery === true ? 'day-surgery' : kind;
}

/** Rows from before stamps were kept hold a master's word of their `as_of`: what is late stays late, no mention goes over it. */
export function remembered(fields: VisitFields, wardCode: string | null, asOf: Date): VisitMemory {
  const stamp = earlierMaster(asOf);
  const told = Object.entries(fields).flatMap(([field, value]) => (value === null ? [] : [[field, stamp]]));
  const ties = wardBound.filter((field) => fields[field] !== null).map((field) => [field, wardCode ?? '']);
  return { fields, stamps: { ...Object.fromEntries(told), visit: stamp } as Stamps, wards: wardCode === null ? {} : { [wardCode]: stamp }, ties: Object.fromEntries(ties) };
}

/** Before anything of the same moment that has a number. */
export function earlierMaster(asOf: Date): Stamp {
  return `1|${asOf.toISOString()}|`;
}
