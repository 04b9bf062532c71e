/** `npm run fuzz:documents -- [--minutes 30] [--seed 1] [--files DIR]`: files of a folder beside small ones, spoilt by chance; best at `nice -n 19`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { changes, decoded, looked, openDecoders, samples, spoilt } from './documents.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' }, files: { type: 'string' } } });
const counts: Record<string, number> = {};
let slowest = { ms: 0, name: '' };

const given = values.files === undefined ? [] : readdirSync(values.files, { recursive: true, encoding: 'utf8' }).map((name) => join(values.files!, name)).filter((name) => statSync(name).isFile() && statSync(name).size < 3_000_000 && /\.(pdf|dcm|png|jpe?g|xml|html|rtf)$/i.test(name));
const files = [...(await samples()).map((bytes, at) => ({ name: `sample ${at}`, bytes })), ...given.map((name) => ({ name, bytes: readFileSync(name) }))];
const pipeline = await openDecoders();
const began = Date.now();
let cases = 0;
for (let round = 0; Date.now() - began < Number(values.minutes) * 60_000; round++) {
  const { name, bytes } = files[round % files.length]!;
  const [wrong] = fc.sample(changes, { numRuns: 1, seed: Number(values.seed) + round });
  const start = performance.now();
  const file = spoilt(bytes, wrong!);
  for (const outcome of [await decoded(pipeline, file), await looked(file)]) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const ms = performance.now() - start;
  if (ms > slowest.ms) slowest = { ms: Math.round(ms), name };
  cases += 1;
}
await pipeline.close();
console.log({ cases, files: files.length, seed: Number(values.seed), seconds: Math.round((Date.now() - began) / 1000), counts, slowest, residentMb: Math.round(process.memoryUsage().rss / 2 ** 20) });
