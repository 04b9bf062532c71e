/** What a report changes in our copies; called by the intake, inside the transaction that stores the message. */
import type { ActionContext } from '../../core/module.ts';
import { type Stamp, stampOf } from '../../core/registers.ts';
import { type Telling, type Told, given, instantOf, sourceOf } from '../../core/told.ts';
import type { LaboratoryOrder, LaboratoryResult, StatementOf } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import { reported } from './events.ts';
import type { Key, Report, Version } from './model.ts';
import { isAbnormal, itemOf, kindOf, numbersOf, reportNumber, slotWithin } from './rules.ts';
import { foldPieces, recode, reportRows, resultRows } from './store.ts';

/** What a message said of reports. */
export interface ToldReport {
  readonly about: About;
  readonly statement: StatementOf<'report'>;
}

/**
 * Of messages in their order: one statement for new reports and one for all their results, however many; three more where
 * a report is known. What a patient's second message says is compared with what her first one made of it.
 */
export async function applyReports(context: Pick<ActionContext, 'tx' | 'now' | 'emit'>, told: readonly ToldReport[]): Promise<void> {
  const byPatient = [...Map.groupBy(told, ({ about }) => about.patientId)].flatMap(([patientId, all]) => (patientId === undefined ? [] : [all.map((one) => ({ ...one, patientId }))]));
  for (let round = 0; byPatient.some((all) => round < all.length); round++) await applyRound(context, byPatient.flatMap((all) => all[round] ?? []));
}

/** No two about one patient. */
async function applyRound({ tx, now, emit }: Pick<ActionContext, 'tx' | 'now' | 'emit'>, messages: readonly (ToldReport & { readonly patientId: string })[]): Promise<void> {
  const orders = messages.flatMap(({ patientId, about: { sender, visitId, stamp }, statement }) =>
    statement.orders.map((order) => ({ order, visitId, stamp, key: { patientId, source: sourceOf(sender), number: reportNumber(order), item: itemOf(order) } satisfies Key })));
  const told = await reportRows.tell(tx, now, orders.map(({ key, order, visitId, stamp }): Telling<Key, Report> => ({ key, said: saidOf(order, visitId), stamp })));
  const byKey = new Map(told.map((row) => [nameOf(row.key), row]));
  const sheets = Map.groupBy(orders.flatMap(({ order, key, stamp }) => {
    const row = byKey.get(nameOf(key));
    return row === undefined ? [] : [{ row, order, stamp }];
  }), ({ row }) => row.key.patientId);
  const versions = [...sheets].flatMap(([patientId, own]) => apart(own.flatMap(({ row, order, stamp }) => rowsOfOrder(row.id, patientId, stamp, order))));
  const added = await resultRows.insertMissing(tx, versions, 'patientId');
  // The same message read again: what it says is kept, what its codes are called may have been mended.
  const known = [...Map.groupBy(versions, ({ patientId }) => patientId)].flatMap(([patientId, own]) => ((added.get(patientId) ?? 0) < own.length ? own : []));
  if (known.length > 0) await recode(tx, known);
  const pieces = orders.flatMap(({ order, key }) => (order.pieces === undefined ? [] : order.results.map(({ slot }) => ({ ...key, slot: slotWithin(slot, key.number) }))));
  if (pieces.length > 0) await foldPieces(tx, pieces);
  for (const [patientId, own] of sheets) {
    for (const [row, all] of Map.groupBy(own, (sheet) => sheet.row)) {
      const results = all.flatMap(({ order }) => order.results);
      if ((added.has(patientId) || results.length === 0) && all.some(({ stamp }) => isNews(row, stamp))) emit(reported, patientId, factOf(row, results));
    }
  }
}

const nameOf = ({ patientId, source, number, item }: Key): string => JSON.stringify([patientId, source, number, item]);

/** Told before is no news, and neither is what came late: somebody has said something newer. */
function isNews({ before, stamps }: Told<Key, Report>, stamp: Stamp): boolean {
  return before === undefined || Object.values(stamps).every((each) => each <= stamp);
}

function factOf({ id, before, after: { visitId, kind, status } }: Told<Key, Report>, results: readonly LaboratoryResult[]) {
  return {
    report: id,
    ...(visitId === null ? {} : { visitId }),
    ...(kind === null ? {} : { kind }),
    ...(status === null ? {} : { status }),
    results: results.length,
    abnormal: results.filter(({ flags }) => isAbnormal(flags)).length,
    corrected: before !== undefined && results.some(({ correctionOf }) => correctionOf !== undefined),
  };
}

function saidOf(order: LaboratoryOrder, visitId: string | undefined): Partial<Report> {
  const { placer, filler, code, service, orderingDoctor, specimen, priority, resultStatus, observedAt, reportedAt, notes } = order;
  return given<Report>({
    visitId, placer, filler, name: code.text, service, doctor: orderingDoctor, specimen, priority, status: resultStatus,
    kind: kindOf(order),
    observedAt: instantOf(observedAt),
    reportedAt: instantOf(reportedAt),
    notes: notes.length === 0 ? undefined : notes,
  });
}

/** Two orders of one message that have the same name: what the second says of the same measurement is kept beside it. */
function apart(rows: readonly Version[]): Version[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const name = `${row.reportId}|${row.slot}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? row : { ...row, slot: `${row.slot}&${count}` };
  });
}

function rowsOfOrder(reportId: string, patientId: string, stamp: Stamp, order: LaboratoryOrder): Version[] {
  const number = reportNumber(order);
  return order.results.map((result, place) => ({ reportId, patientId, stamp: stampOfResult(result, stamp), place, ...versionOf(result, number), observedAt: instantOf(result.observedAt ?? order.observedAt) ?? null }));
}

/** A version of the sender's own is one version, whatever message brings it again. */
const stampOfResult = ({ told }: LaboratoryResult, stamp: Stamp): Stamp => (told === undefined ? stamp : stampOf({ master: true, asOf: new Date(told.at), controlId: told.version }));

function versionOf(result: LaboratoryResult, number: string): Omit<Version, 'reportId' | 'patientId' | 'stamp' | 'place' | 'observedAt'> {
  const { code, value, unit, referenceRange, flags, status, observer, method, notes, slot, unreadable } = result;
  return {
    slot: slotWithin(slot, number),
    item: itemOf(result),
    system: code.system ?? null,
    name: code.text ?? null,
    kind: value.kind,
    text: value.text,
    ...numbersOf(value),
    unit: unit?.id ?? unit?.text ?? null,
    rangeText: referenceRange?.text ?? null,
    rangeLow: referenceRange?.low ?? null,
    rangeHigh: referenceRange?.high ?? null,
    flags,
    status: status ?? null,
    observer: observer ?? null,
    method: method ?? null,
    notes,
    unreadable: unreadable ?? null,
  };
}
