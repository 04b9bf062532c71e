/**
 * Row ids: UUID version 7 (RFC 9562), so that new rows stand together in an index and ids sort by time. Within one
 * millisecond of one process a 12-bit counter keeps the order they were made in (section 6.2, method 1).
 */
import { randomBytes } from 'node:crypto';

const counterMax = 0xfff;
/** Of the milliseconds used last: rows of now and of messages' own times are made by turns, and where clocks stand still many of them. */
const counters = new Map<number, number>();
const remembered = 1024;

/** The form has no time before 1970; records of a whole life have. Those stand together at the beginning. */
const earliest = 0;
const latest = 2 ** 48 - 1;

export function newId(at: number = Date.now()): string {
  const now = Math.min(Math.max(Math.trunc(at), earliest), latest);
  // More than 4,000 in one millisecond begin the counter anew: still unique, no longer in order.
  const before = counters.get(now) ?? counterMax;
  const counter = before < counterMax ? before + 1 : randomBytes(1).readUInt8();
  counters.delete(now);
  counters.set(now, counter);
  if (counters.size > remembered) counters.delete(counters.keys().next().value ?? now);
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** No id of that moment or later is less; for reading a table from a time on by its key. */
export function leastId(at: number): string {
  const hex = Math.min(Math.max(Math.trunc(at), earliest), latest).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}
