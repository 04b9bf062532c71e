/** What an administrator sets for WeCom: one self-built app, and a chat robot if wanted. README.md says where to find each. */
import { z } from 'zod';

/** `corpId` is read from `WECOM_CORP_ID`, and so on. */
export const WECOM_PREFIX = 'WECOM_';

/** Our door for the platform's callbacks, below the public address of the pages. */
export const WECOM_CALLBACK_PATH = '/callbacks/wecom';

const base = z.string().regex(/^https?:\/\/[^/]+(?:\/.*[^/])?$/, '要以 http(s):// 开头，末尾不带 /');

export const wecomSettingsSchema = z
  .object({
    corpId: z.string().min(1).describe('企业 ID，在“我的企业”最下面'),
    secret: z.string().min(1).describe('自建应用的 Secret'),
    agentId: z.coerce.number().int().positive().describe('自建应用的 AgentId'),
    token: z.string().regex(/^[0-9A-Za-z]{1,32}$/, '32 位以内的字母和数字').describe('“接收消息”里的 Token'),
    aesKey: z.string().regex(/^[0-9A-Za-z]{43}$/, '43 位字母和数字').describe('“接收消息”里的 EncodingAESKey'),
    apiBase: base.default('https://qyapi.weixin.qq.com').describe('接口地址，私有化部署时改'),
    oauthBase: base.default('https://open.weixin.qq.com').describe('网页登录地址，私有化部署时改'),
    staffNumberFrom: z.enum(['alias', 'userid', 'attribute']).default('alias').describe('工号填在企业微信的哪里：alias 别名、userid 账号、attribute 自定义字段'),
    staffNumberField: z.string().min(1).default('工号').describe('工号在自定义字段里时，字段的名称'),
    urgentCalls: z.stringbool().default(false).describe('是否用企业微信的“紧急通知应用”打语音电话（true/false）；要在管理后台开通、充值，并把自建应用配置到“可调用接口的应用”'),
    botId: z.string().min(1).optional().describe('智能机器人的 Bot ID，不用机器人时不填'),
    botSecret: z.string().min(1).optional().describe('智能机器人长连接的 Secret'),
    botUrl: z.url({ protocol: /^wss?$/ }).optional().describe('智能机器人长连接地址，一般不填'),
  })
  .refine((settings) => (settings.botId === undefined) === (settings.botSecret === undefined), {
    message: 'WECOM_BOT_ID 和 WECOM_BOT_SECRET 要么都填，要么都不填',
    path: ['botSecret'],
  });

export type WecomSettings = z.infer<typeof wecomSettingsSchema>;
