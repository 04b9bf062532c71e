import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { defineAction } from '../../../core/module.ts';
import { resultReceived } from '../../../shared/intake/index.ts';
import { judgeAlone } from './wake.ts';

/** A waker that was not lost has long judged by then. */
const settledMs = 60_000;
/** Older ones were seen by the sweeps of their own day. */
const lookBackMs = 7 * 86_400_000;
/** Clocks of several processes differ, but not by that much. */
const overlapMs = 600_000;

/** Every minute: patients with a report that came in and was never judged, whatever became of its job. */
export const sweepUnjudged = defineAction({
  name: 'critical-values.sweep-unjudged',
  input: z.object({}),
  output: z.object({ found: z.number() }),
  policy: bySystem,
  body: async (context) => {
    const { tx, now } = context;
    const until = new Date(now.getTime() - settledMs);
    const patients = await unjudged(tx, new Date(Math.max(now.getTime() - lookBackMs, (await sweptUntil(tx)) - overlapMs)), until);
    for (const { patientId } of patients) context.schedule(judgeAlone, { patientId });
    await noteSwept(tx, patients[0]?.since ?? until, now);
    return { found: patients.length };
  },
});

/** Those that wait longest first. */
async function unjudged(tx: Tx, from: Date, until: Date): Promise<{ readonly patientId: string; readonly since: Date }[]> {
  return tx.$queryRaw`
    SELECT f.subject AS "patientId", min(f.at) AS since FROM fact f LEFT JOIN judged_through j ON j.patient_id::text = f.subject
     WHERE f.name = ${resultReceived.name} AND f.at >= ${from} AND f.at < ${until} AND f.id > coalesce(j.fact, 0) GROUP BY f.subject ORDER BY since LIMIT 500`;
}

/* Up to where everything was judged: a sweep looks at some minutes of reports, not at a week's. */
const swept = 'critical-values.swept';
const sweptShape = z.object({ until: z.coerce.date() });

async function sweptUntil(tx: Tx): Promise<number> {
  const row = await tx.setting.findUnique({ where: { name: swept }, select: { value: true } });
  return row === null ? 0 : sweptShape.parse(row.value).until.getTime();
}

async function noteSwept(tx: Tx, until: Date, now: Date): Promise<void> {
  const data = { value: { until: until.toISOString() }, changedAt: now, changedBy: 'system' };
  await tx.setting.upsert({ where: { name: swept }, create: { name: swept, ...data }, update: data });
}
