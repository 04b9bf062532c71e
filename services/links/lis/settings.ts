/** The settings of this link, read with all others at start. */
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** `MLLP_…` is our listener, `LIS_…` the laboratory's. */
export const settings = z.object({
  MLLP_HOST: z.string().min(1).default('127.0.0.1').describe('HL7 监听地址；对外开放前请先确认网络边界'),
  MLLP_PORT: port.default(2575).describe('HL7 监听端口'),
  MLLP_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(1024 * 1024)
    .describe('单条消息上限（字节），超过的回 AR'),
  MLLP_CHARSET: z
    .enum(['auto', 'utf-8', 'gb18030', 'iso-8859-1'])
    .default('auto')
    .describe('MSH-18 未声明字符集时按此解码；auto 为先 UTF-8 后 GB18030'),
  MLLP_PROCESSING_IDS: z
    .string()
    .default('P,T,D')
    .transform((list) => list.split(',').map((id) => id.trim().toUpperCase()).filter((id) => id !== ''))
    .pipe(z.array(z.enum(['P', 'T', 'D'])).min(1))
    .describe('接收的处理标识（MSH-11）；正式运行应只留 P'),
  MLLP_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(1).describe('每个连接同时处理的消息数；1 保证先后次序'),
  LIS_HOST: z.string().min(1).default('127.0.0.1').describe('检验系统接收危急值反馈的地址'),
  LIS_PORT: port.default(2576).describe('检验系统接收危急值反馈的端口'),
  LIS_TIMEOUT_MS: z.coerce.number().int().min(100).max(120_000).default(10_000).describe('等待检验系统应答的时间（毫秒）'),
});

/** The settings as read. */
export type LisSettings = z.infer<typeof settings>;
