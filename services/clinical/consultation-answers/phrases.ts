/** Every sentence and word of this module that a person reads. */
import type { AnswerState } from './model.ts';

export const phrases = {
  'consultation-answers.no-door': '本院没有开通从手机答复会诊，请在电子病历里填写会诊意见。如需开通请联系信息科。',
  'consultation-answers.not-asked': '这次会诊没有请您，不能写意见。被请的医生，或被请科室的值班医生和科主任可以写。',
  'consultation-answers.closed': '这次会诊已经结束，不能再写意见。要补充请联系申请科室。',
  'consultation-answers.under-way': '您的上一份意见还在送往医院，请等有了结果再写。',
  'consultation-answers.unnumbered': '这次会诊没有对上患者，暂时不能从手机答复。请在电子病历里填写，并告诉信息科。',
  'consultation-answers.signed': '这份意见已经签名，不能再改。',
  'consultation-answers.signature-of-another': '签名是 {who} 的，不能代签。请本人重新登录后再签。',
} as const;

export const stateWords: Readonly<Record<AnswerState, string>> = {
  written: '还没有签名',
  sending: '已保存，正在送往医院',
  accepted: '医院已收下',
  refused: '医院没有收下',
  failed: '没有送到，信息科在处理',
};

export const cardWords = {
  kind: '会诊',
  urgent: '急会诊',
  summary: '{patient} 请您会诊',
  summaryOver: '{patient} 的会诊已结束',
  summaryDone: '{patient} 的会诊意见',
  fact: '{who} 请您会诊',
  purpose: '会诊目的',
  planned: '会诊时间',
  asked: '申请',
  waiting: '等您的意见',
  write: '看病情，写意见',
  look: '查看详情',
  over: { done: '会诊已完成', cancelled: '会诊已取消', refused: '会诊已谢绝' },
  answered: { written: '意见写好了，还没有签名', sending: '您的意见正在送往医院', accepted: '{at} 医院已收下您的意见', refused: '医院没有收下您的意见，请改后再送', failed: '您的意见没有送到，信息科在处理' },
} as const;

/** On the button of whoever signs, also on a vendor's phone: no patient in it. */
export const actToSign = '会诊意见';

/** What people do here, as the audit calls it. */
export const actNames = {
  'consultation-answers.write': '写会诊意见',
  'consultation-answers.sign': '签名并送出会诊意见',
  'consultation-answers.keep-signature': '保存会诊意见的签名',
  'consultation-answers.document-to-sign': '取要签名的会诊意见',
  'consultation-answers.of-consultation': '查看会诊意见的送达情况',
} as const;
