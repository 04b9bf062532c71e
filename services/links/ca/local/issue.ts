/** Building certificates with `@peculiar/x509`; the signature over them is made by `keys.ts` for all three algorithms. */
import 'reflect-metadata';
import { createHash } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Name,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
  type JsonNameParams,
} from '@peculiar/x509';
import { SIGNATURE_OIDS } from '../algorithms.ts';
import { fromHex, toPem } from '../bytes.ts';
import { CERTIFICATE, STAFF_NUMBER_OID } from '../certificates.ts';
import { bitString, readSequence } from '../der.ts';
import type { SignatureAlgorithm } from '../format.ts';
import type { Person } from '../port.ts';
import { makeSignature } from './keys.ts';

export interface Issuer {
  readonly name: Name;
  readonly algorithm: SignatureAlgorithm;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly privateKey: Buffer;
}

export interface CertificateOrder {
  readonly serial: string;
  readonly subject: Name;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly authority: boolean;
}

/** The certificate as PEM. */
export async function issueCertificate(order: CertificateOrder, issuer: Issuer): Promise<string> {
  const unsigned = {
    serialNumber: order.serial,
    subject: order.subject,
    issuer: issuer.name,
    notBefore: new Date(order.notBefore),
    notAfter: new Date(order.notAfter),
    publicKey: order.publicKey,
    extensions: extensionsOf(order, issuer),
    signingAlgorithm: oidAlgorithm(issuer.algorithm),
  };
  // The generator knows no SM2, so it is asked twice: once for the octets to sign, once with the signature.
  const draft = await X509CertificateGenerator.create({ ...unsigned, signature: new Uint8Array(1) });
  const [tbs] = readSequence(new Uint8Array(draft.rawData));
  if (tbs === undefined) throw new Error('certificate draft without content');
  const signature = makeSignature(issuer.algorithm, issuer.privateKey, tbs.whole);
  const signed = await X509CertificateGenerator.create({ ...unsigned, signature });
  return toPem(new Uint8Array(signed.rawData), CERTIFICATE);
}

export function rootName(hospital: string, algorithm: string): Name {
  return new Name([COUNTRY, words('O', hospital), words('CN', `电子签名根证书 ${algorithm}`)]);
}

export function personName(person: Person, hospital: string): Name {
  const { name, department, staffNumber } = person;
  const unit = department === '' ? [] : [words('OU', department)];
  return new Name([COUNTRY, words('O', hospital), ...unit, words(STAFF_NUMBER_OID, staffNumber), words('CN', name)]);
}

/** RFC 5280 wants the country as PrintableString. */
const COUNTRY: JsonNameParams[number] = { C: [{ printableString: 'CN' }] };

/** Spelled out as an object, because the library reads a plain text beginning with `#` as hexadecimal. */
function words(attribute: string, utf8String: string): JsonNameParams[number] {
  return { [attribute]: [{ utf8String }] };
}

/** Profile of RFC 5280: an authority signs certificates and lists, a person signs documents (GB/T 20518: 签名证书). */
function extensionsOf(order: CertificateOrder, issuer: Issuer): Extension[] {
  const usage = order.authority
    ? KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign
    : KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation;
  return [
    new BasicConstraintsExtension(order.authority, order.authority ? 0 : undefined, true),
    new KeyUsagesExtension(usage, true),
    new SubjectKeyIdentifierExtension(keyIdentifier(order.publicKey)),
    new AuthorityKeyIdentifierExtension(keyIdentifier(issuer.publicKey)),
  ];
}

/** RFC 7093 method 1: the first 160 bits of SHA-256 over the public key. */
function keyIdentifier(publicKey: Uint8Array<ArrayBuffer>): string {
  const key = bitString(readSequence(publicKey)[1]);
  return createHash('sha256').update(key).digest('hex').slice(0, 40);
}

/** RFC 4055 wants NULL parameters with RSA; the others have none. */
function oidAlgorithm(algorithm: SignatureAlgorithm): { readonly name: string; readonly parameters?: ArrayBuffer } {
  const name = SIGNATURE_OIDS[algorithm];
  return algorithm === 'rsa-pkcs1-sha256' ? { name, parameters: fromHex('0500').buffer } : { name };
}
