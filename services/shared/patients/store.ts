import { Prisma } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import type { PatientFacts, VisitFacts } from './model.ts';

export interface PatientRow {
  readonly id: string;
  readonly number: string;
  readonly name: string;
  readonly sex: string;
  readonly birthDate: Date | undefined;
}

export interface VisitRow {
  readonly id: string;
  readonly patientId: string;
  readonly number: string;
  readonly departmentCode: string | undefined;
  readonly wardCode: string | undefined;
  readonly bed: string | undefined;
  readonly attending: string | undefined;
  readonly nurse: string | undefined;
}

export async function findPatient(tx: Tx, id: string): Promise<PatientRow | undefined> {
  const row = await tx.patient.findUnique({ where: { id }, select: { id: true, number: true, name: true, sex: true, birthDate: true } });
  return row === null ? undefined : { ...row, birthDate: row.birthDate ?? undefined };
}

/**
 * The patient with the row locked until the transaction ends: whatever is written about a patient gets its number in
 * the order in which it is committed, so that a reader who remembers the last number misses nothing.
 */
export async function lockPatient(tx: Tx, by: { readonly id: string } | { readonly number: string }): Promise<PatientRow | undefined> {
  const where = 'id' in by ? Prisma.sql`id = ${by.id}::uuid` : Prisma.sql`number = ${by.number}`;
  const rows = await tx.$queryRaw<(Omit<PatientRow, 'birthDate'> & { readonly birthDate: Date | null })[]>`
    SELECT id, number, name, sex, birth_date AS "birthDate" FROM patient WHERE ${where} FOR UPDATE`;
  return rows[0] === undefined ? undefined : { ...rows[0], birthDate: rows[0].birthDate ?? undefined };
}

export async function findVisit(tx: Tx, id: string): Promise<VisitRow | undefined> {
  const row = await tx.visit.findUnique({ where: { id } });
  return row === null ? undefined : toVisit(row);
}

/** Where the patient is now, or was last. */
export async function latestVisit(tx: Tx, patientId: string): Promise<VisitRow | undefined> {
  const rows = await tx.visit.findMany({ where: { patientId }, orderBy: [{ dischargedAt: { sort: 'desc', nulls: 'first' } }, { asOf: 'desc' }], take: 1 });
  return rows[0] === undefined ? undefined : toVisit(rows[0]);
}

/** What a message leaves unsaid stays as it was. The row is locked as by `lockPatient`, also where nothing is said. */
export async function savePatient(tx: Tx, number: string, facts: PatientFacts, at: Date): Promise<PatientRow> {
  const said = definedOnly({ name: facts.name, sex: facts.sex, birthDate: facts.birthDate });
  const create = { id: newId(at.getTime()), number, name: facts.name ?? '', sex: facts.sex ?? 'U', birthDate: facts.birthDate ?? null };
  const row = await tx.patient.upsert({ where: { number }, create, update: said });
  await lockRow(tx, 'patient', row.id);
  return { id: row.id, number: row.number, name: row.name, sex: row.sex, birthDate: row.birthDate ?? undefined };
}

/** A message older than what the row already knows changes nothing: late arrivals must not undo. */
export async function saveVisit(tx: Tx, patientId: string, facts: VisitFacts): Promise<VisitRow> {
  const { number, asOf, ...rest } = facts;
  const said = definedOnly(rest);
  const fresh = { id: newId(asOf.getTime()), number, patientId, asOf, ...said, kind: facts.kind ?? 'inpatient' };
  const { count } = await tx.visit.createMany({ data: [fresh], skipDuplicates: true });
  // The age is compared by the statement that writes: of two messages at once the older one never wins.
  if (count === 0) {
    await leaveWard(tx, facts);
    await tx.visit.updateMany({ where: { number, asOf: { lte: asOf } }, data: { ...said, patientId, asOf } });
  }
  return toVisit(await tx.visit.findUniqueOrThrow({ where: { number } }));
}

/** Another ward, and nothing said of department or bed: the ones of the ward she left are not hers any more. */
async function leaveWard(tx: Tx, { number, asOf, wardCode }: VisitFacts): Promise<void> {
  if (wardCode === undefined) return;
  await tx.visit.updateMany({ where: { number, asOf: { lte: asOf }, wardCode: { not: wardCode } }, data: { departmentCode: null, bed: null, nurse: null } });
}

/** Whose visit that number is; `undefined` while nobody's. */
export async function holderOfVisit(tx: Tx, number: string): Promise<string | undefined> {
  return (await tx.visit.findUnique({ where: { number }, select: { patientId: true } }))?.patientId;
}

/** `undefined` means "not said" and is left out; `null` means "said to be none" and is written. */
function definedOnly<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function toVisit(row: Prisma.VisitGetPayload<object>): VisitRow {
  return {
    id: row.id,
    patientId: row.patientId,
    number: row.number,
    departmentCode: row.departmentCode ?? undefined,
    wardCode: row.wardCode ?? undefined,
    bed: row.bed ?? undefined,
    attending: row.attending ?? undefined,
    nurse: row.nurse ?? undefined,
  };
}
