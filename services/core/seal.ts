/**
 * Sealing: the fields that must not be readable in a copied database are closed with a key kept apart from it. The ring
 * holds every key that is still needed, by version; the newest seals, all open, so that keys can change while the
 * service runs. A sealed text is `v2.…` (AES-256-GCM) or `v2-sm4.…`: what stands before the dot is its form.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Fault } from './errors.ts';
import { type SealAlgorithm, closeWith, digestWith, openWith, sealAlgorithms } from './seal-cipher.ts';

export interface Seal {
  /** `purpose` is bound into the seal: a value moved to another column or row does not open. */
  close(plain: Buffer, purpose: string): string;
  /** @throws Fault when its key is not on the ring; Error when it was changed or moved */
  open(sealed: string, purpose: string): Buffer;
}

export interface KeyRing extends Seal {
  /** The form new values get. */
  readonly form: string;
  readonly algorithm: SealAlgorithm;
  /** The version that seals. */
  readonly version: number;
  readonly versions: readonly number[];
  /** For columns of bytes; long texts are shortened first, which a sealed text can no longer be. */
  closeBytes(plain: Uint8Array, purpose: string): Buffer;
  openBytes(sealed: Uint8Array, purpose: string): Buffer;
  /** Blind index to write beside a sealed value. The caller normalises the value. */
  index(column: string, value: string): string;
  /** All digests a value may stand under while keys change: for `IN`. */
  indexes(column: string, value: string): string[];
  /** The oldest key, or one by its version. What is bound to one key and cannot be sealed anew leans on it. */
  key(version?: number): Buffer;
}

export interface RingOptions {
  readonly algorithm?: SealAlgorithm;
  /** The version that seals; the newest unless a cluster is just being given a new one. */
  readonly sealWith?: number;
}

const suffix: Readonly<Record<SealAlgorithm, string>> = { 'aes-256-gcm': '', 'sm4-gcm': '-sm4' };

/** What a sealed value begins with. */
export const sealedForm = /^v(\d{1,4})(-sm4)?$/;

export function formOf(version: number, algorithm: SealAlgorithm): string {
  return `v${version}${suffix[algorithm]}`;
}

/** The version of `v2-sm4`; `undefined` for what is no form. */
export function versionOf(form: string): number | undefined {
  const digits = sealedForm.exec(form)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** A ring of one key. */
export function createSeal(key: Buffer): KeyRing {
  return createRing(new Map([[1, key]]));
}

/** @throws Fault on a key that has not 32 bytes, or when `sealWith` is not among them */
export function createRing(keys: ReadonlyMap<number, Buffer>, { algorithm = 'aes-256-gcm', sealWith }: RingOptions = {}): KeyRing {
  for (const key of keys.values()) if (key.length !== 32) throw new Fault('The sealing key must have 32 bytes.');
  const versions = [...keys.keys()].toSorted((a, b) => a - b);
  const keyOf = (version: number | undefined): Buffer => {
    const key = version === undefined ? undefined : keys.get(version);
    if (key === undefined) throw new Fault(`Sealing key ${version ?? '?'} is not on the ring.`);
    return key;
  };
  const version = sealWith ?? versions.at(-1) ?? 0;
  const seals = keyOf(version);
  const form = formOf(version, algorithm);
  const openBody = (named: string, body: Buffer, purpose: string): Buffer => {
    const found = sealedForm.exec(named);
    if (found === null) throw new Fault('A sealed value is damaged.');
    return openWith(found[2] === undefined ? 'aes-256-gcm' : 'sm4-gcm', keyOf(Number(found[1])), body, purpose);
  };
  const digest = (under: number, by: SealAlgorithm, column: string, value: string) => `${formOf(under, by)}.${digestWith(by, keyOf(under), column, value)}`;
  return {
    form,
    algorithm,
    version,
    versions,
    close: (plain, purpose) => `${form}.${closeWith(algorithm, seals, plain, purpose).toString('base64url')}`,
    open: (sealed, purpose) => {
      const [named = '', text = ''] = sealed.split('.');
      return openBody(named, Buffer.from(text, 'base64url'), purpose);
    },
    closeBytes: (plain, purpose) => Buffer.concat([Buffer.from(`${form}.`), closeWith(algorithm, seals, packed(plain), purpose)]),
    openBytes: (sealed, purpose) => {
      const all = Buffer.from(sealed);
      const dot = all.indexOf('.');
      return unpacked(openBody(all.subarray(0, Math.max(dot, 0)).toString('latin1'), all.subarray(dot + 1), purpose));
    },
    index: (column, value) => digest(version, algorithm, column, value),
    indexes: (column, value) => versions.flatMap((each) => sealAlgorithms.map((by) => digest(each, by, column, value))),
    key: (wanted) => keyOf(wanted ?? versions[0]),
  };
}

/** First byte: 0 as it was, 1 deflated. */
const worthwhile = 256;

function packed(plain: Uint8Array): Buffer {
  if (plain.length < worthwhile) return Buffer.concat([Buffer.of(0), plain]);
  return Buffer.concat([Buffer.of(1), deflateRawSync(plain, { level: 1 })]);
}

function unpacked(bytes: Buffer): Buffer {
  const rest = bytes.subarray(1);
  return bytes[0] === 1 ? inflateRawSync(rest) : rest;
}
