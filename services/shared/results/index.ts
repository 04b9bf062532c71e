/** The results' door: reports of laboratory, imaging and the rest, with every version of their results, as source systems told them. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames } from './phrases.ts';
import { resultQueries } from './queries.ts';

export { isItemReported } from './store.uses.ts';
export { applyReport } from './actions.apply.ts';
export type { Report, ReportKind, Version } from './model.ts';
export { chainsOf, isAbnormal } from './rules.ts';
export { type FoundVersion, type ReportFilters, type ReportRow, findReport, findReports, itemsOf, versionsOfItem, versionsOfReport } from './store.ts';

export function results(scope: DataScope): Module {
  const { list, one, items, trend } = resultQueries(scope);
  return defineModule({
    name: 'results',
    events,
    queries: [list, one, items, trend],
    routes: [
      { method: 'GET', path: '/patients/:patientId/reports', does: list },
      { method: 'GET', path: '/patients/:patientId/reports/:reportId', does: one },
      { method: 'GET', path: '/patients/:patientId/items', does: items },
      { method: 'GET', path: '/patients/:patientId/items/trend', does: trend },
    ],
    acts: actNames,
  });
}
