/** `npm run fuzz:documents -- [--minutes 30] [--seed 1] [--from 0] [--files DIR]`: files of a folder beside small ones, spoilt by chance; best at `nice -n 19`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { changes, decoded, looked, openDecoders, samples, spoilt, taken, worded } from './documents.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' }, from: { type: 'string', default: '0' }, files: { type: 'string' } } });
const counts: Record<string, number> = {};
let slowest = { ms: 0, name: '' };

const given = values.files === undefined ? [] : readdirSync(values.files, { recursive: true, encoding: 'utf8' }).map((name) => join(values.files!, name)).filter((name) => statSync(name).isFile() && statSync(name).size < 3_000_000 && /\.(pdf|dcm|png|jpe?g|xml|html|rtf)$/i.test(name));
const files = [...(await samples()).map((bytes, at) => ({ name: `sample ${at}`, bytes })), ...given.map((name) => ({ name, bytes: readFileSync(name) }))];
const pipeline = await openDecoders();
const began = Date.now();
let cases = 0;
/** What no caller would know how to tell a person. */
const unknown: { readonly round: number; readonly name: string; readonly said: string }[] = [];

const doors: Readonly<Record<string, (file: Buffer, name: string, round: number) => Promise<string>>> = {
  shown: (file) => decoded(pipeline, file),
  traced: looked,
  'taken out': async (file, _name, round) => (file.includes('%PDF-') ? taken(pipeline, file, `round ${round}`) : 'no PDF'),
  worded: async (file, name) => (/\.(xml|html)$/i.test(name) ? worded(name.endsWith('xml') ? 'text/xml' : 'text/html', file) : 'no markup'),
};

for (let round = Number(values.from); Date.now() - began < Number(values.minutes) * 60_000; round++) {
  const { name, bytes } = files[round % files.length]!;
  const [wrong] = fc.sample(changes, { numRuns: 1, seed: Number(values.seed) + round });
  const start = performance.now();
  // Every third in one place only: what is less broken goes deeper.
  const file = spoilt(bytes, round % 3 === 0 ? wrong!.slice(0, 1) : wrong!);
  for (const [door, ask] of Object.entries(doors)) {
    const outcome = await ask(file, name, round).catch((error: unknown) => {
      unknown.push({ round, name, said: `${door}: ${String(error)}` });
      return 'unknown';
    });
    counts[`${door}: ${outcome}`] = (counts[`${door}: ${outcome}`] ?? 0) + 1;
  }
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms: Math.round(ms), name: `${name}, round ${round}` };
  cases += 1;
}
await pipeline.close();
console.log({ cases, files: files.length, seed: Number(values.seed), seconds: Math.round((Date.now() - began) / 1000), counts: Object.fromEntries(Object.entries(counts).toSorted()), slowest, unknown: unknown.slice(0, 50), residentMb: Math.round(process.memoryUsage().rss / 2 ** 20) });
if (unknown.length > 0) process.exitCode = 1;
