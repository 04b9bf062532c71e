/** What a signed-in person does about their own proofs: showing one again, setting one up, a new password. */
import { z } from 'zod';
import { type Actor, type ActorSession, byAnyStaff } from '../../../core/access.ts';
import { Refusal } from '../../../core/errors.ts';
import { newId } from '../../../core/ids.ts';
import { type AnyAction, type AnyFlow, defineAction, defineFlow } from '../../../core/module.ts';
import { refusals } from '../../../core/phrases.ts';
import { endDeskSessions, markSteppedUp } from '../../../core/session.ts';
import { whoAmI } from '../../directory/index.ts';
import { phrases } from '../phrases.ts';
import { myFactors, passkeyAnswer, passkeyOptions, passkeyRegistration, passwordChange, stepUp, steppedUp, totpConfirmation, totpDraft } from '../schema.ts';
import type { SignInKit } from '../settings.ts';
import { acceptableHash } from '../store/change.ts';
import { beginPasskey, beginTotp, challengePasskey, factorsOf, proveTotp, provePasskey, provenPasskey, provenTotp } from '../store/factors.ts';
import { tryProof } from '../store/guard.ts';
import { findPassword, isPassword, savePassword } from '../store/passwords.ts';
import { savePasskey } from '../store/passkeys.ts';
import { saveTotp } from '../store/totp.ts';

const refuse = refusals(phrases);
const nothing = z.object({});
const minute = 60_000;

/** A page's session: nothing here is done in a chat. */
function sessionOf(actor: Actor): ActorSession {
  if (actor.kind !== 'staff' || actor.session === undefined) throw new Refusal('core.sign-in-first', {}, 401);
  return actor.session;
}

const pinOf = ({ ca }: Pick<SignInKit, 'ca'>) => async (number: string): Promise<boolean> => (await ca.certificates(number)).some(({ state }) => state === 'valid');

/**
 * A stolen session must not give itself a factor: whoever has one shows it, whoever has none has just signed in.
 * @throws Refusal `core.step-up`, `sign-in.fresh-sign-in`
 */
export function rightToEnrol(kit: SignInKit): (actor: Actor, now: Date) => Promise<ActorSession> {
  const { prisma, rules } = kit;
  const hasPin = pinOf(kit);
  return async (actor, now) => {
    const session = sessionOf(actor);
    const { totp, passkeys } = await factorsOf(kit, actor.id);
    const since = (at: Date | null | undefined): boolean => at !== null && at !== undefined && now.getTime() - at.getTime() <= rules.freshMinutes * minute;
    if (since(session.steppedUpAt)) return session;
    if (totp || passkeys.length > 0 || (await hasPin(actor.id))) throw new Refusal('core.step-up', {}, 403);
    const row = await prisma.session.findUnique({ where: { id: session.id }, select: { createdAt: true } });
    if (!since(row?.createdAt)) throw refuse('sign-in.fresh-sign-in', { minutes: rules.freshMinutes }, 403);
    return session;
  };
}

