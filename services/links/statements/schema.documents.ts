/** Record documents and report sheets: what there is, and its content. */
import { z } from 'zod';
import { code, instant, staff, words } from './schema.common.ts';

/** Content as sent; at most one of them. `text` may be HTML or CDA by its media type. */
export const content = z.object({
  mediaType: words.describe('内容的类型，如 text/plain、application/pdf、text/xml'),
  base64: z.string().optional().describe('内容，base64；与 text、url 三者填一'),
  text: z.string().optional().describe('内容，文本'),
  /** Where the source keeps it; fetched from the hosts of the setting, else only known to be there. */
  url: words.optional().describe('内容在源系统的地址；设置里允许的主机由本系统去取'),
});

/**
 * One version of a document (MDM TXA with OBX; FHIR DocumentReference; a PDF in an ORU). Key: `number`, the unique
 * document number of the source. Versions replace one another by `version`, else by time.
 */
export const document = z.object({
  kind: z.literal('document').describe('固定为 document'),
  number: words.describe('文书在源系统的唯一编号'),
  /** The document this one replaces or belongs to (TXA-13). */
  parent: words.optional().describe('被替换或所属文书的编号'),
  relation: z.enum(['replaces', 'addendum']).optional().describe('与 parent 的关系：replaces 替换，addendum 补充'),
  version: words.optional().describe('版本号'),
  /** `record` of the EMR, `report` of laboratory, imaging, pathology, ECG …, `notice` to the patient. */
  shelf: z.enum(['record', 'report', 'notice']).describe('归类：record 病历文书，report 报告单，notice 告知患者的文书'),
  /** As sent: a code of WS/T 445 / WS 538, LOINC, the hospital's own. */
  type: code.describe('文书类型：WS/T 445、WS 538、LOINC 或院内代码'),
  title: words.optional().describe('标题'),
  author: staff.optional().describe('书写人'),
  signer: staff.optional().describe('签名人'),
  writtenAt: instant.optional().describe('书写时间'),
  signedAt: instant.optional().describe('签名时间'),
  /** TXA-17 and OBX-11 by meaning. */
  state: z.enum(['draft', 'written', 'signed', 'corrected', 'withdrawn']).optional().describe('状态：draft 草稿，written 已书写，signed 已签名，corrected 已修改，withdrawn 已作废'),
  /** Of a report: the order it answers. */
  order: words.optional().describe('报告所答复的申请单号'),
  department: words.optional().describe('书写科室代码'),
  content: content.optional().describe('内容'),
});

export type Document = z.infer<typeof document>;
export type Content = z.infer<typeof content>;
