/** Rows of this module, and what lists read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import { personBehind } from '../patients/index.ts';
import { type Consultation, type Key, type Opinion, type OpinionKey, type Part } from './model.ts';
import type { PartOf } from './rules.ts';

const { sql } = Prisma;

export const consultationRows = toldTable<Key, Consultation>('consultation', { source: 'text', number: 'text' }, {
  patientId: 'uuid',
  visitId: 'uuid',
  type: 'text',
  requestedBy: 'jsonb',
  department: 'text',
  requestedAt: 'timestamptz',
  plannedAt: 'timestamptz',
  summary: 'text',
  purpose: 'text',
  invited: 'jsonb',
  state: 'text',
});

export const opinionRows = toldTable<OpinionKey, Opinion>('consultation_opinion', { consultationId: 'uuid', who: 'text' }, { by: 'jsonb', department: 'text', at: 'timestamptz', text: 'text' });

export type ConsultationRow = Kept<Key, Consultation>;

export async function opinionsOf(tx: Tx, consultationId: string): Promise<Kept<OpinionKey, Opinion>[]> {
  return opinionRows.find(tx, sql`t.consultation_id = ${consultationId}::uuid`, sql`t.at NULLS LAST, t.who`);
}

/** Who has to do with it now, in place of who had before. */
export async function saveParts(tx: Tx, consultationId: string, parts: readonly PartOf[]): Promise<void> {
  await tx.consultationPart.deleteMany({ where: { consultationId } });
  await tx.consultationPart.createMany({ data: parts.map((part) => ({ consultationId, ...part })) });
}

export async function partsIn(tx: Tx, consultationId: string, staffNumber: string): Promise<Part[]> {
  return (await tx.consultationPart.findMany({ where: { consultationId, staffNumber }, select: { part: true }, orderBy: { part: 'asc' } })).map(({ part }) => part as Part);
}

export async function findConsultation(tx: Tx, id: string): Promise<ConsultationRow | undefined> {
  return (await consultationRows.find(tx, sql`t.id = ${id}::uuid`, sql`t.id`))[0];
}

/** Whose it is, as the person stands now. */
export interface Whose {
  readonly person: string | null;
  readonly patientNumber: string | null;
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly birthDate: Date | null;
  readonly bed: string | null;
  readonly ward: string | null;
}

export async function whoseAre(tx: Tx, ids: readonly string[]): Promise<Map<string, Whose>> {
  const rows = await tx.$queryRaw<(Whose & { readonly id: string })[]>`
    SELECT t.id, p.id AS person, p.number AS "patientNumber", p.name AS "patientName", p.sex, p.birth_date AS "birthDate", v.bed, coalesce(w.name, v.ward_code) AS ward
      FROM consultation t LEFT JOIN patient p ON p.id = ${personBehind(sql`t.patient_id`)} LEFT JOIN visit v ON v.id = t.visit_id LEFT JOIN ward w ON w.code = v.ward_code
     WHERE t.id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...whose }) => [id, whose]));
}

export interface MineFilters {
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  readonly part?: Part | undefined;
  readonly open?: boolean | undefined;
}

/** Those a person asked for, is invited to or answered; newest first. */
export async function consultationsOfStaff(tx: Tx, staffNumber: string, { from, until, part, open }: MineFilters, page: Page): Promise<ConsultationRow[]> {
  const when = sql`coalesce(t.planned_at, t.requested_at)`;
  const mine = sql`EXISTS (SELECT 1 FROM consultation_part m WHERE m.consultation_id = t.id AND m.staff_number = ${staffNumber} ${part === undefined ? sql`` : sql`AND m.part = ${part}`})`;
  const isOpen = sql`coalesce(t.state, 'requested') IN ('requested', 'accepted')`;
  const where = [
    mine,
    ...(open === undefined ? [] : [open ? isOpen : sql`NOT ${isOpen}`]),
    ...(from === undefined ? [] : [sql`${when} >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${when} < ${until}::timestamptz`]),
  ];
  return consultationRows.find(tx, Prisma.join(where, ' AND '), sql`${when} DESC NULLS LAST, t.id`, page);
}

/** One person's, newest first. `patients` are all rows of the person. */
export async function consultationsOf(tx: Tx, patients: readonly string[], page: Page): Promise<ConsultationRow[]> {
  return consultationRows.find(tx, sql`t.patient_id = ANY(${patients}::uuid[])`, sql`t.requested_at DESC NULLS LAST, t.id`, page);
}
