/**
 * `npm run bench:watermark-memory -- [--viewers 200] [--pages 50] [--records 8] [--minutes 10] [--pause 20]`: memory of a process in which so many
 * viewers scroll through records as the viewing service lets them: an opening a record, a code a page, base64 out. Each waits for a page,
 * looks at it for some seconds, and asks for the next; at the end of a record for another one.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openPipeline, type Prepared, type Source } from '../../watermark/pipeline.ts';
import { dice } from '../../watermark/trial/words.ts';
import { watchMachine } from '../alert-path/machine.ts';
import { markFor, median, record } from './made.ts';

const { values } = parseArgs({ options: { viewers: { type: 'string', default: '200' }, pages: { type: 'string', default: '50' }, records: { type: 'string', default: '8' }, minutes: { type: 'string', default: '10' }, pause: { type: 'string', default: '20' }, memory: { type: 'string', default: '192' } } });
const [viewers, pages, records, minutes, pause] = [values.viewers, values.pages, values.records, values.minutes, values.pause].map(Number) as [number, number, number, number, number];
const megabyte = 2 ** 20;

interface Opened {
  readonly source: Source;
  readonly prepared: Prepared;
}

// The viewing service's own settings; a machine that does much else gets more time for a document.
const pipeline = await openPipeline({ threads: 2, memoryBytes: Number(values.memory) * megabyte, milliseconds: 300_000 });
const opened: Opened[] = [];
for (let at = 0; at < records; at++) {
  const source = { bytes: await record(pages, `病程记录 ${at + 1}`) };
  const prepared = await pipeline.prepare(source);
  await prepared.finished();
  opened.push({ source, prepared });
}
console.error(`${records} records of ${opened[0]?.prepared.pages} pages are prepared`);

let [delivered, bytes, again] = [0, 0, 0];
const waits: number[] = [];
const until = Date.now() + minutes * 60_000;

async function view(viewer: number): Promise<void> {
  const random = dice(viewer + 1);
  // Not all at once.
  await wait(random() * pause * 1000);
  while (Date.now() < until) {
    const { source, prepared } = opened[Math.floor(random() * records)]!;
    const name = `李静 ${1000 + viewer} 心血管内科 ${Math.floor(random() * 1000)}`;
    for (let page = 1; page <= prepared.pages && Date.now() < until; page++) {
      const began = performance.now();
      const image = await pipeline.page(async () => { again += 1; return source; }, prepared, page, markFor(name), String(viewer));
      bytes += image.bytes.toString('base64').length;
      delivered += 1;
      waits.push(performance.now() - began);
      await wait(pause * 1000 * (0.5 + random()));
    }
  }
}

interface Sample {
  readonly minute: number;
  readonly megabytes: number;
}

const samples: Sample[] = [];
const began = Date.now();
const load = watchMachine();
const clock = setInterval(() => samples.push({ minute: (Date.now() - began) / 60_000, megabytes: process.memoryUsage().rss / megabyte }), 2000);
await Promise.all(Array.from({ length: viewers }, (_, viewer) => view(viewer)));
clearInterval(clock);
await pipeline.close();

/** Megabytes a minute, by least squares. */
function slopeOf(all: readonly Sample[]): number {
  const [x, y] = [mean(all.map(({ minute }) => minute)), mean(all.map(({ megabytes }) => megabytes))];
  return all.reduce((sum, { minute, megabytes }) => sum + (minute - x) * (megabytes - y), 0) / all.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
}

function mean(all: readonly number[]): number {
  return all.reduce((sum, one) => sum + one, 0) / all.length;
}

const { perMinute, busy } = load();
const later = samples.slice(samples.length / 2);
console.log(`load average ${perMinute.toFixed(1)}, cores busy ${Math.round(busy * 100)} %; ${viewers} viewers, ${records} records of ${opened[0]?.prepared.pages} pages, ${minutes} minutes, ${pause} s a page\n`);
console.log(`${delivered} pages, ${(delivered / minutes / 60).toFixed(1)} a second, ${(bytes / delivered / 1024).toFixed(0)} KB each as base64; waited ${median(waits).toFixed(0)} ms at p50, ${waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)]!.toFixed(0)} ms at p99; ${again} prepared again`);
console.log(`memory: ${samples[0]?.megabytes.toFixed(0)} MB at first, most ${Math.max(...samples.map(({ megabytes }) => megabytes)).toFixed(0)} MB, in the second half ${Math.min(...later.map(({ megabytes }) => megabytes)).toFixed(0)} to ${Math.max(...later.map(({ megabytes }) => megabytes)).toFixed(0)} MB, ${slopeOf(later).toFixed(1)} MB a minute`);
