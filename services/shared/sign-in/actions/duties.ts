/** The three administrators, who exclude each other, and parts of the system administrator's work: given and taken by the security administrator, never to themselves. */
import { z } from 'zod';
import { byAdmin, bySystem } from '../../../core/access.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { administrators, findPerson, lockDuties, setAdminRole, setFunctions } from '../../directory/index.ts';
import { appointed, functionGiven } from '../events.ts';
import type { AdminDuty } from '../model.ts';
import { phrases } from '../phrases.ts';
import { appoint, grantFunction } from '../rules.ts';
import { appointment, functionGrant, staffNumber } from '../schema.ts';
import { clearTries } from '../store/guard.ts';
import { savePassword, setDisabled } from '../store/passwords.ts';

const refuse = refusals(phrases);

async function assign({ tx, actor, emit }: ActionContext, number: string, duty: AdminDuty | undefined): Promise<void> {
  await lockDuties(tx);
  const target = await findPerson(tx, number);
  if (target === undefined) throw refuse('sign-in.unknown-staff', {}, 404);
  const securityAdministrators = (await administrators(tx)).filter(({ adminRole, active }) => adminRole === 'security' && active).length;
  appoint({ by: actor.id, target, duty, securityAdministrators });
  await setAdminRole(tx, number, duty);
  emit(appointed, number, { duty, before: target.adminRole });
}

const common = { output: z.void(), policy: byAdmin('security'), subject: ({ number }: { number: string }) => number, stepUp: true } as const;

export const appointAdministrator = defineAction({
  name: 'sign-in.appoint',
  input: appointment,
  ...common,
  body: (context, { number, duty }) => assign(context, number, duty),
});

export const dismissAdministrator = defineAction({
  name: 'sign-in.dismiss',
  input: z.object({ number: staffNumber }),
  ...common,
  body: (context, { number }) => assign(context, number, undefined),
});

function functionAction(name: string, given: boolean): Action<z.infer<typeof functionGrant>, void> {
  return defineAction({
    name,
    input: functionGrant,
    ...common,
    body: async ({ tx, actor, emit }, { number, function: which }) => {
      await lockDuties(tx);
      const target = await findPerson(tx, number);
      if (target === undefined) throw refuse('sign-in.unknown-staff', {}, 404);
      await setFunctions(tx, number, grantFunction({ by: actor.id, target, which, given }));
      emit(functionGiven, number, { function: which, given });
    },
  });
}

export const giveFunction = functionAction('sign-in.give-function', true);
export const takeFunction = functionAction('sign-in.take-function', false);

/**
 * A fresh hospital has nobody who could appoint: whoever keeps the machine names the first, once for each duty. `again`:
 * the holders are out of reach for good. @throws Refusal `sign-in.has-administrator` and those of `appoint`
 */
export const appointFirst = defineAction({
  name: 'sign-in.appoint-first',
  input: appointment.extend({ hash: z.string(), again: z.boolean() }),
  output: z.object({ name: z.string() }),
  policy: bySystem,
  subject: ({ number }) => number,
  body: async ({ tx, now, emit }, { number, duty, hash, again }) => {
    await lockDuties(tx);
    const target = await findPerson(tx, number);
    if (target === undefined) throw refuse('sign-in.unknown-staff', {}, 404);
    if (!target.active) throw refuse('sign-in.target-left');
    const [holder] = (await administrators(tx)).filter(({ adminRole, active }) => adminRole === duty && active);
    if (holder !== undefined && !again) throw refuse('sign-in.has-administrator', { name: holder.name, number: holder.number });
    if (target.adminRole === 'security' && duty !== 'security') throw refuse('sign-in.last-security-administrator');
    if (target.adminRole !== duty) {
      await setAdminRole(tx, number, duty);
      emit(appointed, number, { duty, before: target.adminRole });
    }
    await savePassword(tx, number, hash, now, true);
    await setDisabled(tx, number, null);
    await clearTries(tx, number);
    return { name: target.name };
  },
});

export const dutyRoutes = [
  { method: 'POST', path: '/sign-in/administrators', does: appointAdministrator },
  { method: 'POST', path: '/sign-in/administrators/:number/dismiss', does: dismissAdministrator },
  { method: 'POST', path: '/sign-in/functions', does: giveFunction },
  { method: 'POST', path: '/sign-in/functions/:number/take', does: takeFunction },
] as const;
