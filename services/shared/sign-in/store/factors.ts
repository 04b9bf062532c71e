/** Second factors of a person, whichever they have: proving one and setting one up. */
import { z } from 'zod';
import { refusals } from '../../../core/phrases.ts';
import type { Named } from '../model.ts';
import { phrases } from '../phrases.ts';
import type { SignInKit } from '../settings.ts';
import { tryProof } from './guard.ts';
import { type NewPasskey, assertionOptions, passkeysOf, readRegistration, registrationOptions, takeAssertion } from './passkeys.ts';
import { type TokenUse, giveToken, readToken, useOnce } from './tokens.ts';
import { draftTotp, hasTotp, stepOf, takeCode } from './totp.ts';

const refuse = refusals(phrases);
const challenge = z.object({ challenge: z.string() });

export interface Factors {
  readonly totp: boolean;
  readonly passkeys: Awaited<ReturnType<typeof passkeysOf>>;
}

export async function factorsOf({ prisma }: Pick<SignInKit, 'prisma'>, number: string): Promise<Factors> {
  return { totp: await hasTotp(prisma, number), passkeys: await passkeysOf(prisma, number) };
}

export type LockedHook = (who: string) => Promise<void>;

/** @throws Refusal `sign-in.wrong-code`, `sign-in.locked` */
export async function proveTotp({ prisma, seal, rules }: SignInKit, number: string, code: string, now: Date, locked?: LockedHook): Promise<void> {
  const guard = { prisma, lock: rules.lock, ...(locked === undefined ? {} : { locked }) };
  if (!(await tryProof(guard, number, 'totp', now, () => takeCode(prisma, seal, number, code, now)))) throw refuse('sign-in.wrong-code', {}, 403);
}

export interface Challenge {
  readonly options: { readonly challenge: string; readonly [more: string]: unknown };
  readonly token: string;
}

/** `holder`: the person at sign-in, the session at step-up. @throws Refusal `sign-in.no-factor` */
export async function challengePasskey(kit: SignInKit, use: TokenUse, number: string, holder: string, now: Date): Promise<Challenge> {
  const options = kit.party === undefined ? undefined : await assertionOptions(kit.prisma, kit.party, number);
  if (options === undefined) throw refuse('sign-in.no-factor');
  return { options: { ...options }, token: giveToken(kit.seal, use, holder, { challenge: options.challenge }, now) };
}

export interface PasskeyProof {
  readonly response: unknown;
  readonly token: string;
}

/** @throws Refusal `sign-in.wrong-passkey`, `sign-in.locked` */
export async function provePasskey(kit: SignInKit, use: TokenUse, number: string, holder: string, { response, token }: PasskeyProof, now: Date, locked?: LockedHook): Promise<void> {
  const { prisma, seal, rules, party } = kit;
  const given = readToken(seal, use, token, challenge, now);
  const guard = { prisma, lock: rules.lock, ...(locked === undefined ? {} : { locked }) };
  const holds = await tryProof(guard, number, 'passkey', now, async () => {
    if (party === undefined || given === undefined || given.holder !== holder || !(await useOnce(prisma, given))) return false;
    return takeAssertion(prisma, party, number, given.data.challenge, response, now);
  });
  if (!holds) throw refuse('sign-in.wrong-passkey', {}, 403);
}

const totpSecret = z.object({ secret: z.string() });

export function beginTotp({ seal, issuer }: SignInKit, number: string, holder: string, now: Date): { secret: string; uri: string; token: string } {
  const { secret, uri } = draftTotp(number, issuer);
  return { secret, uri, token: giveToken(seal, 'totp enrolment', holder, { secret }, now) };
}

/** The secret and the step of the code that proved it. @throws Refusal `sign-in.enrol-over`, `sign-in.enrol-code` */
export async function provenTotp({ prisma, seal, rules }: SignInKit, number: string, holder: string, { code, token }: { code: string; token: string }, now: Date): Promise<{ secret: string; step: bigint }> {
  const given = readToken(seal, 'totp enrolment', token, totpSecret, now);
  if (given === undefined || given.holder !== holder) throw refuse('sign-in.enrol-over');
  let step: bigint | undefined;
  const holds = async (): Promise<boolean> => {
    step = stepOf(given.data.secret, code, now);
    return step !== undefined;
  };
  if (!(await tryProof({ prisma, lock: rules.lock }, number, 'totp', now, holds)) || step === undefined) throw refuse('sign-in.enrol-code', {}, 422);
  if (!(await useOnce(prisma, given))) throw refuse('sign-in.enrol-over');
  return { secret: given.data.secret, step };
}

/** @throws Refusal `sign-in.no-factor` where no such keys are possible */
export async function beginPasskey({ prisma, seal, party }: SignInKit, person: Named, holder: string, now: Date): Promise<Challenge> {
  if (party === undefined) throw refuse('sign-in.no-factor');
  const options = await registrationOptions(prisma, party, person);
  return { options: { ...options }, token: giveToken(seal, 'passkey enrolment', holder, { challenge: options.challenge }, now) };
}

/** @throws Refusal `sign-in.enrol-over`, `sign-in.wrong-passkey`, `sign-in.passkey-known` */
export async function provenPasskey({ prisma, seal, party }: SignInKit, holder: string, { response, token }: PasskeyProof, now: Date): Promise<NewPasskey> {
  const given = readToken(seal, 'passkey enrolment', token, challenge, now);
  if (party === undefined || given === undefined || given.holder !== holder || !(await useOnce(prisma, given))) throw refuse('sign-in.enrol-over');
  const key = await readRegistration(party, given.data.challenge, response);
  if (key === undefined) throw refuse('sign-in.wrong-passkey', {}, 422);
  if ((await prisma.passkey.count({ where: { id: key.id } })) > 0) throw refuse('sign-in.passkey-known');
  return key;
}
