import { z } from 'zod';
import { markSpacings } from './model.ts';

/** Kinds of documents by the standard's code, or all of them. */
const kindsOf = z.string().default('').transform((text) => text.split(',').map((each) => each.trim().toUpperCase()).filter((each) => each !== '')).refine((all) => all.every((each) => each === '*' || /^C\d{4}$/.test(each)), 'C0001 至 C0053 中的几个，用逗号分开，或 * 表示全部');


export const viewingSettings = z.object({
  threads: z.coerce.number().int().min(1).max(32).default(2).describe('制作水印页的线程数，一般等于处理器核数'),
  memoryMb: z.coerce.number().int().min(16).max(8192).default(192).describe('准备好的文书页最多占多少内存（MB）'),
  store: z.enum(['memory', 'disk', 'redis']).default('memory').describe('准备好的文书页除内存外还放在哪里：memory 只在内存；disk 另放在本机的文件夹，重启后不用重新准备；redis 另放在 REDIS_URL 的 Redis，各台机器共用，一台准备过的另一台直接用。放出去的都用封存密钥导出的密钥加密（AES-256-GCM）'),
  storeFolder: z.string().min(1).optional().describe('VIEWING_STORE=disk 时放在哪个文件夹；不填则用数据目录里的 pages'),
  storeMb: z.coerce.number().int().min(16).max(1_048_576).default(1024).describe('文件夹或 Redis 里最多放多少（MB）；放满了，最久没人看的先丢掉'),
  storeHours: z.coerce.number().positive().max(720).default(24).describe('文件夹或 Redis 里最多放多少小时；到时间就丢掉，再有人打开时重新准备'),
  chromiumPath: z.string().min(1).optional().describe('Chromium 程序位置；填了，HTML 和 CDA 文书按原版式显示，不填则只显示文字'),
  pacsUrl: z.url({ protocol: /^https?$/ }).refine((url) => url.includes('{accession}'), '要含 {accession}').optional().describe('云影像的地址，{accession} 处填检查号（执行方单号，没有则申请单号）；不填则报告页没有“看影像”。地址里只有检查号'),
  picturePdf: kindsOf.describe('哪些文书可以导出为 PDF（每页是带水印的图片，不能复制文字），用逗号分开的文书编码，* 表示全部；不填则都不能导出'),
  textPdf: kindsOf.describe('哪些低敏感文书（如 C0025 出院评估与指导）导出的 PDF 保留文字，可复制、可搜索；水印盖在文字上面，但会用 PDF 编辑软件的人能去掉，所以只用于低敏感文书。有特殊标记的患者一律导出为图片'),
  markAngle: z.coerce.number().int().min(0).max(45).default(24).describe('可见水印向上倾斜的角度（度）'),
  markSpacing: z.enum(markSpacings).default('ordinary').describe('可见水印的疏密：dense 密，ordinary 一般，wide 疏'),
  markDarkness: z.coerce.number().int().min(8).max(30).default(13).describe('可见水印的深浅（%）：越大越清楚，也越妨碍阅读'),
  markStrength: z.enum(['flagged', 'all']).default('flagged').describe('暗码在哪些文书上加强（±2 个灰度，拍照更容易读出，仔细看略有颗粒感）：flagged 只在有特殊标记的患者的文书上，all 在全部文书上'),
  orders: z.enum(['structured', 'image']).default('structured').describe('住院医嘱怎样显示：structured 逐条显示，可展开看执行情况；image 只以带水印的页显示。门诊处方不受影响'),
  copying: z.stringbool().default(false).describe('有患者资料的页面能否选中和复制文字；病案号、就诊号任何时候都可以复制。复制一次记一条审计'),
  saving: z.stringbool().default(false).describe('有患者资料的页面能否长按或右键保存图片。保存一次记一条审计'),
  printing: z.stringbool().default(false).describe('有患者资料的页面能否打印；不能时打印出来只有一句话。打印一次记一条审计'),
});
export type ViewingSettings = z.output<typeof viewingSettings>;
