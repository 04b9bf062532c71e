/** Settings of group 接口监测. */
import { z } from 'zod';

export const feedSettings = z.object({
  silentMinutes: z.coerce.number().int().min(1).max(10_080).default(60).describe('历史不够学出规律时，多少分钟没有消息算异常；每个接口可以在页面上另设'),
  delayMinutes: z.coerce.number().int().min(1).max(10_080).default(60).describe('历史不够学出规律时，结果到达晚于出结果多少分钟算变慢'),
  refusedPercent: z.coerce.number().int().min(1).max(100).default(20).describe('近两小时拒收的消息占百分之几（且不少于 5 条）算异常'),
});
