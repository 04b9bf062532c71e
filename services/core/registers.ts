/**
 * Last-writer-wins registers: how rows that follow outside systems stay the same whatever order messages come in. Each
 * field (or group of fields that is told as one) remembers the stamp of who wrote it; a later stamp replaces it, an
 * earlier one changes nothing. Taking statements in any order, any number of times, ends in the same row.
 * After Shapiro et al., "Conflict-free Replicated Data Types" (2011), LWW-Register.
 */

/** Compares as text: the greater one was said later. */
export type Stamp = string;

/** The stamp of each field that somebody told; stored beside the row as JSON. */
export type Stamps = Readonly<Record<string, Stamp>>;

export interface Saying {
  /** A master's word goes before what others mention, whenever it was said. */
  readonly master: boolean;
  /** When it was so. */
  readonly asOf: Date;
  /** When it was said; settles two of the same `asOf`. */
  readonly sentAt?: Date | undefined;
  /** The sender's number of the message: senders count upwards. */
  readonly controlId: string;
  /** Tells apart what has all of this in common and says different things: a digest. */
  readonly content?: string | undefined;
}

/** Masters go before mentions; then by when it was so, when it was said, and the message's number as people count. */
export function stampOf({ master, asOf, sentAt, controlId, content }: Saying): Stamp {
  return [master ? '1' : '0', asOf.toISOString(), (sentAt ?? asOf).toISOString(), countable(controlId), ...(content === undefined ? [] : [content])].join('|');
}

/** `M9` before `M10`: each run of digits is brought to one length. */
export function countable(text: string): string {
  return text.slice(0, 80).replaceAll(/\d+/g, (digits) => digits.padStart(20, '0'));
}

export interface Settled<T> {
  /** What changes, and nothing else; empty when everything was known or older. */
  readonly changes: Partial<T>;
  readonly stamps: Stamps;
}

/**
 * What a statement changes. `undefined` in `said` means "not said" and `null` "said to be none". The stamp moves on even
 * where the value stays: that it was said again later also counts.
 */
export function settle<T extends object>(known: T | undefined, stamps: Stamps, said: Partial<T>, stamp: Stamp): Settled<T> {
  const told = (Object.keys(said) as (keyof T & string)[]).filter((field) => said[field] !== undefined && stamp > (stamps[field] ?? ''));
  const changes = told.filter((field) => known === undefined || !same(known[field], said[field]));
  return {
    changes: Object.fromEntries(changes.map((field) => [field, said[field]])) as Partial<T>,
    stamps: told.length === 0 ? stamps : { ...stamps, ...Object.fromEntries(told.map((field) => [field, stamp])) },
  };
}

/** By content: what comes back from the database has its fields in another order. */
function same(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime();
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) return one === other;
  const [left, right] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return left.length === right.size && left.every(([name, value]) => right.has(name) && same(value, right.get(name)));
}
