import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { lockRow } from '../../../core/db.ts';
import { type Action, defineAction } from '../../../core/module.ts';
import { refresh } from '../../../shared/notices/index.ts';
import { moveValues } from '../store.ts';
import { bedsideOf } from '../team.ts';
import { moduleName } from './common.ts';

const input = z.object({ patientId: z.uuid() });

/**
 * A transferred patient's alerts go with her: into the register of the department that treats her now, out of the one
 * that no longer does, and the cards name the bed she lies in.
 */
export const follow: Action<z.infer<typeof input>, void> = defineAction({
  name: 'critical-values.follow',
  input,
  output: z.void(),
  policy: bySystem,
  body: async (context, { patientId }) => {
    // As judging does: an alert that is just being opened is moved too.
    await lockRow(context.tx, 'patient', patientId);
    const { visit, departmentCode } = await bedsideOf(context.tx, { patientId, visitId: null });
    const running = await moveValues(context.tx, patientId, { departmentCode, wardCode: visit?.wardCode ?? null });
    for (const id of running) await refresh(context, moduleName, id);
  },
});
