import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type ActionContext, defineAction, defineJobKind } from '../../../core/module.ts';
import { resultReceived } from '../../../shared/intake/index.ts';

/** The same judging as the waker's, asked for by the sweep. */
export const judgeAgain = defineJobKind('critical-values.judge-again', z.object({ patientId: z.uuid() }), { priority: 100, tries: 1000, pause: { first: 1, slowest: 30 } });

/** A waker that was not lost has long judged by then. */
const settledMs = 60_000;
/** Older ones were seen by the sweeps of their own day. */
const lookBackMs = 7 * 86_400_000;

/** Every minute: patients with a report that came in and was never judged, whatever became of its job. */
export const sweepUnjudged = defineAction({
  name: 'critical-values.sweep-unjudged',
  input: z.object({}),
  output: z.object({ found: z.number() }),
  policy: bySystem,
  body: async (context) => {
    const patients = await unjudged(context);
    for (const patientId of patients) context.schedule(judgeAgain, { patientId });
    return { found: patients.length };
  },
});

async function unjudged({ tx, now }: ActionContext): Promise<string[]> {
  const from = new Date(now.getTime() - lookBackMs);
  const until = new Date(now.getTime() - settledMs);
  const rows = await tx.$queryRaw<{ subject: string }[]>`
    SELECT DISTINCT f.subject FROM fact f LEFT JOIN judged_through j ON j.patient_id::text = f.subject
     WHERE f.name = ${resultReceived.name} AND f.at > ${from} AND f.at < ${until} AND f.id > coalesce(j.fact, 0) LIMIT 500`;
  return rows.map((row) => row.subject);
}
