/**
 * A list that is told whole and entry by entry: the whole replaces what was said before it, a later word about one
 * entry (also that it is gone) stands over an earlier whole. Pure; any order, any number of times, the same end.
 */
import type { Stamp, Stamps } from '../../core/registers.ts';
import type { ListSaying } from './model.ts';

export interface ListRules<T> {
  /** Under which the whole's stamp is kept; entries are kept under `<field>:<key>`. No blanks. */
  readonly field: string;
  readonly keyOf: (entry: T) => string;
}

/** Entries told one by one stand behind those of the whole, in the order of their keys. */
export function settleList<T>(known: readonly T[], stamps: Stamps, { whole, changes = [] }: ListSaying<T>, stamp: Stamp, { field, keyOf }: ListRules<T>): { readonly list: readonly T[]; readonly stamps: Stamps } {
  const nameOf = (entry: T): string => `${field}:${encodeURIComponent(keyOf(entry))}`;
  const told = changes.filter(({ entry }) => stamp > (stamps[nameOf(entry)] ?? ''));
  const isWhole = whole !== undefined && stamp > (stamps[field] ?? '');
  if (told.length === 0 && !isWhole) return { list: known, stamps };
  const next: Stamps = { ...stamps, ...(isWhole && { [field]: stamp }), ...Object.fromEntries(told.map(({ entry }) => [nameOf(entry), stamp])) };
  const base = next[field] ?? '';
  const isOwn = (entry: T): boolean => (next[nameOf(entry)] ?? '') > base;
  const said = new Map(told.filter(({ entry }) => isOwn(entry)).map((change) => [nameOf(change.entry), change]));
  const wholeList = (isWhole ? whole : known.filter((entry) => !((stamps[nameOf(entry)] ?? '') > (stamps[field] ?? '')))).filter((entry) => !isOwn(entry));
  const kept = known.filter((entry) => (stamps[nameOf(entry)] ?? '') > (stamps[field] ?? '') && isOwn(entry) && !said.has(nameOf(entry)));
  const added = [...said.values()].filter(({ removed }) => !removed).map(({ entry }) => entry);
  const own = [...kept, ...added].toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  return { list: [...wholeList, ...own], stamps: next };
}
