/** Every sentence of this module that a person reads. */
import type { ComparedField, CountedKind, Likeness } from './model.ts';

export const phrases = {
  'record-merges.same-number': '两边是同一个病历号，请选两个不同的。',
  'record-merges.no-number': '没有病历号“{number}”，请核对后重新查找。',
} as const;

export const actNames = {
  'record-merges.find': '查找要合并的病历号',
  'record-merges.compare': '对比两个病历号',
  'record-merges.done': '查看病历号合并记录',
} as const;

export const fieldWords: Readonly<Record<ComparedField, string>> = {
  name: '姓名', sex: '性别', birthDate: '出生日期', idNumber: '证件号码', phone: '电话', address: '住址', guardian: '联系人', guardianPhone: '联系人电话',
};
export const countWords: Readonly<Record<CountedKind, string>> = {
  visits: '就诊', orders: '医嘱', reports: '检验检查报告', documents: '病历文书', bookings: '预约', operations: '手术', consultations: '会诊', observations: '护理记录', criticalValues: '危急值',
};
export const likenessWords: Readonly<Record<Likeness, string>> = { same: '一致', different: '不同', unknown: '缺一方' };

/** Who said it, where it was no person of ours. */
export const linkWords: Readonly<Record<string, string>> = { hl7: '业务系统（HL7）', fhir: '业务系统（FHIR）', http: '业务系统（HTTP）' };
