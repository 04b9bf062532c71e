/** A bounded number of works at once, viewers in turn: who asks for fifty pages does not stand before who asks for one. */

export interface Fair {
  /** @throws AbortError when `signal` ends it before it began; TooBusy when the viewer has too much waiting */
  readonly run: <T>(viewer: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  readonly waiting: () => number;
}

/** Back-pressure: this viewer has asked for more than is kept waiting. */
export class TooBusy extends Error {
  override readonly name = 'TooBusy';
}

interface Waiting {
  readonly begin: () => void;
}

export function fair(atOnce: number, mostWaiting: number): Fair {
  const queues = new Map<string, Waiting[]>();
  let running = 0;

  function next(): void {
    while (running < atOnce) {
      const [turn] = queues;
      if (turn === undefined) return;
      const [viewer, queue] = turn;
      queues.delete(viewer);
      const one = queue.shift();
      // To the end of the line: the others come first.
      if (queue.length > 0) queues.set(viewer, queue);
      if (one === undefined) continue;
      running += 1;
      one.begin();
    }
  }

  return {
    waiting: () => [...queues.values()].reduce((sum, queue) => sum + queue.length, 0),
    run: (viewer, work, signal) => new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const queue = queues.get(viewer) ?? [];
      if (queue.length >= mostWaiting) throw new TooBusy(`more than ${mostWaiting} pages wait for one viewer`);
      const gone = (): void => {
        const at = queue.indexOf(one);
        if (at === -1) return;
        queue.splice(at, 1);
        if (queue.length === 0) queues.delete(viewer);
        reject(signal?.reason as Error);
      };
      const one: Waiting = {
        begin: () => {
          signal?.removeEventListener('abort', gone);
          // Works that throw at once are works that fail.
          Promise.resolve().then(work).then(resolve, reject).finally(() => {
            running -= 1;
            next();
          });
        },
      };
      signal?.addEventListener('abort', gone, { once: true });
      queue.push(one);
      queues.set(viewer, queue);
      next();
    }),
  };
}
