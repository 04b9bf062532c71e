/** What stands in the database at the end, and where it differs from what must be. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Expected } from './expected.ts';
import { takeOn } from './doctors.ts';
import type { Card } from './emulator.ts';

export interface Outcome {
  readonly messages: number;
  readonly judged: number;
  /** Slot of each value, as often as it is there. */
  readonly values: readonly { readonly id: string; readonly slot: string; readonly attending: string | undefined }[];
  readonly deliveries: readonly { readonly id: string; readonly subject: string; readonly step: string; readonly recipient: string; readonly state: string }[];
  readonly facts: readonly { readonly name: string; readonly subject: string }[];
}

export async function outcomeOf(prisma: PrismaClient): Promise<Outcome> {
  const values = await prisma.criticalValue.findMany({ select: { id: true, resultKey: true, visitId: true } });
  const visits = new Map((await prisma.visit.findMany({ select: { id: true, attending: true } })).map((row) => [row.id, row.attending ?? undefined]));
  return {
    messages: await prisma.inboxMessage.count({ where: { door: 'mllp' } }),
    judged: await prisma.judgedResult.count(),
    values: values.map(({ id, resultKey, visitId }) => ({ id, slot: resultKey, attending: visitId === null ? undefined : visits.get(visitId) })),
    deliveries: await prisma.delivery.findMany({ select: { id: true, subject: true, step: true, recipient: true, state: true } }),
    facts: await prisma.fact.findMany({ where: { name: { startsWith: 'critical-values.' } }, select: { name: true, subject: true } }),
  };
}

export interface Difference {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly twice: readonly string[];
}

export const none: Difference = { missing: [], unexpected: [], twice: [] };

export function compare(wanted: readonly string[], found: readonly string[]): Difference {
  const there = new Map<string, number>();
  for (const each of found) there.set(each, (there.get(each) ?? 0) + 1);
  const asked = new Set(wanted);
  return {
    missing: wanted.filter((each) => !there.has(each)),
    unexpected: [...there.keys()].filter((each) => !asked.has(each)),
    twice: [...there].filter(([, count]) => count > 1).map(([each]) => each),
  };
}

/** Every expected value once, and nothing else. */
export function valuesAgainst({ alerts }: Expected, { values }: Outcome): Difference {
  return compare(alerts.map(({ slot }) => slot), values.map(({ slot }) => slot));
}

export interface CardsFound {
  readonly tellings: Difference;
  readonly cards: Difference;
  /** Tellings of which somebody holds two messages that both ask, or a message that follows nothing up. */
  readonly stray: readonly string[];
}

/**
 * Of each value and step one telling per person, and of each telling one card in that person's chat. WeCom changes a card
 * once after its sending and once after each press; what comes after that is a message of its own (`…@@2`) in the place
 * of the first, which is taken back. A process that died with the answer to its sending can do neither: there the card
 * stays, and only its end follows, without a button.
 */
export function cardsAgainst({ deliveries }: Outcome, cards: readonly Card[]): CardsFound {
  const tellings = deliveries.map(({ subject, step, recipient }) => `${subject} step ${step} ${recipient}`);
  const firsts = cards.filter(({ key }) => !isFollowUp(key));
  const chains = Map.groupBy(cards, ({ key, staff }) => `${baseOf(key)} ${staff}`);
  const known = new Set(firsts.map(({ key, staff }) => `${key} ${staff}`));
  return {
    tellings: compare([...new Set(tellings)], tellings),
    cards: compare(deliveries.map(({ id, recipient }) => `${id} ${recipient}`), firsts.map(({ key, staff }) => `${key} ${staff}`)),
    stray: [...chains].filter(([of, held]) => !known.has(of) || held.filter((card) => takeOn(card) !== undefined).length > 1).map(([of]) => of),
  };
}

export const baseOf = (key: string): string => key.replace(/@@\d+$/, '');
export const isFollowUp = (key: string): boolean => baseOf(key) !== key;
