/** Signing with a person's key. */
import { Fault } from '../../../core/errors.ts';
import { toBase64Url } from '../bytes.ts';
import { isIssuedBy, readCertificate, type CertificateFacts } from '../certificates.ts';
import { assemble, signedBytes, type DetachedSignature } from '../format.ts';
import type { SigningRequest } from '../port.ts';
import { draftStatement } from '../statement.ts';
import { makeSignature } from './keys.ts';
import type { LocalCa } from './local-ca.ts';
import { demandKey } from './people.ts';
import { openWithPin } from './pin.ts';

/** @throws Refusal when the PIN is wrong or there is no valid certificate */
export async function signFor(ca: LocalCa, request: SigningRequest): Promise<DetachedSignature> {
  const { staffNumber, document, act, pin } = request;
  const key = await demandKey(ca, staffNumber);
  const certificate = readCertificate(key.certificate);
  const { name, algorithm } = certificate;
  if (algorithm === undefined) throw new Fault('a certificate of ours has a key of unknown kind');
  const chain = [await issuerOf(ca, certificate)];
  const statement = await draftStatement({ staffNumber, name, document, act, certificate: key.certificate, algorithm, now: ca.now() });
  const privateKey = await openWithPin(ca, key, pin);
  try {
    const value = makeSignature(algorithm, privateKey, signedBytes(statement));
    return assemble(statement, { value: toBase64Url(value), chain });
  } finally {
    privateKey.fill(0);
  }
}

/** The root that issued it: not always today's, the setting may have changed since. */
async function issuerOf(ca: LocalCa, certificate: CertificateFacts): Promise<string> {
  for (const root of await ca.store.roots()) {
    if (await isIssuedBy(certificate, readCertificate(root.certificate))) return root.certificate;
  }
  throw new Fault('no root of ours issued this certificate');
}
