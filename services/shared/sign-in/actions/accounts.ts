/** Accounts at a desk, as administrators keep them: opening, closing, new passwords, lost factors. */
import { z } from 'zod';
import { type Actor, byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { Refusal } from '../../../core/errors.ts';
import { type AnyAction, type AnyFlow, defineAction, defineFlow } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { endDeskSessions, endSessions } from '../../../core/session.ts';
import { type Person, findPerson } from '../../directory/index.ts';
import { phrases } from '../phrases.ts';
import { demandManageable } from '../rules.ts';
import { givenPassword, staffNumber } from '../schema.ts';
import { clearTries } from '../store/guard.ts';
import { findPassword, hashPassword, initialPassword, savePassword, setDisabled } from '../store/passwords.ts';

const refuse = refusals(phrases);
const whose = z.object({ number: staffNumber });
const policy = byAdmin('system', 'security');
const subject = ({ number }: { number: string }) => number;
const common = { input: whose, output: z.void(), policy, subject, stepUp: true } as const;

/** @throws Refusal `sign-in.unknown-staff` and those of `demandManageable` */
async function manageable(tx: Tx, actor: Actor, number: string): Promise<Person> {
  const person = await findPerson(tx, number);
  if (person === undefined) throw refuse('sign-in.unknown-staff', {}, 404);
  demandManageable({ id: actor.id, adminRole: actor.kind === 'staff' ? actor.adminRole : undefined }, person);
  return person;
}

async function demandAccount(tx: Tx, number: string): Promise<void> {
  if ((await findPassword(tx, number)) === undefined) throw refuse('sign-in.no-account');
}

/** The hash comes from the flow: hashing takes as long as a query and has no place in a transaction. */
const keepGiven = defineAction({
  name: 'sign-in.give-password',
  input: z.object({ number: staffNumber, hash: z.string(), isNew: z.boolean() }),
  output: z.object({ name: z.string() }),
  policy,
  subject,
  stepUp: true,
  body: async ({ tx, now, actor }, { number, hash, isNew }) => {
    const person = await manageable(tx, actor, number);
    if (!person.active) throw new Refusal('core.left', {}, 403);
    const has = (await findPassword(tx, number)) !== undefined;
    if (isNew && has) throw refuse('sign-in.has-account');
    if (!isNew && !has) throw refuse('sign-in.no-account');
    await savePassword(tx, number, hash, now, true);
    await clearTries(tx, number);
    await endDeskSessions(tx, number, now, 'password-changed');
    return { name: person.name };
  },
});

function giving(name: string, isNew: boolean) {
  return defineFlow({
    name,
    input: whose,
    output: givenPassword,
    policy,
    subject,
    audited: false,
    stepUp: true,
    body: async ({ run }, { number }) => {
      const password = initialPassword();
      const kept = await run(keepGiven, { number, hash: await hashPassword(password), isNew });
      return { number, name: kept.name, password };
    },
  });
}

const open = giving('sign-in.open-account', true);
const reset = giving('sign-in.reset-password', false);

const disable = defineAction({
  name: 'sign-in.disable-account',
  ...common,
  body: async ({ tx, now, actor }, { number }) => {
    await manageable(tx, actor, number);
    await demandAccount(tx, number);
    await setDisabled(tx, number, now);
    await endDeskSessions(tx, number, now, 'account-disabled');
  },
});

const enable = defineAction({
  name: 'sign-in.enable-account',
  ...common,
  body: async ({ tx, actor }, { number }) => {
    const person = await manageable(tx, actor, number);
    if (!person.active) throw new Refusal('core.left', {}, 403);
    await demandAccount(tx, number);
    await setDisabled(tx, number, null);
  },
});

const unlock = defineAction({
  name: 'sign-in.unlock',
  ...common,
  body: async ({ tx, actor }, { number }) => {
    await manageable(tx, actor, number);
    await clearTries(tx, number);
  },
});

/** The next sign-in at a desk sets one up anew. */
const resetFactors = defineAction({
  name: 'sign-in.reset-factors',
  ...common,
  body: async ({ tx, now, actor }, { number }) => {
    await manageable(tx, actor, number);
    await tx.totp.deleteMany({ where: { staffNumber: number } });
    await tx.passkey.deleteMany({ where: { staffNumber: number } });
    await clearTries(tx, number, 'totp', 'passkey');
    await endDeskSessions(tx, number, now, 'ended-by-administrator');
  },
});

/** A lost phone: whatever is open anywhere. */
const endAll = defineAction({
  name: 'sign-in.end-sessions',
  input: whose,
  output: z.object({ ended: z.number() }),
  policy,
  subject,
  stepUp: true,
  body: async ({ tx, now, actor }, { number }) => {
    await manageable(tx, actor, number);
    return { ended: await endSessions(tx, number, now, 'ended-by-administrator') };
  },
});

export const accountActions: readonly AnyAction[] = [keepGiven, disable, enable, unlock, resetFactors, endAll];
export const accountFlows: readonly AnyFlow[] = [open, reset];
export const accountRoutes = [
  { method: 'POST', path: '/sign-in/accounts/:number/open', does: open },
  { method: 'POST', path: '/sign-in/accounts/:number/reset-password', does: reset },
  { method: 'POST', path: '/sign-in/accounts/:number/disable', does: disable },
  { method: 'POST', path: '/sign-in/accounts/:number/enable', does: enable },
  { method: 'POST', path: '/sign-in/accounts/:number/unlock', does: unlock },
  { method: 'POST', path: '/sign-in/accounts/:number/reset-factors', does: resetFactors },
  { method: 'POST', path: '/sign-in/accounts/:number/end-sessions', does: endAll },
] as const;
