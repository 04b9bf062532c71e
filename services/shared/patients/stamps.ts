/** Stamps as they lie in a row: fields told by one message stand together, because most of a row is told by few. Pure. */
import type { Stamp, Stamps } from '../../core/registers.ts';

/** By stamp: its fields, with blanks between. */
export type Packed = Readonly<Record<Stamp, string>>;

export function pack(stamps: Stamps): Packed {
  const byStamp = Map.groupBy(Object.keys(stamps).toSorted(), (field) => stamps[field] ?? '');
  return Object.fromEntries([...byStamp].map(([stamp, fields]) => [stamp, fields.join(' ')]));
}

export function unpack(packed: Packed): Stamps {
  return Object.fromEntries(Object.entries(packed).flatMap(([stamp, fields]) => fields.split(' ').map((field) => [field, stamp])));
}
