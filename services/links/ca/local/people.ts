/** Certificates of people: giving them out, and showing them as the port does. */
import { Refusal } from '../../../core/errors.ts';
import { readCertificate } from '../certificates.ts';
import { describeCertificate } from '../describe.ts';
import type { KeyRecord } from '../key-store.ts';
import type { Certificate, Person, Revocation } from '../port.ts';
import { issueCertificate, personName } from './issue.ts';
import { makeKeyPair } from './keys.ts';
import { newSerial, pinContext, type LocalCa } from './local-ca.ts';
import { demandStrongPin } from './pin.ts';
import { currentRoot, withIssuer } from './root.ts';
import { wrapKey } from './wrap.ts';

const DAY = 86_400_000;

/** @throws Refusal `signatures.already-enrolled`, `signatures.weak-pin` */
export async function enrolPerson(ca: LocalCa, person: Person, pin: string): Promise<Certificate> {
  demandStrongPin(pin, person.staffNumber);
  if ((await validKey(ca, person.staffNumber)) !== undefined) throw new Refusal('signatures.already-enrolled');
  const pair = await makeKeyPair(ca.kind);
  try {
    const serial = newSerial();
    const certificate = await issueTo(ca, person, serial, pair.publicKey);
    const owner = { serial, staffNumber: person.staffNumber };
    const wrapped = await wrapKey(ca.keyWrap, pair.privateKey, pin, pinContext(ca, owner));
    const record: KeyRecord = { ...owner, wrapped, certificate, createdAt: ca.now() };
    await ca.store.addKey(record);
    // A new key has a new PIN: what was tried against the old one no longer counts.
    await ca.store.clearTries(person.staffNumber, (await ca.store.pinGuard(person.staffNumber)).lockedUntil);
    return describe(ca, record);
  } finally {
    pair.privateKey.fill(0);
  }
}

/** The key the person signs with now. */
export async function validKey(ca: LocalCa, staffNumber: string): Promise<KeyRecord | undefined> {
  const keys = await ca.store.keys(staffNumber);
  return keys.find((key) => describe(ca, key).state === 'valid');
}

/** @throws Refusal `signatures.not-enrolled`, `signatures.certificate-ended` */
export async function demandKey(ca: LocalCa, staffNumber: string): Promise<KeyRecord> {
  const key = await validKey(ca, staffNumber);
  if (key !== undefined) return key;
  const had = (await ca.store.keys(staffNumber)).length > 0;
  throw new Refusal(had ? 'signatures.certificate-ended' : 'signatures.not-enrolled');
}

export function describe(ca: LocalCa, key: KeyRecord): Certificate {
  const { certificate, staffNumber } = key;
  return describeCertificate(certificate, { staffNumber, now: ca.now(), revocation: revocationOf(key) });
}

export function revocationOf(key: KeyRecord): Revocation | undefined {
  const { serial, revokedAt, revokedWhy } = key;
  if (revokedAt === undefined || revokedWhy === undefined) return undefined;
  return { serial, at: new Date(revokedAt).toISOString(), reason: revokedWhy };
}

async function issueTo(ca: LocalCa, person: Person, serial: string, publicKey: Uint8Array<ArrayBuffer>): Promise<string> {
  const root = await currentRoot(ca);
  // Whole seconds, as certificates count; rounded down so that the first signature falls inside.
  const notBefore = Math.floor(ca.now() / 1000) * 1000;
  const notAfter = Math.min(notBefore + ca.certificateDays * DAY, readCertificate(root.certificate).notAfter);
  const subject = personName(person, ca.hospital);
  const order = { serial, subject, publicKey, notBefore, notAfter, authority: false };
  return withIssuer(ca, root, (issuer) => issueCertificate(order, issuer));
}
