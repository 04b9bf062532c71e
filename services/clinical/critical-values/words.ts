/**
 * How this hospital words things: sentences a doctor starts her note from, by item, and the paragraph of the course
 * record. Both are the hospital's own (`CRITICAL_VALUES_WORDS_FILE`); these are what a ward commonly writes. Nothing is
 * ever filled in beforehand: a sentence is taken by a touch and can be changed.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fill } from '../../core/phrases.ts';
import type { Direction } from './model.ts';
import { fileWords } from './phrases.ts';

const template = z.strictObject({
  item: z.string().min(1),
  /** Absent: either way. */
  direction: z.enum(['low', 'high']).optional(),
  texts: z.array(z.string().trim().min(1).max(200)).min(1).max(8),
});
export type Template = z.infer<typeof template>;

const recordWords = z.strictObject({
  /** As the EMR names this kind of document. */
  type: z.strictObject({ id: z.string().min(1).max(60), text: z.string().min(1).max(60) }),
  title: z.string().min(1).max(100),
  /** With the places of `recordPlaces` in braces. */
  text: z.string().min(1).max(4000),
});
export type RecordWords = z.infer<typeof recordWords>;

export interface HospitalWords {
  readonly templates: readonly Template[];
  readonly record: RecordWords;
}

/** What may stand in braces in the paragraph. */
export const recordPlaces = ['received', 'fact', 'limit', 'acknowledged', 'doctor', 'readBack', 'relay', 'done', 'disposal', 'nursing', 'late'] as const;

export const defaultWords: HospitalWords = {
  record: {
    type: { id: 'EMR.0501', text: '日常病程记录' },
    title: '危急值处置记录',
    text: '{received}接检验科危急值报告：{fact}{limit}。{acknowledged}{doctor}确认收到{readBack}。{relay}{done}处置：{disposal}。{nursing}{late}',
  },
  templates: [
    { item: 'potassium', direction: 'high', texts: ['停用含钾、保钾药物，复查电解质', '10%葡萄糖酸钙10ml缓慢静推', '胰岛素加葡萄糖静滴，监测血糖', '急查心电图，心电监护', '请肾内科会诊，评估血液净化'] },
    { item: 'potassium', direction: 'low', texts: ['口服补钾', '静脉补钾，控制浓度和速度，复查血钾', '心电监护，急查心电图', '查血镁，必要时补镁'] },
    { item: 'sodium', direction: 'high', texts: ['补充低渗液，控制降钠速度', '记出入量，复查电解质'] },
    { item: 'sodium', direction: 'low', texts: ['3%氯化钠静滴，控制升钠速度', '限制入水量，记出入量，复查电解质'] },
    { item: 'calcium', direction: 'low', texts: ['10%葡萄糖酸钙静推，复查血钙、血镁'] },
    { item: 'calcium', direction: 'high', texts: ['补液水化，复查血钙，查甲状旁腺激素'] },
    { item: 'glucose', direction: 'low', texts: ['50%葡萄糖40ml静推', '口服葡萄糖，15分钟后复测', '停用降糖药，每小时监测血糖'] },
    { item: 'glucose', direction: 'high', texts: ['小剂量胰岛素静滴，补液', '查血酮、血气、电解质', '每小时监测血糖'] },
    { item: 'haemoglobin', direction: 'low', texts: ['备血，申请输注红细胞', '查找出血原因，监测生命体征', '复查血常规'] },
    { item: 'platelets', direction: 'low', texts: ['申请输注血小板', '卧床，避免外伤，观察出血', '复查血常规，查涂片排除聚集'] },
    { item: 'wbc', direction: 'low', texts: ['保护性隔离', '应用粒细胞集落刺激因子', '复查血常规'] },
    { item: 'neutrophils', direction: 'low', texts: ['保护性隔离', '发热即取血培养并用广谱抗菌药'] },
    { item: 'inr', direction: 'high', texts: ['停用华法林，复查凝血', '维生素K1静滴', '申请输注血浆'] },
    { item: 'aptt', direction: 'high', texts: ['停用或减量肝素，复查凝血'] },
    { item: 'troponin', texts: ['急查心电图，动态复查心肌标志物', '请心内科会诊', '启动胸痛流程'] },
    { item: 'lactate', direction: 'high', texts: ['液体复苏，复查乳酸', '评估休克与灌注'] },
    { item: 'ph', direction: 'low', texts: ['复查血气，纠正酸中毒', '评估通气，必要时机械通气'] },
    { item: 'po2', direction: 'low', texts: ['提高吸氧浓度，复查血气', '评估机械通气'] },
    { item: 'pco2', direction: 'high', texts: ['无创或有创通气，复查血气'] },
    { item: 'blood-culture', texts: ['复查血培养，根据药敏调整抗菌药', '请感染科会诊'] },
    { item: 'creatinine', direction: 'high', texts: ['请肾内科会诊，评估血液净化', '停用肾毒性药物，记出入量'] },
  ],
};

/** For an item and the way it is off; what belongs to the way comes first. */
export function templatesOf({ templates }: HospitalWords, itemCode: string, direction: Direction): readonly string[] {
  const own = templates.filter((each) => each.item === itemCode && (each.direction === undefined || each.direction === direction));
  return [...new Set(own.flatMap(({ texts }) => texts))];
}

const wordsFile = z.strictObject({ templates: z.array(template).optional(), record: recordWords.partial().optional() });

/** Templates of an item that the file names replace the built-in ones of that item. @throws Error with a sentence for whoever starts the service */
export function readWords(path: string): HospitalWords {
  const { templates = [], record = {} } = parsed(path);
  const named = new Set(templates.map(({ item }) => item));
  const unknown = [...(record.text ?? '').matchAll(/\{(\w+)\}/g)].flatMap(([, place = '']) => ((recordPlaces as readonly string[]).includes(place) ? [] : [place]));
  if (unknown.length > 0) throw new Error(fill(fileWords.words, { path, where: `record.text: {${unknown.join('}、{')}}` }));
  const said = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
  return { templates: [...defaultWords.templates.filter(({ item }) => !named.has(item)), ...templates], record: { ...defaultWords.record, ...said } };
}

function parsed(path: string): z.infer<typeof wordsFile> {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    read = undefined;
  }
  const checked = wordsFile.safeParse(read);
  if (!checked.success) throw new Error(fill(fileWords.words, { path, where: checked.error.issues.slice(0, 10).map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('；') }));
  return checked.data;
}
