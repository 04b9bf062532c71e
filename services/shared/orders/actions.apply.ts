/** What statements change in our copies; called by the intake, inside the transaction that stores the message. */
import type { ActionContext } from '../../core/module.ts';
import { given, instantOf, sourceOf } from '../../core/told.ts';
import type { Charge as ToldCharge, ClinicalOrder, Execution as ToldExecution } from '../../links/statements/schema.ts';
import type { About } from '../patients/index.ts';
import { type OrderFact, ordered, stopped } from './events.ts';
import type { Charge, Execution, Order } from './model.ts';
import { chargeNumber, conditionOf, executionNumber, nameOf, newsOf, orderNumber } from './rules.ts';
import { chargeRows, executionRows, orderRows } from './store.ts';

export async function applyOrder({ tx, now, emit }: ActionContext, { patientId, visitId, sender, stamp }: About, told: ClinicalOrder): Promise<void> {
  if (patientId === undefined) return;
  const key = { patientId, source: sourceOf(sender), number: orderNumber(told) };
  const [row] = await orderRows.tell(tx, now, [{ key, said: orderSaid(told, visitId), stamp }]);
  const news = row === undefined ? undefined : newsOf(row.before, row.after, now);
  if (row !== undefined && news !== undefined) emit(news === 'ordered' ? ordered : stopped, patientId, factOf(row.id, row.after));
}

function orderSaid({ kind: _kind, number: _number, sentCategory: _sentCategory, sentTerm: _sentTerm, group, startAt, stopAt, orderedAt, ...told }: ClinicalOrder, visitId: string | undefined): Partial<Order> {
  return given<Order>({ ...told, visitId, groupNumber: group, startAt: instantOf(startAt), stopAt: instantOf(stopAt), orderedAt: instantOf(orderedAt) });
}

function factOf(order: string, told: Order): OrderFact {
  const { visitId, category, term, urgent } = told;
  const name = nameOf(told);
  const known = { visitId, category, term, urgent, name: name?.slice(0, 100), condition: conditionOf(name) };
  return { order, ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null && value !== undefined)) as Omit<OrderFact, 'order'>) };
}

export async function applyExecution({ tx, now }: ActionContext, { patientId, visitId, sender, stamp }: About, told: ToldExecution): Promise<void> {
  if (patientId === undefined) return;
  const { state, at, by, dose, note, order } = told;
  const key = { patientId, source: sourceOf(sender), number: executionNumber(told) };
  await executionRows.tell(tx, now, [{ key, said: given<Execution>({ visitId, orderNumber: order, state, at: instantOf(at), by, dose, note }), stamp }]);
}

export async function applyCharge({ tx, now }: ActionContext, { patientId, visitId, sender, stamp }: About, told: ToldCharge): Promise<void> {
  if (patientId === undefined) return;
  const { code, name, amount, quantity, type, at, order, department, by } = told;
  const key = { patientId, source: sourceOf(sender), number: chargeNumber(told) };
  await chargeRows.tell(tx, now, [{ key, said: given<Charge>({ visitId, code, name, amount, quantity, type, at: instantOf(at), orderNumber: order, department, by }), stamp }]);
}
