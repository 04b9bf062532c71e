import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type Action, type JobContext, defineAction, defineJobKind } from '../../../core/module.ts';
import { urgent } from './common.ts';
import { type judgeReports, together } from './judge.ts';

type Judge = ReturnType<typeof judgeReports>;

/** Judging of one patient by itself. */
export const judgeAlone = defineJobKind('critical-values.judge-alone', z.object({ patientId: z.uuid() }), urgent);

const input = z.object({ patients: z.array(z.string()) });

/** Asks for each patient's judging by a job of its own. */
export const setApart: Action<z.infer<typeof input>, void> = defineAction({
  name: 'critical-values.set-apart',
  input,
  output: z.void(),
  policy: bySystem,
  body: async ({ schedule }, { patients }) => {
    for (const patientId of patients) schedule(judgeAlone, { patientId });
  },
});

/**
 * Of whom somebody has to be told before others. Nobody waits for another's trouble: where judging some together fails,
 * each is judged alone, and so is who is held by another transaction for longer than a moment.
 */
export async function judgeTogether({ run, log }: Pick<JobContext, 'run' | 'log'>, judge: Judge, patients: readonly string[]): Promise<void> {
  const heldBefore = new Set<string>();
  for (let waiting = [...patients]; waiting.length > 0; ) {
    const [part, behind] = [waiting.slice(0, together), waiting.slice(together)];
    try {
      const { first, left, held } = await run(judge, { patients: part, wait: false });
      await setStillHeldApart(run, held.filter((patient) => heldBefore.has(patient)));
      const again = held.filter((patient) => !heldBefore.has(patient));
      for (const patient of again) heldBefore.add(patient);
      waiting = [...first, ...again, ...behind, ...left];
    } catch (error) {
      log.warn({ patients: part.length, error }, 'patients could not be judged together; each is judged alone');
      await run(setApart, { patients: part });
      waiting = behind;
    }
  }
}

async function setStillHeldApart(run: JobContext['run'], patients: readonly string[]): Promise<void> {
  if (patients.length > 0) await run(setApart, { patients: [...patients] });
}

export async function judgeOne({ run }: Pick<JobContext, 'run'>, judge: Judge, patientId: string): Promise<void> {
  for (let more = true; more; ) {
    const { first, left } = await run(judge, { patients: [patientId], wait: true });
    more = first.length + left.length > 0;
  }
}
