/** Every sentence of this module that a person reads. */
import { REASONS } from '../../links/hl7/phrases.ts';

export const phrases = {
  'intake.no-message': '找不到这条消息的原文，可能已经按保存期限清理。请联系信息科核对。',
  'intake.no-reader': '这条消息的接入方式现在没有启用，不能重新读取。请先在设置里启用它。',
  'intake.settled-already': '这一条刚被别人处理过，请刷新后再看。',
} as const;

export const actNames = {
  'intake.try-again': '重新读取一条接入消息',
  'intake.try-cause': '重新读取同一原因的接入消息',
  'intake.waiting-for': '查找同一原因的接入消息',
  'intake.desk': '查看接入待处理',
  'intake.codes': '查看未对上的编码',
  'intake.message': '查看一条接入消息的原文（身份信息遮盖）',
  'intake.ignore': '忽略接入待处理',
  'intake.unignore': '撤销忽略接入待处理',
} as const;

/** Oddities of a message that was taken, and what found no place. */
const oddities: Readonly<Record<string, string>> = {
  'patient-missing': '没有患者，无法归到任何人名下',
  'visit-missing': '没有就诊号，无法归到任何一次就诊',
  'time-unreadable': '时间写法不对，读不出来',
  'time-without-hour': '时间只到日期，没有时分',
  'time-without-offset': '时间没有时区，按本院时区理解',
  'item-missing': '结果没有项目代码和名称',
  'event-not-read': '这种事件目前没有对应的业务，原文已保存',
  'attachment-undecodable': '附件内容解不开',
  'order-without-patient': '医嘱没有患者',
  'order-number-missing': '医嘱没有编号',
  'order-number-shared': '几条医嘱共用一个编号',
  'execution-without-order': '执行记录没有对应的医嘱号',
  'merged-with-itself': '患者被并入自己，没有执行',
  'nothing-renumbered': '改号消息里没有原就诊号',
  'move-unclear': '移动的是哪次就诊说不清楚',
  'linked-not-merged': '只声明关联，没有合并患者',
  'unlink-unclear': '撤销关联说不清楚是谁',
  'observation-incomplete': '观察记录缺少项目、值或时间',
  'sheet-without-order': '报告单没有对应的申请单号',
  'subject-assumed': '没有写明患者，按同一包里唯一的患者理解',
  'subject-no-patient': '写明的对象不是患者',
  'unknown-department': '科室编码对不上',
  'unknown-ward': '病区编码对不上',
  'unknown-staff': '工号对不上',
  'unknown-item': '项目没有名称，也不是 LOINC',
  'unknown-unit': '单位不认识',
  'unknown-item-unit': '数值没有单位',
  'unknown-document-type': '文书类型不认识',
};

export function reasonWords(reason: string, isRefused: boolean): string {
  const refused: Readonly<Record<string, string>> = REASONS;
  return (isRefused ? refused[reason] : undefined) ?? oddities[reason] ?? refused[reason] ?? reason;
}

/** What to do about it. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/^(sender-unknown|type-not-agreed|processing-id-unsupported|charset-unknown|bytes-undecodable)$/, '在接入设置里登记或改正这个系统，再试一次'],
  [/^(type-unsupported|event-unsupported|version-unsupported|event-not-read)$/, '本院不用这种消息的，可以忽略；要用的请联系厂商确认'],
  [/^(time-without-hour|time-without-offset|subject-assumed|linked-not-merged)$/, '已按说明理解并接收；确认无误后忽略即可'],
  [/missing|unreadable|undecodable|incomplete|without|unclear|shared|several|invalid|empty|large|itself|renumbered|no-patient/, '请对方改正后重发；或确认不需要后忽略'],
];
export const adviceWords = (reason: string): string => advice.find(([pattern]) => pattern.test(reason))?.[1] ?? '查看原文后再决定';

/** Of codes, by kind. */
export const codeAdvice: Readonly<Record<string, string>> = {
  department: '选择它对应的本院科室', ward: '选择它对应的本院病区', staff: '选择它对应的本院人员', item: '选择它对应的检验项目', unit: '填写规范的单位', 'item-unit': '填写这个项目的单位，没有单位的填 1', 'document-type': '选择它对应的文书类型',
};

export const doorWords: Readonly<Record<string, string>> = { mllp: 'HL7', fhir: 'FHIR', http: 'HTTP 接口' };
