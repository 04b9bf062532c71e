/** Every sentence and word of this module that a person reads. */
import type { Category, RequestState, WithdrawalState } from './model.ts';

export const phrases = {
  'test-requests.no-door': '本院没有开通从手机申请检验检查，请在医院信息系统里开单。如需开通请联系信息科。',
  'test-requests.not-yours': '只有管床医生、同组医生、科主任、手术和受邀会诊的医生可以为这位患者申请检验检查。',
  'test-requests.discharged': '患者已经出院，或这次就诊已经结束，不能再申请。请换一次就诊，或在医院信息系统里办理。',
  'test-requests.unknown-item': '字典里没有“{code}”，或这一项已经停用。请删去后从列表里重新选择。',
  'test-requests.already': '{item}今天已经申请过（{when} {who}）。确实要再做一次，请勾选“仍要申请”后再确认。',
  'test-requests.twice': '同一个项目选了两次，请删去一个。',
  'test-requests.other-batch': '这张申请单已经提交过，内容不同。请刷新后重新填写。',
  'test-requests.not-failed': '这一项不用重新发送：它已经送到医院，或正在发送。请刷新后再看。',
  'test-requests.over': '{item}已经采集标本、已经做了或已经取消，不能撤回。需要时请联系检验检查科室。',
  'test-requests.withdrawing': '撤回已经在办，请等医院答复。',
  'test-requests.not-accepted': '医院没有接收这一项，不用撤回。',
} as const;

export const categoryWords: Readonly<Record<Category, string>> = { laboratory: '检验', examination: '检查' };
export const stateWords: Readonly<Record<RequestState, string>> = { sending: '已发送，等医院接收', accepted: '医院已接收', refused: '医院未接收', failed: '没有送到，信息科在处理', withdrawn: '已撤回' };
export const withdrawalWords: Readonly<Record<WithdrawalState, string>> = { asked: '正在撤回，等医院答复', refused: '医院没有同意撤回，申请仍然有效', failed: '撤回没有送到，信息科在处理', done: '已撤回' };

export const cardWords = {
  kind: '检验检查申请',
  urgent: '急检验检查申请',
  summary: '{patient} 有一项申请没有办成',
  summaryOver: '{patient} 的检验检查申请',
  asked: '申请',
  look: '看原因，再办理',
  open: '查看详情',
  states: { sending: '正在重新送往医院', accepted: '医院已接收', refused: '医院没有接收，请看原因', failed: '没有送到，信息科在处理', withdrawn: '已撤回' },
  withdrawal: { refused: '医院没有同意撤回，申请仍然有效', failed: '撤回没有送到，信息科在处理' },
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'test-requests.of-patient': '查看患者的检验检查申请',
  'test-requests.ask': '申请检验检查',
  'test-requests.retry': '重新发送检验检查申请',
  'test-requests.withdraw': '撤回检验检查申请',
} as const;
