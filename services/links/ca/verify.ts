/**
 * Verification as a pure function: document, signature, what is trusted, now. The same code judges in the service, in
 * `npm run signature:verify` and in a browser page (which must be a secure context: https or localhost).
 */
import { DIGEST_OF, digestOf, signatureHolds } from './algorithms.ts';
import { fromBase64Url, sameBytes, strictPem } from './bytes.ts';
import { canonicalBytes } from './canonical.ts';
import { CERTIFICATE, isIssuedBy, readCertificate, type CertificateFacts } from './certificates.ts';
import { signatureSchema, signedBytes, type DetachedSignature } from './format.ts';
import type { Revocation, Trust, Verification, VerificationReason } from './port.ts';

/** Clocks of two servers may differ by this much, in milliseconds. */
const CLOCK_TOLERANCE = 5 * 60_000;

/** Judges in the order a reader asks: is it this document, did this key sign it, whose key is it, was it good then. */
export async function verifySignature(document: unknown, signature: unknown, trust: Trust, now: number): Promise<Verification> {
  const read = signatureSchema.safeParse(signature);
  if (!read.success) return { valid: false, reason: 'unreadable' };
  try {
    return await judge(document, read.data, trust, now);
  } catch {
    // A certificate, PEM text or document that cannot be read. What it claims is not repeated.
    return { valid: false, reason: 'unreadable' };
  }
}

async function judge(document: unknown, signature: DetachedSignature, trust: Trust, now: number): Promise<Verification> {
  const certificate = strictCertificate(signature.certificate);
  const { serial } = certificate;
  const { signer, signedAt, act } = signature;
  const claims = { signer, serial, signedAt, act };
  const reason =
    (await aboutContent(document, signature, certificate)) ??
    (await aboutTrust(signature, certificate, trust)) ??
    aboutTime(signature, certificate, now);
  if (reason !== undefined) return { valid: false, reason, ...claims };
  const revocation = trust.revocations.find((each) => each.serial === serial);
  if (revocation === undefined) return { valid: true, reason: 'holds', ...claims };
  if (!signedBefore(signedAt, revocation)) return { valid: false, reason: 'certificate-revoked-before', ...claims };
  return { valid: true, reason: 'holds', ...claims, revokedLater: revocation };
}

async function aboutContent(
  document: unknown,
  signature: DetachedSignature,
  certificate: CertificateFacts,
): Promise<VerificationReason | undefined> {
  const { algorithm, digestAlgorithm, digest, signer } = signature;
  if (digestAlgorithm !== DIGEST_OF[algorithm] || certificate.algorithm !== algorithm) return 'signature-broken';
  if ((await digestOf(digestAlgorithm, canonicalBytes(document))) !== digest) return 'document-changed';
  const value = fromBase64Url(signature.value);
  if (!(await signatureHolds(algorithm, certificate.publicKey, signedBytes(signature), value))) return 'signature-broken';
  const sameNumber = certificate.staffNumber === undefined || certificate.staffNumber === signer.staffNumber;
  if (certificate.name !== signer.name || !sameNumber || !certificate.signs) return 'signer-not-in-certificate';
  return undefined;
}

async function aboutTrust(
  signature: DetachedSignature,
  certificate: CertificateFacts,
  trust: Trust,
): Promise<VerificationReason | undefined> {
  const chain = signature.chain.map(strictCertificate);
  const signedAt = Date.parse(signature.signedAt);
  let issued = certificate;
  for (const issuer of chain) {
    // A root has signed itself: it would pass as its own issuer any number of times.
    if (sameBytes(issued.der, issuer.der) || !(await isIssuedBy(issued, issuer)) || !validAt(issuer, signedAt)) return 'chain-broken';
    issued = issuer;
  }
  const roots = trust.roots.map((pem) => readCertificate(pem).der);
  return roots.some((root) => sameBytes(root, issued.der)) ? undefined : 'issuer-not-trusted';
}

function aboutTime(signature: DetachedSignature, certificate: CertificateFacts, now: number): VerificationReason | undefined {
  const signedAt = Date.parse(signature.signedAt);
  if (signedAt > now + CLOCK_TOLERANCE) return 'signed-in-the-future';
  return validAt(certificate, signedAt) ? undefined : 'certificate-not-valid-then';
}

function validAt(certificate: CertificateFacts, time: number): boolean {
  return certificate.notBefore <= time && time <= certificate.notAfter;
}

function signedBefore(signedAt: string, revocation: Revocation): boolean {
  return Date.parse(signedAt) < Date.parse(revocation.at);
}

/** The text of a certificate is evidence too: it must be in the one layout. */
function strictCertificate(pem: string): CertificateFacts {
  strictPem(pem, CERTIFICATE);
  return readCertificate(pem);
}
