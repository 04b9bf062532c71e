/** The results' door: reports of laboratory, imaging and the rest, with every version of their results, as source systems told them. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames, phrases } from './phrases.ts';
import { resultQueries } from './queries.ts';

export { isItemReported } from './store.uses.ts';
export { applyReports } from './actions.apply.ts';
export { type Report, type ReportKind, type Version, reportKinds } from './model.ts';
export { chainsOf, isAbnormal, kindOf } from './rules.ts';
export { type FoundVersion, type ReportFilters, type ReportRow, findReport, findReports, itemsOf, reportsOfOrders, versionsOfItem, versionsOfReport } from './store.ts';

export function results(scope: DataScope, viewer?: string): Module {
  const { list, one, images, items, trend } = resultQueries(scope, viewer);
  return defineModule({
    name: 'results',
    events,
    queries: [list, one, images, items, trend],
    routes: [
      { method: 'GET', path: '/patients/:patientId/reports', does: list },
      { method: 'GET', path: '/patients/:patientId/reports/:reportId', does: one },
      { method: 'POST', path: '/patients/:patientId/reports/:reportId/images', does: images },
      { method: 'GET', path: '/patients/:patientId/items', does: items },
      { method: 'GET', path: '/patients/:patientId/items/trend', does: trend },
    ],
    phrases,
    acts: actNames,
  });
}
