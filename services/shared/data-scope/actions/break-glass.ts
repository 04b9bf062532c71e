/** Break-glass (紧急查阅): a reason, a few hours, an instant card to who answers for the patient, a review afterwards. */
import { z } from 'zod';
import { type Policy, allow, deny } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { refresh, tell } from '../../notices/index.ts';
import { holderOf } from '../../on-call/index.ts';
import { lockPatients } from '../../patients/index.ts';
import { glassBroken, glassReviewed } from '../events.ts';
import type { GlassReason } from '../model.ts';
import { checkReview, mayBreakGlass, readReason, refuse } from '../rules.ts';
import { glassInput, glassOpened, reviewInput } from '../schema.ts';
import { aboutGrant, aboutNumber, activeStaff, departmentOf, findGrant, insertGrant, saveReview } from '../store.ts';
import { mayReview } from '../store.review.ts';
import type { DataScope, Viewer } from '../store.scope.ts';

export const moduleName = 'data-scope';
/** Looking at one patient: what a broken glass opens. */
export const looking = { module: 'patients', act: 'detail' } as const;

export function breakGlass(scope: DataScope): Action<z.infer<typeof glassInput>, z.infer<typeof glassOpened>> {
  return defineAction({
    name: 'data-scope.break-glass',
    input: glassInput,
    output: glassOpened,
    policy: byGlassBreakers(scope),
    subject: ({ patient }) => `patient-number:${patient}`,
    about: aboutNumber,
    stepUp: true,
    body: async (context, { patient: number, kind, reason }) => {
      const { tx, now, actor } = context;
      // Of two presses at once the second finds the glass broken.
      const [patient] = await lockPatients(tx, { number });
      if (patient === undefined || actor.kind !== 'staff') throw new Refusal('core.not-found', {}, 404);
      const { verdict } = await scope.decide(tx, actor, patient.id, looking, now);
      if (verdict === 'no') throw new Refusal('core.not-found', {}, 404);
      if (verdict === 'yes') return { patient: patient.id, until: null };
      return { patient: patient.id, until: await open(scope, context, actor, patient.id, kind, readReason(reason)) };
    },
  });
}

async function open(scope: DataScope, context: ActionContext, viewer: Viewer, patientId: string, kind: GlassReason, reason: string): Promise<Date> {
  const { tx, now, emit } = context;
  const until = new Date(now.getTime() + scope.rules.breakGlassHours * 3_600_000);
  const grant = await insertGrant(tx, { kind: 'break-glass', staffNumber: viewer.id, scope: 'patient', target: patientId, reasonKind: kind, reason, givenBy: viewer.id, from: now, until }, now);
  emit(glassBroken, patientId, { grant, staff: viewer.id, kind, until });
  const recipients = await toldOf(scope, context, patientId, viewer.id);
  await tell(context, { module: moduleName, subject: grant, step: 'glass-broken', recipients, urgency: 'normal' });
  return until;
}

/** The head of the patient's department (the medical office where the head looked) and the records office; never the person. */
async function toldOf(scope: DataScope, { tx, now }: ActionContext, patientId: string, breaker: string): Promise<string[]> {
  const { recordsOffices, medicalOffices } = scope.rules.offices;
  const department = await departmentOf(tx, patientId);
  const head = department === undefined ? undefined : await holderOf(tx, department, 'head', now);
  const inCharge = head === undefined || head === breaker ? await firstHolder(medicalOffices, (code) => holderOf(tx, code, 'medical-office', now)) : head;
  const keeper = await firstHolder(recordsOffices, (code) => holderOf(tx, code, 'head', now));
  const keepers = keeper === undefined ? await activeStaff(tx, { departments: recordsOffices }) : [keeper];
  return [...new Set([...(inCharge === undefined ? [] : [inCharge]), ...keepers])].filter((number) => number !== breaker);
}

async function firstHolder(codes: readonly string[], holder: (code: string) => Promise<string | undefined>): Promise<string | undefined> {
  for (const code of codes) {
    const found = await holder(code);
    if (found !== undefined) return found;
  }
  return undefined;
}

function byGlassBreakers(scope: DataScope): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && mayBreakGlass(scope.policyFor(actor, looking)) ? allow('data-scope:break-glass') : deny());
}

export function review(scope: DataScope): Action<z.infer<typeof reviewInput>, void> {
  return defineAction({
    name: 'data-scope.review',
    input: reviewInput,
    output: z.void(),
    policy: async (actor, { id }, { tx, now }) => {
      const grant = await findGrant(tx, id);
      if (actor.kind !== 'staff' || grant === undefined) return deny('core.not-found');
      // Who used it knows of it, and is told that somebody else reviews.
      if (actor.id === grant.staffNumber) return allow('data-scope:own');
      return (await mayReview(tx, scope, actor, id, now)) ? allow('data-scope:reviewer') : deny('core.not-found');
    },
    subject: ({ id }) => id,
    about: (tx, { id }) => aboutGrant(tx, id),
    body: async (context, { id, verdict, note }) => {
      const { tx, now, actor, emit } = context;
      const grant = await findGrant(tx, id);
      if (grant === undefined || grant.kind !== 'break-glass') throw new Refusal('core.not-found', {}, 404);
      checkReview(grant, actor.id, verdict, note);
      if (!(await saveReview(tx, id, { verdict, reviewedBy: actor.id, reviewedAt: now, reviewNote: note }))) throw refuse('data-scope.reviewed-already');
      emit(glassReviewed, grant.target, { grant: id, verdict });
      await refresh(context, moduleName, id);
    },
  });
}
