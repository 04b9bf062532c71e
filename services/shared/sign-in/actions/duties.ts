/** The three administrators, who exclude each other: appointed and dismissed by the security administrator, never by themselves. */
import { z } from 'zod';
import { byAdmin } from '../../../core/access.ts';
import { defineAction } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { administrators, findPerson, lockDuties, setAdminRole } from '../../directory/index.ts';
import { appointed } from '../events.ts';
import type { AdminDuty } from '../model.ts';
import { phrases } from '../phrases.ts';
import { appoint } from '../rules.ts';
import { appointment, staffNumber } from '../schema.ts';
import type { ActionContext } from '../../../core/module.ts';

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

export const dutyRoutes = [
  { method: 'POST', path: '/sign-in/administrators', does: appointAdministrator },
  { method: 'POST', path: '/sign-in/administrators/:number/dismiss', does: dismissAdministrator },
] as const;
