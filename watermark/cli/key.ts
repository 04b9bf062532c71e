/** `--key`: hexadecimal digits, or a file of them; without one a key everybody knows, for trying. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

export const knownKey = createHash('sha256').update('wardline: a key everybody knows').digest();

/** @throws RangeError for less than 16 bytes or other characters */
export function keyOf(given: string | undefined): Buffer {
  if (given === undefined) return knownKey;
  const digits = (existsSync(given) ? readFileSync(given, 'utf8') : given).trim();
  if (!/^([0-9a-f]{2}){16,}$/i.test(digits)) throw new RangeError('--key: at least 32 hexadecimal digits, or a file of them');
  return Buffer.from(digits, 'hex');
}
