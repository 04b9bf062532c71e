import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import { type Tx, lockRow } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { type KeptFact, factsAfter } from '../../core/events.ts';
import { freshOnes } from '../../core/fresh.ts';
import { rowsOf } from '../../core/rows.ts';
import { type ResultReceived, resultReceived } from '../../shared/intake/index.ts';
import { numbersBehind } from '../../shared/patients/index.ts';
import { reportKinds } from '../../shared/results/index.ts';
import type { CriticalValue, PreviousValue } from './model.ts';
import { type EarlierAlert, type LabResult, type Verdict, inHandsOf } from './rules.ts';
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
    holder: value.disposal?.by.number ?? inHandsOf(value)?.by.number ?? null,
    body: toJson(value),
  };
}

const valueRows = rowsOf('critical_value', {
  id: 'uuid', patientId: 'uuid', visitId: 'uuid', departmentCode: 'text', wardCode: 'text', itemCode: 'text', resultKey: 'text',
  clinical: 'text', feedback: 'text', openedAt: 'timestamptz', holder: 'text', nextAt: 'timestamptz', body: 'jsonb', source: 'jsonb',
});

export interface NewValue {
  readonly value: CriticalValue;
  readonly source: Source;
  readonly nextAt: Date | null;
}

/** Those whose first card this process is about to send: what changes meanwhile has the card drawn again. */
const fresh = freshOnes<CriticalValue>();

export async function insertValues(tx: Tx, values: readonly NewValue[]): Promise<void> {
  for (const { value } of values) fresh.keep(value.id, value);
  await valueRows.insert(tx, values.map(({ value, source: from, nextAt }) => ({ ...columns(value, nextAt), body: value, source: from })));
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
  return (await valuesOf(tx, [id])).get(id);
}

/** By their ids, for cards that nobody has yet; those that were just opened are not read again. */
export async function valuesToShow(tx: Tx, ids: readonly string[]): Promise<Map<string, CriticalValue>> {
  const known = new Map(ids.flatMap((id) => {
    const one = fresh.take(id);
    return one === undefined ? [] : [[id, one] as const];
  }));
  return new Map([...known, ...(await valuesOf(tx, ids.filter((id) => !known.has(id))))]);
}

