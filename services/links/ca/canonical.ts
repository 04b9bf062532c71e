/**
 * Canonical JSON (RFC 8785): one document has one sequence of bytes, however its keys were ordered on the way.
 *
 * The library does the ordering and the numbers. What is added here is refusing everything that is not JSON: a Map
 * or a Date would otherwise be signed as `{}` or as a text nobody saw.
 */
import canonicalize from 'canonicalize';
import { utf8 } from './bytes.ts';

/** Deeper than any clinical document, shallow enough never to exhaust the stack on a forged file. */
const MAX_DEPTH = 64;

/** @throws Error `not-json` with the place, when the value is not JSON */
export function canonicalText(value: unknown): string {
  demandJson(value, '$', 0);
  const text = canonicalize(value);
  if (text === undefined) throw new Error('not-json: $');
  return text;
}

/** The UTF-8 octets that are hashed. @throws Error as `canonicalText` */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return utf8(canonicalText(value));
}

function demandJson(value: unknown, place: string, depth: number): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object' || depth >= MAX_DEPTH) throw new Error(`not-json: ${place}`);
  if (Array.isArray(value)) {
    value.forEach((item, at) => demandJson(item, `${place}[${at}]`, depth + 1));
    return;
  }
  const made: unknown = Object.getPrototypeOf(value);
  if (made !== Object.prototype && made !== null) throw new Error(`not-json: ${place}`);
  for (const [key, item] of Object.entries(value)) {
    // `{ a: undefined }` is what leaving out `a` looks like in TypeScript; JSON has no other word for it.
    if (item !== undefined) demandJson(item, `${place}.${key}`, depth + 1);
  }
}
