/** The patients a member of staff may see: lists, search by number, and one patient with basic data and stays. */
import { type Module, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { DataScope } from '../../shared/data-scope/index.ts';
import type { LineAnswer } from '../../shared/notices/index.ts';
import { searchLine } from './queries.line.ts';
import { actNames } from './phrases.ts';
import { findByNumber, myPatients, plannedPatients, searchPatients, showPatient } from './queries.ts';
import type { SealedLookUp } from './store.search.ts';

export interface PatientLookup {
  readonly module: Module;
  /** Answers to `查 张三` in the chat. */
  readonly line: (corridor: Corridor) => LineAnswer;
}

export function patientLookup(scope: DataScope, lookUp: SealedLookUp): PatientLookup {
  const asks = { list: myPatients(scope, lookUp), search: searchPatients(scope, lookUp), find: findByNumber(scope), planned: plannedPatients(scope), show: showPatient(scope) };
  const module = defineModule({
    name: 'patient-lookup',
    queries: Object.values(asks),
    acts: actNames,
    routes: [
      { method: 'GET', path: '/patients', does: asks.list },
      { method: 'POST', path: '/patients/search', does: asks.search },
      { method: 'POST', path: '/patients/find', does: asks.find },
      { method: 'GET', path: '/planned-patients', does: asks.planned },
      { method: 'GET', path: '/patients/:id', does: asks.show },
    ],
  });
  return { module, line: (corridor) => searchLine(corridor, asks.search) };
}
