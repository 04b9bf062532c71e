/** What the parts of the local CA share. */
import { randomBytes } from 'node:crypto';
import { Fault } from '../../../core/errors.ts';
import type { KeyRecord, KeyStore } from '../key-store.ts';
import type { KeyWrap } from './gcm.ts';
import type { KeyKind } from './keys.ts';
import type { PinContext, PinCost } from './wrap.ts';

export interface LocalCa {
  readonly store: KeyStore;
  /** 32 octets that live outside the database. Losing them loses every key. */
  readonly sealKey: Buffer;
  readonly now: () => number;
  readonly kind: KeyKind;
  readonly keyWrap: KeyWrap;
  /** Organisation in the names of certificates. */
  readonly hospital: string;
  readonly certificateDays: number;
  readonly pin: PinRule;
  /** Recommended when absent; tests guess cheaply. */
  readonly pinCost?: PinCost | undefined;
}

/** What the local CA is opened with: the algorithm alone is enough, RSA keys then have 3,072 bits. */
export interface LocalCaSettings extends Omit<LocalCa, 'kind'> {
  readonly kind: KeyKind | KeyKind['algorithm'];
}

/** @throws Fault when the seal key is not 32 octets */
export function localCa({ kind, ...settings }: LocalCaSettings): LocalCa {
  if (settings.sealKey.length !== 32) throw new Fault('the CA needs a seal key of 32 octets');
  return { ...settings, kind: typeof kind === 'string' ? { algorithm: kind, rsaBits: 3072 } : kind };
}

export interface PinRule {
  /** Wrong PINs in a row until the lock. */
  readonly tries: number;
  readonly lockMinutes: number;
}

/** 127 random bits, positive and never starting with a zero octet (RFC 5280 4.1.2.2). */
export function newSerial(): string {
  const octets = randomBytes(16);
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets.toString('hex');
}

/** Binds a wrapped key to its certificate and its person. */
export function pinContext(ca: LocalCa, key: Pick<KeyRecord, 'serial' | 'staffNumber'>): PinContext {
  return { sealKey: ca.sealKey, cost: ca.pinCost, bound: `${key.serial} ${key.staffNumber}` };
}
