/**
 * Many messages under `kill -9`: several senders that repeat each message until it is answered, the service's processes
 * killed at random moments all along. At the end each message stands once, and so does what it says.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { result } from '../../services/links/hl7/samples.ts';
import { processes } from './support/processes.ts';
import { type Chance, chance } from './support/random.ts';
import { sender } from './support/sender.ts';
import { type Stage, type World, type Engine, world } from './support/world.ts';

export interface ManyAsked {
  readonly engine: Engine;
  readonly messages: number;
  readonly senders: number;
  readonly seed?: number;
}

export interface ManyFound {
  readonly seed: number;
  readonly seconds: number;
  readonly kills: number;
  /** Sent again, because no answer came. */
  readonly resent: number;
  /** Messages in the inbox; messages that differ from one another there. */
  readonly stored: number;
  readonly distinct: number;
  /** Reports whose one value is what was sent; all values there are; facts; judgements. */
  readonly right: number;
  readonly values: number;
  readonly facts: number;
  readonly judged: number;
}

const patients = 2000;
/** Told apart from its neighbours, and nothing to be alarmed about. */
const valueOf = (number: number): string => (4 + (number % 200) / 100).toFixed(2);

function message(number: number): Buffer {
  const patient = { id: `P${number % patients}`, name: '张三', sex: 'F', birth: '19590312' } as const;
  const visit = { number: `V${number % patients}`, ward: 'CARD1', bed: String(number % 60) };
  const item = { code: { id: '14749-6', text: '葡萄糖' }, value: valueOf(number), unit: 'mmol/L', range: '3.9-6.1' };
  return result({ at: new Date(), controlId: `M${number}`, patient, visit, filler: `F${number}`, items: [item] });
}

/** One run in a place of its own, which is gone afterwards. */
export async function runMany({ engine, messages, senders, seed }: ManyAsked): Promise<ManyFound> {
  const ends: (() => unknown)[] = [];
  const stage: Stage = { teardown: (end) => void ends.push(end), passed: true, log: (...lines) => console.log(...lines), deepEqual: (found, wanted, why) => deepStrictEqual(found, wanted, why) };
  try {
    return await underFire(stage, await world(stage, engine), { engine, messages, senders }, chance(seed));
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function underFire(stage: Stage, place: World, { engine, messages, senders }: ManyAsked, random: Chance): Promise<ManyFound> {
  const target = processes(stage, place, engine === 'postgres' ? ['web', 'worker'] : ['all']);
  await target.allUp();
  const begun = performance.now();
  const over = new AbortController();
  const fire = killing(target, random, over.signal);
  let next = 0;
  let resent = 0;
  // What goes wrong on either side ends both: a sender that gives up, or a process that does not start.
  const lines = Promise.all(Array.from({ length: senders }, async () => {
    const line = sender(place.mllpPort, 10_000, patienceMs);
    while (next < messages) {
      const { code, reason, tries } = await line.send(message(next++));
      if (code !== 'AA') throw new Error(`not taken: ${code} ${reason}`);
      resent += tries - 1;
    }
    line.close();
  }));
  for (const either of [lines, fire]) either.catch(() => undefined);
  try {
    await Promise.race([lines, fire.then(() => lines)]);
  } finally {
    over.abort();
  }
  const seconds = (performance.now() - begun) / 1000;
  await fire;
  await target.allUp();
  await target.stop();
  return { seed: random.seed, seconds, kills: target.kills(), resent, ...(await inStore(place)) };
}

/** From two seconds to twenty between two of them: the service is killed while it works, and sometimes while it starts. */
async function killing(target: ReturnType<typeof processes>, random: Chance, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, random.between(2000, 20_000));
      over.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
    });
    if (!over.aborted) await target.kill(random);
  }
}

/** A busy machine takes half a minute to start, and a start may be killed again and again. */
const patienceMs = 15 * 60_000;

/** A killed worker's jobs come back when its heartbeat has been missed and the queue was looked at. */
const comeBackMs = 180_000;

/** What is left to judge is judged first, the jobs of killed workers among it. */
async function inStore(place: World): Promise<Pick<ManyFound, 'stored' | 'distinct' | 'right' | 'values' | 'facts' | 'judged'>> {
  const hospital = await place.open();
  try {
    const { prisma } = hospital.database;
    const arrivals = await prisma.inboxMessage.findMany({ where: { door: 'mllp', outcome: 'accepted' }, select: { key: true } });
    for (const end = performance.now() + comeBackMs; performance.now() < end && (await prisma.judgedResult.count()) < arrivals.length; ) {
      await hospital.service.jobs.drain();
      await pause(1000);
    }
    const found = await prisma.$queryRaw<{ filler: string; text: string }[]>`SELECT r.filler, v.text FROM result v JOIN report r ON r.id = v.report_id`;
    const byFiller = Map.groupBy(found, ({ filler }) => filler);
    return {
      stored: arrivals.length,
      distinct: new Set(arrivals.map(({ key }) => key.replace(/#.*/, ''))).size,
      right: [...byFiller].filter(([filler, rows]) => rows.length === 1 && rows[0]?.text === valueOf(Number(filler.slice(1)))).length,
      values: found.length,
      facts: await prisma.fact.count({ where: { name: 'intake.result-received' } }),
      judged: await prisma.judgedResult.count(),
    };
  } finally {
    await hospital.service.stop();
    await hospital.close();
  }
}

/** Run after run until one is not exact; says each, and whether all were. */
export async function manyInARow(runs: number, asked: ManyAsked): Promise<boolean> {
  for (let run = 1; run <= runs; run++) {
    const found = await runMany(asked);
    const { seed, seconds, kills, resent, ...counts } = found;
    const isExact = Object.values(counts).every((count) => count === asked.messages);
    console.log(`${new Date().toISOString()} run ${run} of ${runs}, ${asked.engine}, seed ${seed}: ${asked.messages} messages in ${seconds.toFixed(0)} s (${(asked.messages / seconds).toFixed(0)}/s), ${kills} kills, ${resent} sent again: ${isExact ? 'exact' : 'NOT EXACT'} ${JSON.stringify(counts)}`);
    if (!isExact) return false;
  }
  return true;
}
