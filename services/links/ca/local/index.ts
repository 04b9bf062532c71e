/** The certificate authority built into the product, for hospitals without a vendor's CA and for the demonstration. */
import { Refusal } from '../../../core/errors.ts';
import type { CertificateAuthority, Trust } from '../port.ts';
import { verifySignature } from '../verify.ts';
import { checkUpLocal } from './check-up.ts';
import { localCa, pinContext, type LocalCa, type LocalCaSettings } from './local-ca.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { demandKey, describe, enrolPerson, revocationOf } from './people.ts';
import { demandStrongPin, openWithPin } from './pin.ts';
import { signFor } from './sign.ts';
import { wrapKey } from './wrap.ts';

export type { LocalCaSettings } from './local-ca.ts';
export type { PinCost } from './wrap.ts';

/** @throws Fault when the seal key is not 32 octets */
export function localAuthority(settings: LocalCaSettings): CertificateAuthority {
  const ca = localCa(settings);
  const queue = oneAtATime();
  return {
    enrol: (person, pin) => queue(person.staffNumber, () => enrolPerson(ca, person, pin)),
    changePin: (staffNumber, pin, newPin) => queue(staffNumber, () => changePin(ca, staffNumber, pin, newPin)),
    sign: (request) => queue(request.staffNumber, () => signFor(ca, request)),
    verify: async (document, signature) => verifySignature(document, signature, await trustOf(ca), ca.now()),
    revoke: async (serial, reason) => {
      if (!(await ca.store.revoke(serial, reason, ca.now()))) throw new Refusal('signatures.no-such-certificate', {}, 404);
    },
    certificates: async (staffNumber) => (await ca.store.keys(staffNumber)).map((key) => describe(ca, key)),
    trust: () => trustOf(ca),
    checkUp: () => checkUpLocal(ca),
  };
}

async function changePin(ca: LocalCa, staffNumber: string, pin: string, newPin: string): Promise<void> {
  demandStrongPin(newPin, staffNumber);
  const key = await demandKey(ca, staffNumber);
  const privateKey = await openWithPin(ca, key, pin);
  try {
    const after = await wrapKey(ca.keyWrap, privateKey, newPin, pinContext(ca, key));
    if (!(await ca.store.rewrap(key.serial, key.wrapped, after))) throw new Refusal('signatures.pin-changed-meanwhile');
  } finally {
    privateKey.fill(0);
  }
}

async function trustOf(ca: LocalCa): Promise<Trust> {
  const [roots, revoked] = await Promise.all([ca.store.roots(), ca.store.revoked()]);
  const revocations = revoked.flatMap((key) => revocationOf(key) ?? []);
  return { roots: roots.map((root) => root.certificate), revocations };
}
