/** The patients' door: who they are and where they lie. The source systems stay masters; these are copies. */
import { defineModule } from '../../core/module.ts';
import { identityChanged } from './events.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { IdentityFacts } from './model.ts';
import { closeIdentity, sealedPatient } from './store.identity.ts';

export { type PatientAtVisit, type PatientCopies, patientCopies } from './copies.ts';
export { lookUp } from './store.identity.ts';
export { type PatientRow, type VisitRow, findPatient, findVisit, latestVisit, lockPatient } from './store.ts';

export const patients = defineModule({ name: 'patients', events: [identityChanged], sealed: [sealedPatient] });

/** For the demonstration's seed, which knows nothing of seals: the columns of a new patient. */
export function demoIdentity(seal: KeyRing): (patientId: string, said: IdentityFacts) => ReturnType<typeof closeIdentity> {
  return (patientId, said) => closeIdentity(seal, patientId, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')));
}
