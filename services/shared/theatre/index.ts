/** The theatre's door: the operating list as source systems told it, and the surgeon's way to the patient. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames } from './phrases.ts';
import { theatreQueries } from './queries.ts';

export { applyOperation } from './actions.apply.ts';
export type { Operation } from './model.ts';
export { type OperationRow, listOperations, operationsOf } from './store.ts';

export function theatre(scope: DataScope): Module {
  const { list, ofOne } = theatreQueries(scope);
  return defineModule({
    name: 'theatre',
    events,
    queries: [list, ofOne],
    routes: [
      { method: 'GET', path: '/theatre/operations', does: list },
      { method: 'GET', path: '/patients/:patientId/operations', does: ofOne },
    ],
    acts: actNames,
  });
}
