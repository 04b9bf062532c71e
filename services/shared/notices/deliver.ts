/** Delivery: draw the card as it stands now, send it by the person's first platform that takes it, remember it. */
import type { Bot, MessageRef, UrgentMeans } from '../../../bots/bot.ts';
import type { Card } from '../../../cards/card.ts';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { Failure, failureClassOf } from '../../core/errors.ts';
import type { JobContext } from '../../core/module.ts';
import type { SealedIds } from '../../core/sealed-ids.ts';
import type { Account } from '../directory/index.ts';
import { noteDelayed, noteDinged, noteDoubt, noteNeedless, noteNoDoubt, noteSent, noteShown, noteUndeliverable } from './actions.ts';
import { answered } from './answering.ts';
import type { CardFace } from './face.ts';
import { type Prepared, type Wanted, drawFor } from './draw.ts';
import { cardWords } from './phrases.ts';
import { type Arrived, type Delivery, type Doubt, digestOf, findDelivery, isAt, sentDeliveries } from './store.ts';

/** When a card alone is not enough: from this step of a ladder on, people are also woken by the platform's own means. */
export interface Urging {
  readonly fromStep: number;
  readonly means: UrgentMeans;
}

export interface DeliveryParts {
  readonly prisma: PrismaClient;
  readonly urging: Urging;
  readonly bots: readonly Bot[];
  readonly faces: ReadonlyMap<string, CardFace>;
  readonly ids: SealedIds;
  /** What leaves at the same time is read and drawn together. */
  readonly prepared: (wanted: Wanted) => Promise<Prepared | undefined>;
  /** Notes that a card is there; many that arrive together by one transaction. */
  readonly arrived: (noted: Noted) => Promise<void>;
}

/** By whichever job's context. */
export interface Noted {
  readonly context: Pick<JobContext, 'run'>;
  readonly card: Arrived & { readonly changes: number };
}

export async function noteArrived(all: readonly Noted[]): Promise<void[]> {
  await all[0]?.context.run(noteSent, { cards: all.map(({ card }) => ({ ...card, ref: { ...card.ref } })) });
  return all.map(() => undefined);
}

export async function deliver(parts: DeliveryParts, context: JobContext, id: string): Promise<void> {
  const prepared = await parts.prepared({ id, now: context.now, fromMemory: context.fromMemory });
  if (prepared === undefined) return;
  const { delivery, card, accounts } = prepared;
  if (card === undefined) return context.run(noteNeedless, { delivery: id });
  const ways = accounts.flatMap((account) => parts.bots.filter((bot) => bot.platform === account.platform && bot.corp === account.corp).map((bot) => ({ bot, account })));
  if (ways.length === 0) return context.run(noteUndeliverable, { delivery: id, state: 'unreachable', reason: 'no-account' });
  const way = await sendByFirst(parts, ways, delivery, card, context);
  if (way !== undefined) await urge(parts.urging, way, delivery, card, context);
}

/** An extra: the card has arrived, so a platform that cannot wake people costs nothing but a line on the course that says so. */
async function urge({ fromStep, means }: Urging, { bot, account }: Way, delivery: Delivery, card: Card, context: JobContext): Promise<void> {
  const step = Number.parseInt(delivery.step, 10);
  if (delivery.urgency !== 'critical' || !(step >= fromStep) || !bot.abilities.urgent.includes(means)) return;
  const outcome = await bot.urge([account.user], card.summary, means).then(() => ({ state: 'sent', code: '' }) as const, (error: unknown) => {
    context.log.warn({ delivery: delivery.id, error }, 'urgent reminder failed');
    return { state: failureClassOf(error) === 'ambiguous' ? 'unsure' : 'failed', code: error instanceof Failure ? error.vendorCode : '' } as const;
  });
  await context.run(noteDinged, { delivery: delivery.id, platform: account.platform, ding: means, ...outcome });
}

type Way = { readonly bot: Bot; readonly account: Account };

/** So long a critical card is tried only where it perhaps is already. */
const doubtMs = 30_000;
/** So long whoever told somebody believes that the card will arrive by itself. */
const delayMs = 60_000;

/**
 * The next platform is tried when one did certainly not take the card. "Perhaps taken" is tried again on the same
 * platform, where the key makes a second card impossible. For a critical one only so long: a second card costs a look, a
 * late one perhaps a patient (ADR 0017).
 */
