/** Two numbers become one person, or are two again: every row of them follows. */
import type { Tx } from '../../core/db.ts';
import type { Stamp } from '../../core/registers.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { Receiving } from './copies.ts';
import { merged, unmerged } from './events.ts';
import { personsOf } from './rules.merges.ts';
import { unpack, pack, type Packed } from './stamps.ts';
import { digestsOfCard } from './store.identity.ts';

/** `gone` are numbers of whoever has `stays`, or (undone) are not any more. A later word of the same number stands. */
export async function applyMerge(receiving: Receiving, stays: string, gone: readonly string[], stamp: Stamp, undone: boolean, reason?: string): Promise<void> {
  const rows = await nodesOf(receiving.tx, [stays, ...gone]);
  const told = rows.filter(({ id, stamp: known }) => gone.includes(id) && id !== stays && stamp > known).map((row) => ({ ...row, stamp, mergedId: undone ? null : stays }));
  await settlePersons(receiving, rows, told, reason);
}

interface Node {
  readonly id: string;
  readonly mergedId: string | null;
  readonly canonicalId: string;
  readonly stamps: Packed;
  readonly stamp: Stamp;
}

/** All numbers of these people, and of those whom a number of theirs names. */
async function nodesOf(tx: Tx, ids: readonly string[]): Promise<Node[]> {
  const rows = await tx.$queryRaw<Omit<Node, 'stamp'>[]>`
    SELECT id, merged_id AS "mergedId", canonical_id AS "canonicalId", stamps FROM patient
     WHERE canonical_id IN (SELECT canonical_id FROM patient WHERE id = ANY(${[...ids]}::uuid[])) ORDER BY id FOR UPDATE`;
  return rows.map((row) => ({ ...row, stamp: unpack(row.stamps)['merge'] ?? '' }));
}

async function settlePersons({ tx, emit }: Receiving, before: readonly Node[], told: readonly Node[], reason?: string): Promise<void> {
  if (told.length === 0) return;
  const after = before.map((row) => told.find(({ id }) => id === row.id) ?? row);
  const persons = personsOf(after);
  for (const { id, mergedId, stamp, stamps } of after) {
    const person = persons.get(id) ?? id;
    const known = before.find((row) => row.id === id);
    const isTold = told.some((row) => row.id === id);
    if (!isTold && known?.canonicalId === person) continue;
    const packed = isTold && stamp !== '' ? pack({ ...unpack(stamps), merge: stamp }) : stamps;
    await tx.$executeRaw`UPDATE patient SET merged_id = ${mergedId}::uuid, canonical_id = ${person}::uuid, stamps = ${JSON.stringify(packed)}::jsonb WHERE id = ${id}::uuid`;
    if (known === undefined || known.canonicalId === person) continue;
    const why = reason === undefined ? {} : { reason };
    if (mergedId === null) emit(unmerged, id, { from: known.canonicalId, person, ...why });
    else emit(merged, id, { into: mergedId, person, ...why });
  }
  await followPersons(tx, before.map(({ id }) => id));
}

/** Visits go with the person; what was merely mentioned counts where no master told her of a visit. */
async function followPersons(tx: Tx, ids: readonly string[]): Promise<void> {
  const all = [...ids];
  await tx.$executeRaw`UPDATE visit v SET patient_id = p.canonical_id FROM patient p WHERE p.id = v.said_patient_id AND v.said_patient_id = ANY(${all}::uuid[]) AND v.patient_id <> p.canonical_id`;
  await tx.$executeRaw`
    UPDATE visit v SET counts = v.into_id IS NULL AND NOT EXISTS (SELECT 1 FROM visit t WHERE t.patient_id = v.patient_id AND t.told)
     WHERE NOT v.told AND v.said_patient_id = ANY(${all}::uuid[])`;
}

/** Who is known by the card alone is the person who has it under a number; the first such number, if there are several. */
export async function linkCards(receiving: Receiving, seal: KeyRing, card: string): Promise<void> {
  const { tx } = receiving;
  const rows = await tx.$queryRaw<{ id: string; number: string; stamps: Packed }[]>`
    SELECT id, number, stamps FROM patient WHERE id_number_index = ANY(${digestsOfCard(seal, card)}::text[]) ORDER BY number`;
  const holder = rows.find(({ number }) => !number.startsWith('W-'));
  const ours = rows.filter(({ number, stamps }) => number.startsWith('W-') && unpack(stamps)['merge'] === undefined);
  if (ours.length === 0) return;
  const nodes = await nodesOf(tx, [...ours.map(({ id }) => id), ...(holder === undefined ? [] : [holder.id])]);
  const told = nodes.filter(({ id, mergedId }) => ours.some((row) => row.id === id) && mergedId !== (holder?.id ?? null)).map((row) => ({ ...row, mergedId: holder?.id ?? null }));
  await settlePersons(receiving, nodes, told);
}
