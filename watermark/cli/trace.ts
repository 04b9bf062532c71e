/**
 * `npm run trace -- IMAGE [--key … --series 2026-11-29,2026-11-30 --corners x,y,x,y,x,y,x,y --json]`: whose copy is it?
 * Ends with 1 where no mark was found, with 2 where the picture cannot be read.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keyOf } from './key.ts';
import type { Corners } from '../detect/rectify.ts';
import { readPicture, trace } from '../trace.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, series: { type: 'string', default: '0' }, corners: { type: 'string' }, json: { type: 'boolean', default: false } } });

function cornersOf(text: string | undefined): { corners: Corners } | undefined {
  if (text === undefined) return undefined;
  const all = text.split(',').map(Number);
  if (all.length !== 8 || all.some(Number.isNaN)) throw new RangeError('--corners: eight numbers, clockwise from the upper left of the page');
  const [a, b, c, d, e, f, g, h] = all as [number, number, number, number, number, number, number, number];
  return { corners: [[a, b], [c, d], [e, f], [g, h]] };
}

async function run(): Promise<number> {
  const [input] = positionals;
  if (input === undefined) throw new RangeError('npm run trace -- IMAGE');
  const picture = await readPicture(readFileSync(input));
  const progress = values.json ? undefined : (done: number, of: number, name: string): void => console.error(`${done}/${of} ${name}`);
  const found = await trace(picture, { keys: [{ key: keyOf(values.key), series: values.series.split(',') }], ...cornersOf(values.corners), ...(progress === undefined ? {} : { progress }) });
  if (values.json) console.log(JSON.stringify(found ?? null));
  else console.log(found === undefined ? 'no mark found' : `${found.id} (series ${found.series}, ${found.layer}, z ${found.z.toFixed(1)}, ${(found.agreement * 100).toFixed(1)} % of the bits)`);
  return found === undefined ? 1 : 0;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
