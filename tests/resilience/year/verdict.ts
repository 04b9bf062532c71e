/** What the year left behind: whether a value was lost, told twice or told after its end, and how long people took. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { takeOn } from '../support/doctors.ts';
import { type Card, keyOf } from '../support/emulator.ts';
import { baseOf, cardsAgainst, compare, none, type Difference } from '../support/outcome.ts';
import { type Figures, type Kept, figuresOf, lastStep } from './figures.ts';
import type { Place } from './place.ts';
import { type Plan, minute } from './plan.ts';

export interface Verdict {
  readonly values: number;
  readonly kills: number;
  /** By how it ended. */
  readonly ended: Readonly<Record<string, number>>;
  /** What must not be; empty when all is well. */
  readonly wrong: readonly string[];
  readonly figures: Figures;
}

/** Of the values that came before `until`: all that wait are then through with their ladder. */
export async function verdictOf(plan: Plan, place: Place, until = Infinity): Promise<Verdict> {
  const [all, told] = await place.look(({ prisma }) => read(prisma, plan));
  const kept = all.filter(({ openedAt }) => openedAt < until);
  const ours = new Set(kept.map(({ id }) => id));
  // Cards about the roster and the like have subjects of their own.
  const deliveries = until === Infinity ? told : told.filter(({ subject }) => ours.has(subject));
  const known = new Map(told.map(({ id, subject }) => [id, subject]));
  const cards = cardsOf(place).filter(({ key }) => until === Infinity || ours.has(known.get(baseOf(key)) ?? ''));
  const found = cardsAgainst({ messages: 0, judged: 0, values: [], facts: [], deliveries: deliveries.filter(({ state }) => state === 'sent') }, cards);
  const wrong = [
    ...differing('values', compare(plan.values.filter(({ at }) => at < until).map(({ number }) => String(number)), kept.map(({ planned }) => String(planned?.number)))),
    ...differing('tellings', found.tellings),
    ...differing('cards', found.cards),
    ...hanging(told, cards, found.cards.unexpected),
    ...found.stray.map((stray) => `two cards that ask, or one without its first: ${stray}`),
    ...kept.flatMap(endsWell),
    ...afterEnd(kept, deliveries, cards),
    ...stillAsking(kept.filter(({ endedAt = Infinity }) => endedAt < until), deliveries, cards),
  ];
  return { values: kept.length, kills: place.kills().length, ended: Object.fromEntries([...Map.groupBy(kept, ({ clinical }) => clinical)].map(([state, same]) => [state, same.length])), wrong, figures: figuresOf(plan, kept, place.kills()) };
}

type Telling = { readonly doubts: unknown; readonly sentAt: Date | null; readonly id: string; readonly subject: string; readonly step: string; readonly recipient: string; readonly state: string; readonly createdAt: Date };

async function read(prisma: PrismaClient, plan: Plan): Promise<[Kept[], Telling[]]> {
  const deliveries = await prisma.delivery.findMany({ select: { id: true, subject: true, step: true, recipient: true, state: true, createdAt: true, doubts: true, sentAt: true } });
  const facts = await prisma.fact.findMany({ where: { name: { in: ['critical-values.acknowledged', 'critical-values.closed', 'critical-values.cancelled'] } }, select: { name: true, subject: true, at: true, data: true } });
  const bySubject = Map.groupBy(deliveries, ({ subject }) => subject);
  const factsOf = Map.groupBy(facts, ({ subject }) => subject);
  const numberOf = new Map((await prisma.patient.findMany({ select: { id: true, number: true } })).map(({ id, number }) => [id, Number(number.slice(1))]));
  const values = await prisma.criticalValue.findMany({ select: { id: true, clinical: true, openedAt: true, patientId: true } });
  const fact = (id: string, ...names: string[]) => factsOf.get(id)?.find(({ name }) => names.includes(name));
  const at = (id: string, ...names: string[]): number | undefined => fact(id, ...names)?.at.getTime();
  return [values.map(({ id, clinical, openedAt, patientId }): Kept => ({
    id, clinical, openedAt: openedAt.getTime(), planned: plan.values[numberOf.get(patientId) ?? -1], acknowledgedAt: at(id, 'critical-values.acknowledged'), by: (fact(id, 'critical-values.acknowledged')?.data as { readonly by?: { readonly number: string } } | undefined)?.by?.number, endedAt: at(id, 'critical-values.closed', 'critical-values.cancelled'),
    steps: (bySubject.get(id) ?? []).map(({ step, recipient, state, createdAt }) => ({ step, recipient, state, at: createdAt.getTime() })),
  })), deliveries];
}

