/** What the year left behind: whether a value was lost, told twice or told after its end, and how long people took. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { defaultLadders } from '../../../services/clinical/critical-values/model.process.ts';
import { type Card, keyOf } from '../support/emulator.ts';
import { cardsAgainst, compare, none, type Difference } from '../support/outcome.ts';
import type { Place } from './place.ts';
import { type Plan, type PlannedValue, minute } from './plan.ts';

export interface Verdict {
  readonly values: number;
  readonly kills: number;
  /** By how it ended. */
  readonly ended: Readonly<Record<string, number>>;
  /** What must not be; empty when all is well. */
  readonly wrong: readonly string[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly what: string;
  readonly count: number;
  /** Minutes from receipt to acknowledgement; `undefined` where there is none. */
  readonly p50: number | undefined;
  readonly p90: number | undefined;
  readonly p99: number | undefined;
  readonly longest: number | undefined;
}

interface Kept {
  readonly id: string;
  readonly clinical: string;
  readonly planned: PlannedValue | undefined;
  readonly openedAt: number;
  readonly acknowledgedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly steps: readonly { readonly step: string; readonly recipient: string; readonly state: string; readonly at: number }[];
}

export async function verdictOf(plan: Plan, place: Place): Promise<Verdict> {
  await place.down();
  const [kept, deliveries] = await place.look(({ prisma }) => read(prisma, plan));
  const cards = cardsOf(place);
  const found = cardsAgainst({ messages: 0, judged: 0, values: [], facts: [], deliveries: deliveries.filter(({ state }) => state === 'sent') }, cards);
  const wrong = [
    ...differing('values', compare(plan.values.map(({ number }) => String(number)), kept.map(({ planned }) => String(planned?.number)))),
    ...differing('tellings', found.tellings),
    ...differing('cards', found.cards),
    ...found.stray.map((stray) => `two cards that ask, or one without its first: ${stray}`),
    ...kept.flatMap(endsWell),
    ...afterEnd(kept, deliveries, cards),
  ];
  return { values: kept.length, kills: place.kills(), ended: Object.fromEntries([...Map.groupBy(kept, ({ clinical }) => clinical)].map(([state, all]) => [state, all.length])), wrong, rows: rowsOf(plan, kept) };
}

type Telling = { readonly id: string; readonly subject: string; readonly step: string; readonly recipient: string; readonly state: string; readonly createdAt: Date };

async function read(prisma: PrismaClient, plan: Plan): Promise<[Kept[], Telling[]]> {
  const deliveries = await prisma.delivery.findMany({ select: { id: true, subject: true, step: true, recipient: true, state: true, createdAt: true } });
  const facts = await prisma.fact.findMany({ where: { name: { in: ['critical-values.acknowledged', 'critical-values.closed', 'critical-values.cancelled'] } }, select: { name: true, subject: true, at: true } });
  const bySubject = Map.groupBy(deliveries, ({ subject }) => subject);
  const factsOf = Map.groupBy(facts, ({ subject }) => subject);
  const numberOf = new Map((await prisma.patient.findMany({ select: { id: true, number: true } })).map(({ id, number }) => [id, Number(number.slice(1))]));
  const values = await prisma.criticalValue.findMany({ select: { id: true, clinical: true, openedAt: true, patientId: true } });
  const at = (id: string, ...names: string[]): number | undefined => factsOf.get(id)?.find(({ name }) => names.includes(name))?.at.getTime();
  return [values.map(({ id, clinical, openedAt, patientId }): Kept => ({
    id, clinical, openedAt: openedAt.getTime(), planned: plan.values[numberOf.get(patientId) ?? -1], acknowledgedAt: at(id, 'critical-values.acknowledged'), endedAt: at(id, 'critical-values.closed', 'critical-values.cancelled'),
    steps: (bySubject.get(id) ?? []).map(({ step, recipient, state, createdAt }) => ({ step, recipient, state, at: createdAt.getTime() })),
  })), deliveries];
}

function cardsOf({ emulator: { core } }: Place): Card[] {
  return core.people.all().flatMap(({ platform, userid, staffNumber: staff }) => core.inboxes.list(platform, userid, 1_000_000).filter(({ kind }) => kind === 'card').map((message) => ({ platform, staff, message: message as unknown as Card['message'], key: keyOf(message as unknown as Card['message']) })));
}

const differing = (what: string, found: Difference): string[] => (Object.entries(found) as [keyof Difference, readonly string[]][]).filter(([how]) => found[how].length > none[how].length).map(([how, which]) => `${what} ${how}: ${which.length}, as ${which.slice(0, 3).join(', ')}`);

/** Somebody took it, the laboratory took it back, or the last step was told to somebody by name. */
function endsWell({ id, clinical, planned, steps }: Kept): string[] {
  if (clinical !== 'open') return [];
  const last = String(defaultLadders[planned?.isOutpatient === true ? 'outpatient' : 'inpatient'].steps.length);
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

function rowsOf({ troubles }: Plan, kept: readonly Kept[]): Row[] {
  const inTrouble = ({ openedAt }: Kept): boolean => troubles.some((one) => one.kind === 'platform' && one.at <= openedAt && openedAt < one.at + one.minutes * minute);
  const hour = ({ openedAt }: Kept): number => new Date(openedAt + 480 * minute).getUTCHours();
  const isNight = (one: Kept): boolean => hour(one) < 7 || hour(one) >= 23;
  const sorts: [string, (one: Kept) => boolean][] = [
    ['all', () => true], ['day (07 to 23)', (one) => !isNight(one)], ['night', isNight], ['while a platform was down', inTrouble], ['outpatients', ({ planned }) => planned?.isOutpatient === true],
  ];
  return sorts.map(([what, fits]) => {
    const minutes = kept.filter(fits).flatMap(({ acknowledgedAt, openedAt }) => (acknowledgedAt === undefined ? [] : [(acknowledgedAt - openedAt) / minute])).toSorted((one, other) => one - other);
    const share = (part: number): number | undefined => minutes[Math.min(minutes.length - 1, Math.floor(part * minutes.length))];
    return { what, count: minutes.length, p50: share(0.5), p90: share(0.9), p99: share(0.99), longest: minutes.at(-1) };
  });
}
