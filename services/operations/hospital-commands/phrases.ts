/** Every sentence of this module that a person reads. */
import type { CommandKind } from '../../links/contract/schema.commands.ts';
import type { CommandState } from './model.ts';

export const phrases = {
  'hospital-commands.settled': '医院已经给出结果，不能再发。',
  'hospital-commands.unknown': '没有这条指令，请刷新后再看。',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = { 'hospital-commands.list': '查看向医院发出的指令', 'hospital-commands.again': '重新发出指令' } as const;

export const kindWords: Readonly<Record<CommandKind, string>> = {
  'acknowledge-critical-value': '确认危急值',
  'dispose-critical-value': '处置危急值',
  'stop-session': '停诊',
  'restore-session': '恢复出诊',
  'decide-order': '审批医嘱',
  'write-document': '写病程记录',
  'request-recheck': '要求复查',
  'answer-consultation': '答复会诊',
  'reschedule-admission': '改预入院时间',
  'cancel-admission': '取消预入院',
  'order-test': '申请检验检查',
  'cancel-test': '撤回检验检查申请',
  'decide-request': '审批申请',
};

export const stateWords: Readonly<Record<CommandState, string>> = { waiting: '等待发出', pending: '医院处理中', accepted: '医院已执行', refused: '医院不执行', failed: '没有办成，待处理' };

/** What went wrong, by the link's code. */
export const codeWords: Readonly<Record<string, string>> = {
  'ECONNREFUSED': '对方拒绝连接',
  'ENOTFOUND': '找不到对方的地址',
  'timeout': '对方没有按时应答',
  'closed': '连接中断',
  'busy': '对方正忙',
  'signature': '对方不认签名',
  'time': '双方时钟相差太多',
  'repeated': '对方认为重复',
  'bad-request': '对方认为内容不合格式',
  'unknown-command': '对方不认识这种指令',
  'key-reused': '对方记得同一编号的另一内容',
  'answer-unsigned': '对方的答复没有签名',
  'answer-wrong-digest': '对方的答复被改动过',
  'answer-wrong-signature': '对方的答复签名不对',
  'unreadable': '对方的答复看不懂',
  'pending': '对方还没有处理',
  'not-set-up': '没有配置接收指令的地址',
  'taken-back': '申请人撤回，没有发出',
};
