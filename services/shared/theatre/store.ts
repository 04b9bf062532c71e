/** Rows of this module, and what lists read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import { personBehind } from '../patients/index.ts';
import type { Key, Operation, State } from './model.ts';

const { sql } = Prisma;

export const operationRows = toldTable<Key, Operation>('operation', { source: 'text', number: 'text' }, {
  patientId: 'uuid',
  visitId: 'uuid',
  department: 'text',
  room: 'text',
  sequence: 'int4',
  plannedFrom: 'timestamptz',
  plannedUntil: 'timestamptz',
  startedAt: 'timestamptz',
  endedAt: 'timestamptz',
  procedure: 'jsonb',
  name: 'text',
  surgeon: 'jsonb',
  assistants: 'jsonb',
  anaesthetist: 'jsonb',
  anaesthesia: 'text',
  level: 'text',
  incision: 'text',
  daySurgery: 'boolean',
  urgent: 'boolean',
  state: 'text',
});

export type OperationRow = Kept<Key, Operation>;

/** With whose it is; `person` is the row of the person. */
export interface ListedRow {
  readonly id: string;
  readonly person: string | null;
  readonly patientNumber: string | null;
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly birthDate: Date | null;
  readonly bed: string | null;
  readonly ward: string | null;
  /** Shown by an exception alone: its columns only. */
  readonly whole: boolean;
}

export interface ListFilters {
  readonly from: Date;
  readonly until: Date;
  readonly department?: string | undefined;
  readonly state?: State | undefined;
  readonly daySurgery?: boolean | undefined;
  /** A condition over `t` and `p.id`: seen wholly. */
  readonly visible: Prisma.Sql;
  /** Department whose rows an exception opens; its columns are the caller's to keep. */
  readonly openTo: string | undefined;
}

/** The person has a part in it. */
export function takesPart(staffNumber: string): Prisma.Sql {
  return sql`(t.surgeon->>'number' = ${staffNumber} OR t.anaesthetist->>'number' = ${staffNumber} OR t.assistants @> ${JSON.stringify([{ number: staffNumber }])}::text::jsonb)`;
}

/** By room and place in the room. Operations without a time are found by nobody's day. */
export async function listOperations(tx: Tx, filters: ListFilters, { limit, offset }: Page): Promise<(ListedRow & OperationRow)[]> {
  const { from, until, department, state, daySurgery, visible, openTo } = filters;
  const whole = sql`coalesce(${visible}, FALSE)`;
  const where = [
    sql`t.planned_from >= ${from}::timestamptz AND t.planned_from < ${until}::timestamptz`,
    openTo === undefined ? whole : sql`(${whole} OR t.department = ${openTo})`,
    ...(department === undefined ? [] : [sql`t.department = ${department}`]),
    ...(state === undefined ? [] : [sql`coalesce(t.state, 'planned') = ${state}`]),
    ...(daySurgery === undefined ? [] : [sql`coalesce(t.day_surgery, FALSE) = ${daySurgery}`]),
  ];
  const listed = await tx.$queryRaw<ListedRow[]>`
    SELECT t.id, p.id AS person, p.number AS "patientNumber", p.name AS "patientName", p.sex, p.birth_date AS "birthDate", v.bed, coalesce(w.name, v.ward_code) AS ward, ${whole} AS whole
      FROM operation t LEFT JOIN patient p ON p.id = ${personBehind(sql`t.patient_id`)} LEFT JOIN visit v ON v.id = t.visit_id LEFT JOIN ward w ON w.code = v.ward_code
     WHERE ${Prisma.join(where, ' AND ')} ORDER BY t.room NULLS LAST, t.sequence NULLS LAST, t.planned_from, t.id LIMIT ${limit} OFFSET ${offset}`;
  const rows = await operationRows.find(tx, sql`t.id = ANY(${listed.map(({ id }) => id)}::uuid[])`, sql`t.id`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return listed.flatMap((row) => {
    const operation = byId.get(row.id);
    return operation === undefined ? [] : [{ ...operation, ...row }];
  });
}

/** One person's, newest first. */
export async function operationsOf(tx: Tx, patients: readonly string[], page: Page): Promise<OperationRow[]> {
  return operationRows.find(tx, sql`t.patient_id = ANY(${patients}::uuid[])`, sql`coalesce(t.planned_from, t.started_at) DESC NULLS LAST, t.id`, page);
}
