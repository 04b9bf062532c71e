/** The orders' door: what was ordered, done and charged, as source systems told it. They stay masters; these are copies. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { type OrderRules, orderQueries } from './queries.ts';

export { isItemOrdered } from './store.uses.ts';
export { applyCharge, applyExecution, applyOrder } from './actions.apply.ts';
export type { Charge, Condition, Execution, Order } from './model.ts';
export { conditionOf, isActive, nameOf, standing } from './rules.ts';
export { orderLines } from './queries.ts';
export { sheetWords } from './rules.sheet.ts';
export { type OrderFilters, type OrderRow, findCharges, findDone, findExecutions, findOrder, findOrders, ordersNumbered } from './store.ts';

export function orders(scope: DataScope, rules: OrderRules): Module {
  const { list, one, charges } = orderQueries(scope, rules);
  return defineModule({
    name: 'orders',
    events,
    queries: [list, one, charges],
    routes: [
      { method: 'GET', path: '/patients/:patientId/orders', does: list },
      { method: 'GET', path: '/patients/:patientId/orders/:orderId', does: one },
      { method: 'GET', path: '/patients/:patientId/charges', does: charges },
    ],
    phrases,
    acts: actNames,
  });
}