async function sendByFirst(parts: DeliveryParts, ways: readonly Way[], delivery: Delivery, card: Card, context: JobContext): Promise<Way | undefined> {
  const troubles: unknown[] = [];
  const waits = delivery.urgency === 'critical' ? context.now.getTime() - delivery.createdAt.getTime() : 0;
  for (const way of ways) {
    const { bot, account } = way;
    try {
      const ref = await bot.send(account.user, card, delivery.id, delivery.urgency);
      await parts.arrived({ context, card: { delivery: delivery.id, ...account, ref: { ...ref }, shown: digestOf(card), changes: delivery.changes } });
      return way;
    } catch (error) {
      troubles.push(error);
      if (failureClassOf(error) !== 'ambiguous') continue;
      if (!delivery.doubts.some((doubt) => isAt(doubt, account))) await context.run(noteDoubt, { delivery: delivery.id, ...account });
      if (waits < doubtMs) break;
    }
  }
  const again = troubles.find((error) => failureClassOf(error) !== 'permanent');
  const reason = troubles.map((error) => (error instanceof Failure ? error.vendorCode : 'fault')).join(',');
  if (again !== undefined) {
    if (waits >= delayMs) await context.run(noteDelayed, { delivery: delivery.id, reason });
    throw again;
  }
  context.log.error({ delivery: delivery.id, reason }, 'card can not be delivered on any platform');
  await context.run(noteUndeliverable, { delivery: delivery.id, state: 'failed', reason });
  return undefined;
}

/** Draws every card about a subject again and updates those that changed. */
export async function refreshAll(parts: DeliveryParts, context: JobContext, module: string, subject: string): Promise<void> {
  const deliveries = await sentDeliveries(parts.prisma, module, subject);
  const outcomes = await Promise.allSettled(deliveries.flatMap((delivery) => [refreshOne(parts, context, delivery, isOutdone(delivery, deliveries)), ...delivery.doubts.map((doubt) => refreshDoubt(parts, context, delivery, doubt))]));
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome): unknown => outcome.reason);
  const again = failed.find((error) => failureClassOf(error) !== 'permanent');
  if (again !== undefined) throw again;
  for (const error of failed) context.log.warn({ subject, error }, 'card could not be updated');
}

/** The same person has a newer card about it in the same chat: two that ask alike would each want an answer. */
function isOutdone({ id, recipient, platform, corp, user }: Delivery, all: readonly Delivery[]): boolean {
  return user !== undefined && all.some((other) => other.id > id && other.state === 'sent' && other.recipient === recipient && isAt({ platform: platform ?? '', corp: corp ?? '', user }, other));
}

/** `shown` of a card that says so; it never changes again, so a platform's few updates are kept for the newer one. */
const outdone = 'outdone';

/** Nothing in it can become untrue: no value, no state, no button; the page behind it is today's. */
function outdoneCard({ fields: _fields, questions: _questions, buttons: _buttons, result: _result, ...card }: Card): Card {
  return { ...card, tone: 'past', fact: cardWords.newer, state: cardWords.lookThere, fields: [], questions: [], buttons: [] };
}

/** Of a card that is on its way: whatever is drawn next differs. */
const nothingSure = '';

/**
 * Until what is shown is what is: two refreshes at once end with the newest state, whoever is last. The delivery is read
 * before and after its card is drawn: a press that was answered in between has shown the card already, and to update
 * it once more would cost one of the few updates a platform allows.
 */
async function refreshOne(parts: DeliveryParts, context: JobContext, { id }: Delivery, isOld: boolean): Promise<void> {
  let before: Delivery | undefined;
  for (let round = 0; round < 5; round++) {
    await answered(id);
    before ??= await findDelivery(parts.prisma, id);
    const bot = parts.bots.find((candidate) => candidate.platform === before?.platform && candidate.corp === before.corp);
    if (before?.user === undefined || bot === undefined) return;
    if (isOld && before.shown === outdone) return;
    const drawn = await drawFor(parts, { tx: parts.prisma, now: context.now }, before);
    await answered(id);
    const current = await findDelivery(parts.prisma, id);
    if (drawn === undefined || current === undefined) return;
    // One that asks for nothing contradicts nobody.
    const asks = isOld && drawn.buttons.length > 0;
    const [card, digest] = asks ? [outdoneCard(drawn), outdone] : [drawn, digestOf(drawn)];
    if (digest === current.shown) return;
    if (current.shown === before.shown) {
      const ref: MessageRef = await bot.update(before.user, card, id, current.ref, current.urgency);
      // An old card that can no longer be changed is left: nobody is sent another for it.
      await context.run(noteShown, { delivery: id, ref: { ...ref }, shown: asks || bot.isShown(ref) ? digest : nothingSure });
      before = undefined;
    } else {
      before = current;
    }
  }
}

/** A card that perhaps hangs on another platform as well, where the key alone is enough to change it. Elsewhere a press draws it anew. */
async function refreshDoubt(parts: DeliveryParts, context: JobContext, delivery: Delivery, { shown, ...place }: Doubt): Promise<void> {
  const bot = parts.bots.find((candidate) => candidate.platform === place.platform && candidate.corp === place.corp);
  if (bot?.abilities.updatesByKey !== true || isAt(place, delivery)) return;
  const card = await drawFor(parts, { tx: parts.prisma, now: context.now }, delivery);
  if (card === undefined || digestOf(card) === shown) return;
  try {
    await bot.update(place.user, card, delivery.id, {}, delivery.urgency);
    await context.run(noteDoubt, { delivery: delivery.id, ...place, shown: digestOf(card) });
  } catch (error) {
    if (failureClassOf(error) !== 'permanent') throw error;
    await context.run(noteNoDoubt, { delivery: delivery.id, ...place });
  }
}
