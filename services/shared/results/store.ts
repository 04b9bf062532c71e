/** Rows of this module. Reports are registers; results are written once, all of a message by one statement. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { rowsOf } from '../../core/rows.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import type { Key, Report, ReportKind, Version } from './model.ts';

const { sql } = Prisma;

export const reportRows = toldTable<Key, Report>('report', { patientId: 'uuid', source: 'text', number: 'text', item: 'text' }, {
  visitId: 'uuid',
  placer: 'text',
  filler: 'text',
  kind: 'text',
  name: 'text',
  service: 'text',
  doctor: 'jsonb',
  specimen: 'jsonb',
  priority: 'text',
  status: 'text',
  observedAt: 'timestamptz',
  reportedAt: 'timestamptz',
  notes: 'jsonb',
});

export const resultRows = rowsOf('result', {
  reportId: 'uuid',
  slot: 'text',
  stamp: 'text',
  patientId: 'uuid',
  place: 'int4',
  item: 'text',
  system: 'text',
  name: 'text',
  kind: 'text',
  text: 'text',
  number: 'float8',
  comparator: 'text',
  unit: 'text',
  rangeText: 'text',
  rangeLow: 'float8',
  rangeHigh: 'float8',
  flags: 'jsonb',
  status: 'text',
  observedAt: 'timestamptz',
  observer: 'jsonb',
  method: 'text',
  notes: 'jsonb',
  unreadable: 'text',
});

/** Codes of versions that are there already, where a mapping makes others of them now; their places, where the report is known better. */
export async function recode(tx: Tx, versions: readonly Version[]): Promise<void> {
  const given = JSON.stringify(versions.map(({ reportId, slot, stamp, item, system, name, unit, place }) => ({ reportId, slot, stamp, item, system, name, unit, place })));
  await tx.$executeRaw`
    UPDATE result r SET item = g.item, system = g.system, name = g.name, unit = g.unit, place = g.place
      FROM jsonb_to_recordset(${given}::text::jsonb) AS g("reportId" uuid, slot text, stamp text, item text, system text, name text, unit text, place int4)
     WHERE r.report_id = g."reportId" AND r.slot = g.slot AND r.stamp = g.stamp AND (r.item, r.system, r.name, r.unit, r.place) IS DISTINCT FROM (g.item, g.system, g.name, g.unit, g.place)`;
}

export interface Piece extends Pick<Key, 'patientId' | 'source'> {
  readonly slot: string;
}

/**
 * Results that stand both alone and in a report of their own number go to that report with all their versions; what was a
 * report of theirs alone is none any more. In any order the same end: whichever is told second finds the other.
 */
export async function foldPieces(tx: Tx, pieces: readonly Piece[]): Promise<void> {
  const given = JSON.stringify(pieces.map(({ patientId, source, slot }) => ({ patientId, source, slot })));
  const columns = Prisma.raw('slot, stamp, patient_id, place, item, system, name, kind, text, number, comparator, unit, range_text, range_low, range_high, flags, status, observed_at, observer, method, notes, unreadable');
  const gone = await tx.$queryRaw<{ id: string }[]>`
    WITH given AS (SELECT DISTINCT "patientId", source, slot FROM jsonb_to_recordset(${given}::text::jsonb) AS g("patientId" uuid, source text, slot text)),
         standing AS (SELECT r.*, t.filler, t.source FROM result r JOIN report t ON t.id = r.report_id JOIN given g ON g."patientId" = t.patient_id AND g.source = t.source AND g.slot = r.slot),
         homes AS (SELECT DISTINCT ON (patient_id, source, slot) patient_id, source, slot, report_id AS home FROM standing WHERE filler IS NOT NULL ORDER BY patient_id, source, slot, report_id),
         strays AS (SELECT s.*, h.home FROM standing s JOIN homes h USING (patient_id, source, slot) WHERE s.filler IS NULL),
         moved AS (INSERT INTO result (report_id, ${columns}) SELECT home, ${columns} FROM strays ON CONFLICT DO NOTHING)
    DELETE FROM result r USING strays s WHERE r.report_id = s.report_id AND r.slot = s.slot AND r.stamp = s.stamp RETURNING r.report_id AS id`;
  const left = [...new Set(gone.map(({ id }) => id))];
  if (left.length > 0) await tx.$executeRaw`DELETE FROM report t WHERE t.id = ANY(${left}::uuid[]) AND NOT EXISTS (SELECT FROM result r WHERE r.report_id = t.id)`;
}

export type ReportRow = Kept<Key, Report>;

export interface ReportFilters {
  readonly kind?: ReportKind | 'examination' | undefined;
  readonly visitId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
}

const when = sql`coalesce(t.reported_at, t.observed_at)`;

