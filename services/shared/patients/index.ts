/** The patients' door: who they are and where they lie. The source systems stay masters; these are copies. */
import { type Policy, deny } from '../../core/access.ts';
import { type JobContext, type Module, defineModule } from '../../core/module.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type IdentityParts, indexNames, showIdentity, unmask } from './actions.ts';
import { mergeNumbers, unmergeNumber } from './actions.merges.ts';
import { fieldShown, identityChanged, stayEvents } from './events.ts';
import type { IdentityFacts } from './model.ts';
import { phrases } from './phrases.ts';
import { closeIdentity, sealedPatient } from './store.identity.ts';

export { type Beside, type IdentityParts, identityBeside, identityOf, indexNames, showWhole } from './actions.ts';
export { type About, type Arrived, type PatientCopies, type Settled, asFirstRead, patientCopies, stampsOf } from './copies.ts';
export { admitted, cancelled, conditionChanged, diagnosed, discharged, merged, moved, unmerged } from './events.ts';
export { lookUp } from './store.identity.ts';
export { numbersBehind, personBehind } from './store.person.ts';
export { type Named, type NameAsked, nameCandidates, nameMatches, nameRank, rowsOfName } from './store.names.ts';
export { type Clock, type Ends, isOver, usualEnds } from './rules.ends.ts';
export { whereNow } from './store.charts.ts';
export { diagnosisCodes, isDiagnosisTold } from './store.uses.ts';
export { movesOf } from './store.moves.ts';
export { type PatientRow, type VisitRow, findPatient, findPeopleOf, findPersonOf, findVisit, findVisits, latestVisit, latestVisits, lockPatients, numbersOf, personIds, personOf, visitsInWard } from './store.ts';

/** @param mayCorrect who may say that two numbers are one person's: the records office */
export function patients(parts: IdentityParts, mayCorrect: Policy<unknown> = () => deny()): Module {
  const [identity, whole] = [showIdentity(parts), unmask(parts)];
  const [merge, unmerge] = [mergeNumbers(mayCorrect), unmergeNumber(mayCorrect)];
  return defineModule({
    name: 'patients',
    events: [identityChanged, fieldShown, ...stayEvents],
    queries: [identity],
    actions: [whole, merge, unmerge, indexNames],
    // A scan of all patients: at night.
    ticks: [{ name: 'patients.names', cron: '20 3 * * *', body: indexAllNames }],
    routes: [
      { method: 'GET', path: '/patients/:patientId/identity', does: identity },
      { method: 'POST', path: '/patients/:patientId/identity/unmask', does: whole },
      { method: 'POST', path: '/patients/merge', does: merge },
      { method: 'POST', path: '/patients/unmerge', does: unmerge },
    ],
    acts: { 'patients.identity': '查看患者身份信息（脱敏）', 'patients.unmask': '显示一项完整的身份信息', 'patients.merge': '合并病历号', 'patients.unmerge': '拆分病历号' },
    sealed: [sealedPatient],
    phrases,
  });
}

async function indexAllNames({ run }: JobContext): Promise<void> {
  let made = 0;
  do ({ made } = await run(indexNames, {}));
  while (made > 0);
}

/** For the demonstration's seed, which knows nothing of seals: the columns of a new patient. */
export function demoIdentity(seal: KeyRing): (patientId: string, said: IdentityFacts) => ReturnType<typeof closeIdentity> {
  return (patientId, said) => closeIdentity(seal, patientId, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')));
}
