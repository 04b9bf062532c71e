/** Shapes shared with the pages. */
import { z } from 'zod';

export const platformsView = z.object({
  platforms: z.array(
    z.object({
      platform: z.enum(['dingtalk', 'wecom']),
      corp: z.string(),
      healthy: z.boolean(),
      seen: z.string(),
      /** `2026-11` */
      month: z.string(),
      /** Calls of this month; limit and reserve are `null` where the platform has none. */
      used: z.number(),
      limit: z.number().nullable(),
      reserve: z.number().nullable(),
    }),
  ),
  queues: z.array(z.object({ queue: z.string(), waiting: z.number(), running: z.number(), dead: z.number() })),
});
export type PlatformsView = z.infer<typeof platformsView>;

export const checkUp = z.object({ findings: z.array(z.object({ ok: z.boolean(), what: z.string(), seen: z.string(), mend: z.string() })) });
export type CheckUp = z.infer<typeof checkUp>;

/** How many dead jobs of a queue were sent again. */
export const retried = z.object({ retried: z.number() });
