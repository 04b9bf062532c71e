/** 床位一览: the wards somebody may see, how full they are, and who lies where. */
import { type Module, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import type { LineAnswer } from '../../shared/notices/index.ts';
import { actNames } from './phrases.ts';
import { type CountOpen, ward, wards } from './queries.ts';
import { bedLine } from './queries.line.ts';

export interface Beds {
  readonly module: Module;
  /** Answers to `床位`, `3病区` in the chat. */
  readonly line: (corridor: Corridor) => LineAnswer;
}

export function beds(scope: DataScope, countOpen: CountOpen): Beds {
  const asks = { wards: wards(scope), ward: ward(scope, countOpen) };
  const module = defineModule({
    name: 'beds',
    queries: Object.values(asks),
    acts: actNames,
    routes: [
      { method: 'GET', path: '/beds/wards', does: asks.wards },
      { method: 'GET', path: '/beds/wards/:ward', does: asks.ward },
    ],
  });
  return { module, line: (corridor) => bedLine(corridor, asks.wards) };
}
