/** The orders' door: what was ordered, done and charged, as source systems told it. They stay masters; these are copies. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames } from './phrases.ts';
import { orderQueries } from './queries.ts';

export { isDrugOrdered } from './store.uses.ts';
export { applyCharge, applyExecution, applyOrder } from './actions.apply.ts';
export type { Charge, Condition, Execution, Order } from './model.ts';
export { conditionOf, isActive, standing } from './rules.ts';
export { type OrderFilters, type OrderRow, findCharges, findDone, findOrder, findOrders } from './store.ts';

export function orders(scope: DataScope): Module {
  const { list, one, charges } = orderQueries(scope);
  return defineModule({
    name: 'orders',
    events,
    queries: [list, one, charges],
    routes: [
      { method: 'GET', path: '/patients/:patientId/orders', does: list },
      { method: 'GET', path: '/patients/:patientId/orders/:orderId', does: one },
      { method: 'GET', path: '/patients/:patientId/charges', does: charges },
    ],
    acts: actNames,
  });
}
