/** The consultations' door: who asked whom about which patient, and what they said, as source systems told it. */
import { type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { DataScope } from '../data-scope/index.ts';
import { events } from './events.ts';
import { actNames } from './phrases.ts';
import { consultationQueries, mine } from './queries.ts';

export { applyConsultation } from './actions.apply.ts';
export type { Consultation, Opinion } from './model.ts';
export { mayReadOne, partsOf, personsOf } from './queries.ts';
export { isOpen } from './rules.ts';
export { type ConsultationRow, consultationsOf, consultationsOfStaff, findConsultation, opinionsOf } from './store.ts';

export function consultations(scope: DataScope, seal: KeyRing): Module {
  const { show, ofOne } = consultationQueries(scope, seal);
  return defineModule({
    name: 'consultations',
    events,
    queries: [mine, show, ofOne],
    routes: [
      { method: 'GET', path: '/consultations', does: mine },
      { method: 'GET', path: '/consultations/:consultationId', does: show },
      { method: 'GET', path: '/patients/:patientId/consultations', does: ofOne },
    ],
    acts: actNames,
  });
}
