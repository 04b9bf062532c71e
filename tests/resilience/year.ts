/**
 * `npm run simulate:year [-- --days 365 --beds 3000 --values 100 --kills 200 --seed 1 --every 30]`: critical values of a
 * large hospital under everything that goes wrong in a year, with a clock that stands still between events (README.md).
 * Every so many days it says what it has come to; told to end (SIGTERM, Ctrl-C) it ends with the day, and judges that.
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { tableOf } from './year/figures.ts';
import { live } from './year/run.ts';

const text = { type: 'string' } as const;
const number = z.coerce.number().int();
const { seed, days, beds, values, kills, every } = z
  .object({ seed: number.default(1), days: number.positive().default(365), beds: number.positive().default(3000), values: number.positive().default(100), kills: number.nonnegative().optional(), every: number.positive().default(30) })
  .parse(parseArgs({ options: { seed: text, days: text, beds: text, values: text, kills: text, every: text } }).values);
const cut = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => cut.abort());
const begun = performance.now();
const asked = { seed, days, beds, valuesPerDay: values, kills: kills ?? Math.round((200 * days) / 365) };
const { wrong, figures, ended, ...counts } = await live(asked, { tell: console.log, cut: cut.signal, everyDays: every });
console.log(`\n${JSON.stringify({ ...asked, ...counts, ended })} in ${Math.round((performance.now() - begun) / 1000)} s\n`);
console.log(tableOf(figures));
console.log(wrong.length === 0 ? '\nnothing lost, nothing told twice, nothing after its end' : `\nWRONG\n${wrong.join('\n')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
