/** Device-bound keys: WebAuthn level 2 with user verification, the counter checked, each challenge once. */
import type { AuthenticationResponseJSON, AuthenticatorTransport, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { isIP } from 'node:net';
import type { PrismaClient } from '../../../../prisma/generated/client.ts';
import type { Tx } from '../../../core/db.ts';
import type { Named } from '../model.ts';

/** A large library that few starts need: loaded with the first key. */
const webauthn = () => import('@simplewebauthn/server');

/** Whose key it is for: our pages' host, and what the browser says it is on. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** `undefined` where browsers allow no such keys: an address without a name, or a page without TLS. */
export function relyingParty(pagesUrl: string, name: string): RelyingParty | undefined {
  const { hostname, origin, protocol } = new URL(pagesUrl);
  const secure = protocol === 'https:' || hostname === 'localhost';
  return secure && isIP(hostname.replaceAll(/[[\]]/g, '')) === 0 ? { id: hostname, origin, name } : undefined;
}

export interface PasskeyRow {
  readonly id: string;
  readonly label: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export async function passkeysOf(db: Tx | PrismaClient, staffNumber: string): Promise<PasskeyRow[]> {
  return db.passkey.findMany({ where: { staffNumber }, select: { id: true, label: true, createdAt: true, lastUsedAt: true }, orderBy: { createdAt: 'asc' } });
}

export async function registrationOptions(prisma: PrismaClient, party: RelyingParty, person: Named): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await prisma.passkey.findMany({ where: { staffNumber: person.number }, select: { id: true } });
  const { generateRegistrationOptions } = await webauthn();
  return generateRegistrationOptions({
    rpID: party.id,
    rpName: party.name,
    userName: person.number,
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
  });
}

export interface NewPasskey {
  readonly id: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly transports: string[];
}

/** `undefined` when it is not what was asked for. */
export async function readRegistration(party: RelyingParty, challenge: string, response: unknown): Promise<NewPasskey | undefined> {
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await verifyRegistrationResponse({ response: response as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, requireUserVerification: true }).catch(() => undefined);
  if (verified?.verified !== true) return undefined;
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return { id, publicKey: new Uint8Array(publicKey), counter: BigInt(counter), transports: transports ?? [] };
}

export async function savePasskey(tx: Tx | PrismaClient, staffNumber: string, label: string, key: NewPasskey, now: Date): Promise<void> {
  await tx.passkey.create({ data: { ...key, staffNumber, label, createdAt: now } });
}

export async function assertionOptions(prisma: PrismaClient, party: RelyingParty, staffNumber: string): Promise<PublicKeyCredentialRequestOptionsJSON | undefined> {
  const known = await prisma.passkey.findMany({ where: { staffNumber }, select: { id: true, transports: true } });
  if (known.length === 0) return undefined;
  const allowCredentials = known.map(({ id, transports }) => ({ id, transports: transports as AuthenticatorTransport[] }));
  const { generateAuthenticationOptions } = await webauthn();
  return generateAuthenticationOptions({ rpID: party.id, allowCredentials, userVerification: 'required' });
}

/** Whether the key answered this challenge. A counter that does not grow is a copied key (WebAuthn 6.1.1). */
export async function takeAssertion(prisma: PrismaClient, party: RelyingParty, staffNumber: string, challenge: string, response: unknown, now: Date): Promise<boolean> {
  const id = typeof response === 'object' && response !== null && 'id' in response ? String(response.id) : '';
  const row = await prisma.passkey.findUnique({ where: { id } });
  if (row === null || row.staffNumber !== staffNumber) return false;
  const credential = { id: row.id, publicKey: new Uint8Array(row.publicKey), counter: Number(row.counter) };
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await verifyAuthenticationResponse({ response: response as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: party.origin, expectedRPID: party.id, credential, requireUserVerification: true }).catch(() => undefined);
  if (verified?.verified !== true) return false;
  const counter = BigInt(verified.authenticationInfo.newCounter);
  return (await prisma.passkey.updateMany({ where: { id, counter: row.counter }, data: { counter, lastUsedAt: now } })).count === 1;
}
