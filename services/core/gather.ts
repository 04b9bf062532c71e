/**
 * What many ask for one by one and is cheaper together: whatever is asked for in the same moment, or while a round runs, is
 * one round, of which as many run side by side as is said. Alone nobody waits. Where a round fails, each is tried by itself: only those fail whose fault it is.
 */
export function gathered<I, O>(together: (all: readonly I[]) => Promise<readonly O[]>, { most = 64, rounds: lanes = 1 }: { readonly most?: number; readonly rounds?: number } = {}): (one: I) => Promise<O> {
  const waiting: { readonly one: I; readonly resolve: (made: O) => void; readonly reject: (error: unknown) => void }[] = [];
  let running = 0;
  let isCalled = false;

  async function rounds(): Promise<void> {
    isCalled = false;
    running += 1;
    while (waiting.length > 0) await round(waiting.splice(0, most));
    running -= 1;
  }

  async function round(all: typeof waiting): Promise<void> {
    try {
      const made = await together(all.map(({ one }) => one));
      all.forEach(({ resolve }, at) => resolve(made[at] as O));
    } catch (error) {
      if (all.length === 1) all[0]?.reject(error);
      else await Promise.all(all.map((one) => round([one])));
    }
  }

  return (one) => new Promise((resolve, reject) => {
    waiting.push({ one, resolve, reject });
    if (!isCalled && running < lanes) {
      isCalled = true;
      process.nextTick(() => void rounds());
    }
  });
}
