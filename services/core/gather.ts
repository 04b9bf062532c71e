/**
 * What many ask for one by one and is cheaper together: whatever is asked for while a round runs is the next round. Alone
 * nobody waits.
 */
export function gathered<I, O>(together: (all: readonly I[]) => Promise<readonly O[]>, most = 64): (one: I) => Promise<O> {
  const waiting: { readonly one: I; readonly done: PromiseWithResolvers<O> }[] = [];
  let running = false;

  async function rounds(): Promise<void> {
    running = true;
    while (waiting.length > 0) await round(waiting.splice(0, most));
    running = false;
  }

  async function round(all: typeof waiting): Promise<void> {
    try {
      const made = await together(all.map(({ one }) => one));
      all.forEach(({ done }, at) => done.resolve(made[at] as O));
    } catch (error) {
      for (const { done } of all) done.reject(error);
    }
  }

  return (one) => {
    const done = Promise.withResolvers<O>();
    waiting.push({ one, done });
    if (!running) void rounds();
    return done.promise;
  };
}
