/** What the simulated vendor keeps: people with their keys and PINs, orders, revocations. */
import { randomBytes } from 'node:crypto';
import { Name } from '@peculiar/x509';
import { readCertificate } from '../../certificates.ts';
import { issueCertificate, rootName, type Issuer } from '../../local/issue.ts';
import { ALGORITHM_OF, makeKeyPair, type KeyKind, type KeyPair } from '../../local/keys.ts';
import type { Order } from '../contract.ts';

export interface Holder {
  readonly staffNumber: string;
  pin: string;
  wrong: number;
  readonly pair: KeyPair;
  readonly pem: string;
  revocation?: { serial: string; at: string; reason: string };
}

export interface Vendor {
  readonly issuer: Issuer;
  readonly root: string;
  readonly kind: KeyKind;
  readonly now: () => number;
  readonly holders: Holder[];
  readonly orders: Map<string, Order & { readonly holder: Holder; readonly callback: string | undefined }>;
}

const DAY = 86_400_000;

export async function openVendor(kind: KeyKind, now: () => number): Promise<Vendor> {
  const pair = await makeKeyPair(kind);
  const issuer = { name: rootName('模拟签名服务商', ALGORITHM_OF[kind.algorithm]), algorithm: ALGORITHM_OF[kind.algorithm], ...pair };
  const root = await issueCertificate({ ...dates(now(), 3650), subject: issuer.name, publicKey: pair.publicKey, authority: true }, issuer);
  return { issuer, root, kind, now, holders: [], orders: new Map() };
}

export async function issueHolder(vendor: Vendor, person: { staffNumber: string; name: string; department: string }, pin: string): Promise<Holder> {
  const pair = await makeKeyPair(vendor.kind);
  // Vendors write the person's name and a customer number of their own, not the hospital's staff number.
  const subject = new Name([{ C: ['CN'] }, { OU: [{ utf8String: person.department }] }, { CN: [{ utf8String: person.name }] }]);
  const pem = await issueCertificate({ ...dates(vendor.now(), 365), subject, publicKey: pair.publicKey, authority: false }, vendor.issuer);
  const holder = { staffNumber: person.staffNumber, pin, wrong: 0, pair, pem };
  vendor.holders.unshift(holder);
  return holder;
}

export function holderOf(vendor: Vendor, staffNumber: string): Holder | undefined {
  return vendor.holders.find((each) => each.staffNumber === staffNumber && each.revocation === undefined);
}

export function serialOf(holder: Holder): string {
  return readCertificate(holder.pem).serial;
}

/** Some base64url that stands for an RFC 3161 token; its content is nobody's business but the timestamp authority's. */
export function tokenOver(value: Uint8Array): string {
  return Buffer.concat([Buffer.from('simulated-token'), Buffer.from(value.slice(0, 8))]).toString('base64url');
}


function dates(now: number, days: number): { serial: string; notBefore: number; notAfter: number } {
  const notBefore = Math.floor(now / 1000) * 1000;
  return { serial: `4${randomBytes(15).toString('hex')}0`, notBefore, notAfter: notBefore + days * DAY };
}
