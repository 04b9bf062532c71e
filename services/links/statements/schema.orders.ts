/** What was ordered, what was done about it, what it cost. */
import { z } from 'zod';
import { code, instant, staff, words } from './schema.common.ts';

/** Drug, treatment, examination and laboratory are the four kinds of prescription (MC-005). */
export const orderCategory = z.enum(['drug', 'treatment', 'examination', 'laboratory', 'nursing', 'diet', 'blood', 'operation', 'other']);

/** 长期, 临时; of outpatients `prescription`. */
export const orderTerm = z.enum(['long', 'temporary', 'prescription']);

export const orderState = z.enum(['ordered', 'checked', 'running', 'completed', 'stopped', 'cancelled', 'held', 'refused']);

/** As sent. */
const amount = z.object({ amount: words.describe('数值'), unit: words.optional().describe('单位') });

/** One order line (ORC with RXO/RXE/OBR; FHIR ServiceRequest, MedicationRequest). Its key is `number`, else `filler`. */
export const clinicalOrder = z.object({
  kind: z.literal('order').describe('固定为 order'),
  /** Placer's number. */
  number: words.optional().describe('医嘱号或申请单号（开单方）'),
  filler: words.optional().describe('执行方的编号；与 number 至少填一个'),
  /** 组号: lines given together. */
  group: words.optional().describe('组号；同组的医嘱一起执行'),
  /** Number of the paper prescription. */
  prescription: words.optional().describe('处方号'),
  category: orderCategory.describe('类别：drug 药品，treatment 治疗，examination 检查，laboratory 检验，nursing 护理，diet 膳食，blood 用血，operation 手术，other 其他'),
  term: orderTerm.optional().describe('期限：long 长期，temporary 临时，prescription 门诊处方'),
  /** As sent, where the reader knows no meaning for it: the codes' table may. */
  sentCategory: words.optional().describe('类别的院内代码，只在 category 写不出时填（category 写 other）；由编码对照换算'),
  sentTerm: words.optional().describe('期限的院内代码，只在 term 写不出时填；由编码对照换算'),
  code: code.optional().describe('项目代码'),
  /** What is ordered, in the sender's words. */
  name: words.optional().describe('项目名称，按源系统写法'),
  specification: words.optional().describe('规格'),
  dose: amount.optional().describe('每次剂量'),
  quantity: amount.optional().describe('总量'),
  route: words.optional().describe('给药途径或用法'),
  /** `bid`, `q8h`, `每日两次`, as sent. */
  frequency: words.optional().describe('频次，如 bid、q8h、每日两次'),
  /** 嘱托 and remarks. */
  notes: z.array(words).optional().describe('嘱托与备注'),
  startAt: instant.optional().describe('开始时间'),
  stopAt: instant.nullable().optional().describe('停止时间；null 表示没有停止'),
  state: orderState.optional().describe('状态：ordered 已开立，checked 已核对，running 执行中，completed 已完成，stopped 已停止，cancelled 已作废，held 暂停，refused 已拒绝'),
  doctor: staff.optional().describe('开立医师'),
  /** Who stopped it. */
  stoppedBy: staff.optional().describe('停止医师'),
  department: words.optional().describe('开立科室代码'),
  urgent: z.boolean().optional().describe('是否加急'),
  orderedAt: instant.optional().describe('开立时间'),
});

/** An order was carried out, dispensed or not (RAS, RDS, FHIR MedicationAdministration). */
export const execution = z.object({
  kind: z.literal('execution').describe('固定为 execution'),
  /** The order's number or filler number. */
  order: words.describe('所执行医嘱的 number 或 filler'),
  /** The execution's own number; without it the order's number and time are its key. */
  number: words.optional().describe('执行记录的编号；不填则以医嘱号加时间为准'),
  /** dispensed, given, refused, not-given, done. */
  state: z.enum(['dispensed', 'given', 'refused', 'not-given', 'done']).describe('结果：dispensed 已发药，given 已给药，refused 患者拒绝，not-given 未给，done 已执行'),
  at: instant.optional().describe('执行时间'),
  by: staff.optional().describe('执行人'),
  dose: amount.optional().describe('实际剂量'),
  note: words.optional().describe('备注'),
});

/** What was charged (DFT FT1). Amount in yuan as sent, negative for a refund. */
export const charge = z.object({
  kind: z.literal('charge').describe('固定为 charge'),
  number: words.optional().describe('收费流水号'),
  code: code.optional().describe('收费项目代码'),
  name: words.optional().describe('收费项目名称'),
  amount: words.optional().describe('金额（元），退费为负'),
  quantity: words.optional().describe('数量'),
  /** charge, credit, payment … as sent (FT1-6). */
  type: words.optional().describe('类型：charge 收费，credit 退费，payment 缴费，或院内写法'),
  at: instant.optional().describe('收费时间'),
  order: words.optional().describe('对应的医嘱号'),
  department: words.optional().describe('收费科室代码'),
  by: staff.optional().describe('收费员'),
});

export type ClinicalOrder = z.infer<typeof clinicalOrder>;
export type OrderCategory = z.infer<typeof orderCategory>;
export type OrderTerm = z.infer<typeof orderTerm>;
export type OrderState = z.infer<typeof orderState>;
export type Execution = z.infer<typeof execution>;
export type Charge = z.infer<typeof charge>;
