/**
 * What the local CA remembers. The service's sits on Prisma (`services/shared/signatures`), `memory-key-store.ts` is for tests, and
 * `key-store.contract.ts` holds both to the same behaviour.
 *
 * The counter of wrong PINs must survive the refusal it leads to: implement it outside any surrounding transaction.
 */
import type { RevocationReason } from './port.ts';

export interface KeyStore {
  root(id: string): Promise<RootRecord | undefined>;
  roots(): Promise<readonly RootRecord[]>;
  /** Inserts unless one of that id exists, and answers the one kept: two processes may start at once. */
  keepRoot(record: RootRecord): Promise<RootRecord>;

  addKey(record: KeyRecord): Promise<void>;
  key(serial: string): Promise<KeyRecord | undefined>;
  /** Newest first. */
  keys(staffNumber: string): Promise<readonly KeyRecord[]>;
  /** Compare and set, so that two changes of a PIN cannot both win. False when `before` no longer stands there. */
  rewrap(serial: string, before: WrappedKeyJson, after: WrappedKeyJson): Promise<boolean>;
  /** The first revocation stands; a repeat changes nothing. False when there is no such certificate. */
  revoke(serial: string, reason: RevocationReason, at: number): Promise<boolean>;
  revoked(): Promise<readonly KeyRecord[]>;

  pinGuard(staffNumber: string): Promise<PinGuardRecord>;
  /** Atomically adds one and answers the new count. */
  countTry(staffNumber: string): Promise<number>;
  lock(staffNumber: string, until: number): Promise<void>;
  /** Back to zero and unlocked, but only while `lockedUntil` still stands there (`undefined`: only while not locked). */
  clearTries(staffNumber: string, lockedUntil: number | undefined): Promise<void>;
}

/** JSON as the database keeps it; read through the schema of `local/wrap.ts` before use. */
export type WrappedKeyJson = Readonly<Record<string, string | number>>;

export interface RootRecord {
  /** The algorithm it signs with: changing `CA_ALGORITHM` makes a second root and keeps the first trusted. */
  readonly id: string;
  readonly certificate: string;
  readonly sealedKey: string;
  readonly createdAt: number;
}

export interface KeyRecord {
  readonly serial: string;
  readonly staffNumber: string;
  readonly wrapped: WrappedKeyJson;
  readonly certificate: string;
  readonly createdAt: number;
  readonly revokedAt?: number;
  readonly revokedWhy?: RevocationReason;
}

export interface PinGuardRecord {
  readonly wrong: number;
  readonly lockedUntil?: number;
}