function cardsOf({ emulator: { core } }: Place): Card[] {
  return core.people.all().flatMap(({ platform, userid, staffNumber: staff }) => core.inboxes.list(platform, userid, 1_000_000).filter(({ kind }) => kind === 'card').map((message) => ({ platform, staff, message: message as unknown as Card['message'], key: keyOf(message as unknown as Card['message']) })));
}

const differing = (what: string, found: Difference): string[] => (Object.entries(found) as [keyof Difference, readonly string[]][]).filter(([how]) => found[how].length > none[how].length).map(([how, which]) => `${what} ${how}: ${which.length}, as ${which.slice(0, 3).join(', ')}`);

/** Cards in a chat of which nothing is noted as sent: what became of them, and whether they still ask. */
function hanging(told: readonly Telling[], cards: readonly Card[], unexpected: readonly string[]): string[] {
  const which = new Set(unexpected);
  const of = new Map(told.map((one) => [one.id, one]));
  return cards.filter(({ key, staff }) => which.has(`${key} ${staff}`)).map((card) => {
    const one = of.get(card.key);
    return `${card.platform} ${card.staff} holds step ${one?.step} of ${one?.subject}, ${one?.state}, in doubt ${JSON.stringify(one?.doubts)}, made ${one?.createdAt.toISOString()}, came ${new Date(card.message.at).toISOString()}; ${takeOn(card) === undefined ? 'it asks nothing' : 'it asks'}`;
  });
}

/** Somebody took it, the laboratory took it back, or the last step was told to somebody by name. */
function endsWell({ id, clinical, planned, steps }: Kept): string[] {
  if (clinical !== 'open') return [];
  const last = lastStep({ planned });
  return steps.some(({ step, state, recipient }) => step.startsWith(last) && state === 'sent' && recipient !== '') ? [] : [`${id} waits, and nobody was told at the last step: ${JSON.stringify(steps)}`];
}

/** A card of a step that came into a chat after the value had ended. */
function afterEnd(kept: readonly Kept[], deliveries: readonly Telling[], cards: readonly Card[]): string[] {
  const ends = new Map(kept.map(({ id, endedAt }) => [id, endedAt]));
  const subjects = new Map(deliveries.map(({ id, subject, step }) => [id, { subject, step }]));
  return cards.flatMap(({ key, staff, message: { at } }) => {
    const of = subjects.get(key);
    const end = of === undefined ? undefined : ends.get(of.subject);
    return of !== undefined && end !== undefined && /^\d/.test(of.step) && at > end + minute ? [`${of.subject} step ${of.step} told ${staff} ${Math.round((at - end) / minute)} min after its end`] : [];
  });
}

/** A card about a value that is over must not ask for it; WeCom's can only be changed while the code of its last change is known (README). */
function stillAsking(kept: readonly Kept[], deliveries: readonly Telling[], cards: readonly Card[]): string[] {
  const over = new Set(kept.flatMap(({ id, endedAt }) => (endedAt === undefined ? [] : [id])));
  const subjects = new Map(deliveries.map(({ id, subject }) => [id, subject]));
  return cards.filter(({ platform, key, message }) => platform === 'dingtalk' && takeOn({ message }) !== undefined && over.has(subjects.get(baseOf(key)) ?? '')).map(({ key, staff }) => `${subjects.get(baseOf(key))} is over, and the card of ${staff} asks`);
}
