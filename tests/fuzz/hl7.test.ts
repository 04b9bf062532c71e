/** A slice of `npm run fuzz:hl7`, the same cases each time. */
import test from 'ava';
import * as fc from 'fast-check';
import { cases, run } from './hl7-cases.ts';

test('mutated messages of every type: nothing thrown, each answered once, each in shape', async (t) => {
  const seen = new Set<string>();
  await fc.assert(fc.asyncProperty(cases(), async (one) => void seen.add(await run(one))), { numRuns: 1500, seed: 20_260_801 });
  t.true(seen.has('AA') && seen.has('AE') && seen.has('AR'));
});
