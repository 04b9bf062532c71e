/** How the chat platforms and the queues are doing, as the service tells administrators. */
import { z } from 'zod';

export const platforms = z.object({
  platforms: z.array(
    z.object({
      platform: z.string(),
      corp: z.string(),
      healthy: z.boolean(),
      /** Last sign of life, or what was seen in words. */
      seen: z.string().nullish(),
      month: z.string(),
      used: z.number(),
      limit: z.number().nullable(),
      reserve: z.number(),
    }),
  ),
  queues: z.array(z.object({ queue: z.string(), waiting: z.number(), running: z.number(), dead: z.number() })),
});
export type Platforms = z.infer<typeof platforms>;
export type PlatformRow = Platforms['platforms'][number];

export const checkUp = z.object({
  findings: z.array(z.object({ ok: z.boolean(), what: z.string(), seen: z.string(), mend: z.string().nullish() })),
});
export type Finding = z.infer<typeof checkUp>['findings'][number];
