/**
 * The chat door: a press becomes its action, run as the person the platform vouches for; the answer is always the
 * card as it stands now, also to a press on an old card or by the second of two people.
 */
import type { Bot, DirectoryChange, Inbound, Line, LineReply, Press, PressReply } from '../../../bots/bot.ts';
import type { Card } from '../../../cards/card.ts';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { type StaffActor, systemActor } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { closeArrival } from '../../core/inbox.ts';
import type { Log } from '../../core/log.ts';
import type { Metrics } from '../../core/metrics.ts';
import type { Action } from '../../core/module.ts';
import type { Say } from '../../core/phrases.ts';
import { type Corridor, Repeated } from '../../core/run.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { SealedIds } from '../../core/sealed-ids.ts';
import { actorOfAccount, noteLeft } from '../directory/index.ts';
import { noteSent, noteShown } from './actions.ts';
import { whileAnswering } from './answering.ts';
import { drawFor } from './draw.ts';
import type { CardFace, PressTarget } from './face.ts';
import { type Delivery, digestOf, findDelivery, isAt } from './store.ts';

export interface ChatParts {
  readonly prisma: PrismaClient;
  readonly corridor: Corridor;
  /** Presses carry what the person filled in. */
  readonly seal: KeyRing;
  readonly faces: ReadonlyMap<string, CardFace>;
  readonly ids: SealedIds;
  readonly say: Say;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Answers to typed lines; the first that knows the line answers. */
  readonly lines: readonly LineAnswer[];
}

export type LineAnswer = (actor: StaffActor, text: string) => Promise<LineReply | undefined>;

export function createChatDoor(parts: ChatParts): Inbound {
  return {
    press: (press) => answerPress(parts, press),
    line: (line) => answerLine(parts, line),
    change: (change) => noteChange(parts, change),
  };
}

async function answerPress(parts: ChatParts, press: Press): Promise<PressReply> {
  const actor = await known(parts, press, 'press');
  if (typeof actor === 'string') return { toast: actor };
  if (!isUuid(press.card)) return { toast: parts.say('core.not-found') };
  return whileAnswering(press.card, async () => {
    const delivery = await findDelivery(parts.prisma, press.card);
    return delivery === undefined ? { toast: parts.say('core.not-found') } : answerKnown(parts, press, actor, delivery);
  });
}

async function answerKnown(parts: ChatParts, press: Press, actor: StaffActor, delivery: Delivery): Promise<PressReply> {
  const target = parts.faces.get(delivery.module)?.press(press.button, delivery.subject, press.answers);
  const toast = target === undefined ? parts.say('notices.old-button') : await perform(parts, press, actor, delivery, target);
  parts.metrics.inbound.inc({ door: 'press', outcome: toast === undefined ? 'done' : 'refused' });
  const now = parts.corridor.now();
  // Drawn for who presses: a card that was passed on shows a stranger nothing.
  const card = await parts.prisma.$transaction((tx) => drawFor(parts, { tx, now }, { ...delivery, recipient: actor.id }));
  // An action is on record by itself; a look is one too.
  if (card !== undefined && target === undefined) await noteLook(parts, now, actor, delivery);
  if (card !== undefined) await remember(parts, actor, delivery, press, card);
  return { ...(card === undefined ? {} : { card }), ...(toast === undefined ? {} : { toast }) };
}

async function noteLook({ corridor, faces, prisma }: ChatParts, now: Date, actor: StaffActor, { module, subject }: Delivery): Promise<void> {
  const patients = await faces.get(module)?.about?.(prisma, subject);
  await corridor.audit.write(prisma, now, actor, { act: 'notices.look', subject, patients, outcome: 'allowed', reason: module });
}

/** The sentence the person reads when nothing happened; `undefined` when it did. */
async function perform(parts: ChatParts, press: Press, actor: StaffActor, delivery: Delivery, target: PressTarget): Promise<string | undefined> {
  const body = Buffer.from(JSON.stringify({ user: press.user, card: press.card, button: press.button, answers: press.answers }));
  const arrival = closeArrival(parts.seal, { key: `press:${press.platform}:${press.corp}:${press.key}`, door: 'press', body, answer: Buffer.alloc(0), outcome: 'accepted' });
  try {
    await parts.corridor.run(actor, target.action as Action, target.input, arrival);
    return undefined;
  } catch (error) {
    if (error instanceof Repeated) return undefined;
    if (error instanceof Refusal) return parts.say(error.code, error.facts);
    parts.log.error({ error, delivery: delivery.id, button: press.button }, 'press failed');
    return parts.say('core.fault');
  }
}

/**
 * Only the recipient's own copy is what `shown` speaks of: not a card passed on to somebody else, nor the one that another
 * platform took without saying so. A press on a card that is still being sent says that it has arrived.
 */
async function remember(parts: ChatParts, actor: StaffActor, delivery: Delivery, press: Press, card: Card): Promise<void> {
  if (actor.id !== delivery.recipient) return;
  const { platform, corp, user } = press;
  if (delivery.state === 'queued') {
    await parts.corridor.run(systemActor, noteSent, { cards: [{ delivery: delivery.id, platform, corp, user, ref: { ...press.ref }, shown: digestOf(card), changes: delivery.changes }] });
    return;
  }
  if (!isAt(press, delivery)) return;
  await parts.corridor.run(systemActor, noteShown, { delivery: delivery.id, ref: { ...delivery.ref, ...press.ref }, shown: digestOf(card) });
}

/** The person, or the sentence why not: unknown account, left, on record in both cases. */
async function known(parts: ChatParts, from: { platform: string; corp: string; user: string }, act: string): Promise<StaffActor | string> {
  try {
    return await actorOfAccount(parts.prisma, from, 'chat');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await parts.corridor.audit.stranger(parts.prisma, parts.corridor.now(), { act: `chat.${act}`, door: 'chat', origin: `${from.platform}:${from.corp}:${from.user}`, reason: error.code });
    parts.metrics.inbound.inc({ door: act, outcome: 'refused' });
    return parts.say(error.code, error.facts);
  }
}

async function answerLine(parts: ChatParts, line: Line): Promise<LineReply | undefined> {
  const actor = await known(parts, line, 'line');
  if (typeof actor === 'string') return actor;
  parts.metrics.inbound.inc({ door: 'line', outcome: 'done' });
  try {
    for (const answer of parts.lines) {
      const reply = await answer(actor, line.text.trim());
      if (reply !== undefined) return sealedFor(parts, actor, reply);
    }
  } catch (error) {
    if (error instanceof Refusal) return parts.say(error.code, error.facts);
    throw error;
  }
  return parts.say('notices.help');
}

/** Ids in links open for this person alone. */
function sealedFor({ ids }: ChatParts, actor: StaffActor, reply: LineReply): LineReply {
  return typeof reply === 'string' ? reply : { ...reply, links: reply.links.map((link) => ({ ...link, path: ids.seal(link.path, `staff:${actor.id}`) })) };
}

async function noteChange(parts: ChatParts, change: DirectoryChange): Promise<void> {
  if (change.kind !== 'left') return;
  await parts.corridor.run(systemActor, noteLeft, { platform: change.platform, corp: change.corp, users: [...change.users] });
}

/** Opens every bot's ears; one that fails to open never keeps the others shut. */
export async function startBots(bots: readonly Bot[], inbound: Inbound, log: Log): Promise<void> {
  await Promise.all(bots.map((bot) => bot.start(inbound).catch((error: unknown) => log.error({ platform: bot.platform, error }, 'bot did not start'))));
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
