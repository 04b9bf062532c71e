/** Shapes at the edge, shared with the pages. The token and the secret come in and never go out. */
import { z } from 'zod';

const at = z.coerce.date();
export const platforms = ['dingtalk', 'wecom'] as const;
export const platform = z.enum(platforms);

export const robotDraft = z.object({
  ward: z.string().min(1).max(40), platform, name: z.string().trim().min(1).max(40),
  /** The whole address as the group's settings show it. */
  address: z.string().trim().min(1).max(400),
  /** `SEC…`, where DingTalk's robot is set to 加签. */
  secret: z.string().trim().max(200).optional(),
});
export const robotRef = z.object({ id: z.uuid() });

export const robotList = z.object({
  wards: z.array(z.object({ code: z.string(), name: z.string() })),
  robots: z.array(z.object({
    id: z.uuid(), ward: z.string(), platform, name: z.string(), isSigned: z.boolean(), openedAt: at, openedBy: z.string(),
    sentAt: at.nullable(), takenAt: at.nullable(), failure: z.string().nullable(), failedAt: at.nullable(),
  })),
});
export type RobotList = z.infer<typeof robotList>;
