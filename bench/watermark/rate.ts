/**
 * `npm run bench:watermark-rate -- [--seconds 5] [--rounds 3]`: pages a second on all cores, each for a viewer nobody has seen: the pipeline, one thread
 * a core, beside kept browsers, one a core. By turns, in one run.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openPipeline } from '../../watermark/pipeline.ts';
import { watchMachine } from '../alert-path/machine.ts';
import { byBrowser, launched, markFor, median, record, sheetIn } from './made.ts';
import { ticksOf } from './ticks.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' }, chromium: { type: 'string', default: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } } });
const cores = availableParallelism();

/** Pages a second of `workers` who ask for the next page when they have one. */
async function rateOf(workers: number, one: (worker: number) => Promise<unknown>): Promise<{ readonly rate: number; readonly done: number }> {
  const began = performance.now();
  const until = began + Number(values.seconds) * 1000;
  let done = 0;
  await Promise.all(Array.from({ length: workers }, async (_, worker) => {
    while (performance.now() < until) {
      await one(worker);
      done += 1;
    }
  }));
  return { rate: (done * 1000) / (performance.now() - began), done };
}

const source = { bytes: await record(10) };
const pipeline = await openPipeline({ threads: cores, memoryBytes: 192 * 2 ** 20, milliseconds: 120_000 });
const prepared = await pipeline.prepare(source);
await prepared.finished();
// A browser a core: two pages of one wait for one another's pictures.
const browsers = await Promise.all(Array.from({ length: cores }, () => launched(values.chromium)));
const sheets = await Promise.all(browsers.map(sheetIn));
let asked = 0;
const ways = {
  // Twice as many who ask as threads: none waits for the next order.
  'pipeline, unseen viewers': () => rateOf(cores * 2, () => pipeline.page(async () => source, prepared, 1 + (asked++ % prepared.pages), markFor(), String(asked))),
  'kept browsers, one a core': () => rateOf(cores, (worker) => byBrowser(sheets[worker]!)),
};
/** Milliseconds of the processor so far. */
const spentBy: Readonly<Record<keyof typeof ways, () => number>> = {
  'pipeline, unseen viewers': () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; },
  'kept browsers, one a core': () => browsers.reduce((sum, browser) => sum + ticksOf(browser.process()?.pid) * 10, 0),
};
const load = watchMachine();
const rates = (Object.keys(ways) as (keyof typeof ways)[]).map((name) => ({ name, way: ways[name], spent: spentBy[name], all: [] as number[], costs: [] as number[] }));
for (let round = -1; round < Number(values.rounds); round++) {
  for (const { way, spent, all, costs } of rates) {
    const before = spent();
    const { rate, done } = await way();
    // The first round warms.
    if (round < 0) continue;
    all.push(rate);
    costs.push((spent() - before) / done);
  }
}
await Promise.all(browsers.map((browser) => browser.close()));
await pipeline.close();
const { perMinute, busy } = load();
const [base, dear] = [median(rates.at(-1)!.all), median(rates.at(-1)!.costs)];
console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %, ${values.rounds} rounds of ${values.seconds} s, ${cores} cores\n\n| way | pages a second | against the browser | processor ms a page | against the browser |\n|---|---|---|---|---|`);
for (const { name, all, costs } of rates) console.log(`| ${name} | ${median(all).toFixed(1)} (${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)}) | ${(median(all) / base).toFixed(1)}× | ${median(costs).toFixed(1)} | ${(dear / median(costs)).toFixed(1)}× |`);
