/**
 * Messages of one patient in any order, late, together and repeated: the same rows in every table. `ANY_ORDER_RUNS=200`
 * tries more orders than the suite does.
 */
import anyTest, { type TestFn } from 'ava';
import * as fc from 'fast-check';
import { join } from 'node:path';
import { type Listening, listening } from './replay-hospital.ts';
import { hl7Present } from './hl7-messages.ts';
import { composed, everything, forget, realStreams, tell } from './any-order.ts';

const test = anyTest as TestFn<Listening>;
const runs = Number(process.env['ANY_ORDER_RUNS'] ?? 6);

test.before(async (t) => { t.context = await listening({ HL7_SENDERS_FILE: join(import.meta.dirname, '../../services/demo/hospital/senders.json') }); });
test.after.always((t) => t.context.stop());

async function ends({ prisma, port, seal }: Listening, parts: readonly (readonly Buffer[])[]): ReturnType<typeof everything> {
  await forget(prisma);
  await tell(port, parts);
  return everything(prisma, seal);
}

/** All of them in an order by lot, some once more, some in one moment with the one before. */
function mixed(messages: readonly Buffer[], dice: readonly number[]): Buffer[][] {
  const roll = (at: number): number => dice[at % dice.length] ?? 0;
  const all = [...messages, ...messages.filter((_one, at) => roll(at) % 5 === 0)];
  const order = all.map((one, at) => [roll(at + 7), one] as const).toSorted(([one], [other]) => one - other).map(([, one]) => one);
  const parts: Buffer[][] = [];
  for (const [at, one] of order.entries()) if (parts.length > 0 && roll(at + 3) % 3 === 0) parts.at(-1)?.push(one); else parts.push([one]);
  return parts;
}

const dice = fc.array(fc.nat(1_000_000), { minLength: 41, maxLength: 41 });

test.serial('a stay with everything that belongs to it, under two numbers: the same rows in every table in any order', async (t) => {
  t.timeout(600_000);
  const messages = composed();
  const expected = await ends(t.context, messages.map((one) => [one]));
  t.deepEqual(Object.fromEntries(Object.entries(expected).map(([table, rows]) => [table, rows.length])), {
    bed_readiness: 1, circle_name: 6, clinic_booking: 1, clinical_order: 3, consultation: 2, consultation_opinion: 2, consultation_part: 4, document: 2, document_content: 3, nursing_observation: 1, operation: 1, operation_join: 1, operation_number: 2, operation_word: 1, order_charge: 1, order_execution: 1,
    patient: 2, patient_move: 4, patient_name: 2, report: 2, result: 5, visit: 2, visit_diagnosis: 2,
  });
  await fc.assert(fc.asyncProperty(dice, async (by) => {
    t.deepEqual(await ends(t.context, mixed(messages, by)), expected);
  }), { numRuns: runs });
  t.deepEqual(await ends(t.context, messages.toReversed().map((one) => [one])), expected, 'from behind');
});

(hl7Present ? test.serial : test.serial.skip)('real messages of one patient: the same rows in every table in any order', async (t) => {
  t.timeout(600_000);
  for (const messages of realStreams(Math.max(2, Math.floor(runs / 4)), 8)) {
    const expected = await ends(t.context, messages.map((one) => [one]));
    await fc.assert(fc.asyncProperty(dice, async (by) => {
      t.deepEqual(await ends(t.context, mixed(messages, by)), expected);
    }), { numRuns: Math.max(1, Math.floor(runs / 3)) });
  }
});
