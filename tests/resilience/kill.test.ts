/**
 * kill -9 at random points while real results stream in. Nothing is lost and nothing happens twice: every critical
 * result becomes one value, told once to each person at each step, on one card.
 *
 * `RESILIENCE=full` (npm run test:resilience) takes 2,000 results and at least ten kills.
 */
import { setTimeout as pause } from 'node:timers/promises';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { mimicPresent } from '../kit/wrap-mimic.ts';
import type { Card } from './support/emulator.ts';
import { type Expected, alerting, expectedOf } from './support/expected.ts';
import { type Outcome, baseOf, cardsAgainst, isFollowUp, none, outcomeOf, valuesAgainst } from './support/outcome.ts';
import { doctors, valueOf } from './support/doctors.ts';
import { type Processes, processes } from './support/processes.ts';
import { type Chance, chance } from './support/random.ts';
import { type Sender, sender } from './support/sender.ts';
import { type Stream, realStream } from './support/stream.ts';
import { until } from './support/wait.ts';
import { type Engine, type World, engines, world } from './support/world.ts';

const test = anyTest as TestFn;
const full = process.env['RESILIENCE'] === 'full';
/** `steps` of the ladder are told within the test, the others after hours. */
const size = full
  ? { results: 2000, kills: 12, within: 480_000, ladder: '0.1,0.3,0.5,60', steps: 4 }
  : { results: 200, kills: 3, within: 90_000, ladder: '0.05,60,120,180', steps: 2 };
/** Every third value is answered, by everybody who holds a card of it. */
const answered = (value: string): boolean => Number.parseInt(value.slice(-2), 16) % 3 === 0;

for (const engine of engines) {
  test(`kill -9, ${engine}: nothing lost, nothing twice`, async (t) => {
    t.timeout(size.within + 400_000);
    if (!mimicPresent()) {
      t.log('the real rows are not on this machine: skipped');
      t.pass();
      return;
    }
    await run(t, engine);
  });
}

async function run(t: ExecutionContext, engine: Engine): Promise<void> {
  const random = chance();
  t.log(`seed ${random.seed}`);
  const stream = await realStream(size.results, random, alerting);
  const expected = expectedOf(stream);
  const place = await world(t, engine, { CRITICAL_VALUES_LADDER_MINUTES: size.ladder });
  const target = processes(t, place, engine === 'postgres' ? ['web', 'worker'] : ['all']);
  const lis = sender(place.mllpPort);
  t.teardown(() => lis.close());

  // The platform takes its time, so that kills fall between a card that was sent and our knowing of it.
  await place.emulator.faults({ platform: '*', kind: 'latency', ms: 80 });
  const people = doctors(place.emulator, (card) => answered(valueOf(place.ids, card)));

  const resent = await streamUnderFire(lis, stream, target, random);
  await target.allUp();
  const wanted = expected.alerts.length;
  const told = async () => allTold(place, await alertsShown(place), wanted);
  await until(`every step of ${wanted} values is told`, told, { withinMs: patience(expected), everyMs: 250 }).catch(async (error: unknown) => {
    t.log(untold(place, await alertsShown(place)));
    throw error;
  });
  await people.finish(30_000);
  await target.stop();

  const outcome = await settled(place);
  const cards = await place.emulator.cards();
  t.log(`${engine}: ${stream.results} results in ${stream.messages.length} messages, ${target.kills()} kills, ${resent} sent again, ${wanted} critical, ${outcome.values.length} values, ${cards.length} cards (${cards.filter(({ key }) => isFollowUp(key)).length} follow-ups), ${people.presses()} presses`);
  t.is(outcome.messages, stream.messages.length + stream.admissions.length, 'every message is stored once');
  t.is(outcome.judged, expected.judged, 'every result was judged once');
  t.deepEqual(valuesAgainst(expected, outcome), none);
  t.deepEqual(cardsAgainst(outcome, cards), { tellings: none, cards: none, stray: [] });
  t.deepEqual(outcome.values.filter(({ id, attending }) => !toldOnce(outcome, id, attending)), []);
  const times = (name: string, id: string): number => outcome.facts.filter((fact) => fact.name === name && fact.subject === id).length;
  t.deepEqual(outcome.values.filter(({ id }) => times('critical-values.opened', id) !== 1), []);
  t.deepEqual(outcome.values.filter(({ id }) => times('critical-values.acknowledged', id) !== (answered(id) ? 1 : 0)), []);
}

/** WeCom takes thirty messages a minute for one member: where many values are the surgeons', their duty doctor gets them slowly. */
function patience({ alerts }: Expected): number {
  const surgeons = alerts.filter(({ patient }) => patient.place.platform === 'wecom').length;
  return 90_000 + Math.ceil((2 * surgeons) / 30) * 60_000;
}

/** Beside them an administrator may be told of a sender that was late or refused: it was killed under his hands. */
const alertsShown = async ({ emulator, ids }: World): Promise<readonly Card[]> => (await emulator.cards()).filter((card) => valueOf(ids, card) !== '');

/** What nobody answers has gone up the ladder; what is answered has a card at least. */
function allTold(place: World, cards: readonly Card[], wanted: number): boolean {
  return new Set(cards.map((card) => valueOf(place.ids, card))).size >= wanted && untold(place, cards).length === 0;
}

/** Who holds what of the values that have not come as far as they should. */
function untold({ ids }: World, cards: readonly Card[]): readonly string[] {
  const short = [...Map.groupBy(cards, (card) => valueOf(ids, card))].filter(([value, held]) => !answered(value) && new Set(held.map(({ key }) => baseOf(key))).size < size.steps);
  return short.map(([value, held]) => `${value}: ${held.map(({ platform, staff, key }) => `${platform} ${staff} ${key}`).join(', ')}`);
}

function toldOnce({ deliveries }: Outcome, id: string, attending: string | undefined): boolean {
  const told = deliveries.filter(({ subject, step, recipient }) => subject === id && step === '1' && recipient === attending);
  return told.length === 1 && told[0]?.state === 'sent';
}

/** Sends everything, with kills spread over it: each falls while a message is under way, or a moment after. */
async function streamUnderFire(lis: Sender, stream: Stream, target: Processes, random: Chance): Promise<number> {
  let tries = 0;
  let kill: Promise<void> = Promise.resolve();
  const messages = [...stream.admissions, ...stream.messages.map(({ bytes }) => bytes)];
  const moments = Array.from({ length: size.kills - 1 }, () => random.between(1, messages.length - 1));
  for (const [at, message] of messages.entries()) {
    for (const _ of moments.filter((moment) => moment === at)) kill = kill.then(() => target.kill(random));
    tries += (await lis.send(message)).tries - 1;
  }
  await kill;
  // The last one while the cards are still going out.
  await target.kill(random);
  return tries;
}

/** A card that a killed process was sending is sent again after seconds, one that is not urgent after some more. */
const sentAgainMs = 60_000;

/** Runs whatever is still due inside the test, so that a job left over from a dead process shows what it would do. */
async function settled(place: World): Promise<Outcome> {
  const hospital = await place.open();
  try {
    const { prisma } = hospital.database;
    await hospital.service.jobs.drain();
    for (const end = performance.now() + sentAgainMs; performance.now() < end && (await prisma.delivery.count({ where: { state: 'queued' } })) > 0; ) {
      await pause(500);
      await hospital.service.jobs.drain();
    }
    return await outcomeOf(prisma);
  } finally {
    await hospital.service.stop();
    await hospital.close();
  }
}
