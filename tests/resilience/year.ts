/**
 * `npm run simulate:year [-- --days 365 --beds 3000 --values 100 --kills 200 --seed 1]`: critical values of a large
 * hospital under everything that goes wrong in a year, with a clock that stands still between events (README.md).
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { live } from './year/run.ts';

const text = { type: 'string' } as const;
const number = z.coerce.number().int();
const { seed, days, beds, values, kills } = z
  .object({ seed: number.default(1), days: number.positive().default(365), beds: number.positive().default(3000), values: number.positive().default(100), kills: number.nonnegative().optional() })
  .parse(parseArgs({ options: { seed: text, days: text, beds: text, values: text, kills: text } }).values);
const begun = performance.now();
const asked = { seed, days, beds, valuesPerDay: values, kills: kills ?? Math.round((200 * days) / 365) };
const { wrong, rows, ended, ...counts } = await live(asked, console.log);
const shown = (minutes: number | undefined): string => minutes?.toFixed(0) ?? '–';
console.log(`\n${JSON.stringify({ ...asked, ...counts, ended })} in ${Math.round((performance.now() - begun) / 1000)} s\n`);
console.log(['| received | acknowledged | p50 min | p90 | p99 | longest |', '|---|---|---|---|---|---|', ...rows.map((row) => `| ${row.what} | ${row.count} | ${[row.p50, row.p90, row.p99, row.longest].map(shown).join(' | ')} |`)].join('\n'));
console.log(wrong.length === 0 ? '\nnothing lost, nothing told twice, nothing after its end' : `\nWRONG\n${wrong.join('\n')}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
