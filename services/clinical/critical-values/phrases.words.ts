/** Words for what people chose, said and were asked: shared by cards, pages, the sheet and the course record. */
import { moment } from '../../../cards/words.ts';
import type { Declined, Disposal, NursePart } from './model.ts';
import { voiceWords } from './phrases.voice.ts';

/** Behind what was written down late. */
export const lateWord = '（补记）';

/** At most 11 characters: the narrowest platform cuts there. */
export const choiceWords = {
  'order-given': '已下医嘱处理',
  'called-in': '已请患者来院',
  'repeat-test': '已开复查',
  'observe': '已看患者，继续观察',
  'consult': '已请会诊',
  'transfer': '已安排转科或抢救',
  'known-and-treated': '已知，正在治疗',
  'specimen-doubtful': '标本可疑，请复检',
} as const;

/** What a nurse did. */
export const nurseWords = {
  'told-doctor': '已通知医生',
  'orders-carried-out': '已执行医嘱',
  'recollected': '已重新采样送检',
  'monitoring': '已加强观察或监护',
  'handed-over': '已床旁交班',
} as const;

export const declineWords = {
  'not-mine': '不是我的病人',
  'cannot-now': '现在无法处理',
} as const;

/** As short as the narrowest drop-down. */
export const declineReasonWords = {
  'rescue': '正在抢救',
  'operating': '正在手术或操作',
  'clinic': '正在门诊或会诊',
  'off-duty': '已下班交班',
  'away': '不在院内',
  'moved': '患者已转走',
  'other': '其他',
} as const;

export const requestWords = {
  recheck: '请检验科复检',
  record: '写入病程记录',
} as const;

export const requestStateWords = {
  owed: '正在发送',
  accepted: '对方已收下',
  refused: '对方未接受',
  failed: '未送达，请联系信息科',
} as const;

export const cancelWords = {
  'lab-withdrew': '检验科撤回结果',
  'corrected': '检验科更正，不再危急',
  'superseded': '检验科更正，已另发新的危急值',
  'wrong-patient': '患者信息有误',
  'duplicate': '重复上报',
  'other': '其他原因',
} as const;

/** Parts of the paragraph that stand only where they are true. */
export const recordWords = {
  limit: '（危急界限 {limit}）',
  readBack: '并复述结果',
  relay: '{at}由{who}接手。',
  nursing: '护士{what}。',
  late: '（补记）',
} as const;

/** Since when others are asked. */
export const turnWords = { outpatient: '患者已出院，改按门诊方式通知', inpatient: '患者已入院，改由病区处理', emergency: '患者在急诊，改由急诊处理' } as const;

/** Why the office is asked. */
export const lostWords = (tries: number): string => (tries === 0 ? '到时限还没有联系患者' : `联系患者 ${tries} 次未接通`);

/** `通知周敏护士，已复述 7.1`, `联系患者，未接通` */
export function callWords({ whom, to, reached, readBack }: { readonly whom: 'ward' | 'patient'; readonly to: string; readonly reached: boolean; readonly readBack: string | boolean | null }): string {
  const about = whom === 'ward' ? `通知${to}` : `联系患者（${to}）`;
  if (!reached) return `${about}，未接通`;
  return readBack === null || readBack === false ? about : `${about}，已复述${typeof readBack === 'string' ? ` ${readBack}` : ''}`;
}

/** `患者信息有误，条码贴错`; another reason is said in its own words. */
export function cancelledWords({ reason, note }: { readonly reason: keyof typeof cancelWords; readonly note: string }): string {
  if (reason === 'other' && note !== '') return note;
  return note === '' ? cancelWords[reason] : `${cancelWords[reason]}，${note}`;
}

/** `现在无法处理（正在抢救，第二手术间）` */
export function declinedWords({ kind, reason, note = '' }: Pick<Declined, 'kind' | 'reason'> & { readonly note?: string }): string {
  const why = [reason === null ? '' : declineReasonWords[reason], note].filter((part) => part !== '').join('，');
  return why === '' ? declineWords[kind] : `${declineWords[kind]}（${why}）`;
}

