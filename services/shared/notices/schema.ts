/** Shapes at the edge, shared with the pages. */
import { z } from 'zod';

export const pageConfigInput = z.object({ platform: z.enum(['dingtalk', 'wecom']), url: z.url({ protocol: /^https?$/ }).max(2000) });
/** As the platform's own library takes it. */
export const pageConfigView = z.object({ config: z.record(z.string(), z.string()) });
