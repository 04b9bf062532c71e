/** Steps and diagnoses of visits, many at once. */
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import type { Diagnosis, Place } from '../../links/statements/schema.ts';
import type { Move, SettledMove, Step } from './model.ts';

interface MoveRow {
  readonly visitId: string;
  readonly step: string;
  readonly at: Date;
  readonly from: Place | null;
  readonly to: Place | null;
  readonly fromSaid: boolean;
  readonly cancelled: boolean;
  readonly stamp: string;
}

async function rowsOfVisits(tx: Tx, visitIds: readonly string[]): Promise<MoveRow[]> {
  if (visitIds.length === 0) return [];
  return tx.$queryRaw<MoveRow[]>`
    SELECT visit_id AS "visitId", step, at, "from", "to", from_said AS "fromSaid", cancelled, stamp FROM patient_move WHERE visit_id = ANY(${[...visitIds]}::uuid[]) ORDER BY stamp`;
}

/** As they were said, by visit. */
export async function movesSaid(tx: Tx, visitIds: readonly string[]): Promise<Map<string, Move[]>> {
  const rows = await rowsOfVisits(tx, visitIds);
  const moves = Map.groupBy(rows, ({ visitId }) => visitId);
  return new Map([...moves].map(([visit, own]) => [visit, own.map(({ step, at, from, to, fromSaid, stamp }): Move => ({ step: step as Step, at, from: fromSaid ? from : null, to, stamp }))]));
}

/** What happened to a visit, in its order, also what was taken back. */
export async function movesOf(tx: Tx, visitId: string): Promise<SettledMove[]> {
  return (await rowsOfVisits(tx, [visitId])).map(({ step, at, from, to, stamp, cancelled }) => ({ step: step as Step, at, from, to, stamp, cancelled }));
}

const moveRows = rowsOf('patient_move', { id: 'uuid', visitId: 'uuid', step: 'text', at: 'timestamptz', from: 'jsonb', to: 'jsonb', fromSaid: 'boolean', cancelled: 'boolean', stamp: 'text' });

export interface VisitMoves {
  readonly visitId: string;
  readonly said: readonly Move[];
  readonly settled: readonly SettledMove[];
}

export async function saveMoves(tx: Tx, all: readonly VisitMoves[], now: Date): Promise<void> {
  const rows = all.flatMap(({ visitId, said, settled }) => {
    const told = new Set(said.filter(({ from }) => from !== null).map(({ stamp, step }) => `${step} ${stamp}`));
    return settled.map(({ step, at, from, to, cancelled, stamp }) => ({ id: newId(now.getTime()), visitId, step, at, from, to, fromSaid: told.has(`${step} ${stamp}`), cancelled, stamp }));
  });
  await moveRows.put(tx, rows, ['visitId', 'step', 'at'], ['id']);
}

const diagnosisRows = rowsOf('visit_diagnosis', { visitId: 'uuid', type: 'text', place: 'int4', code: 'text', system: 'text', name: 'text', rank: 'int4', at: 'timestamptz', byNumber: 'text', byName: 'text', certainty: 'text' });

export interface TypedDiagnoses {
  readonly visitId: string;
  readonly type: string;
  readonly all: readonly Diagnosis[];
}

/** These types are now these, and nothing else. */
export async function saveDiagnoses(tx: Tx, told: readonly TypedDiagnoses[]): Promise<void> {
  if (told.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM visit_diagnosis d USING unnest(${told.map(({ visitId }) => visitId)}::uuid[], ${told.map(({ type }) => type)}::text[]) AS given(visit_id, type)
     WHERE d.visit_id = given.visit_id AND d.type = given.type`;
  await diagnosisRows.insert(tx, told.flatMap(({ visitId, type, all }) => all.map(({ code, system, name, rank, at, by, certainty }, place) => ({
    visitId, type, place, code: code ?? null, system: system ?? null, name, rank: rank ?? null, at: at === undefined ? null : new Date(at), byNumber: by?.number ?? null, byName: by?.name ?? null, certainty: certainty ?? null,
  }))));
}

/** Of these visits, as last said. */
export async function diagnosesSaid(tx: Tx, visitIds: readonly string[]): Promise<TypedDiagnoses[]> {
  if (visitIds.length === 0) return [];
  const rows = await tx.visitDiagnosis.findMany({ where: { visitId: { in: [...visitIds] } }, orderBy: [{ visitId: 'asc' }, { type: 'asc' }, { place: 'asc' }] });
  return [...Map.groupBy(rows, ({ visitId, type }) => `${visitId} ${type}`).values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ visitId: first.visitId, type: first.type, all: own.map(toDiagnosis) }];
  });
}

/** With its parts in one order, so that the same is found to be the same. */
export function inOrder(diagnosis: Diagnosis): Diagnosis {
  const order = ['code', 'system', 'rank', 'certainty', 'type', 'at', 'name', 'by'] as const;
  return { name: '', ...Object.fromEntries(order.flatMap((key) => (diagnosis[key] === undefined ? [] : [[key, diagnosis[key]]]))) };
}

function toDiagnosis({ type, code, system, name, rank, at, byNumber, byName, certainty }: Prisma.VisitDiagnosisGetPayload<object>): Diagnosis {
  const by = present({ number: byNumber, name: byName });
  return inOrder({ ...present({ code, system, rank, certainty, type: type === '' ? null : type, at: at?.toISOString() ?? null }), name, ...(Object.keys(by).length > 0 && { by }) });
}

function present<T extends object>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as { [K in keyof T]?: NonNullable<T[K]> };
}
