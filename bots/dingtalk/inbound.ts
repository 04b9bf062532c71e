/**
 * What DingTalk pushes, answered in time. A press has two seconds until the platform shows an error; robot messages
 * come again after 15 to 60 s when nobody acknowledged them, events when they were answered LATER.
 */
import { setTimeout as after } from 'node:timers/promises';
import { failureClassOf } from '../../services/core/errors.ts';
import type { BotLog, Inbound, Press, PressReply } from '../bot.ts';
import type { Outbound } from './outbound.ts';
import { PRESS } from './phrases.ts';
import { readChange, readLine, readPress } from './pushes.ts';
import type { Quota } from './quota.ts';
import type { Frame } from './schema.ts';

/** Stream topics (SDK constants). */
export const TOPIC = { robot: '/v1.0/im/bot/messages/get', card: '/v1.0/card/instances/callback' } as const;

/** The platform waits 2 s; the rest is for the way back. */
const PRESS_MS = 1700;
/** A line is acknowledged once taken in, at the latest after this. */
const LINE_MS = 3000;
/** Pauses between attempts to bring a card up to date after a late answer. */
const LATE_MS = [0, 1000, 3000, 9000];

export interface Ears {
  /** Data of the acknowledgement, or `undefined` to be told again. Never throws. */
  frame(frame: Frame): Promise<unknown>;
  /** The answer to a press, for the HTTP door. */
  card(data: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** False: it was not taken in, tell us again. */
  robot(data: unknown): Promise<boolean>;
}

interface Parts {
  readonly corp: string;
  readonly inbound: Inbound;
  readonly outbound: Outbound;
  readonly quota: Quota;
  readonly log: BotLog;
  readonly pressMs?: number | undefined;
  readonly lineMs?: number | undefined;
}

export function ears({ corp, inbound, outbound, quota, log, pressMs = PRESS_MS, lineMs = LINE_MS }: Parts): Ears {
  const running = new Map<string, Promise<PressReply>>();

  /** A repeat that comes while the first is running joins it. */
  function pressOnce(press: Press): Promise<PressReply> {
    const known = running.get(press.key);
    if (known !== undefined) return known;
    const work = inbound.press(press).finally(() => running.delete(press.key));
    running.set(press.key, work);
    return work;
  }

  async function card(data: unknown): Promise<Readonly<Record<string, unknown>>> {
    const press = readPress(data, corp);
    if (press === undefined) {
      log.warn({}, 'DingTalk card callback that is no press of ours');
      return {};
    }
    const work = pressOnce(press);
    const slow = Symbol('slow');
    try {
      const reply = await firstOf(work, pressMs, slow);
      if (reply !== slow) return outbound.pressAnswer(reply.card, reply.toast ?? '', true);
      void bringUpToDate(press, work);
      return outbound.pressAnswer(undefined, PRESS.working, false);
    } catch (error) {
      log.error({ card: press.card, class: failureClassOf(error), error: nameOf(error) }, 'press failed');
      return outbound.pressAnswer(undefined, PRESS.lost, false);
    }
  }

  /** The two seconds went by: what came of it is written on the card afterwards. */
  async function bringUpToDate(press: Press, work: Promise<PressReply>): Promise<void> {
    const reply = await work.catch((error: unknown): PressReply => {
      log.error({ card: press.card, error: nameOf(error) }, 'press failed late');
      return { toast: PRESS.lost };
    });
    const notice = reply.toast ?? '';
    for (const pause of LATE_MS) {
      await after(pause);
      try {
        if (reply.card === undefined) await outbound.note(press.user, press.ref, notice, notice !== PRESS.lost);
        else await outbound.update(press.user, reply.card, press.ref, 'critical', notice);
        return;
      } catch (error) {
        log.warn({ card: press.card, error: nameOf(error) }, 'card not brought up to date yet');
        if (failureClassOf(error) === 'permanent') return;
      }
    }
  }

  async function robot(data: unknown): Promise<boolean> {
    const read = readLine(data, corp);
    if ('why' in read) {
      log.warn({ why: read.why }, 'DingTalk robot message not read');
      return true;
    }
    const { line } = read;
    const work = inbound.line(line).then(
      async (answer) => {
        if (answer === undefined) return true;
        // Always to the person alone, also when the line was written in a group.
        await outbound.say(line.user, answer, 'normal').catch((error: unknown) => log.warn({ error: nameOf(error) }, 'answer to a line not sent'));
        return true;
      },
      (error: unknown) => {
        log.error({ error: nameOf(error) }, 'line not taken in');
        return false;
      },
    );
    return await firstOf(work, lineMs, true);
  }

  async function event(frame: Frame, data: unknown): Promise<unknown> {
    const change = readChange(frame, data, corp);
    try {
      if (change !== undefined) await inbound.change(change);
      return { status: 'SUCCESS' };
    } catch (error) {
      log.error({ error: nameOf(error) }, 'directory change not taken in');
      return { status: 'LATER', message: 'not stored yet' };
    }
  }

  async function answerTo(frame: Frame): Promise<unknown> {
    const data = parsed(frame.data);
    if (frame.type === 'EVENT') return await event(frame, data);
    quota.heard().catch((error: unknown) => log.warn({ error: nameOf(error) }, 'push not counted'));
    if (frame.headers['topic'] === TOPIC.card) return { response: await card(data) };
    if (frame.headers['topic'] === TOPIC.robot) return (await robot(data)) ? { response: null } : undefined;
    return { response: null };
  }

  return {
    card,
    robot,
    async frame(frame) {
      try {
        return await answerTo(frame);
      } catch (error) {
        log.error({ error: nameOf(error) }, 'DingTalk push failed');
        return undefined;
      }
    },
  };
}

/** The work's result, or `instead` when it takes longer than `ms`. */
async function firstOf<Result, Late>(work: Promise<Result>, ms: number, instead: Late): Promise<Result | Late> {
  const stop = new AbortController();
  try {
    return await Promise.race([work, after(ms, instead, { signal: stop.signal })]);
  } finally {
    stop.abort();
  }
}

function parsed(data: string | undefined): unknown {
  try {
    return JSON.parse(data ?? '');
  } catch {
    return undefined;
  }
}

/** Name and code only: a message may hold what a person wrote. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'vendorCode' in error ? `${error.name} ${String(error.vendorCode)}` : error.name;
}
