/**
 * Reading X.509 certificates. `@peculiar/x509` reads the fields; the octets under the issuer's signature are cut out
 * here, because the library cannot check SM2.
 */
import 'reflect-metadata';
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, X509Certificate } from '@peculiar/x509';
import { algorithmOfKey, SIGNATURE_OIDS, signatureHolds } from './algorithms.ts';
import { fromPem, sameBytes } from './bytes.ts';
import { bitString, readSequence } from './der.ts';
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithm } from './format.ts';

export const CERTIFICATE = 'CERTIFICATE';

/** Attribute `serialNumber` of a name (X.520): we write the staff number there. */
export const STAFF_NUMBER_OID = '2.5.4.5';

export interface CertificateFacts {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly serial: string;
  readonly name: string;
  /** Vendors write their own customer number or nothing at all. */
  readonly staffNumber: string | undefined;
  readonly department: string;
  readonly issuedBy: string;
  /** Milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** What this key signs with. */
  readonly algorithm: SignatureAlgorithm | undefined;
  /** May issue certificates. */
  readonly authority: boolean;
  /** May sign documents (key usage digitalSignature or nonRepudiation, or none named). */
  readonly signs: boolean;
}

/** @throws Error when the text is no certificate */
export function readCertificate(pem: string): CertificateFacts {
  const der = fromPem(pem, CERTIFICATE);
  const certificate = new X509Certificate(der);
  const field = (name: string): string | undefined => certificate.subjectName.getField(name)[0];
  const usages = certificate.getExtension(KeyUsagesExtension)?.usages;
  const publicKey = new Uint8Array(certificate.publicKey.rawData);
  return {
    der,
    serial: certificate.serialNumber.toLowerCase(),
    name: field('CN') ?? '',
    staffNumber: field(STAFF_NUMBER_OID),
    department: field('OU') ?? '',
    issuedBy: certificate.issuerName.getField('CN')[0] ?? certificate.issuer,
    notBefore: certificate.notBefore.getTime(),
    notAfter: certificate.notAfter.getTime(),
    publicKey,
    algorithm: algorithmOfKey(publicKey),
    authority: certificate.getExtension(BasicConstraintsExtension)?.ca === true && allows(usages, KeyUsageFlags.keyCertSign),
    signs: allows(usages, KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation),
  };
}

/** Names match, the issuer is an authority, and its key made the signature. */
export async function isIssuedBy(certificate: CertificateFacts, issuer: CertificateFacts): Promise<boolean> {
  const { tbs, algorithm, value, issuerName } = signedPart(certificate.der);
  if (!issuer.authority || algorithm === undefined) return false;
  if (!sameBytes(issuerName, signedPart(issuer.der).subjectName)) return false;
  return signatureHolds(algorithm, issuer.publicKey, tbs, value);
}

interface SignedPart {
  readonly tbs: Uint8Array<ArrayBuffer>;
  readonly algorithm: SignatureAlgorithm | undefined;
  readonly value: Uint8Array<ArrayBuffer>;
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
}

/** `Certificate ::= SEQUENCE { tbs { [0] version, serial, signature, issuer, validity, subject, … }, algorithm, value }` */
function signedPart(der: Uint8Array<ArrayBuffer>): SignedPart {
  const [tbs, outer, value] = readSequence(der);
  if (tbs === undefined || outer === undefined) throw new Error('not a certificate');
  const [version, , inner, issuer, , subject] = readSequence(tbs.whole);
  const v3 = version?.tag === 0xa0;
  // RFC 5280 4.1.1.2: the algorithm outside the signature must be the one inside.
  if (!v3 || inner === undefined || !sameBytes(inner.whole, outer.whole)) throw new Error('not a v3 certificate');
  return {
    tbs: tbs.whole,
    algorithm: algorithmOf(new X509Certificate(der)),
    value: bitString(value),
    issuerName: issuer?.whole ?? new Uint8Array(),
    subjectName: subject?.whole ?? new Uint8Array(),
  };
}

function algorithmOf(certificate: X509Certificate): SignatureAlgorithm | undefined {
  const { name, hash } = certificate.signatureAlgorithm as { readonly name: string; readonly hash?: { readonly name: string } };
  const known: Readonly<Record<string, SignatureAlgorithm>> = {
    'ECDSA SHA-256': 'ecdsa-p256-sha256',
    'RSASSA-PKCS1-v1_5 SHA-256': 'rsa-pkcs1-sha256',
  };
  return known[`${name} ${hash?.name ?? ''}`] ?? SIGNATURE_ALGORITHMS.find((each) => SIGNATURE_OIDS[each] === name);
}

function allows(usages: KeyUsageFlags | undefined, wanted: number): boolean {
  return usages === undefined || (usages & wanted) !== 0;
}
