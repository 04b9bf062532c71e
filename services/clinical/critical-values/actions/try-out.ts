/** Trying a set against what was really sent: a job that goes through the days page by page, so that nothing else waits for it. */
import { bySystem } from '../../../core/access.ts';
import { leastId } from '../../../core/ids.ts';
import { type Action, type JobContext, type Query, defineAction, defineJobKind, defineQuery } from '../../../core/module.ts';
import { z } from 'zod';
import type { ThresholdSet } from '../limits.ts';
import { trialDays } from '../model.sets.ts';
import { type Past, mustBeOpen, touchedBy, tryOut } from '../rules.ts';
import { oneSet, trial } from '../schema.sets.ts';
import { demandSet, loadSet, pastResults, saveTrial, setInForce } from '../store.sets.ts';
import type { Rules } from './common.ts';
import { mayKeepLimits } from './sets.ts';

const subject = oneSet.extend({ digest: z.string() });

/** Waits for what treats patients. */
export const tryAgainstHistory = defineJobKind('critical-values.try-set', subject, { priority: -10, tries: 3 });

const pageRows = 2000;
const dayMs = 86_400_000;
const nothing = { judged: 0, told: { before: 0, after: 0 }, more: 0, fewer: 0, list: [] };

export function startTrial(rules: Rules): Action<{ readonly id: string }, void> {
  return defineAction({
    name: 'critical-values.try-set',
    input: oneSet,
    output: z.void(),
    policy: mayKeepLimits,
    subject: ({ id }) => id,
    body: async ({ tx, now, schedule }, { id }) => {
      const { head } = await loadSet(tx, id);
      if (head.state !== 'proposed') mustBeOpen(head);
      const against = (await setInForce(tx, rules.thresholds, now)).version;
      await saveTrial(tx, id, { state: 'running', digest: head.digest, against, days: trialDays, at: now, ...nothing });
      schedule(tryAgainstHistory, { id, digest: head.digest });
    },
  });
}

export interface TrialSubject {
  readonly from: ThresholdSet;
  readonly to: ThresholdSet;
  readonly started: Date;
}

export function trialActs(rules: Rules) {
  const whatToTry: Query<z.infer<typeof subject>, TrialSubject | undefined> = defineQuery({
    name: 'critical-values.set-to-try',
    input: subject,
    output: z.custom<TrialSubject | undefined>(),
    policy: bySystem,
    audited: false,
    body: async ({ tx, now }, { id, digest }) => {
      const { head, set, trial: last } = await demandSet(tx, id);
      // Changed meanwhile: its own trial is of no use to anybody.
      if (head.digest !== digest || last === null) return undefined;
      return { from: await setInForce(tx, rules.thresholds, now), to: set, started: last.at };
    },
  });
  const page: Query<{ after: string; until: string; codes?: string[] | undefined }, readonly Past[]> = defineQuery({
    name: 'critical-values.past-results',
    input: z.object({ after: z.uuid(), until: z.uuid(), codes: z.array(z.string()).optional() }),
    output: z.custom<readonly Past[]>(),
    policy: bySystem,
    audited: false,
    body: ({ tx }, { after, until, codes }) => pastResults(tx, { after, until, codes, limit: pageRows }),
  });
  const note: Action<{ id: string; result: z.output<typeof trial> }, void> = defineAction({
    name: 'critical-values.note-trial',
    input: oneSet.extend({ result: trial }),
    output: z.void(),
    policy: bySystem,
    body: async ({ tx }, { id, result }) => {
      if ((await loadSet(tx, id)).head.digest === result.digest) await saveTrial(tx, id, result);
    },
  });
  return { whatToTry, page, note };
}

export async function goThroughHistory({ ask, run }: Pick<JobContext, 'ask' | 'run'>, { whatToTry, page, note }: ReturnType<typeof trialActs>, { id, digest }: z.infer<typeof subject>): Promise<void> {
  const wanted = await ask(whatToTry, { id, digest });
  if (wanted === undefined) return;
  const { from, to, started } = wanted;
  const codes = touchedBy(from, to);
  const going = tryOut(from, to);
  const until = leastId(started.getTime());
  for (let after = leastId(started.getTime() - trialDays * dayMs), more = true; more; ) {
    const rows: readonly Past[] = codes?.length === 0 ? [] : await ask(page, { after, until, codes: codes === undefined ? undefined : [...codes] });
    for (const row of rows) going.take(row);
    after = rows.at(-1)?.result.id ?? after;
    more = rows.length === pageRows;
  }
  await run(note, { id, result: { state: 'done', digest, against: from.version, days: trialDays, at: started, ...resultOf(going) } });
}

function resultOf(going: ReturnType<typeof tryOut>): Pick<z.output<typeof trial>, 'judged' | 'told' | 'more' | 'fewer' | 'list'> {
  const result = going.result();
  return { ...result, list: [...result.list] };
}
