/** An internal app of the DingTalk tenant as its administrator set it up. */
import { z } from 'zod';
import { dingtalkTenant } from '../tenant.ts';

/** Permission points the routes ask for (names of the developer console). */
export const PERMISSIONS = [
  'Card.Instance.Write', 'Card.Streaming.Write', 'qyapi_robot_sendmsg', 'qyapi_get_department_list',
  'qyapi_get_department_member', 'qyapi_get_member', 'Contact.User.Read', 'qyapi_robot_ding',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** What `POST /_emu/dingtalk/apps` takes; what is left out stays. */
export const appSchema = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  name: z.string(),
  agentId: z.string(),
  robotCode: z.string(),
  unifiedAppId: z.string(),
  /** Callers it may be used from; null lets everybody. */
  trustedIps: z.array(z.string()).nullable(),
  permissions: z.array(z.enum(PERMISSIONS)),
  /** Until it is published, robot messages lack `senderStaffId`. */
  published: z.boolean(),
});

export type DingtalkApp = z.infer<typeof appSchema>;

/** The demonstration app. */
export const defaultApp: DingtalkApp = {
  clientId: dingtalkTenant.clientId,
  clientSecret: dingtalkTenant.clientSecret,
  name: dingtalkTenant.appName,
  agentId: dingtalkTenant.agentId,
  robotCode: dingtalkTenant.robotCode,
  unifiedAppId: dingtalkTenant.unifiedAppId,
  trustedIps: null,
  permissions: [...PERMISSIONS],
  published: true,
};
