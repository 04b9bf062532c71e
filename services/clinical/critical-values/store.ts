import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { rowsOf } from '../../core/rows.ts';
import type { CriticalValue, PreviousValue } from './model.ts';
import type { EarlierAlert, LabResult, Verdict } from './rules.ts';
import { storedCriticalValue } from './schema.state.ts';
import { type Source, source } from './source.ts';

/** Whole states are kept as JSON beside the columns that are searched. */
const toValue = (body: Prisma.JsonValue): CriticalValue => storedCriticalValue.parse(body);
const toJson = (value: object): Prisma.InputJsonObject => JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject;

/** `nextAt`: the earliest moment at which somebody has to look again: ladder, reminder, answer to the laboratory. */
function columns(value: CriticalValue, nextAt: Date | null) {
  const { id, patientId, visitId, departmentCode, wardCode, itemCode, openedAt, clinical } = value;
  return {
    id, patientId, visitId, departmentCode, wardCode, itemCode, openedAt, clinical, nextAt,
    resultKey: value.measured.resultKey,
    feedback: value.feedback.state,
    holder: value.disposal?.by.number ?? value.acknowledged?.by.number ?? null,
    body: toJson(value),
  };
}

const valueRows = rowsOf('critical_value', {
  id: 'uuid', patientId: 'uuid', visitId: 'uuid', departmentCode: 'text', wardCode: 'text', itemCode: 'text', resultKey: 'text',
  clinical: 'text', feedback: 'text', openedAt: 'timestamptz', holder: 'text', nextAt: 'timestamptz', body: 'jsonb', source: 'jsonb',
});

export async function insertValue(tx: Tx, value: CriticalValue, from: Source, nextAt: Date | null): Promise<void> {
  await valueRows.insert(tx, [{ ...columns(value, nextAt), body: value, source: from }]);
}

/** Not where the patient is: the state knows where she was when it was opened, the columns where she is now. */
export async function saveValue(tx: Tx, value: CriticalValue, nextAt: Date | null): Promise<void> {
  const { id, departmentCode: _department, wardCode: _ward, ...data } = columns(value, nextAt);
  await tx.criticalValue.update({ where: { id }, data });
}

/** Where the patient's alerts stand in the register from now on; gives those that have not come to their end. */
export async function moveValues(tx: Tx, patientId: string, place: { readonly departmentCode: string | null; readonly wardCode: string | null }): Promise<string[]> {
  await tx.criticalValue.updateMany({ where: { patientId }, data: place });
  const running = await tx.criticalValue.findMany({ where: { patientId, clinical: { notIn: ['closed', 'cancelled'] } }, select: { id: true } });
  return running.map((row) => row.id);
}

/** Locked until the transaction ends: of two presses at once the second sees what the first did. */
export async function loadForChange(tx: Tx, id: string): Promise<CriticalValue> {
  await lockRow(tx, 'critical_value', id);
  const value = await findValue(tx, id);
  if (value === undefined) throw new Refusal('core.not-found', {}, 404);
  return value;
}

/** Whose value it is: for the audit row of whatever is done with it. */
export async function patientOfValue(tx: Tx, { id }: { readonly id: string }): Promise<readonly string[]> {
  const row = await tx.criticalValue.findUnique({ where: { id }, select: { patientId: true } });
  return row === null ? [] : [row.patientId];
}

export async function findValue(tx: Tx, id: string): Promise<CriticalValue | undefined> {
  const row = await tx.criticalValue.findUnique({ where: { id }, select: { body: true } });
  return row === null ? undefined : toValue(row.body);
}

export async function findSource(tx: Tx, id: string): Promise<Source> {
  const row = await tx.criticalValue.findUniqueOrThrow({ where: { id }, select: { source: true } });
  return source.parse(row.source);
}

/** Older alerts can neither be repeated nor corrected by what arrives today. */
const historyLimit = 200;

export async function alertsOf(tx: Tx, patientId: string): Promise<Map<string, CriticalValue>> {
  const rows = await tx.criticalValue.findMany({ where: { patientId }, orderBy: { openedAt: 'desc' }, take: historyLimit, select: { id: true, body: true } });
  return new Map(rows.map((row) => [row.id, toValue(row.body)]));
}

export function earlierAlert(value: CriticalValue, visitId: string | null): EarlierAlert {
  const { id, itemCode, direction, observedAt, openedAt, measured } = value;
  const { resultKey, sent, unitSent } = measured;
  const sameVisit = visitId === null || value.visitId === null || value.visitId === visitId;
  return { id, itemCode, direction, observedAt, openedAt, resultKey, sent, unitSent, value: measured.value, sameVisit, corrected: value.correction !== null || value.cancelled !== null };
}