export function ownProofs(kit: SignInKit) {
  const { prisma, seal, ca, rules } = kit;

  const hasPin = pinOf(kit);
  const demandRightToEnrol = rightToEnrol(kit);

  const noteStepUp = defineAction({
    name: 'sign-in.note-step-up',
    input: z.object({ by: z.enum(['totp', 'pin', 'passkey']) }),
    output: z.void(),
    policy: byAnyStaff,
    subject: ({ by }) => by,
    body: async ({ tx, now, actor }, { by }) => markSteppedUp(tx, sessionOf(actor).id, by, now),
  });

  const showAgain = defineFlow({
    name: 'sign-in.step-up',
    input: stepUp,
    output: steppedUp,
    policy: byAnyStaff,
    audited: false,
    subject: ({ method }) => method,
    body: async ({ actor, now, run }, input) => {
      const session = sessionOf(actor);
      if (input.method === 'totp') await proveTotp(kit, actor.id, input.code, now);
      if (input.method === 'passkey') await provePasskey(kit, 'passkey step-up', actor.id, session.id, input, now);
      // The authority counts wrong PINs and locks by itself; signing a challenge is the proof both kinds of it know.
      if (input.method === 'pin') await ca.sign({ key: `sign-in:${newId()}:step-up`, staffNumber: actor.id, pin: input.pin, document: { purpose: 'step-up', session: session.id, at: now.toISOString() }, act: '再次确认本人' });
      await run(noteStepUp, { by: input.method });
      return { minutes: rules.freshMinutes };
    },
  });

  const challenge = defineFlow({
    name: 'sign-in.step-up-challenge',
    input: nothing,
    output: passkeyOptions,
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now }) => challengePasskey(kit, 'passkey step-up', actor.id, sessionOf(actor).id, now),
  });

  const factors = defineFlow({
    name: 'sign-in.my-factors',
    input: nothing,
    output: myFactors,
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor }) => {
      const { totp, passkeys } = await factorsOf(kit, actor.id);
      const row = await findPassword(prisma, actor.id);
      const days = rules.policy.maxDays;
      const changeBy = row === undefined || days === 0 ? null : new Date(row.changedAt.getTime() + days * 86_400_000);
      return { totp, passkeys: [...passkeys], pin: await hasPin(actor.id), passkeysPossible: kit.party !== undefined, password: row === undefined ? null : { changedAt: row.changedAt, changeBy, minLength: rules.policy.minLength } };
    },
  });

  const startTotp = defineFlow({
    name: 'sign-in.start-totp',
    input: nothing,
    output: totpDraft,
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now }) => beginTotp(kit, actor.id, (await demandRightToEnrol(actor, now)).id, now),
  });

  const keepTotp = defineAction({
    name: 'sign-in.set-up-totp',
    input: z.object({ secret: z.string(), step: z.bigint() }),
    output: z.void(),
    policy: byAnyStaff,
    body: async ({ tx, now, actor }, { secret, step }) => {
      await saveTotp(tx, seal, actor.id, secret, step, now);
      await markSteppedUp(tx, sessionOf(actor).id, 'totp', now);
    },
  });

  const confirmTotp = defineFlow({
    name: 'sign-in.confirm-totp',
    input: totpConfirmation,
    output: z.void(),
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now, run }, input) => {
      const session = await demandRightToEnrol(actor, now);
      await run(keepTotp, await provenTotp(kit, actor.id, session.id, input, now));
    },
  });

  const startPasskey = defineFlow({
    name: 'sign-in.start-passkey',
    input: nothing,
    output: passkeyOptions,
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now, ask }) => beginPasskey(kit, await ask(whoAmI, {}), (await demandRightToEnrol(actor, now)).id, now),
  });

  const keepPasskey = defineAction({
    name: 'sign-in.set-up-passkey',
    input: z.object({ id: z.string(), publicKey: z.instanceof(Uint8Array), counter: z.bigint(), transports: z.array(z.string()), label: z.string() }),
    output: z.void(),
    policy: byAnyStaff,
    subject: ({ label }) => label,
    body: async ({ tx, now, actor }, { label, publicKey, ...key }) => {
      await savePasskey(tx, actor.id, label, { ...key, publicKey: new Uint8Array(publicKey) }, now);
      await markSteppedUp(tx, sessionOf(actor).id, 'passkey', now);
    },
  });

  const confirmPasskey = defineFlow({
    name: 'sign-in.confirm-passkey',
    input: passkeyRegistration,
    output: z.void(),
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now, run }, { label, ...proof }) => {
      const session = await demandRightToEnrol(actor, now);
      await run(keepPasskey, { ...(await provenPasskey(kit, session.id, passkeyAnswer.parse(proof), now)), label });
    },
  });

  const removePasskey = defineAction({
    name: 'sign-in.remove-passkey',
    input: z.object({ id: z.string().min(1).max(1024) }),
    output: z.void(),
    policy: byAnyStaff,
    subject: ({ id }) => id.slice(0, 32),
    stepUp: true,
    body: async ({ tx, actor }, { id }) => {
      const others = (await tx.passkey.count({ where: { staffNumber: actor.id, id: { not: id } } })) + (await tx.totp.count({ where: { staffNumber: actor.id } }));
      if (others === 0) throw refuse('sign-in.last-factor');
      const { count } = await tx.passkey.deleteMany({ where: { staffNumber: actor.id, id } });
      if (count === 0) throw new Refusal('core.not-found', {}, 404);
    },
  });

  const keepPassword = defineAction({
    name: 'sign-in.change-password',
    input: z.object({ hash: z.string() }),
    output: z.void(),
    policy: byAnyStaff,
    body: async ({ tx, now, actor }, { hash }) => {
      await savePassword(tx, actor.id, hash, now, false);
      await endDeskSessions(tx, actor.id, now, 'password-changed', sessionOf(actor).id);
    },
  });

  const changePassword = defineFlow({
    name: 'sign-in.new-password',
    input: passwordChange,
    output: z.void(),
    policy: byAnyStaff,
    audited: false,
    body: async ({ actor, now, run, ask }, { current, password }) => {
      const row = await findPassword(prisma, actor.id);
      if (row === undefined) throw refuse('sign-in.no-account');
      if (!(await tryProof({ prisma, lock: rules.lock }, actor.id, 'password', now, () => isPassword(row, current)))) throw refuse('sign-in.wrong-current', {}, 403);
      await run(keepPassword, { hash: await acceptableHash(kit, await ask(whoAmI, {}), row, password) });
    },
  });

  const actions: readonly AnyAction[] = [noteStepUp, keepTotp, keepPasskey, removePasskey, keepPassword];
  const flows: readonly AnyFlow[] = [showAgain, challenge, factors, startTotp, confirmTotp, startPasskey, confirmPasskey, changePassword];
  const routes = [
    { method: 'POST', path: '/sign-in/step-up', does: showAgain },
    { method: 'POST', path: '/sign-in/step-up/challenge', does: challenge },
    { method: 'GET', path: '/sign-in/factors', does: factors },
    { method: 'POST', path: '/sign-in/factors/totp', does: startTotp },
    { method: 'POST', path: '/sign-in/factors/totp/confirm', does: confirmTotp },
    { method: 'POST', path: '/sign-in/factors/passkeys', does: startPasskey },
    { method: 'POST', path: '/sign-in/factors/passkeys/confirm', does: confirmPasskey },
    { method: 'DELETE', path: '/sign-in/factors/passkeys/:id', does: removePasskey },
    { method: 'POST', path: '/sign-in/password', does: changePassword },
  ] as const;
  return { actions, flows, routes };
}
