/** Pauses that a callback can end early. */

export interface Wakes {
  /** Begin before ordering, so that a callback faster than the order's own answer is not lost. */
  watch(orderId: string): Watch;
  wake(orderId: string): void;
}

export interface Watch {
  /** Ends after `ms` or at the next wake; at once when one came since the last pause. */
  pause(ms: number): Promise<void>;
  close(): void;
}

export function makeWakes(): Wakes {
  const watchers = new Map<string, Set<() => void>>();
  return {
    watch: (orderId) => {
      const mine = watchers.get(orderId) ?? new Set();
      watchers.set(orderId, mine);
      const { watch, wake } = watchOne(() => {
        mine.delete(wake);
        if (mine.size === 0 && watchers.get(orderId) === mine) watchers.delete(orderId);
      });
      mine.add(wake);
      return watch;
    },
    wake: (orderId) => watchers.get(orderId)?.forEach((wake) => wake()),
  };
}

function watchOne(close: () => void): { readonly watch: Watch; readonly wake: () => void } {
  let missed = false;
  let end: (() => void) | undefined;
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => end?.(), missed ? 0 : ms);
      missed = false;
      end = () => {
        clearTimeout(timer);
        end = undefined;
        resolve();
      };
    });
  const wake = (): void => {
    if (end === undefined) missed = true;
    else end();
  };
  return { watch: { pause, close }, wake };
}
