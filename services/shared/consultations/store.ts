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

/** What its invitations are given for. */
export const causeOf = (id: string): string => `consultation:${id}`;
export const idsOfCauses = (causes: readonly string[]): string[] => causes.flatMap((cause) => (cause.startsWith('consultation:') ? [cause.slice('consultation:'.length)] : []));

type OpinionRow = Kept<OpinionKey, Opinion>;

/** What this row's own sender told. */
export async function ownOpinions(tx: Tx, consultationId: string): Promise<OpinionRow[]> {
  return opinionRows.find(tx, sql`t.consultation_id = ${consultationId}::uuid`, sql`t.at NULLS LAST, t.who`);
}

/**
 * A row of nothing but an answer: another system than the one that asked told it (the EMR what HIS ordered). It stays where
 * it is told; what is read joins it to the consultation of the same number and person, so the order of messages does not matter.
 */
const isAnswer = (row: Prisma.Sql): Prisma.Sql => sql`(${row}.requested_by IS NULL AND ${row}.requested_at IS NULL AND ${row}.planned_at IS NULL AND ${row}.invited IS NULL
  AND ${row}.department IS NULL AND ${row}.type IS NULL AND ${row}.summary IS NULL AND ${row}.purpose IS NULL)`;
const [t, s] = [sql`t`, sql`s`];
/** `s` answers `t`. */
const answers = sql`(s.number = t.number AND s.id <> t.id AND ${isAnswer(s)} AND NOT ${isAnswer(t)} AND ${personBehind(sql`s.patient_id`)} = ${personBehind(sql`t.patient_id`)})`;
/** An answer whose question is known is shown there. */
const isShownElsewhere = sql`(${isAnswer(t)} AND EXISTS (SELECT 1 FROM consultation q WHERE q.number = t.number AND q.id <> t.id AND NOT ${isAnswer(sql`q`)} AND ${personBehind(sql`q.patient_id`)} = ${personBehind(sql`t.patient_id`)}))`;

/** Everybody's, whoever told it; withdrawn ones are none. */
export async function opinionsOf(tx: Tx, consultationId: string): Promise<OpinionRow[]> {
  const of = sql`SELECT s.id FROM consultation t JOIN consultation s ON s.id = t.id OR ${answers} WHERE t.id = ${consultationId}::uuid`;
  const found = await opinionRows.find(tx, sql`t.consultation_id IN (${of}) AND t.text IS NOT NULL`, sql`t.at NULLS LAST, t.who, t.text COLLATE "C"`);
  return [...new Map(found.map((row) => [JSON.stringify([row.who, row.text]), row])).values()];
}

/** The question that this row answers, where it is known. */
export async function questionOf(tx: Tx, answerId: string): Promise<ConsultationRow | undefined> {
  return (await consultationRows.find(tx, sql`EXISTS (SELECT 1 FROM consultation s WHERE s.id = ${answerId}::uuid AND ${answers})`, sql`t.id`))[0];
}

/** Who has to do with it now, in place of who had before. */
export async function saveParts(tx: Tx, consultationId: string, parts: readonly PartOf[]): Promise<void> {
  await tx.consultationPart.deleteMany({ where: { consultationId } });
  await tx.consultationPart.createMany({ data: parts.map((part) => ({ consultationId, ...part })) });
}

export async function partsIn(tx: Tx, consultationId: string, staffNumber: string): Promise<Part[]> {
  const rows = await tx.$queryRaw<{ part: Part }[]>`SELECT part FROM (${partsOfStaff(staffNumber)}) p WHERE p.id = ${consultationId}::uuid GROUP BY part ORDER BY part`;
  return rows.map(({ part }) => part);
}

/** A record document is an answer too. Its index has this condition. */
const isRecord = sql`d.kind = 'C0045' AND d.order_number IS NOT NULL`;
const writtenBy = sql`(coalesce(d.signer, d.author) ->> 'number')`;

/** What a person has to do with which: as told, as told by another system, by the record document that the person signed. */
function partsOfStaff(staffNumber: string): Prisma.Sql {
  return sql`
    SELECT m.consultation_id AS id, m.part FROM consultation_part m WHERE m.staff_number = ${staffNumber}
    UNION ALL SELECT t.id, m.part FROM consultation_part m JOIN consultation s ON s.id = m.consultation_id JOIN consultation t ON ${answers} WHERE m.staff_number = ${staffNumber}
    UNION ALL SELECT t.id, 'answered' FROM document d JOIN consultation t ON t.number = d.order_number AND ${personBehind(sql`t.patient_id`)} = ${personBehind(sql`d.patient_id`)}
     WHERE ${isRecord} AND ${writtenBy} = ${staffNumber} AND coalesce(d.state, '') NOT IN ('draft', 'withdrawn')`;
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

/** Those a person asked for, is invited to or answered; newest first. `onDuty`: ids of those asked of a department for which the person answers now. */
export async function consultationsOfStaff(tx: Tx, staffNumber: string, { from, until, part, open }: MineFilters, page: Page, onDuty: readonly string[] = []): Promise<ConsultationRow[]> {
  const when = sql`coalesce(t.planned_at, t.requested_at)`;
  const named = sql`t.id IN (SELECT p.id FROM (${partsOfStaff(staffNumber)}) p ${part === undefined ? sql`` : sql`WHERE p.part = ${part}`})`;
  const mine = part === undefined || part === 'invited' ? sql`(${named} OR t.id = ANY(${onDuty}::uuid[]))` : named;
  const isOpen = sql`coalesce(t.state, 'requested') IN ('requested', 'accepted')`;
  const where = [
    mine,
    sql`NOT ${isShownElsewhere}`,
    ...(open === undefined ? [] : [open ? isOpen : sql`NOT ${isOpen}`]),
    ...(from === undefined ? [] : [sql`${when} >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${when} < ${until}::timestamptz`]),
  ];
  return consultationRows.find(tx, Prisma.join(where, ' AND '), sql`${when} DESC NULLS LAST, t.id`, page);
}

/** One person's, newest first. `patients` are all rows of the person. */
export async function consultationsOf(tx: Tx, patients: readonly string[], page: Page): Promise<ConsultationRow[]> {
  return consultationRows.find(tx, sql`t.patient_id = ANY(${patients}::uuid[]) AND NOT ${isShownElsewhere}`, sql`t.requested_at DESC NULLS LAST, t.id`, page);
}
