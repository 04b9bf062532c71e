/** Results and reports: laboratory, imaging, ECG, pathology, ultrasound. */
import { z } from 'zod';
import { code, instant, staff, told, words } from './schema.common.ts';

/** Comparators that a bounded number can have. */
export const comparator = z.enum(['<', '<=', '>', '>=']);

/** A value by its meaning (OBX-5). `text` is always what the sender wrote. */
const sent = words.describe('按源系统写法的原文');

export const resultValue = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number').describe('数值'), number: z.number().describe('数值'), text: sent }),
  z.object({ kind: z.literal('bounded').describe('带大于、小于号的数值'), comparator: comparator.describe('比较符'), number: z.number().describe('数值'), text: sent }),
  z.object({ kind: z.literal('range').describe('范围'), low: z.number().describe('下限'), high: z.number().describe('上限'), text: sent }),
  z.object({ kind: z.literal('ratio').describe('比值或滴度，如 1:160'), numerator: z.number().describe('前项'), denominator: z.number().describe('后项'), text: sent }),
  z.object({ kind: z.literal('coded').describe('编码结果'), codes: z.array(code).min(1).describe('代码'), text: sent }),
  z.object({ kind: z.literal('text').describe('文字'), text: sent }),
  z.object({ kind: z.literal('time').describe('时间'), at: instant.describe('时间'), text: sent }),
  /** A picture or document; its bytes stay in the stored message. */
  z.object({ kind: z.literal('attachment').describe('附件'), mediaType: z.string().describe('附件类型'), text: z.string().describe('附件名称') }),
  z.object({ kind: z.literal('none').describe('没有结果'), text: z.literal('').describe('空') }),
]);

/** OBX-7. Limits only where the text gives them plainly. */
export const referenceRange = z.object({ text: words.describe('原文，如 3.5-5.3'), low: z.number().optional().describe('下限'), high: z.number().optional().describe('上限') });

/** One measurement (OBX with its NTE). */
export const result = z.object({
  setId: words.optional().describe('序号'),
  subId: words.optional().describe('同一项目下的子序号'),
  code: code.extend({ alternates: z.array(code).describe('其它体系的代码') }).describe('项目代码与名称'),
  /** OBX-2 as sent. */
  valueType: words.optional().describe('HL7 的值类型（OBX-2）；HTTP 接口可不填'),
  value: resultValue.describe('结果'),
  unit: z.object({ id: words.optional().describe('单位'), text: words.optional().describe('单位的写法') }).optional().describe('单位'),
  referenceRange: referenceRange.optional().describe('参考范围'),
  /** OBX-8, codes as sent: H, L, HH, LL, A, AA, N, also `↑`. */
  flags: z.array(words).describe('异常标志：H、L、HH、LL、A、N、↑ 等，按源系统写法'),
  /** OBX-11: F final, P preliminary, C corrected, X none possible, D deleted, W wrong patient … */
  status: words.optional().describe('结果状态：F 最终，P 初步，C 更正，X 无法得出，D 删除，W 患者弄错'),
  /** OBX-14, else the order's collection time. */
  observedAt: instant.optional().describe('测定时间'),
  method: words.optional().describe('方法'),
  /** OBX-16, who answers for it in the laboratory. */
  observer: staff.optional().describe('检验者或审核者'),
  notes: z.array(words).describe('备注'),
  /** The same for every version of the same measurement of one patient's order, whatever the message. */
  slot: words.describe('这一项测定在这位患者这张申请单里的固定编号，各版本相同'),
  /** The slot whose earlier version this one replaces (OBX-11 C, D, W or the order's status C). */
  correctionOf: words.optional().describe('被更正结果的 slot'),
  /** Why the value must not be judged by a machine. The result is kept and shown. */
  unreadable: words.optional().describe('不能由机器判断的原因'),
  /** The sender's own version of this measurement: told again with another message it is the same version. */
  told: told.optional(),
});

/** The specimen (SPM or OBR-15). */
export const specimen = z.object({
  number: words.optional().describe('标本号'),
  code: words.optional().describe('标本类型代码'),
  text: words.optional().describe('标本类型名称'),
  system: words.optional().describe('代码体系'),
  /** Body site. */
  source: words.optional().describe('采集部位'),
  collectedAt: instant.optional().describe('采集时间'),
  receivedAt: instant.optional().describe('接收时间'),
});

/** One report (OBR with its OBX): what was asked for and what was found. */
export const order = z.object({
  placer: words.optional().describe('申请单号（开单方）'),
  filler: words.optional().describe('检验、检查单号（执行方）'),
  code: code.extend({ alternates: z.array(code).describe('其它体系的代码') }).describe('申请项目'),
  /** OBR-24: LAB, CH, HM, MB, RAD, CT, MR, US, ECG, SP … as sent. */
  service: words.optional().describe('专业：LAB、CH、HM、MB、RAD、CT、MR、US、ECG、SP 等，按源系统写法'),
  orderingDoctor: staff.optional().describe('申请医师'),
  specimen: specimen.optional().describe('标本'),
  /** S, R, A: urgency as sent. */
  priority: words.optional().describe('紧急程度：S 急、R 常规，按源系统写法'),
  resultStatus: words.optional().describe('报告状态：F 最终，P 初步，C 更正'),
  observedAt: instant.optional().describe('采集或检查时间'),
  reportedAt: instant.optional().describe('报告时间'),
  results: z.array(result).describe('各项结果'),
  notes: z.array(words).describe('备注'),
  /** Its results are told by themselves too: `alone` while nobody has told the report that they are of, which takes them (`gathered`). */
  pieces: z.enum(['alone', 'gathered']).optional(),
});

export const reported = z.object({ kind: z.literal('report').describe('固定为 report'), orders: z.array(order).min(1).describe('报告') });

export type ResultValue = z.infer<typeof resultValue>;
export type ReferenceRange = z.infer<typeof referenceRange>;
export type LaboratoryResult = z.infer<typeof result>;
export type Specimen = z.infer<typeof specimen>;
export type LaboratoryOrder = z.infer<typeof order>;
