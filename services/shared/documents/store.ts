/** Rows of the index, and what of a person is read from it. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import type { Document, Key, Shelf } from './model.ts';
import { kinds } from './model.kinds.ts';

const { sql } = Prisma;

export const documentRows = toldTable<Key, Document>('document', { patientId: 'uuid', source: 'text', number: 'text' }, {
  visitId: 'uuid',
  parent: 'text',
  relation: 'text',
  version: 'text',
  shelf: 'text',
  type: 'jsonb',
  kind: 'text',
  title: 'text',
  author: 'jsonb',
  signer: 'jsonb',
  writtenAt: 'timestamptz',
  signedAt: 'timestamptz',
  state: 'text',
  orderNumber: 'text',
  department: 'text',
});

export type DocumentRow = Kept<Key, Document>;

export interface DocumentFilters {
  readonly shelf?: Shelf | undefined;
  readonly visitId?: string | undefined;
  readonly kind?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Those that were withdrawn or replaced, too. */
  readonly all?: boolean | undefined;
}

const order = kinds.map(([code]) => code);

/**
 * Not withdrawn, and no other document stands in its place. What replaces is gathered once for all rows: looked for row by
 * row, 2,000 documents took three seconds (bench/records.ts), for the planner knows nothing of a table that just grew.
 */
const stands = (patients: readonly string[]): Prisma.Sql => sql`coalesce(t.state, '') <> 'withdrawn' AND (t.patient_id, t.source, t.number) NOT IN (SELECT r.patient_id, r.source, r.parent FROM document r
  WHERE r.patient_id = ANY(${patients}::uuid[]) AND r.relation = 'replaces' AND r.parent IS NOT NULL AND r.number <> r.parent AND coalesce(r.state, '') NOT IN ('withdrawn', 'draft'))`;

/** Records in the standard's order, oldest first within a kind; report sheets and notices newest first. `patients` are all rows of one person. */
export async function findDocuments(tx: Tx, patients: readonly string[], { shelf, visitId, kind, from, until, all }: DocumentFilters, page: Page): Promise<DocumentRow[]> {
  const where = [
    sql`TRUE`,
    ...(all === true ? [] : [stands(patients)]),
    ...(shelf === undefined ? [] : [sql`t.shelf = ${shelf}`]),
    ...(visitId === undefined ? [] : [sql`t.visit_id = ${visitId}::uuid`]),
    ...(kind === undefined ? [] : [sql`t.kind = ${kind}`]),
    ...(from === undefined ? [] : [sql`t.written_at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`t.written_at < ${until}::timestamptz`]),
  ];
  const byKind = sql`array_position(${order}::text[], t.kind) NULLS LAST, t.written_at NULLS LAST, t.number, t.id`;
  return documentRows.ofPerson(tx, patients, {
    where: Prisma.join(where, ' AND '),
    order: shelf === 'record' ? byKind : sql`t.written_at DESC NULLS LAST, t.number, t.id`,
    page,
    still: ({ state }) => all === true || state !== 'withdrawn',
  });
}

/** Sheets that answer one of these orders. */
export async function documentsOfOrder(tx: Tx, patients: readonly string[], numbers: readonly string[]): Promise<DocumentRow[]> {
  if (numbers.length === 0) return [];
  return documentRows.ofPerson(tx, patients, { where: sql`t.order_number = ANY(${numbers}::text[]) AND ${stands(patients)}`, order: sql`t.written_at DESC NULLS LAST, t.id`, still: ({ state }) => state !== 'withdrawn' });
}

export async function findDocument(tx: Tx, patients: readonly string[], id: string): Promise<DocumentRow | undefined> {
  const [row] = await documentRows.ofPerson(tx, patients, { where: sql`t.id = ${id}::uuid`, order: sql`t.id` });
  return row;
}
