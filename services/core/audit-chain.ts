/**
 * The arithmetic of the audit chain. Rows stand in one of sixteen lanes, each a chain of its own:
 *
 *   mac  = suite, key version, HMAC(row key, lane and every column of the row)     made here, before the row is written
 *   link = HMAC(link key, mac)                                                     sent to the database, never stored
 *   hash = SHA-256(hash before ‖ seq ‖ mac ‖ link)                                 made by the database, with seq
 *
 * The place in the lane is known only inside the statement that takes it, so it cannot be part of `mac`; it is part of
 * `hash`, together with `link`, which nobody can make without the key. Whoever writes to the database alone can
 * therefore neither change a row nor take one out and close the gap. Cutting off a lane's end leaves a shorter chain
 * that is whole in itself: the anchors show that.
 */
import { type KeyObject, createHash, createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './seal.ts';

/** A multiple of what one database works on at once; another number would only begin other lanes. */
export const lanes = 16;

/** HMAC-SHA256, or HMAC-SM3 (GB/T 32905) where the hospital uses Chinese cryptography. */
export type AuditSuite = 'sha256' | 'sm3';
const suiteCodes: Readonly<Record<AuditSuite, number>> = { sha256: 1, sm3: 2 };

/** What a row says: all columns but its number and its place in the chain. */
export interface AuditContent {
  readonly at: Date;
  readonly actor: string;
  readonly role: string | null;
  readonly adminRole: string | null;
  readonly act: string;
  readonly subject: string | null;
  readonly patients: readonly string[];
  readonly outcome: string;
  readonly reason: string | null;
  readonly door: string;
  readonly terminal: string | null;
  readonly address: string | null;
  readonly origin: string | null;
}

/** The keys of one version, each for one purpose. */
export interface AuditKeys {
  readonly version: number;
  readonly row: KeyObject;
  readonly link: KeyObject;
  readonly anchor: KeyObject;
}

/** @param seal the sealing key; HKDF (RFC 5869) makes of it keys that open nothing else */
export function auditKeys(seal: Uint8Array, version = 1): AuditKeys {
  const derive = (purpose: string) => createSecretKey(Buffer.from(hkdfSync('sha256', seal, Buffer.alloc(0), `wardline audit ${purpose} v${version}`, 32)));
  return { version, row: derive('row'), link: derive('link'), anchor: derive('anchor') };
}

/** Rows are written under the newest version; older ones still prove theirs. */
export interface AuditKeyring {
  readonly current: AuditKeys;
  of(version: number): AuditKeys | undefined;
}

/** Keys for every version on the ring: a row says which one it was written under, and needs it as long as it is kept. */
export function auditKeyring({ version, versions, key }: Pick<KeyRing, 'version' | 'versions' | 'key'>): AuditKeyring {
  const known = new Map(versions.map((each) => [each, auditKeys(key(each), each)]));
  return { current: known.get(version) ?? auditKeys(key(version), version), of: (each) => known.get(each) };
}

/** Where a lane begins. */
export const genesis = createHash('sha256').update('wardline audit lane').digest();

/** A person's rows are in one lane, in order. */
export function laneOf(actor: string): number {
  return createHash('sha256').update(actor).digest().readUInt8(0) % lanes;
}

/** The same row gives the same bytes: a list in a fixed order, times as UTC milliseconds. */
export function canonicalRow(lane: number, row: AuditContent): string {
  const { at, actor, role, adminRole, act, subject, patients, outcome, reason, door, terminal, address, origin } = row;
  return JSON.stringify(['row', lane, at.toISOString(), actor, role, adminRole, act, subject, patients, outcome, reason, door, terminal, address, origin]);
}

export function macOf(keys: AuditKeys, suite: AuditSuite, lane: number, row: AuditContent): Buffer {
  return Buffer.concat([headOf(suite, keys), createHmac(suite, keys.row).update(canonicalRow(lane, row)).digest()]);
}

function headOf(suite: AuditSuite, { version }: AuditKeys): Buffer {
  return Buffer.of(suiteCodes[suite], version >> 8, version & 0xff);
}

/** Which way a digest of ours was made; `undefined` where it says something we never wrote. */
export function suiteOf(mac: Uint8Array): { readonly suite: AuditSuite; readonly version: number } | undefined {
  const suite = (['sha256', 'sm3'] as const).find((name) => suiteCodes[name] === mac[0]);
  return suite === undefined || mac.length !== 35 ? undefined : { suite, version: Buffer.from(mac).readUInt16BE(1) };
}

export function linkOf(keys: AuditKeys, mac: Uint8Array): Buffer {
  return createHmac('sha256', keys.link).update(mac).digest();
}

/** The same as the statement in `audit.ts`: every part has a fixed length, so no two inputs share their bytes. */
export function hashOf(before: Uint8Array, seq: bigint, mac: Uint8Array, link: Uint8Array): Buffer {
  const place = Buffer.alloc(8);
  place.writeBigInt64BE(seq);
  return createHash('sha256').update(before).update(place).update(mac).update(link).digest();
}

/** Digest under the anchors' key: for anchors and for manifests of archives. */
export function sealOf(keys: AuditKeys, kind: 'anchor' | 'archive', content: string): Buffer {
  return Buffer.concat([headOf('sha256', keys), createHmac('sha256', keys.anchor).update(`${kind} ${content}`).digest()]);
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
