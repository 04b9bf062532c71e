/** What a message did to a stay, told as facts: only what really changed. */
import type { Diagnosis, Place } from '../../links/statements/schema.ts';
import type { Receiving } from './copies.ts';
import { admitted, cancelled, conditionChanged, diagnosed, discharged, moved } from './events.ts';
import type { VisitMemory } from './model.ts';
import { viewOf } from './rules.visit.ts';
import type { Stay } from './store.charts.ts';

/** How the stay stood; a mention is nothing that the master could change. */
export interface Before {
  readonly told: boolean;
  readonly memory: VisitMemory;
}

export function tellStay({ emit }: Receiving, { id: visitId, saidPatientId, memory }: Stay, before: Before, asOf: Date): void {
  if (memory === before.memory && before.told) return;
  const [was, is] = [before.told ? viewOf(before.memory).state : undefined, viewOf(memory)];
  const [wasHere, isHere] = [was === 'here' || was === 'away', is.state === 'here' || is.state === 'away'];
  const visit = { visitId, at: asOf.toISOString() };
  const [from, to] = [placeOf(before.memory), placeOf(memory)];
  if (isHere && !wasHere) emit(admitted, saidPatientId, { ...visit, kind: is.kind, to });
  if (isHere && wasHere && differ(from, to)) emit(moved, saidPatientId, { ...visit, from, to });
  if (wasHere && is.state === 'gone') emit(discharged, saidPatientId, { ...visit, from, ...(memory.fields.disposition !== null && { disposition: memory.fields.disposition }) });
  if (was !== undefined && was !== 'cancelled' && is.state === 'cancelled') emit(cancelled, saidPatientId, visit);
  const changes = isHere ? conditionOf(before, memory) : {};
  if (Object.keys(changes).length > 0) emit(conditionChanged, saidPatientId, { ...visit, ...changes });
}

const watched = ['careLevel', 'condition', 'isolation'] as const;

function conditionOf({ told, memory: before }: Before, after: VisitMemory): Partial<Record<(typeof watched)[number], { from: string | null; to: string | null }>> {
  return Object.fromEntries(watched.flatMap((field) => {
    const [from, to] = [told ? before.fields[field] : null, after.fields[field]];
    return from === to ? [] : [[field, { from, to }]];
  }));
}

function placeOf(memory: VisitMemory): Place {
  const { room, bed, facility } = memory.fields;
  const place = { ward: viewOf(memory).wardCode, room, bed, facility };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
}

function differ(one: Place, other: Place): boolean {
  return one.ward !== other.ward || one.room !== other.room || one.bed !== other.bed;
}

export function tellDiagnoses({ emit }: Receiving, { id: visitId, saidPatientId }: Stay, types: string[], all: Diagnosis[], asOf: Date): void {
  emit(diagnosed, saidPatientId, { visitId, at: asOf.toISOString(), types, all });
}
