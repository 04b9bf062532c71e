/**
 * A platform that takes calls and does not answer: cards for both platforms stand in one queue, so without this the
 * people of the other platform would wait until every call has run into its deadline. A job waits a little; whoever
 * comes meanwhile is sent away at once and comes again.
 */
import { setTimeout as after } from 'node:timers/promises';
import type { Bot, MessageRef } from '../../../bots/bot.ts';
import { Failure } from '../../core/errors.ts';

export interface PatienceTimes {
  /** How long a job waits. DingTalk's own gateway gives up after 3 s. */
  readonly answerMs: number;
  /** How long nobody calls after that; doubles up to `longestRestMs` while there is still no answer. */
  readonly restMs: number;
  readonly longestRestMs: number;
}

export const PATIENCE_TIMES: PatienceTimes = { answerMs: 3000, restMs: 5000, longestRestMs: 15_000 };

/** Between noticing that time is up and believing it. */
const READ_MS = 100;
/** A late answer is kept for the job that comes again; longer than the slowest pause of its queue. */
const keptMs = 15 * 60_000;

/** The same bot for deliveries. A refusal is an answer too: only silence makes it rest. */
export function patient(bot: Bot, times: PatienceTimes = PATIENCE_TIMES): Bot {
  /** Sendings by their key. One that is still under way is joined, never made a second time. */
  const underway = new Map<string, Promise<MessageRef>>();
  let restsUntil = 0;
  let pause = times.restMs;

  function mustBeAwake(): void {
    if (performance.now() < restsUntil) throw new Failure(`${bot.platform} does not answer, nobody calls it for a moment`, 'transient', 'resting');
  }

  function rest(): void {
    if (performance.now() < restsUntil) return;
    restsUntil = performance.now() + pause;
    pause = Math.min(pause * 2, times.longestRestMs);
  }

  /** `undefined`: no answer yet. */
  async function answerTo<T>(work: Promise<T>): Promise<{ readonly answer: T } | undefined> {
    const stop = new AbortController();
    // A process that was busy itself may have the answer in its hands already: a moment to read it.
    const late = after(times.answerMs, undefined, { signal: stop.signal }).then(() => after(READ_MS, undefined));
    late.catch(() => undefined);
    try {
      const heard = await Promise.race([work.then((answer) => ({ answer })), late]);
      if (heard === undefined) rest();
      else [restsUntil, pause] = [0, times.restMs];
      return heard;
    } finally {
      stop.abort();
    }
  }

  async function send(key: string, begin: () => Promise<MessageRef>): Promise<MessageRef> {
    const running = underway.get(key);
    if (running === undefined) mustBeAwake();
    const work = running ?? begin();
    work.catch(() => undefined);
    underway.set(key, work);
    const heard = await answerTo(work).catch((error: unknown) => {
      underway.delete(key);
      throw error;
    });
    if (heard === undefined) {
      setTimeout(() => underway.delete(key), keptMs).unref();
      throw new Failure(`${bot.platform} has not answered yet`, 'ambiguous', 'no-answer-yet');
    }
    underway.delete(key);
    return heard.answer;
  }

  return {
    ...bot,
    send: (user, card, key, urgency) => send(key, () => bot.send(user, card, key, urgency)),
    update: async (...card) => {
      mustBeAwake();
      return bot.update(...card);
    },
    urge: async (...call) => {
      mustBeAwake();
      const work = bot.urge(...call);
      work.catch(() => undefined);
      await answerTo(work);
    },
  };
}
