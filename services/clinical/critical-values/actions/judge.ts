import { bySystem } from '../../../core/access.ts';
import { type Action, type ActionContext, type Inside, defineAction } from '../../../core/module.ts';
import { z } from 'zod';
import { type Rules } from './common.ts';
import { setInForce } from '../store.sets.ts';
import { actOn } from './judge.acts.ts';
import { type Begun, begin, chosenOf } from './judge.order.ts';
import { lookAt, unjudgedOf } from './judge.reads.ts';

/** Patients judged in one transaction. */
export const together = 64;

/** `wait`: for whoever holds a patient's row just now; without it the patient is left to later. */
const input = z.object({ patients: z.array(z.uuid()).min(1).max(together), wait: z.boolean() });
const output = z.object({
  judged: z.number(),
  opened: z.array(z.string()),
  /** Patients that were not judged by this transaction: those of whom somebody has to be told, and others. */
  first: z.array(z.string()),
  left: z.array(z.string()),
  /** Held by somebody else. */
  held: z.array(z.string()),
});

/**
 * Judges what came in about patients and was not judged yet, each patient's in the order it came: a correction never
 * overtakes the result it corrects. Their rows are locked and marks move with the same transaction, so nothing is
 * judged twice. Of whom somebody has to be told goes first and waits for few others.
 */
export function judgeReports(rules: Rules): Action<z.infer<typeof input>, z.infer<typeof output>> {
  return defineAction({
    name: 'critical-values.judge',
    input,
    output,
    policy: bySystem,
    body: (context, { patients, wait }) => judge(context, rules, patients, wait),
  });
}

async function judge(context: ActionContext, rules: Rules, patients: readonly string[], wait: boolean): Promise<z.infer<typeof output>> {
  const { tx, now } = context;
  const [set, looked] = await Promise.all([setInForce(tx, rules.thresholds, now), lookAt(tx, patients, wait)]);
  const { unjudged, held } = await unjudgedOf(tx, looked, set, { now, ends: rules.ends });
  const begun = unjudged.map((of) => begin(of, set, now));
  const chosen = chosenOf(begun);
  const waiting = begun.filter((one) => !chosen.includes(one));
  return { ...(await actOn(context, rules, chosen)), first: idsOf(waiting.filter(({ news }) => news !== undefined)), left: idsOf([...waiting.filter(({ news }) => news === undefined), ...chosen.filter(({ of }) => of.more)]), held };
}

/**
 * The same in the transaction that stores the report: somebody is told as soon as that has committed. Its patients' rows are
 * locked by it already. Who must wait is judged by the waker's job, those first of whom somebody has to be told.
 */
export function judgeInside(rules: Rules): Inside {
  return async (context, patients) => {
    const { first, left, held } = await judge(context, rules, patients.slice(0, together), false);
    return [...first, ...held, ...patients.slice(together), ...left];
  };
}

const idsOf = (begun: readonly Begun[]): string[] => begun.map(({ of }) => of.patient.id);
