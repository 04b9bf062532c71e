/** The patients a member of staff may see: lists, search by number, and one patient with basic data and stays. */
import { type Module, defineModule } from '../../core/module.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import { actNames } from './phrases.ts';
import { findByNumber, myPatients, searchPatients, showPatient } from './queries.ts';
import type { SealedLookUp } from './store.search.ts';

export function patientLookup(scope: DataScope, lookUp: SealedLookUp): Module {
  const asks = { list: myPatients(scope, lookUp), search: searchPatients(scope, lookUp), find: findByNumber(scope), show: showPatient(scope) };
  return defineModule({
    name: 'patient-lookup',
    queries: Object.values(asks),
    acts: actNames,
    routes: [
      { method: 'GET', path: '/patients', does: asks.list },
      { method: 'POST', path: '/patients/search', does: asks.search },
      { method: 'POST', path: '/patients/find', does: asks.find },
      { method: 'GET', path: '/patients/:id', does: asks.show },
    ],
  });
}