/** `已执行医嘱、已重新采样送检；血样 14:20 送检（补记）` */
export function nursingWords({ choices, note, late }: Pick<NursePart, 'choices' | 'note' | 'late'>): string {
  const said = [choices.map((choice) => nurseWords[choice]).join('、'), note].filter((part) => part !== '').join('；');
  return late ? `${said}${lateWord}` : said;
}

/** `02:25 王护士 已执行医嘱` */
export function nursePartWords(part: NursePart, now: Date): string {
  return `${moment(part.actionAt, now)} ${part.by.name} ${nursingWords(part)}`;
}

/** `已下医嘱处理；已请会诊（补记）` */
export function disposalWords(disposal: Disposal): string {
  const said = [...disposal.choices.map((choice) => choiceWords[choice]), disposal.note, disposal.voice === null ? '' : voiceWords(disposal.voice)].filter((part) => part !== '').join('；');
  return disposal.late ? `${said}${lateWord}` : said;
}

export const noteWords = {
  'haemolysed': '标本溶血，结果可能不准，建议复查',
  'specimen-from-code': '标本类型按项目代码判为动脉血',
  'age-unknown': '年龄未知，按成人界限判断',
  'flag-only': '检验科标记为危急',
  'comparator': '超出仪器检测范围',
  'unit-assumed': '未带单位，按本院约定单位判断',
  'beyond-range': '超出仪器检测范围，没有具体数值',
  'uncertain': '报告写的是“不能除外”或类似的话，请核实',
  'jump': '与上次结果相比变化过大',
  'point-of-care': '床旁检测结果，必要时送检验科复核',
} as const;

/** By the last part of the ids of the limits we bring; a hospital's own are named by itself. */
export const limitNames: Readonly<Record<string, string>> = { any: '通用界限', adult: '成人界限', neonate: '新生儿界限', haematology: '血液科、化疗界限' };

/** The groups of patients that we bring. */
export const scopeNames: Readonly<Record<string, string>> = { 'haematology-or-chemotherapy': '血液科、化疗患者', dialysis: '透析患者', neonatal: '新生儿' };

/** The set that decided, as a nurse would call it. */
export const setWords = {
  product: '随产品的默认界限',
  file: '本院设置的界限（没有经过网上批准）',
  approved: '{title}，{from}起生效',
  by: '（{people}批准）',
  proposedBy: '（{authors}起草，{people}批准）',
  untitled: '本院危急值界限 {from}版',
  group: '{group}界限',
  own: '本院单设的界限',
} as const;

/** Why this limit and no other. */
export const reasonWords = {
  'only': '只有这一条适用',
  'scope': '患者所在的病区或人群有自己的界限',
  'point-of-care': '床旁检测有自己的界限',
  'specimen': '这种标本有自己的界限',
  'sex': '按性别有自己的界限',
  'age': '年龄段更窄',
  'order': '同样具体，按编号先后',
} as const;

/** For whoever starts the service with a file of limits. */
export const fileWords = {
  unreadable: '危急值界限文件读不出来：{path}。{where}',
  telling: '危急值同时通知的文件读不出来，服务没有启动：{path}。{where}',
  holidays: '节假日文件读不出来，服务没有启动：{path}。{where}',
  words: '危急值用语文件读不出来，服务没有启动：{path}。{where}',
  faulty: '危急值界限文件有错，服务没有启动：{path}。{where}',
} as const;

/** For the laboratory's triage list. */
export const notJudgedWords = {
  'unit-unknown': '单位不认识',
  'unit-missing': '没有单位',
  'unit-not-of-item': '单位与项目不符',
  'reference-missing': '缺少参考范围',
  'comparator-undecided': '结果是范围，无法判断是否越限',
  'specimen-unknown': '标本类型不明，不能确定是否动脉血',
  'haemolysed': '标本溶血，没有结果',
  'value-not-understood': '结果文字无法识别',
  'value-in-note': '结果写在备注里',
} as const;