/** By their ids; by hand in one statement, asked for every card. */
export async function valuesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, CriticalValue>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; body: Prisma.JsonValue }[]>`SELECT id, body FROM critical_value WHERE id = ANY(${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map(({ id, body }) => [id, toValue(body)]));
}

export async function findSource(tx: Tx, id: string): Promise<Source> {
  const row = await tx.criticalValue.findUniqueOrThrow({ where: { id }, select: { source: true } });
  return source.parse(row.source);
}

/** Older alerts can neither be repeated nor corrected by what arrives today. */
const historyLimit = 200;

/**
 * By the number asked for, those of all numbers of the person. What was told for another number is named as a report
 * under this one would name it: its repeat is no news, and its correction finds it.
 */
export async function alertsOf(tx: Tx, patientIds: readonly string[]): Promise<Map<string, CriticalValue[]>> {
  const rows = await tx.$queryRaw<{ patientId: string; asked: string; told: string; body: Prisma.JsonValue }[]>`
    SELECT p.id AS "patientId", p.number AS asked, t.number AS told, a.body FROM patient p CROSS JOIN LATERAL (
      SELECT patient_id, body FROM critical_value WHERE patient_id = ANY(${numbersBehind(Prisma.sql`p.id`)}) ORDER BY opened_at DESC, id DESC LIMIT ${historyLimit}) a
      JOIN patient t ON t.id = a.patient_id WHERE p.id = ANY(${[...patientIds]}::uuid[])`;
  return new Map([...Map.groupBy(rows, ({ patientId }) => patientId)].map(([patientId, own]) => [patientId, own.map(({ body, asked, told }) => namedFor(toValue(body), told, asked))]));
}

/** The key of a result begins with its sender and the patient's number. */
function namedFor(value: CriticalValue, told: string, asked: string): CriticalValue {
  if (told === asked) return value;
  return { ...value, measured: { ...value.measured, resultKey: value.measured.resultKey.replace(`|${told}|`, () => `|${asked}|`) } };
}

export function earlierAlert(value: CriticalValue, visitId: string | null): EarlierAlert {
  const { id, itemCode, direction, observedAt, openedAt, measured } = value;
  const { resultKey, sent, unitSent } = measured;
  const sameVisit = visitId === null || value.visitId === null || value.visitId === visitId;
  return { id, itemCode, direction, observedAt, openedAt, resultKey, sent, unitSent, value: measured.value, sameVisit, visitKnown: visitId !== null && value.visitId !== null, corrected: value.correction !== null || value.cancelled !== null };
}

/** What is due, most overdue first. */
export async function dueValues(tx: Tx, now: Date, limit: number): Promise<string[]> {
  const rows = await tx.criticalValue.findMany({ where: { nextAt: { lte: now } }, orderBy: { nextAt: 'asc' }, take: limit, select: { id: true } });
  return rows.map((row) => row.id);
}

/** The last fact of the intake that was judged for each of these patients. */
export async function judgedThrough(tx: Tx, patientIds: readonly string[]): Promise<Map<string, bigint>> {
  const rows = await tx.$queryRaw<{ patientId: string; fact: bigint }[]>`SELECT patient_id AS "patientId", fact FROM judged_through WHERE patient_id = ANY(${[...patientIds]}::uuid[])`;
  const known = new Map(rows.map(({ patientId, fact }) => [patientId, fact]));
  return new Map(patientIds.map((id) => [id, known.get(id) ?? 0n]));
}

/** What came in about these patients and was not judged yet, of each `limit` at most. */
export async function unjudgedFacts(tx: Tx, patientIds: readonly string[], limit: number): Promise<Map<string, KeptFact<ResultReceived>[]>> {
  const known = Prisma.sql`SELECT asked.id::text AS subject, coalesce(j.fact, 0) AS after FROM unnest(${[...patientIds]}::uuid[]) AS asked(id) LEFT JOIN judged_through j ON j.patient_id = asked.id`;
  return factsAfter(tx, resultReceived, known, limit);
}

export async function noteJudgedThrough(tx: Tx, judged: readonly { readonly patient: { readonly id: string }; readonly through: bigint }[]): Promise<void> {
  if (judged.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO judged_through (patient_id, fact) SELECT patient_id, fact::int8
      FROM unnest(${judged.map(({ patient }) => patient.id)}::uuid[], ${judged.map(({ through }) => String(through))}::text[]) AS given(patient_id, fact)
    ON CONFLICT (patient_id) DO UPDATE SET fact = excluded.fact`;
}

export interface JudgedRow {
  readonly patientId: string;
  /** Of the message in the inbox. */
  readonly arrival: string;
  readonly result: LabResult;
  readonly verdict: Verdict;
  readonly place: JudgedPlace;
}

/** Where the patient was when it was judged. */
export interface JudgedPlace {
  readonly visitId: string | null;
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
}

const judgedRows = rowsOf('judged_result', {
  id: 'uuid', patientId: 'uuid', arrival: 'text', resultKey: 'text', itemCode: 'text', observedAt: 'timestamptz', receivedAt: 'timestamptz',
  outcome: 'text', reason: 'text', setVersion: 'text', limitId: 'text', visitId: 'uuid', departmentCode: 'text', wardCode: 'text', body: 'jsonb',
});

export async function keepJudged(tx: Tx, rows: readonly JudgedRow[]): Promise<void> {
  await judgedRows.insert(tx, rows.map(({ patientId, arrival, result, verdict, place }) => ({
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
    limitId: verdict.limitId,
    ...place,
    body: lean(result),
  })));
}

function itemOf(result: LabResult, verdict: Verdict): string {
  return verdict.itemCode ?? result.codes[0]?.code ?? '';
}

/** Ninety-nine of a hundred results are not critical and are never read again but to be judged anew: nothing is kept twice, nothing empty. */
function lean({ id: _id, key: _key, observedAt: _observed, receivedAt: _received, ...said }: LabResult): object {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => !(value === null || value === '' || value === false || (Array.isArray(value) && value.length === 0))));
}

