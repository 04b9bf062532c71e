/** The root of the local CA: made on first use, kept, its private key sealed by the service's 32-octet key. */
import 'reflect-metadata';
import { X509Certificate } from '@peculiar/x509';
import { Fault } from '../../../core/errors.ts';
import { readCertificate } from '../certificates.ts';
import type { RootRecord } from '../key-store.ts';
import { issueCertificate, rootName, type Issuer } from './issue.ts';
import { ALGORITHM_OF, makeKeyPair } from './keys.ts';
import { newSerial, type LocalCa } from './local-ca.ts';
import { openRootKey, sealRootKey } from './wrap.ts';

/** Outlives every certificate it will issue. */
const ROOT_DAYS = 20 * 365;

/** The root that issues now; other roots stay trusted for what they issued. */
export async function currentRoot(ca: LocalCa): Promise<RootRecord> {
  const id = ALGORITHM_OF[ca.kind.algorithm];
  return (await ca.store.root(id)) ?? ca.store.keepRoot(await makeRoot(ca, id));
}

/** Lends the root's key for one piece of work and zeroes it. */
export async function withIssuer<T>(ca: LocalCa, root: RootRecord, work: (issuer: Issuer) => Promise<T>): Promise<T> {
  const algorithm = ALGORITHM_OF[ca.kind.algorithm];
  const privateKey = openRootKey(root.sealedKey, { sealKey: ca.sealKey, bound: root.id });
  if (privateKey === undefined) throw new Fault('the CA root key does not open: the seal key was changed');
  try {
    // The name as it stands in the root, octet for octet: the hospital's name in the settings may have changed since.
    const name = new X509Certificate(root.certificate).subjectName;
    const { publicKey } = readCertificate(root.certificate);
    return await work({ name, algorithm, publicKey, privateKey });
  } finally {
    privateKey.fill(0);
  }
}

async function makeRoot(ca: LocalCa, id: string): Promise<RootRecord> {
  const pair = await makeKeyPair(ca.kind);
  const algorithm = ALGORITHM_OF[ca.kind.algorithm];
  const name = rootName(ca.hospital, algorithm);
  const notBefore = Math.floor(ca.now() / 1000) * 1000;
  const order = {
    serial: newSerial(),
    subject: name,
    publicKey: pair.publicKey,
    notBefore,
    notAfter: notBefore + ROOT_DAYS * 86_400_000,
    authority: true,
  };
  try {
    const certificate = await issueCertificate(order, { name, algorithm, ...pair });
    const sealedKey = sealRootKey(ca.keyWrap, pair.privateKey, { sealKey: ca.sealKey, bound: id });
    return { id, certificate, sealedKey, createdAt: ca.now() };
  } finally {
    pair.privateKey.fill(0);
  }
}
