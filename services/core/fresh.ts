/**
 * What this process has just written, kept for the moment in which it is needed again: who goes on from memory need not read it.
 * Only for what tells whoever comes later that it changed meanwhile.
 */
export interface Fresh<T> {
  keep(id: string, one: T): void;
  /** Once: whoever asks again reads what is. */
  take(id: string): T | undefined;
}

/** Most that are kept: those of a transaction that was rolled back are never taken. */
const most = 500;
/** Longer than that it waited for something, and is read. */
const freshMs = 300;

export function freshOnes<T>(): Fresh<T> {
  const kept = new Map<string, { readonly one: T; readonly at: number }>();
  return {
    keep: (id, one) => {
      const [oldest] = kept.keys();
      if (kept.size >= most && oldest !== undefined) kept.delete(oldest);
      kept.set(id, { one, at: performance.now() });
    },
    take: (id) => {
      const found = kept.get(id);
      kept.delete(id);
      return found !== undefined && performance.now() - found.at < freshMs ? found.one : undefined;
    },
  };
}
