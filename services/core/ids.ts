/**
 * Row ids: UUID version 7 (RFC 9562), so that new rows stand together in an index and ids sort by time. Within one
 * millisecond of one process a 12-bit counter keeps the order they were made in (section 6.2, method 1).
 */
import { randomBytes } from 'node:crypto';

const counterMax = 0xfff;
const last = { ms: -1, counter: 0 };

/** The form has no time before 1970; records of a whole life have. Those stand together at the beginning. */
const earliest = 0;
const latest = 2 ** 48 - 1;

export function newId(at: number = Date.now()): string {
  const now = Math.min(Math.max(Math.trunc(at), earliest), latest);
  // More than 4,000 in one millisecond begin the counter anew: still unique, no longer in order.
  if (now === last.ms && last.counter < counterMax) last.counter += 1;
  else [last.ms, last.counter] = [now, randomBytes(1).readUInt8()];
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.counter, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
