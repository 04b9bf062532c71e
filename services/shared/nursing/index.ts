/** The nursing door: temperature, pulse, blood pressure, intake, output and the like, as nurses wrote them down. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../data-scope/index.ts';
import { actNames } from './phrases.ts';
import { observations } from './queries.ts';

export { applyObservation } from './actions.apply.ts';
export type { Kind, Observation } from './model.ts';
export { type ObservationFilters, type ObservationRow, findObservations } from './store.ts';

export function nursing(scope: DataScope): Module {
  const list = observations(scope);
  return defineModule({ name: 'nursing', queries: [list], routes: [{ method: 'GET', path: '/patients/:patientId/observations', does: list }], acts: actNames });
}
