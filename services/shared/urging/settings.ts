import { z } from 'zod';

export const urgingSettings = z.object({
  smsFromStep: z.coerce.number().int().min(1).default(2).describe('从第几级通知起另发短信（要先设置 SMS_VENDOR）'),
  voiceFromStep: z.coerce.number().int().min(1).default(3).describe('从第几级通知起另打语音电话（要先设置 VOICE_VENDOR，或 WECOM_URGENT_CALLS=true）'),
  perHour: z.coerce.number().int().min(1).default(12).describe('同一个人一小时内最多短信和电话几次；超过的只记录，卡片和逐级通知不受影响'),
  test: z.stringbool().default(false).describe('测试模式（true/false）：只记录，不真的发短信、打电话'),
});
export type UrgingSettings = z.output<typeof urgingSettings>;
