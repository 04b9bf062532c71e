/** One patient's orders, under all her numbers; whoever may read the patient. */
import type { z } from 'zod';
import type { Tx } from '../../core/db.ts';
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { type Kept, type Page, pageOf } from '../../core/told.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { type Names, namesOf } from '../directory/index.ts';
import { findVisit, personIds } from '../patients/index.ts';
import { reportsOfOrders } from '../results/index.ts';
import type { Amount, Charge, Execution, Key } from './model.ts';
import { phrases } from './phrases.ts';
import { conditionOf, nameOf, standing } from './rules.ts';
import { type OrderLine, type OrderView, chargeFilters, chargeList, orderDetail, orderFilters, orderList, orderRef } from './schema.ts';
import { type OrderRow, findCharges, findDone, findExecutions, findOrder, findOrders } from './store.ts';

const refuse = refusals(phrases);
const words = (amount: Amount | null): string => (amount === null ? '' : [amount.amount, amount.unit ?? ''].join(' ').trim());

export interface OrderRules {
  /** Orders of a stay leave as marked pages alone (MC-013); prescriptions of a clinic visit stay as they are. */
  readonly asImage: boolean;
}

type Asked = Omit<z.infer<typeof orderFilters>, 'limit' | 'offset'>;

/** A page of orders with what was done about each. */
export async function orderLines(tx: Tx, { patientId, ...filters }: Asked, now: Date, { limit, offset }: Page): Promise<{ items: OrderLine[]; more: boolean }> {
  const patients = await personIds(tx, patientId);
  const { items, more } = pageOf(await findOrders(tx, patients, filters, now, { limit: limit + 1, offset }), limit);
  const done = await findExecutions(tx, patients, items);
  const reports = await reportsOfOrders(tx, patients, items.flatMap(({ number, filler }) => [number, ...(filler === null ? [] : [filler])]));
  const names = await namesOf(tx, items.flatMap(({ doctor, stoppedBy }) => [doctor, stoppedBy]), items.map(({ department }) => department));
  return { items: items.map((row) => ({ ...viewOf(row, names, now), done: doneOf(done.get(row.id) ?? []), report: reports.get(row.number) ?? reports.get(row.filler ?? '') ?? null })), more };
}

/** What belongs to no visit we know counts as a stay's. */
async function isOfStay(tx: Tx, visitId: string | null | undefined): Promise<boolean> {
  const kind = visitId === null || visitId === undefined ? undefined : (await findVisit(tx, visitId))?.kind;
  return kind !== 'outpatient' && kind !== 'emergency' && kind !== 'check-up';
}

export function orderQueries(scope: DataScope, { asImage }: OrderRules) {
  const list = defineQuery({
    name: 'orders.list',
    input: orderFilters,
    output: orderList,
    ...ofPatient(scope),
    body: async ({ tx, now }, { limit, offset, ...asked }) => {
      if (asImage && (await isOfStay(tx, asked.visitId))) return { items: [], more: false, asImage: true };
      return { ...(await orderLines(tx, asked, now, { limit, offset })), asImage: false };
    },
  });

  const one = defineQuery({
    name: 'orders.show',
    input: orderRef,
    output: orderDetail,
    ...ofPatient(scope),
    body: async ({ tx, now }, { patientId, orderId }) => {
      const patients = await personIds(tx, patientId);
      const order = await findOrder(tx, patients, orderId);
      if (order === undefined) throw new Refusal('core.not-found', {}, 404);
      if (asImage && (await isOfStay(tx, order.visitId))) throw refuse('orders.as-image', {}, 409);
      const { executions, charges } = await findDone(tx, patients, order);
      const names = await namesOf(tx, [order.doctor, order.stoppedBy, ...executions.map(({ by }) => by), ...charges.map(({ by }) => by)], [order.department, ...charges.map(({ department }) => department)]);
      return { ...viewOf(order, names, now), executions: executions.map((row) => executionOf(row, names)), charges: charges.map((row) => chargeOf(row, names)) };
    },
  });

  const charges = defineQuery({
    name: 'orders.charges',
    input: chargeFilters,
    output: chargeList,
    ...ofPatient(scope),
    body: async ({ tx }, { patientId, limit, offset, ...filters }) => {
      const { items, more } = pageOf(await findCharges(tx, await personIds(tx, patientId), filters, { limit: limit + 1, offset }), limit);
      const names = await namesOf(tx, items.map(({ by }) => by), items.map(({ department }) => department));
      return { items: items.map((row) => chargeOf(row, names)), more };
    },
  });

  return { list, one, charges };
}

function viewOf(row: OrderRow, names: Names, now: Date): OrderView {
  const { id, visitId, number, groupNumber, prescription, category, term, specification, route, frequency, startAt, stopAt, orderedAt } = row;
  return {
    id, visitId, number, group: groupNumber, prescription, category: category ?? 'other', term, name: nameOf(row), specification, route, frequency, startAt, stopAt, orderedAt,
    dose: words(row.dose),
    quantity: words(row.quantity),
    notes: [...(row.notes ?? [])],
    state: standing(row, now),
    doctor: names.person(row.doctor),
    stoppedBy: names.person(row.stoppedBy),
    department: names.department(row.department),
    urgent: row.urgent ?? false,
    condition: conditionOf(nameOf(row)) ?? null,
  };
}

function doneOf(executions: readonly Kept<Key, Execution>[]): OrderLine['done'] {
  const last = executions.at(-1);
  return last === undefined ? null : { state: last.state, at: last.at, times: executions.length };
}

function executionOf({ id, state, at, by, dose, note }: Kept<Key, Execution>, names: Names) {
  return { id, state, at, by: names.person(by), dose: words(dose), note };
}

function chargeOf({ id, name, code, amount, quantity, type, at, department, by }: Kept<Key, Charge>, names: Names) {
  return { id, name: nameOf({ name, code }), amount, quantity, type, at, department: names.department(department), by: names.person(by) };
}
