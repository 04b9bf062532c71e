/**
 * Presses that are being answered. The reply to a press shows the new card by itself; the refresh that the press's own
 * action asked for must wait for it, or the card is drawn twice: on DingTalk a call of the month's quota, on WeCom a
 * `response_code`, and when those are spent the card is taken back and sent again.
 *
 * Known to this process only. Where another one works off the jobs the second drawing still ends with today's card.
 */
const answering = new Map<string, Promise<unknown>>();

/** Runs the answer to a press of this delivery's card. */
export async function whileAnswering<T>(delivery: string, answer: () => Promise<T>): Promise<T> {
  const done = Promise.withResolvers<void>();
  const all = Promise.all([answering.get(delivery), done.promise]);
  answering.set(delivery, all);
  try {
    return await answer();
  } finally {
    done.resolve();
    // Unless another press began meanwhile, which waits for this one too.
    if (answering.get(delivery) === all) answering.delete(delivery);
  }
}

/** Waits until nobody is waiting for an answer on this card; what was read before is old then. */
export async function answered(delivery: string): Promise<void> {
  await answering.get(delivery);
}
