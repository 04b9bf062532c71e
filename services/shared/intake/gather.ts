/**
 * Letters that wait together are taken together: one transaction, one commit, the same few statements. Those about one
 * patient stay in their order; while a transaction runs, the next ones gather by themselves, so a quiet hospital waits
 * for nobody. A second transaction begins beside it where many wait or the first one takes long (somebody holds a row
 * that it needs): else two would only share the letters between them, at twice the cost. When one of them cannot be
 * taken the others are taken one by one.
 */

export interface Waiting<L, A> {
  readonly letter: L;
  /** What must not be taken twice at once: patients, visits, the letter's own key. */
  readonly keys: readonly string[];
  /** Only letters of one group share a transaction. */
  readonly group: string;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

export interface GatherOptions<L, A> {
  /** Takes letters in their order, all or none. */
  readonly take: (letters: readonly L[]) => Promise<readonly A[]>;
  /** Transactions side by side. */
  readonly lanes: number;
  /** Letters in one. */
  readonly most: number;
}

/** So many waiting are enough for a transaction beside another one. */
const crowd = 16;
/** A transaction takes a few milliseconds, on a busy machine some more. */
const longMs = 50;

export interface Gatherer<L, A> {
  take(letter: L, group: string, keys: readonly string[]): Promise<A>;
}

export function gatherer<L, A>(options: GatherOptions<L, A>): Gatherer<L, A> {
  const waiting: Waiting<L, A>[] = [];
  const held = new Set<string>();
  let running = 0;
  /** Of these, those that have run for long. */
  let slow = 0;
  let isCalled = false;

  /** What came behind one that could not be taken comes again with it: none overtakes it. */
  const refuseBehind = ({ keys }: Waiting<L, A>, error: unknown): void => {
    const behind = waiting.filter((one) => isBehind(one, keys));
    waiting.splice(0, waiting.length, ...waiting.filter((one) => !behind.includes(one)));
    for (const one of behind) one.reject(error);
  };

  const work = (): void => {
    isCalled = false;
    while (running < options.lanes && (running === slow || waiting.length >= crowd)) {
      const chosen = choose(waiting, held, options.most);
      if (chosen.length === 0) return;
      running += 1;
      const keys = chosen.flatMap((one) => one.keys);
      for (const key of keys) held.add(key);
      let isSlow = false;
      const watch = setTimeout(() => {
        isSlow = true;
        slow += 1;
        work();
      }, longMs);
      void takeAll(options.take, chosen, refuseBehind).finally(() => {
        clearTimeout(watch);
        running -= 1;
        if (isSlow) slow -= 1;
        for (const key of keys) held.delete(key);
        work();
      });
    }
  };

  return {
    take: (letter, group, keys) => new Promise((resolve, reject) => {
      waiting.push({ letter, group, keys, resolve, reject });
      // After what came in by the same turn of the loop: several senders' messages are one transaction.
      if (!isCalled) setImmediate(work);
      isCalled = true;
    }),
  };
}

/** The first that may go, and others of its group behind it; what must wait keeps its patients' later letters waiting too. */
function choose<L, A>(waiting: Waiting<L, A>[], held: ReadonlySet<string>, most: number): Waiting<L, A>[] {
  const chosen: Waiting<L, A>[] = [];
  const blocked = new Set<string>();
  const rest: Waiting<L, A>[] = [];
  for (const one of waiting) {
    const free = chosen.length < most && (chosen[0] === undefined || chosen[0].group === one.group) && !one.keys.some((key) => held.has(key) || blocked.has(key));
    if (free) chosen.push(one);
    else {
      rest.push(one);
      for (const key of one.keys) blocked.add(key);
    }
  }
  waiting.splice(0, waiting.length, ...rest);
  return chosen;
}

const isBehind = ({ keys }: { readonly keys: readonly string[] }, others: readonly string[]): boolean => keys.some((key) => others.includes(key));

async function takeAll<L, A>(take: GatherOptions<L, A>['take'], chosen: readonly Waiting<L, A>[], refuseBehind: (one: Waiting<L, A>, error: unknown) => void): Promise<void> {
  try {
    const answers = await take(chosen.map(({ letter }) => letter));
    for (const [place, one] of chosen.entries()) one.resolve(answers[place] as A);
  } catch (error) {
    if (chosen.length === 1) return void chosen.forEach((one) => {
      one.reject(error);
      refuseBehind(one, error);
    });
    await takeEach(take, chosen, refuseBehind);
  }
}

async function takeEach<L, A>(take: GatherOptions<L, A>['take'], chosen: readonly Waiting<L, A>[], refuseBehind: (one: Waiting<L, A>, error: unknown) => void): Promise<void> {
  const refused: string[] = [];
  for (const one of chosen) {
    const note = (refusedOne: Waiting<L, A>, error: unknown): void => {
      refused.push(...refusedOne.keys);
      refuseBehind(refusedOne, error);
    };
    if (isBehind(one, refused)) one.reject(new Error('One before it about the same could not be taken.'));
    else await takeAll(take, [one], note);
  }
}