const words = z.string().default('');
const listOf = <T extends z.ZodType>(each: T) => z.array(each).default([]);
const kept = z.object({
  replaces: z.string().nullable().default(null), codes: listOf(z.object({ code: z.string(), system: z.string() })), name: words, valueType: words, value: words,
  valueCodes: listOf(z.string()), unit: words, referenceRange: words, flags: listOf(z.string()), status: words, specimen: words,
  report: z.enum(reportKinds).nullable().default(null), pointOfCare: z.boolean().default(false), notes: listOf(z.string()), unreadable: z.string().nullable().default(null),
  resultedAt: z.coerce.date().nullable().default(null),
});

/** What was sent, as it was judged. */
export function keptResult(row: { readonly id: string; readonly resultKey: string; readonly observedAt: Date | null; readonly receivedAt: Date; readonly body: Prisma.JsonValue }): LabResult {
  const { id, resultKey: key, observedAt, receivedAt, body } = row;
  return { id, key, observedAt, receivedAt, ...kept.parse(body) };
}

/** The latest version of what was measured of these items since then, by patient and item; for jumps. */
export async function measuredSince(tx: Tx, patientIds: readonly string[], items: readonly string[], since: Date): Promise<{ readonly patientId: string; readonly itemCode: string; readonly result: LabResult }[]> {
  if (patientIds.length === 0 || items.length === 0) return [];
  const rows = await tx.$queryRaw<{ patientId: string; itemCode: string; id: string; resultKey: string; observedAt: Date | null; receivedAt: Date; reason: string | null; body: Prisma.JsonValue }[]>`
    SELECT DISTINCT ON (patient_id, item_code, result_key) patient_id AS "patientId", item_code AS "itemCode", id, result_key AS "resultKey", observed_at AS "observedAt", received_at AS "receivedAt", reason, body
      FROM judged_result WHERE patient_id = ANY(${[...patientIds]}::uuid[]) AND item_code = ANY(${[...items]}) AND received_at >= ${since}
     ORDER BY patient_id, item_code, result_key, id DESC`;
  return rows.filter(({ reason }) => reason !== 'withdrawn' && reason !== 'not-released').map(({ patientId, itemCode, ...row }) => ({ patientId, itemCode, result: keptResult(row) }));
}

const measuredBefore = z.object({ value: words, unit: words });

export interface AskedBefore {
  readonly patientId: string;
  readonly itemCode: string;
  readonly result: LabResult;
}

/** The values before these ones, for `上次 4.8 昨 16:20`; by the result's id. */
export async function previousValues(tx: Tx, asked: readonly AskedBefore[]): Promise<Map<string, PreviousValue>> {
  if (asked.length === 0) return new Map();
  const given = JSON.stringify(asked.map(({ patientId, itemCode, result: { id, key, receivedAt } }) => ({ id, patientId, itemCode, key, receivedAt })));
  const rows = await tx.$queryRaw<{ id: string; body: Prisma.JsonValue; at: Date }[]>`
    SELECT given.id, b.body, coalesce(b.observed_at, b.received_at) AS at
      FROM jsonb_to_recordset(${given}::text::jsonb) AS given(id text, "patientId" uuid, "itemCode" text, key text, "receivedAt" timestamptz) CROSS JOIN LATERAL (
      SELECT body, observed_at, received_at FROM judged_result j
       WHERE j.patient_id = ANY(${numbersBehind(Prisma.sql`given."patientId"`)}) AND j.item_code = given."itemCode" AND j.result_key <> given.key AND j.received_at <= given."receivedAt" ORDER BY j.observed_at DESC NULLS LAST LIMIT 1) b`;
  return new Map(rows.map(({ id, body, at }) => {
    const { value: sent, unit } = measuredBefore.parse(body);
    return [id, { sent, unit, at }];
  }));
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

/** How many of each person's values nobody has brought to an end; who has none is not in it. For beds and lists beside the patient. */
export async function countOpen(tx: Tx, patients: readonly string[]): Promise<Map<string, number>> {
  if (patients.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
    SELECT p.canonical_id AS id, count(*)::int AS count FROM critical_value c JOIN patient p ON p.id = c.patient_id
     WHERE p.canonical_id = ANY(${[...patients]}::uuid[]) AND c.clinical IN ('open', 'acknowledged', 'disposed') GROUP BY p.canonical_id`;
  return new Map(rows.map(({ id, count }) => [id, count]));
}
