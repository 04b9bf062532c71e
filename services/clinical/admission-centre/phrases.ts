/** Every sentence and word of this module that a person reads. */
import type { RequestKind, RequestState } from './model.ts';

export const phrases = {
  'admission-centre.no-door': '本院没有开通从手机改期和取消预约，请在医院信息系统里办理。如需开通请联系信息科。',
  'admission-centre.not-booked': '这位患者已经入院，或预约已经取消，请刷新后再看。',
  'admission-centre.past': '入院时间要晚于现在，请重新选择。',
  'admission-centre.too-far': '最远只能改到 {days} 天以内，请重新选择。',
  'admission-centre.closed': '{department}现在不收预住院患者。请先请中心管理员在设置里开放。',
  'admission-centre.full': '{department} {day} 已约 {booked} 位，床位数是 {beds}，请改到别的日子。',
  'admission-centre.under-way': '上一次的安排还在等医院答复，请有了结果再改。',
  'admission-centre.unknown-department': '没有这个科室，请刷新后重新选择。',
} as const;

export const kindWords: Readonly<Record<RequestKind, string>> = { reschedule: '改期', cancel: '取消预约' };
export const stateWords: Readonly<Record<RequestState, string>> = { sending: '已保存，等医院答复', accepted: '医院已办', refused: '医院没有办', failed: '没有送到，信息科在处理' };

/** What people do here, as the audit calls it. */
export const actNames = {
  'admission-centre.console': '查看预住院中心控制台',
  'admission-centre.booking': '查看一位患者的预约',
  'admission-centre.set-places': '设置科室的预住院床位数',
  'admission-centre.ask': '安排预住院患者（改期、取消）',
} as const;