/** What is due, most overdue first. */
export async function dueValues(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.criticalValue.findMany({ where: { nextAt: { lte: now } }, orderBy: { nextAt: 'asc' }, take: limit, select: { id: true } });
  return rows.map((row) => row.id);
}

/** The last fact of the intake that was judged for this patient. */
export async function judgedThrough(tx: Tx, patientId: string): Promise<bigint> {
  return (await tx.judgedThrough.findUnique({ where: { patientId } }))?.fact ?? 0n;
}

export async function noteJudgedThrough(tx: Tx, patientId: string, fact: bigint): Promise<void> {
  await tx.$executeRaw`INSERT INTO judged_through (patient_id, fact) VALUES (${patientId}::uuid, ${fact}) ON CONFLICT (patient_id) DO UPDATE SET fact = excluded.fact`;
}

export interface JudgedRow {
  readonly result: LabResult;
  readonly verdict: Verdict;
}

const judgedRows = rowsOf('judged_result', {
  id: 'uuid', patientId: 'uuid', arrival: 'text', resultKey: 'text', itemCode: 'text', observedAt: 'timestamptz', receivedAt: 'timestamptz',
  outcome: 'text', reason: 'text', setVersion: 'text', body: 'jsonb',
});

export async function keepJudged(tx: Tx, patientId: string, arrival: string, rows: readonly JudgedRow[]): Promise<void> {
  await judgedRows.insert(tx, rows.map(({ result, verdict }) => ({
    id: result.id,
    patientId,
    arrival,
    resultKey: result.key,
    itemCode: itemOf(result, verdict),
    observedAt: result.observedAt,
    receivedAt: result.receivedAt,
    outcome: verdict.kind,
    reason: verdict.kind === 'critical' ? null : verdict.reason,
    setVersion: verdict.setVersion,
    body: result,
  })));
}

function itemOf(result: LabResult, verdict: Verdict): string {
  return verdict.itemCode ?? result.codes[0]?.code ?? '';
}

const measuredBefore = z.object({ value: z.string(), unit: z.string() });

/** The value before this one, for `上次 4.8 昨 16:20`. */
export async function previousValue(tx: Tx, patientId: string, itemCode: string, result: LabResult): Promise<PreviousValue | null> {
  const rows = await tx.judgedResult.findMany({
    where: { patientId, itemCode, resultKey: { not: result.key }, receivedAt: { lte: result.receivedAt } },
    orderBy: [{ observedAt: { sort: 'desc', nulls: 'last' } }],
    take: 1,
    select: { body: true, observedAt: true, receivedAt: true },
  });
  const row = rows[0];
  if (row === undefined) return null;
  const { value: sent, unit } = measuredBefore.parse(row.body);
  return { sent, unit, at: row.observedAt ?? row.receivedAt };
}

export interface FoundValue {
  readonly value: CriticalValue;
  /** In the reader's own scope, not only opened to the department. */
  readonly own: boolean;
}

/** A page of values, newest first, and how many there are in all; conditions over `critical_value c`. */
export async function findValues(tx: Tx, { own, where }: { readonly own: Prisma.Sql; readonly where: Prisma.Sql }, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: FoundValue[]; total: number }> {
  const rows = await tx.$queryRaw<{ body: Prisma.JsonValue; own: boolean }[]>`
    SELECT c.body, ${own} AS own FROM critical_value c WHERE ${where} ORDER BY c.opened_at DESC LIMIT ${page.limit} OFFSET ${page.offset}`;
  const [count] = await tx.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM critical_value c WHERE ${where}`;
  return { rows: rows.map((row) => ({ value: toValue(row.body), own: row.own })), total: count?.total ?? 0 };
}

/** Open alerts whose ladder told this person, and those the person took and has not treated. */
export async function inHandOf(tx: Tx, staff: string): Promise<{ open: string[]; acknowledged: string[] }> {
  const told = { body: { path: ['escalation', 'told'], array_contains: [{ people: [{ number: staff }] }] } };
  const open = await tx.criticalValue.findMany({ where: { clinical: 'open', ...told }, select: { id: true } });
  const acknowledged = await tx.criticalValue.findMany({ where: { clinical: 'acknowledged', holder: staff }, select: { id: true } });
  return { open: open.map(({ id }) => id), acknowledged: acknowledged.map(({ id }) => id) };
}
