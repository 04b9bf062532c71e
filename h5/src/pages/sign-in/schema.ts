/** What the sign-in door answers; it is a door of the service itself and has no module. */
import { z } from 'zod';

export const signInOptions = z.object({
  demo: z.boolean(),
  platforms: z.array(z.object({ platform: z.enum(['dingtalk', 'wecom']), corp: z.string(), clientId: z.string().optional() })),
});
export type SignInOptions = z.infer<typeof signInOptions>;
