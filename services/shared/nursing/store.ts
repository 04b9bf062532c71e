/** Rows of this module, and what of a person is read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import type { Key, Kind, Observation } from './model.ts';

const { sql } = Prisma;

export const observationRows = toldTable<Key, Observation>('nursing_observation', { patientId: 'uuid', source: 'text', item: 'text', at: 'timestamptz', site: 'text' }, {
  visitId: 'uuid',
  kind: 'text',
  name: 'text',
  value: 'text',
  number: 'float8',
  second: 'float8',
  unit: 'text',
  by: 'jsonb',
  note: 'text',
  withdrawn: 'boolean',
});

export type ObservationRow = Kept<Key, Observation>;

export interface ObservationFilters {
  readonly kinds?: readonly Kind[] | undefined;
  readonly visitId?: string | undefined;
  readonly from?: Date | undefined;
  readonly until?: Date | undefined;
  /** Those the source called wrong, too. */
  readonly all?: boolean | undefined;
}

/** Newest first. `patients` are all rows of one person. */
export async function findObservations(tx: Tx, patients: readonly string[], { kinds, visitId, from, until, all }: ObservationFilters, page: Page): Promise<ObservationRow[]> {
  const where = [
    all === true ? sql`TRUE` : sql`NOT coalesce(t.withdrawn, FALSE)`,
    ...(kinds === undefined ? [] : [sql`t.kind = ANY(${kinds}::text[])`]),
    ...(visitId === undefined ? [] : [sql`t.visit_id = ${visitId}::uuid`]),
    ...(from === undefined ? [] : [sql`t.at >= ${from}::timestamptz`]),
    ...(until === undefined ? [] : [sql`t.at < ${until}::timestamptz`]),
  ];
  return observationRows.ofPerson(tx, patients, { where: Prisma.join(where, ' AND '), order: sql`t.at DESC, t.kind, t.item, t.site, t.id`, page, still: ({ withdrawn }) => all === true || withdrawn !== true });
}
