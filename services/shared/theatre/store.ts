/** Rows of this module, and what lists read from them. */
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { type Kept, type Page, toldTable } from '../../core/told.ts';
import { personBehind } from '../patients/index.ts';
import { type Key, type Operation, type State, compareKeys } from './model.ts';
import { listed } from './store.joins.ts';

const { sql } = Prisma;

const key = { source: 'text', number: 'text' } as const;
const columns = {
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
} as const;

/** What all numbers of an operation say together: what lists read. */
export const operationRows = toldTable<Key, Operation>('operation', key, columns);
/** What was told under each number. */
export const wordRows = toldTable<Key, Operation>('operation_word', key, columns);

export type OperationRow = Kept<Key, Operation>;

/** Rows that go by one of these numbers. */
export function goingBy(tx: Tx, keys: readonly Key[]): Promise<OperationRow[]> {
  return operationRows.find(tx, sql`(t.source, t.number) IN (${listed(keys)})`, sql`t.id`);
}

/** What was told under these numbers, in their order. */
export async function wordsOf(tx: Tx, keys: readonly Key[]): Promise<OperationRow[]> {
  return (await wordRows.find(tx, sql`(t.source, t.number) IN (${listed(keys)})`, sql`t.id`)).toSorted(compareKeys);
}

export async function removeOperations(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.operation.deleteMany({ where: { id: { in: [...ids] } } });
}

export async function renameOperation(tx: Tx, id: string, { source, number }: Key): Promise<void> {
  await tx.operation.update({ where: { id }, data: { source, number } });
}

/** The department it was told for; where nobody says one, where the patient lies. Over `operation t` and its visit `v`. */
const departmentOf = sql`coalesce(t.department, v.department_code)`;

/** With whose it is; `person` is the row of the person. */
export interface ListedRow {
  readonly id: string;
  readonly department: string | null;
  readonly person: string | null;
  readonly patientNumber: string | null;
  readonly patientName: string | null;
  readonly sex: string | null;
  readonly birthDate: Date | null;
  readonly bed: string | null;
  readonly ward: string | null;
  readonly opens: boolean;
  readonly mine: boolean;
  /** Shown by an exception alone: its columns only. */
  readonly whole: boolean;
  readonly isDay: boolean;
}

export interface ListFilters {
  readonly from: Date;
  readonly until: Date;
  readonly department?: string | undefined;
  readonly state?: State | undefined;
  readonly daySurgery?: boolean | undefined;
  /** Conditions over `t` and `p.id`: seen wholly, her page opens, the reader stands at the table. */
  readonly visible: Prisma.Sql;
  readonly opens: Prisma.Sql;
  readonly mine: Prisma.Sql;
  /** Department whose rows an exception opens; its columns are the caller's to keep. */
  readonly openTo: string | undefined;
}

/** The person has a part in it. */
export function takesPart(staffNumber: string): Prisma.Sql {
  return sql`(t.surgeon->>'number' = ${staffNumber} OR t.anaesthetist->>'number' = ${staffNumber} OR t.assistants @> ${JSON.stringify([{ number: staffNumber }])}::text::jsonb)`;
}

/** As the list says, else as the visit it is of (`visit v`): theatre systems rarely say it themselves. */
const isDay = sql`coalesce(t.day_surgery, v.day_surgery, v.kind = 'day-surgery', FALSE)`;

/** By room and place in the room. Operations without a time are found by nobody's day. */
export async function listOperations(tx: Tx, filters: ListFilters, { limit, offset }: Page): Promise<(ListedRow & OperationRow)[]> {
  const { from, until, department, state, daySurgery, visible, opens, mine, openTo } = filters;
  const whole = sql`coalesce(${visible}, FALSE)`;
  const where = [
    sql`t.planned_from >= ${from}::timestamptz AND t.planned_from < ${until}::timestamptz`,
    openTo === undefined ? whole : sql`(${whole} OR ${departmentOf} = ${openTo})`,
    ...(department === undefined ? [] : [sql`${departmentOf} = ${department}`]),
    ...(state === undefined ? [] : [sql`coalesce(t.state, 'planned') = ${state}`]),
    ...(daySurgery === undefined ? [] : [sql`${isDay} = ${daySurgery}`]),
  ];
  const listed = await tx.$queryRaw<ListedRow[]>`
    SELECT t.id, ${departmentOf} AS department, p.id AS person, p.number AS "patientNumber", p.name AS "patientName", p.sex, p.birth_date AS "birthDate", v.bed, coalesce(w.name, v.ward_code) AS ward, ${whole} AS whole, coalesce(${opens}, FALSE) AS opens, coalesce(${mine}, FALSE) AS mine, ${isDay} AS "isDay"
      FROM operation t LEFT JOIN patient p ON p.id = ${personBehind(sql`t.patient_id`)} LEFT JOIN visit v ON v.id = t.visit_id LEFT JOIN ward w ON w.code = v.ward_code
     WHERE ${Prisma.join(where, ' AND ')} ORDER BY t.room NULLS LAST, t.sequence NULLS LAST, t.planned_from, t.id LIMIT ${limit} OFFSET ${offset}`;
  const rows = await operationRows.find(tx, sql`t.id = ANY(${listed.map(({ id }) => id)}::uuid[])`, sql`t.id`);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return listed.flatMap((row) => {
    const operation = byId.get(row.id);
    return operation === undefined ? [] : [{ ...operation, ...row }];
  });
}

export interface RoomRow {
  readonly department: string;
  readonly room: string;
  readonly count: number;
}

/** What is on the list and not cancelled, by department and room. */
export async function countRooms(tx: Tx, { from, until, daySurgery }: { readonly from: Date; readonly until: Date; readonly daySurgery?: boolean | undefined }): Promise<RoomRow[]> {
  return tx.$queryRaw<RoomRow[]>`
    SELECT ${departmentOf} AS department, coalesce(t.room, '') AS room, count(*)::int AS count FROM operation t LEFT JOIN visit v ON v.id = t.visit_id
     WHERE ${departmentOf} IS NOT NULL AND coalesce(t.state, 'planned') <> 'cancelled' AND t.planned_from >= ${from}::timestamptz AND t.planned_from < ${until}::timestamptz AND ${daySurgery === undefined ? sql`TRUE` : sql`${isDay} = ${daySurgery}`}
     GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** One person's, newest first. */
export async function operationsOf(tx: Tx, patients: readonly string[], page: Page): Promise<OperationRow[]> {
  return operationRows.find(tx, sql`t.patient_id = ANY(${patients}::uuid[])`, sql`coalesce(t.planned_from, t.started_at) DESC NULLS LAST, t.id`, page);
}
