import { z } from 'zod';

export const viewingSettings = z.object({
  threads: z.coerce.number().int().min(1).max(32).default(2).describe('制作水印页的线程数，一般等于处理器核数'),
  memoryMb: z.coerce.number().int().min(16).max(8192).default(192).describe('准备好的文书页最多占多少内存（MB）'),
  chromiumPath: z.string().min(1).optional().describe('Chromium 程序位置；填了，HTML 和 CDA 文书按原版式显示，不填则只显示文字'),
  pacsUrl: z.url({ protocol: /^https?$/ }).refine((url) => url.includes('{accession}'), '要含 {accession}').optional().describe('云影像的地址，{accession} 处填检查号（执行方单号，没有则申请单号）；不填则报告页没有“看影像”。地址里只有检查号'),
  orders: z.enum(['structured', 'image']).default('structured').describe('住院医嘱怎样显示：structured 逐条显示，可展开看执行情况；image 只以带水印的页显示。门诊处方不受影响'),
  copying: z.stringbool().default(false).describe('有患者资料的页面能否选中和复制文字；病案号、就诊号任何时候都可以复制。复制一次记一条审计'),
  saving: z.stringbool().default(false).describe('有患者资料的页面能否长按或右键保存图片。保存一次记一条审计'),
  printing: z.stringbool().default(false).describe('有患者资料的页面能否打印；不能时打印出来只有一句话。打印一次记一条审计'),
});
export type ViewingSettings = z.output<typeof viewingSettings>;
