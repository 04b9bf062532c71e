/** Settings of group 值班. */
import { z } from 'zod';

export const dutyRosterSettings = z.object({
  aheadHours: z.coerce.number().int().min(1).max(168).default(24).describe('每天早上检查未来多少小时的值班空缺，有空缺就通知排班负责人'),
});
