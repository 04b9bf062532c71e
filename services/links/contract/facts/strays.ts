/** What a schema would drop or a database cannot keep: both are told with their place. Pure. */
import type { Place } from './problems.ts';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** Fields that stand in `raw` and were not read: a schema reads what it knows and drops the rest. */
export function strayFields(raw: unknown, read: unknown, place: Place = []): Place[] {
  if (!isRecord(raw) || !isRecord(read)) return [];
  return Object.keys(raw).flatMap((key) => {
    const here = [...place, Array.isArray(raw) ? Number(key) : key];
    return Object.hasOwn(read, key) ? strayFields(raw[key], read[key], here) : [here];
  });
}

/** PostgreSQL keeps neither a NUL nor half a surrogate. */
export function unstorable(raw: unknown, place: Place = []): Place[] {
  if (typeof raw === 'string') return raw.isWellFormed() && !raw.includes('\0') ? [] : [place];
  if (!isRecord(raw)) return [];
  return Object.keys(raw).flatMap((key) => {
    const here = [...place, Array.isArray(raw) ? Number(key) : key];
    return key.isWellFormed() && !key.includes('\0') ? unstorable(raw[key], here) : [place];
  });
}
