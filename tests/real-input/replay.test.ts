/** A slice of what `npm run replay:real` does with every row: sent, sent again from behind, and each value found as it was. */
import test from 'ava';
import { mimicPresent } from '../../services/demo/real-results.ts';
import { listening } from './replay-hospital.ts';
import { compare, eicuResults, eicuStays, mimicResults, replay } from './replay.ts';

(mimicPresent() ? test : test.skip)('real rows: each stands once in the store, value by value, also when they come again in another order', async (t) => {
  const { prisma, port, stop } = await listening();
  t.teardown(stop);
  for (const stream of [await mimicResults(300), await eicuStays(120), await eicuResults(200)]) {
    await replay(port, stream.messages, 16);
    await replay(port, stream.messages.toReversed(), 16);
    const { rows, stored, missing, unexpected, twice, fields } = compare(stream.wanted, await stream.found(prisma));
    t.true(rows > 20, stream.name);
    t.deepEqual({ stored, missing, unexpected, twice }, { stored: rows, missing: [], unexpected: [], twice: [] }, stream.name);
    for (const [name, { same, inBlanks, different }] of fields) t.deepEqual({ same: same + inBlanks.length, different }, { same: rows, different: [] }, `${stream.name}: ${name}`);
  }
});
