/** A map whose entries know when they were made; the oldest make room. Holds tokens, codes, tickets, response codes. */

interface Entry<T> {
  readonly value: T;
  readonly at: number;
}

export class Expiring<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #most: number;

  constructor(most = 100_000) {
    this.#most = most;
  }

  set(key: string, value: T, at: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, at });
    if (this.#entries.size <= this.#most) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Age in ms; Infinity when unknown. */
  age(key: string, now: number): number {
    const entry = this.#entries.get(key);
    return entry === undefined ? Infinity : now - entry.at;
  }

  /** Gives the entry out once. */
  take(key: string): T | undefined {
    const value = this.get(key);
    this.#entries.delete(key);
    return value;
  }

  clear(): void {
    this.#entries.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  dump(): [string, Entry<T>][] {
    return [...this.#entries];
  }

  load(entries: readonly [string, Entry<T>][]): void {
    this.clear();
    for (const [key, entry] of entries) this.#entries.set(key, entry);
  }
}
