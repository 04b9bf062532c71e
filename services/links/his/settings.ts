/** Where HIS is asked for its directory. */
import { z } from 'zod';

export const hisSettingsSchema = z.object({
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')).describe('HIS 通讯录接口的地址；不填则不从 HIS 同步'),
  client: z.string().regex(/^[\w.-]{1,64}$/, '64 位以内的字母、数字、-、_、.').default('wardline').describe('在 HIS 一方登记的调用方名称'),
  secret: z.string().min(16, '至少 16 位').describe('双方签名用的密钥'),
  pageRows: z.coerce.number().int().min(10).max(2000).default(500).describe('每次取多少行'),
  beds: z.stringbool().default(false).describe('HIS 是否提供床位列表（beds）；不提供时床位用文件导入'),
  timeoutMs: z.coerce.number().int().positive().default(15_000).describe('等待 HIS 应答的毫秒数'),
});
export type HisSettings = z.output<typeof hisSettingsSchema>;
