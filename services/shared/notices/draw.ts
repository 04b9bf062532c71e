/** What is read of a card before it is sent or shown anew. */
import type { Card } from '../../../cards/card.ts';
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { SealedIds } from '../../core/sealed-ids.ts';
import { type Account, accountsOfAll } from '../directory/index.ts';
import type { Asked, CardFace, DrawContext } from './face.ts';
import { type Delivery, deliveriesToSend, findDeliveries } from './store.ts';

interface Drawing {
  readonly faces: ReadonlyMap<string, CardFace>;
  readonly ids: SealedIds;
}

/** A delivery that is about to be sent. */
export interface Wanted {
  readonly id: string;
  readonly now: Date;
  readonly fromMemory: boolean;
}

export interface Prepared {
  readonly delivery: Delivery;
  readonly card: Card | undefined;
  readonly accounts: readonly Account[];
}

/**
 * Of all deliveries that wait at the same time, by as many statements as of one; `undefined` for what waits no more. Reads
 * only, each the newest: a transaction would cost two more and (read committed) promise nothing more.
 */
export async function prepareAll(drawing: Drawing & { readonly prisma: PrismaClient }, wanted: readonly Wanted[]): Promise<(Prepared | undefined)[]> {
  const { prisma } = drawing;
  const fromMemory = wanted.every((one) => one.fromMemory);
  const found = await (fromMemory ? deliveriesToSend : findDeliveries)(prisma, wanted.map(({ id }) => id));
  const queued = [...found.values()].filter(({ state }) => state === 'queued');
  const now = wanted[0]?.now ?? new Date();
  const [cards, accounts] = await Promise.all([drawAll(drawing, { tx: prisma, now, fromMemory }, queued), accountsOfAll(prisma, queued.map(({ recipient }) => recipient))]);
  return wanted.map(({ id }) => {
    const delivery = found.get(id);
    return delivery?.state === 'queued' ? { delivery, card: cards.get(id), accounts: accounts.get(delivery.recipient) ?? [] } : undefined;
  });
}

async function drawAll(drawing: Drawing, context: DrawContext, deliveries: readonly Delivery[]): Promise<Map<string, Card | undefined>> {
  const byModule = [...Map.groupBy(deliveries, ({ module }) => module)];
  return new Map((await Promise.all(byModule.map(async ([module, own]) => {
    const cards = await drawnBy(drawing.faces.get(module), context, own.map((delivery) => askedOf(delivery, true)));
    return own.map((delivery, at) => [delivery.id, linked(drawing, delivery, cards[at])] as const);
  }))).flat());
}

async function drawnBy(face: CardFace | undefined, context: DrawContext, asked: readonly Asked[]): Promise<(Card | undefined)[]> {
  if (face?.drawAll !== undefined) return face.drawAll(context, asked);
  return Promise.all(asked.map(({ subject, viewer }) => face?.draw(context, subject, viewer)));
}

/** Drawn for one person. */
export async function drawFor(drawing: Drawing, context: DrawContext, delivery: Delivery): Promise<Card | undefined> {
  const { subject, viewer } = askedOf(delivery, false);
  return linked(drawing, delivery, await drawing.faces.get(delivery.module)?.draw(context, subject, viewer));
}

const askedOf = ({ subject, recipient: staff, step }: Delivery, isNew: boolean): Asked => ({ subject, viewer: { staff, step, isNew } });

/** The link carries the token of its recipient, so that a forwarded one opens nothing. */
function linked({ ids }: Drawing, { recipient }: Delivery, card: Card | undefined): Card | undefined {
  if (card?.link === undefined) return card;
  return { ...card, link: { ...card.link, path: ids.seal(card.link.path, `staff:${recipient}`) } };
}
