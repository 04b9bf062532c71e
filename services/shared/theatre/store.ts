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

/** Told under one of these numbers: by this system, or by another of the same person. In the order of their numbers. */
export async function knownAs(tx: Tx, source: string, numbers: readonly string[], patientId: string | undefined): Promise<OperationRow[]> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT t.id FROM operation_number n JOIN operation t ON t.id = n.operation_id
     WHERE n.number = ANY(${[...numbers]}::text[]) AND (n.source = ${source} OR t.patient_id IN (SELECT o.id FROM patient p JOIN patient o ON o.canonical_id = p.canonical_id WHERE p.id = ${patientId ?? null}::uuid))`;
  return found.length === 0 ? [] : operationRows.find(tx, sql`t.id = ANY(${found.map(({ id }) => id)}::uuid[])`, sql`t.source, t.number`);
}

/** Their numbers are the one's that stays. */
export async function removeOperations(tx: Tx, stays: string | undefined, gone: readonly string[]): Promise<void> {
  if (stays === undefined || gone.length === 0) return;
  await tx.operationNumber.updateMany({ where: { operationId: { in: [...gone] } }, data: { operationId: stays } });
  await tx.operation.deleteMany({ where: { id: { in: [...gone] } } });
}

/** It goes by the first of the numbers under which it was told, whichever was told first. `numbers`: the told one, then others it is known by. */
export async function nameOperation(tx: Tx, id: string, source: string, numbers: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO operation_number (source, number, operation_id, main) SELECT ${source}, g.number, ${id}::uuid, g.place = 1 FROM unnest(${[...numbers]}::text[]) WITH ORDINALITY AS g(number, place)
    ON CONFLICT (source, number) DO UPDATE SET main = TRUE WHERE excluded.main AND NOT operation_number.main`;
  await tx.$executeRaw`
    UPDATE operation t SET source = n.source, number = n.number FROM (SELECT source, number FROM operation_number WHERE operation_id = ${id}::uuid ORDER BY NOT main, source, number LIMIT 1) n
     WHERE t.id = ${id}::uuid AND (t.source, t.number) <> (n.source, n.number)`;
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
