/** The settings of one DingTalk organisation. */
import { z } from 'zod';

const base = (address: string): z.ZodDefault<z.ZodString> => z.string().regex(/^https?:\/\/[^/]+(?:\/.*[^/])?$/, '要以 http(s):// 开头，末尾不带 /').default(address);

/** Read once at start; every field is described by `DINGTALK_ENV`. */
export const dingtalkSettingsSchema = z
  .object({
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    corpId: z.string().min(1),
    /** The robot's code; of an internal app it is the Client ID (robot overview page). */
    robotCode: z.string().min(1).optional(),
    /** Needed for work notices only. */
    agentId: z.string().regex(/^\d+$/).optional(),
    /** `<uuid>.schema`, shown by the card builder after publishing. */
    templateId: z.string().min(1),
    apiBase: base('https://api.dingtalk.com'),
    oapiBase: base('https://oapi.dingtalk.com'),
    /** Calls a month; 5000 for a standard organisation since 2025-11-19. */
    monthlyCalls: z.coerce.number().int().positive().default(5000),
    /** How many of them only critical values may use. */
    callsReserve: z.coerce.number().int().nonnegative().default(1000),
    /** Each API takes 20 calls a second from one app of a standard organisation. */
    callsPerSecond: z.coerce.number().positive().default(20),
    /** Secret of the card callback in HTTP mode; not needed with the long connection. */
    callbackSecret: z.string().min(1).optional(),
  })
  .transform((read) => ({ ...read, robotCode: read.robotCode ?? read.clientId }));

/** Settings as the adapter uses them. */
export type DingtalkSettings = z.output<typeof dingtalkSettingsSchema>;

/** The environment variable of each setting, and what it is, for the generated settings page. */
export const DINGTALK_ENV = {
  clientId: ['DINGTALK_CLIENT_ID', '应用的 Client ID（AppKey）'],
  clientSecret: ['DINGTALK_CLIENT_SECRET', '应用的 Client Secret（AppSecret）'],
  corpId: ['DINGTALK_CORP_ID', '企业的 CorpId'],
  robotCode: ['DINGTALK_ROBOT_CODE', '机器人编码，不填时用 Client ID'],
  agentId: ['DINGTALK_AGENT_ID', '应用的 AgentId，发工作通知时要填'],
  templateId: ['DINGTALK_TEMPLATE_ID', '卡片模板 ID，以 .schema 结尾'],
  apiBase: ['DINGTALK_API_BASE', '新版接口地址'],
  oapiBase: ['DINGTALK_OAPI_BASE', '旧版接口地址'],
  monthlyCalls: ['DINGTALK_MONTHLY_CALLS', '每月可用的接口次数'],
  callsReserve: ['DINGTALK_CALLS_RESERVE', '留给危急值的次数'],
  callsPerSecond: ['DINGTALK_CALLS_PER_SECOND', '每个接口每秒最多调用次数'],
  callbackSecret: ['DINGTALK_CALLBACK_SECRET', '卡片 HTTP 回调的密钥，用长连接时不填'],
} as const satisfies Record<keyof DingtalkSettings, readonly [string, string]>;
