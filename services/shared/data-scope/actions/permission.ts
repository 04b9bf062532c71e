/** Query permission (MC-041): asked for by the person, granted by the security administrator until approvals exist, ends by itself. */
import { z } from 'zod';
import { type Policy, allow, byAdmin, bySystem, deny } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { type Action, defineAction } from '../../../core/module.ts';
import { newId } from '../../../core/ids.ts';
import type { Tx } from '../../../core/db.ts';
import { findPerson } from '../../directory/index.ts';
import { refresh, tell } from '../../notices/index.ts';
import { grantRevoked, grantsEnded, permissionAsked, permissionDecided } from '../events.ts';
import type { GrantScope } from '../model.ts';
import { readReason, readSpan, refuse, relationsWith } from '../rules.ts';
import { askInput, decideInput, revokeInput } from '../schema.ts';
import { activeStaff, areaName, decideRequest, endGrants, findGrant, findRequest, insertGrant, patientByNumber } from '../store.ts';
import type { DataScope } from '../store.scope.ts';
import { looking, moduleName } from './break-glass.ts';

const asked = z.object({ request: z.uuid() });

/** Whoever a permission would help: not the three administrators. */
function byAskers(scope: DataScope): Policy<unknown> {
  return (actor) => (actor.kind === 'staff' && relationsWith(scope.policyFor(actor, looking), 'yes').includes('permission') ? allow('data-scope:asker') : deny());
}

export function askPermission(scope: DataScope): Action<z.infer<typeof askInput>, z.infer<typeof asked>> {
  return defineAction({
    name: 'data-scope.ask-permission',
    input: askInput,
    output: asked,
    policy: byAskers(scope),
    subject: ({ scope: kind, target }) => `${kind}:${target}`,
    body: async (context, { scope: kind, target, reason, from, until }) => {
      const { tx, now, actor, emit } = context;
      const words = readReason(reason);
      const span = readSpan({ from: from ?? now, until }, now, scope.rules.permissionMaxDays);
      const about = { staffNumber: actor.id, scope: kind, target: await targetOf(tx, kind, target) };
      if ((await tx.accessRequest.count({ where: { ...about, state: 'waiting' } })) > 0) throw refuse('data-scope.asked-already');
      const id = newId(now.getTime());
      await tx.accessRequest.create({ data: { id, ...about, ...span, reason: words, askedAt: now, state: 'waiting' } });
      emit(permissionAsked, actor.id, { request: id, scope: kind });
      await tell(context, { module: moduleName, subject: id, step: 'asked', recipients: await activeStaff(tx, { adminRole: 'security' }), urgency: 'normal' });
      return { request: id };
    },
  });
}

/** What is stored: a patient's id, never the number; codes as the directory writes them. */
async function targetOf(tx: Tx, kind: GrantScope, target: string): Promise<string> {
  if (kind === 'patient') {
    const patient = await patientByNumber(tx, target);
    if (patient === undefined) throw new Refusal('core.not-found', {}, 404);
    return patient.id;
  }
  if ((await areaName(tx, kind, target)) === undefined) throw refuse('data-scope.no-such-area');
  return target;
}

export function decidePermission(scope: DataScope): Action<z.infer<typeof decideInput>, void> {
  return defineAction({
    name: 'data-scope.decide-permission',
    input: decideInput,
    output: z.void(),
    policy: byAdmin('security'),
    subject: ({ id }) => id,
    stepUp: true,
    body: async (context, { id, granted, until, note }) => {
      const { tx, now, actor, emit } = context;
      const request = await findRequest(tx, id);
      if (request === undefined) throw new Refusal('core.not-found', {}, 404);
      if (request.state !== 'waiting') throw refuse('data-scope.decided-already');
      const grantId = granted ? await give(tx, scope, request, until, actor.id, now) : null;
      if (!(await decideRequest(tx, id, { state: granted ? 'granted' : 'refused', decidedBy: actor.id, decidedAt: now, note, grantId }))) throw refuse('data-scope.decided-already');
      emit(permissionDecided, request.staffNumber, { request: id, granted });
      await tell(context, { module: moduleName, subject: id, step: 'decided', recipients: [request.staffNumber], urgency: 'normal' });
      await refresh(context, moduleName, id);
    },
  });
}

type Asked = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

async function give(tx: Tx, scope: DataScope, request: Asked, until: Date | undefined, by: string, now: Date): Promise<string> {
  if ((await findPerson(tx, request.staffNumber))?.active !== true) throw refuse('data-scope.person-left');
  const span = readSpan({ from: request.from, until: until ?? request.until }, now, scope.rules.permissionMaxDays);
  return insertGrant(tx, { kind: 'permission', staffNumber: request.staffNumber, scope: request.scope as GrantScope, target: request.target, reason: request.reason, givenBy: by, ...span }, now);
}

export const revokeGrant = defineAction({
  name: 'data-scope.revoke-grant',
  input: revokeInput,
  output: z.void(),
  policy: byAdmin('security'),
  subject: ({ id }) => id,
  stepUp: true,
  body: async (context, { id }) => {
    const { tx, now, actor, emit } = context;
    const grant = await findGrant(tx, id);
    if (grant === undefined) throw new Refusal('core.not-found', {}, 404);
    if ((await endGrants(tx, { id }, actor.id, now)) === 0) throw refuse('data-scope.revoked-already');
    emit(grantRevoked, grant.staffNumber, { grant: id });
    const request = await tx.accessRequest.findUnique({ where: { grantId: id }, select: { id: true } });
    if (request !== null) {
      await tell(context, { module: moduleName, subject: request.id, step: 'revoked', recipients: [grant.staffNumber], urgency: 'normal' });
      await refresh(context, moduleName, request.id);
    }
  },
});

/** Somebody left: nothing that was opened for them stays open. */
export const endGrantsOf = defineAction({
  name: 'data-scope.end-grants',
  input: z.object({ staff: z.string() }),
  output: z.void(),
  policy: bySystem,
  body: async ({ tx, now, actor, emit }, { staff }) => {
    const grants = await endGrants(tx, { staffNumber: staff }, actor.id, now);
    const { count: requests } = await tx.accessRequest.updateMany({ where: { staffNumber: staff, state: 'waiting' }, data: { state: 'withdrawn', decidedBy: actor.id, decidedAt: now } });
    if (grants + requests > 0) emit(grantsEnded, staff, { grants, requests });
  },
});
