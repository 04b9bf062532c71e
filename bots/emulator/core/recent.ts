/** A map that forgets its oldest entries: everything a platform remembers is bounded, so a bench cannot fill memory. */
export class Recent<T> {
  #entries = new Map<string, T>();
  readonly #kept: number;

  constructor(kept: number) {
    this.#kept = kept;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  set(key: string, value: T): void {
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#kept) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }

  delete(key: string): boolean {
    return this.#entries.delete(key);
  }

  values(): IterableIterator<T> {
    return this.#entries.values();
  }

  get size(): number {
    return this.#entries.size;
  }

  clear(): void {
    this.#entries = new Map();
  }

  dump(): [string, T][] {
    return [...this.#entries];
  }

  /** What `dump` of this program wrote. */
  load(entries: unknown): void {
    this.#entries = new Map(Array.isArray(entries) ? (entries as [string, T][]) : []);
  }
}
