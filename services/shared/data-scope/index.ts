/** The data scope's door: who may see which patients, and everything that widens or narrows it. */
import type { Policy } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import type { ActionContext, Module } from '../../core/module.ts';
import { defineListener, defineModule } from '../../core/module.ts';
import { left } from '../directory/events.ts';
import type { CardFace } from '../notices/index.ts';
import { personIds } from '../patients/index.ts';
import { breakGlass, moduleName, review } from './actions/break-glass.ts';
import { setException, setFlag } from './actions/hospital.ts';
import { askPermission, decidePermission, endGrantsOf, revokeGrant } from './actions/permission.ts';
import { face } from './cards.face.ts';
import { events } from './events.ts';
import type { ExceptionName, Relation } from './model.ts';
import { actNames, phrases, relationWords } from './phrases.ts';
import { why, who } from './queries.answers.ts';
import { listAreas, listColleagues, listExceptions, listFlagged, listGlasses, listRequests, showGlass, showMatrix } from './queries.ts';
import { type Asker, isInAudience } from './rules.ts';
import { causesOfDuty, endGrants, findException, insertGrant, patientByNumber } from './store.ts';
import type { DataScope } from './store.scope.ts';

export type { Act, ExceptionName, Relation, ScopeUse, Verdict } from './model.ts';
export { type DataScope, type ScopeDecision, type ScopeRules, type Sight, type Viewer, createScope } from './store.scope.ts';
export { explain } from './queries.answers.ts';
export { matrix, policyRoleOf } from './rules.ts';
export { causesOfDuty, patientByNumber };
export { flagsOf, patientsById } from './store.ts';

/** `管床医生`, for pages that say why something is shown. */
export function relationInWords(relation: Relation | undefined): string {
  return relation === undefined ? '' : relationWords[relation];
}

/** When the look ends, where it rests on a permission or a broken glass. */
export async function endOfGrant(tx: Tx, staffNumber: string, patientId: string, relation: Relation | undefined, now: Date): Promise<Date | null> {
  if (relation !== 'break-glass' && relation !== 'permission') return null;
  const open = { staffNumber, kind: relation, scope: 'patient', target: { in: await personIds(tx, patientId) }, revokedAt: null, from: { lte: now }, until: { gt: now } };
  return (await tx.accessGrant.findFirst({ where: open, orderBy: { until: 'desc' }, select: { until: true } }))?.until ?? null;
}

export function dataScope(scope: DataScope): { readonly module: Module; readonly face: CardFace } {
  const reviewing = review(scope);
  const acts = { breakGlass: breakGlass(scope), ask: askPermission(scope), decide: decidePermission(scope), setFlag: setFlag(scope) };
  const asks = { glasses: listGlasses(scope), glass: showGlass(scope), requests: listRequests(scope), flagged: listFlagged(scope), why: why(scope), who: who(scope) };
  const module = defineModule({
    name: moduleName,
    events,
    actions: [...Object.values(acts), reviewing, revokeGrant, endGrantsOf, setException],
    queries: [...Object.values(asks), showMatrix, listAreas, listColleagues, listExceptions],
    listeners: [defineListener(moduleName, left, ({ run }, { subject }) => run(endGrantsOf, { staff: subject }))],
    routes: [
      { method: 'POST', path: '/data-scope/emergency-views', does: acts.breakGlass },
      { method: 'GET', path: '/data-scope/emergency-views', does: asks.glasses },
      { method: 'GET', path: '/data-scope/emergency-views/:id', does: asks.glass },
      { method: 'POST', path: '/data-scope/emergency-views/:id/review', does: reviewing },
      { method: 'POST', path: '/data-scope/requests', does: acts.ask },
      { method: 'GET', path: '/data-scope/requests', does: asks.requests },
      { method: 'POST', path: '/data-scope/requests/decide', does: acts.decide },
      { method: 'POST', path: '/data-scope/grants/revoke', does: revokeGrant },
      { method: 'GET', path: '/data-scope/areas', does: listAreas },
      { method: 'GET', path: '/data-scope/colleagues', does: listColleagues },
      { method: 'GET', path: '/data-scope/matrix', does: showMatrix },
      { method: 'GET', path: '/data-scope/exceptions', does: listExceptions },
      { method: 'POST', path: '/data-scope/exceptions/:name', does: setException },
      { method: 'GET', path: '/data-scope/flags', does: asks.flagged },
      { method: 'POST', path: '/data-scope/flags', does: acts.setFlag },
      { method: 'POST', path: '/data-scope/why', does: asks.why },
      { method: 'POST', path: '/data-scope/who', does: asks.who },
    ],
    phrases,
    acts: actNames,
  });
  return { module, face: face(scope, reviewing) };
}

/** The columns a named exception opens to this person in their own department; `undefined` while it is off or not for them. */
export async function exceptionFor(tx: Tx, name: ExceptionName, asker: Asker): Promise<ReadonlySet<string> | undefined> {
  const rule = await findException(tx, name);
  return isInAudience(rule, asker) ? new Set(rule.columns) : undefined;
}

interface OfPatient {
  readonly policy: Policy<{ readonly patientId: string }>;
  readonly audited: true;
  readonly subject: (input: { readonly patientId: string }) => string;
  readonly patients: (input: { readonly patientId: string }) => string[];
}

/** What all queries of one patient's rows have in common: whoever may read the patient, each look on record. */
export function ofPatient(scope: DataScope): OfPatient {
  return { policy: scope.mayRead({ module: 'patients', act: 'detail' }, ({ patientId }) => patientId), audited: true, subject: ({ patientId }) => patientId, patients: ({ patientId }) => [patientId] };
}

/** A person, or a department: whoever is its duty doctor or head at the moment. */
export type Invited = { readonly staffNumber: string } | { readonly departmentCode: string };

export type Invitation = Invited & {
  readonly kind: 'consultation' | 'operation';
  readonly patientId: string;
  /** What it comes from: a consultation, an operation on the list. */
  readonly cause: string;
  readonly until: Date;
};

/** For the modules of consultations and operations: who is invited sees the patient until it is over. */
export async function invite({ tx, now }: ActionContext, { kind, patientId, cause, until, ...invited }: Invitation): Promise<string> {
  const whom = 'departmentCode' in invited ? { staffNumber: '', departmentCode: invited.departmentCode } : { staffNumber: invited.staffNumber };
  return insertGrant(tx, { kind, ...whom, scope: 'patient', target: patientId, reason: cause, givenBy: `system:${kind}`, from: now, until }, now);
}

export async function endInvitation({ tx, now }: ActionContext, cause: string): Promise<number> {
  return endGrants(tx, { reason: cause, kind: { in: ['consultation', 'operation'] } }, 'system', now);
}
