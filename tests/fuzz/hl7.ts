/** `npm run fuzz:hl7 -- --cases 100000 --seed 7`: mutated messages are read and answered; says what was found and the slowest. */
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { cases, run } from './hl7-cases.ts';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } } });
const counts: Record<string, number> = {};
let slowest = { ms: 0, size: 0 };

const began = Date.now();
await fc.assert(
  fc.asyncProperty(cases(), async (one) => {
    const start = performance.now();
    const outcome = await run(one);
    const ms = performance.now() - start;
    if (ms > slowest.ms) slowest = { ms, size: one.bytes.length };
    const key = outcome.includes('+') ? 'several messages' : outcome;
    counts[key] = (counts[key] ?? 0) + 1;
  }),
  { numRuns: Number(values.cases), seed: Number(values.seed) },
);
console.log({ cases: Number(values.cases), seed: Number(values.seed), seconds: Math.round((Date.now() - began) / 1000), counts, slowest: { ms: Math.round(slowest.ms), bytes: slowest.size } });