/** Newest first. `patients` are all rows of one person. */
export async function findReports(tx: Tx, patients: readonly string[], { kind, visitId, from, until }: ReportFilters, page: Page): Promise<ReportRow[]> {
  const where = [
    sql`TRUE`,
    ...(kind === undefined ? [] : [kind === 'examination' ? sql`coalesce(t.kind, 'other') <> 'laboratory'` : sql`coalesce(t.kind, 'other') = ${kind}`]),
    ...(visitId === undefined ? [] : [sql`t.visit_id = ${visitId}::uuid`]),
    ...(from === undefined ? [] : [sql`${when} >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`${when} < ${until}::timestamptz`]),
  ];
  return reportRows.ofPerson(tx, patients, { where: Prisma.join(where, ' AND '), order: sql`${when} DESC NULLS LAST, t.number, t.item, t.id`, page });
}

export async function findReport(tx: Tx, patients: readonly string[], id: string): Promise<ReportRow | undefined> {
  const [row] = await reportRows.ofPerson(tx, patients, { where: sql`t.id = ${id}::uuid`, order: sql`t.id` });
  return row;
}

/** Reports that answer orders of these numbers, the latest of each number. */
export async function reportsOfOrders(tx: Tx, patients: readonly string[], numbers: readonly string[]): Promise<Map<string, { readonly id: string; readonly at: Date | null }>> {
  if (numbers.length === 0) return new Map();
  const asked = [...numbers];
  const found = await reportRows.ofPerson(tx, patients, { where: sql`(t.placer = ANY(${asked}::text[]) OR t.filler = ANY(${asked}::text[]))`, order: sql`${when} NULLS FIRST, t.id` });
  return new Map(found.flatMap(({ id, placer, filler, reportedAt, observedAt }) => [placer, filler].flatMap((number) => (number === null ? [] : [[number, { id, at: reportedAt ?? observedAt }] as const]))));
}

/** A version with what its report is called by. */
export type FoundVersion = Version & { readonly source: string; readonly reportNumber: string; readonly reportItem: string; readonly reportAt: Date | null };

const versions = sql`SELECT r.report_id AS "reportId", r.slot, r.stamp, r.patient_id AS "patientId", r.place, r.item, r.system, r.name, r.kind, r.text, r.number, r.comparator, r.unit,
    r.range_text AS "rangeText", r.range_low AS "rangeLow", r.range_high AS "rangeHigh", r.flags, r.status, r.observed_at AS "observedAt", r.observer, r.method, r.notes, r.unreadable,
    t.source, t.number AS "reportNumber", t.item AS "reportItem", coalesce(t.observed_at, t.reported_at) AS "reportAt"
  FROM result r JOIN report t ON t.id = r.report_id`;

/** Of all sheets of this report's number: a correction may stand on another sheet than what it corrects. */
export async function versionsOfReport(tx: Tx, patients: readonly string[], { source, number }: Pick<ReportRow, 'source' | 'number'>): Promise<FoundVersion[]> {
  return tx.$queryRaw<FoundVersion[]>`${versions} WHERE t.patient_id = ANY(${patients}::uuid[]) AND t.source = ${source} AND t.number = ${number} ORDER BY r.place, r.slot`;
}

/** The same of many reports at once. */
export async function versionsOfReports(tx: Tx, patients: readonly string[], reports: readonly Pick<ReportRow, 'source' | 'number'>[]): Promise<FoundVersion[]> {
  if (reports.length === 0) return [];
  const named = JSON.stringify(reports.map(({ source, number }) => ({ source, number })));
  return tx.$queryRaw<FoundVersion[]>`${versions} JOIN (SELECT DISTINCT source, number FROM jsonb_to_recordset(${named}::text::jsonb) AS given(source text, number text)) n ON n.source = t.source AND n.number = t.number
    WHERE t.patient_id = ANY(${patients}::uuid[])`;
}

/** Versions of one item, however many reports. `system` narrows where two laboratories use one code. */
export async function versionsOfItem(tx: Tx, patients: readonly string[], item: string, system?: string): Promise<FoundVersion[]> {
  const inSystem = system === undefined ? sql`` : sql`AND r.system = ${system}`;
  return tx.$queryRaw<FoundVersion[]>`${versions} WHERE r.patient_id = ANY(${patients}::uuid[]) AND r.item = ${item} ${inSystem}
    ORDER BY coalesce(r.observed_at, t.observed_at, t.reported_at) DESC NULLS LAST LIMIT 5000`;
}

export interface ItemRow {
  readonly item: string;
  readonly system: string | null;
  readonly name: string | null;
  readonly unit: string | null;
  readonly times: number;
  readonly last: Date | null;
}

/** Items of which a person has numbers, the latest first. */
export async function itemsOf(tx: Tx, patients: readonly string[]): Promise<ItemRow[]> {
  return tx.$queryRaw<ItemRow[]>`
    SELECT r.item, r.system, max(r.name) AS name, max(r.unit) AS unit, count(DISTINCT (r.report_id, r.slot))::int AS times, max(r.observed_at) AS last
      FROM result r WHERE r.patient_id = ANY(${patients}::uuid[]) AND r.number IS NOT NULL AND coalesce(r.status, '') NOT IN ('D', 'W')
     GROUP BY r.item, r.system ORDER BY last DESC NULLS LAST, r.item LIMIT 500`;
}
