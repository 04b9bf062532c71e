/** The theatre's door: the operating list as source systems told it, and the surgeon's way to the patient. */
import { type Module, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { DataScope } from '../data-scope/index.ts';
import type { LineAnswer } from '../notices/index.ts';
import { events } from './events.ts';
import { partJoin, rejoin } from './actions.joins.ts';
import { actNames, phrases } from './phrases.ts';
import { joinsQuery } from './queries.joins.ts';
import { theatreQueries } from './queries.ts';
import { operationLine } from './queries.line.ts';

export { applyOperation } from './actions.apply.ts';
export type { Operation } from './model.ts';
export { type OperationRow, listOperations, operationsOf } from './store.ts';

export interface Theatre {
  readonly module: Module;
  /** Answers to `手术 明天` in the chat. */
  readonly line: (corridor: Corridor) => LineAnswer;
}

export function theatre(scope: DataScope): Theatre {
  const { list, rooms, ofOne } = theatreQueries(scope);
  const module = defineModule({
    name: 'theatre',
    events,
    queries: [list, rooms, ofOne, joinsQuery],
    actions: [partJoin, rejoin],
    routes: [
      { method: 'GET', path: '/theatre/operations', does: list },
      { method: 'GET', path: '/theatre/rooms', does: rooms },
      { method: 'GET', path: '/patients/:patientId/operations', does: ofOne },
      { method: 'GET', path: '/theatre/joins', does: joinsQuery },
      { method: 'POST', path: '/theatre/joins/part', does: partJoin },
      { method: 'POST', path: '/theatre/joins/rejoin', does: rejoin },
    ],
    acts: actNames,
    phrases,
  });
  return { module, line: (corridor) => operationLine(corridor, { list, rooms }) };
}
