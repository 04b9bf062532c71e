/** One patient's orders, under all her numbers; whoever may read the patient. */
import { Refusal } from '../../core/errors.ts';
import { defineQuery } from '../../core/module.ts';
import { type Kept, pageOf } from '../../core/told.ts';
import { type DataScope, ofPatient } from '../data-scope/index.ts';
import { type Names, namesOf } from '../directory/index.ts';
import { personIds } from '../patients/index.ts';
import type { Amount, Charge, Execution, Key } from './model.ts';
import { conditionOf, nameOf, standing } from './rules.ts';
import { type OrderView, chargeFilters, chargeList, orderDetail, orderFilters, orderList, orderRef } from './schema.ts';
import { type OrderRow, findCharges, findDone, findOrder, findOrders } from './store.ts';

const words = (amount: Amount | null): string => (amount === null ? '' : [amount.amount, amount.unit ?? ''].join(' ').trim());

export function orderQueries(scope: DataScope) {
  const list = defineQuery({
    name: 'orders.list',
    input: orderFilters,
    output: orderList,
    ...ofPatient(scope),
    body: async ({ tx, now }, { patientId, limit, offset, ...filters }) => {
      const found = await findOrders(tx, await personIds(tx, patientId), filters, now, { limit: limit + 1, offset });
      const { items, more } = pageOf(found, limit);
      const names = await namesOf(tx, items.flatMap(({ doctor, stoppedBy }) => [doctor, stoppedBy]), items.map(({ department }) => department));
      return { items: items.map((row) => viewOf(row, names, now)), more };
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

function executionOf({ id, state, at, by, dose, note }: Kept<Key, Execution>, names: Names) {
  return { id, state, at, by: names.person(by), dose: words(dose), note };
}

function chargeOf({ id, name, code, amount, quantity, type, at, department, by }: Kept<Key, Charge>, names: Names) {
  return { id, name: nameOf({ name, code }), amount, quantity, type, at, department: names.department(department), by: names.person(by) };
}
