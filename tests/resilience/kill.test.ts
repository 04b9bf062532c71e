/**
 * kill -9 at random points while real results stream in. Nothing is lost and nothing happens twice: every critical
 * result becomes one value, told once to each person at each step, on one card.
 *
 * `RESILIENCE=full` (npm run test:resilience) takes 2,000 results and at least ten kills.
 */
import { setTimeout as pause } from 'node:timers/promises';
import anyTest, { type ExecutionContext, type TestFn } from 'ava';
import { mimicPresent } from '../kit/wrap-mimic.ts';
import { alerting, expectedOf } from './support/expected.ts';
import { cardsAgainst, outcomeOf, valuesAgainst, type Outcome } from './support/outcome.ts';
import type { Program } from './support/program.ts';
import { type Chance, chance } from './support/random.ts';
import { type Sender, sender } from './support/sender.ts';
import { type Stream, realStream } from './support/stream.ts';
import { until } from './support/wait.ts';
import { type Engine, type Role, UP, type World, engines, world } from './support/world.ts';

const test = anyTest as TestFn;
const full = process.env['RESILIENCE'] === 'full';
const size = full ? { results: 2000, kills: 12, within: 240_000 } : { results: 200, kills: 3, within: 90_000 };

for (const engine of engines) {
  test(`kill -9, ${engine}: nothing lost, nothing twice`, async (t) => {
    t.timeout(size.within + 120_000);
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
  const place = await world(t, engine, { CRITICAL_VALUES_LADDER_MINUTES: '60,120,180,240' });
  const target = processes(t, place, engine === 'postgres' ? ['web', 'worker'] : ['all']);
  const lis = sender(place.mllpPort);
  t.teardown(() => lis.close());

  const resent = await streamUnderFire(lis, stream, target, random);
  await target.allUp();
  const wanted = expected.alerts.length;
  await until(`${wanted} cards in the chats`, async () => (await place.emulator.cards()).length >= wanted, { withinMs: 60_000, everyMs: 250 });
  await target.stop();

  const outcome = await settled(place);
  const cards = await place.emulator.cards();
  t.log(`${engine}: ${stream.results} results in ${stream.messages.length} messages, ${target.kills()} kills, ${resent} sent again, ${wanted} critical, ${outcome.values.length} values, ${cards.length} cards`);
  t.is(outcome.messages, stream.messages.length + stream.admissions.length, 'every message is stored once');
  t.is(outcome.judged, expected.judged, 'every result was judged once');
  t.deepEqual(valuesAgainst(expected, outcome), { missing: [], unexpected: [], twice: [] });
  t.deepEqual(cardsAgainst(outcome, cards), { tellings: { missing: [], unexpected: [], twice: [] }, cards: { missing: [], unexpected: [], twice: [] } });
  t.deepEqual(outcome.values.filter(({ id, attending }) => !toldOnce(outcome, id, attending)), []);
  t.deepEqual(outcome.facts.filter(({ name }) => name === 'critical-values.opened').length, wanted);
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

interface Processes {
  /** Ends one of them without warning and starts it again. */
  kill(random: Chance): Promise<void>;
  kills(): number;
  allUp(): Promise<void>;
  stop(): Promise<void>;
}

/** Longest time until a kill strikes: a message takes some 10 ms, a start some 2 s. */
const STRIKE_MS = 60;
const START_MS = 2500;

function processes(t: ExecutionContext, place: World, roles: readonly Role[]): Processes {
  const running = new Map<Role, Program>(roles.map((role) => [role, place.start(role)]));
  let count = 0;
  const upOf = (role: Role): Promise<void> => running.get(role)?.says(UP) ?? Promise.resolve();
  return {
    kill: async (random) => {
      const role = random.pick(roles);
      // Every fourth falls into a start; the others wait until it is up.
      const early = random.next() < 0.25;
      if (!early) await upOf(role);
      await pause(random.between(0, early ? START_MS : STRIKE_MS));
      await running.get(role)?.signal('SIGKILL');
      count += 1;
      running.set(role, place.start(role));
    },
    kills: () => count,
    allUp: async () => void (await Promise.all(roles.map(upOf))),
    stop: async () => {
      const codes = await Promise.all([...running.values()].map((program) => program.signal('SIGTERM')));
      t.deepEqual(codes, roles.map(() => 0), 'a graceful stop ends with 0');
    },
  };
}

/** Runs whatever is still due inside the test, so that a job left over from a dead process shows what it would do. */
async function settled(place: World): Promise<Outcome> {
  const hospital = await place.open();
  try {
    await hospital.service.jobs.drain();
    return await outcomeOf(hospital.database.prisma);
  } finally {
    await hospital.service.stop();
    await hospital.close();
  }
}
