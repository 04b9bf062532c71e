/** What people read about telephones. */
import type { TryState, UrgingMeans, UrgingReason } from './model.ts';

export const phrases = {
  'urging.number': '请填写 11 位手机号码。',
  'urging.no-sms': '医院还没有接通短信，不能发验证码。请把手机号报给信息科，由信息科登记。',
  'urging.code-too-soon': '验证码刚发过或一小时内发得太多，请稍后再试。',
  'urging.code-refused': '验证码没有发出去：{why}。',
  'urging.code-unsure': '不能确定验证码是否已发出，请等一分钟；没有收到再发一次。',
  'urging.code-wrong': '验证码不对，请核对短信里的 6 位数字。',
  'urging.code-over': '验证码已过期或试错太多，请重新获取。',
  'urging.no-number': '您还没有登记手机号，不能测试。请先在手机上的“我的”里登记。',
  'urging.no-means': '没有接通这种方式，请先在设置里填写。',
  'urging.test-refused': '没有发出去：{why}。',
  'urging.test-unsure': '平台没有应答，不能确定是否已发出，请看一眼手机。',
  'urging.file-broken': '文件第 {line} 行读不出来，请用模板重新整理。',
  'urging.file-charset': '文件的编码认不出来，请存成 UTF-8 或 GB18030。',
  'urging.file-empty': '文件里没有内容。',
  'urging.file-header': '文件缺少这些列：{missing}。',
} as const;

export const meansWords: Readonly<Record<UrgingMeans, string>> = { sms: '短信', voice: '语音电话', ringing: '企业微信电话' };
export const whyWords: Readonly<Record<UrgingReason, string>> = { step: '逐级通知', unreachable: '卡片送不到', late: '卡片迟迟送不出去' };
export const stateWords: Readonly<Record<TryState, string>> = {
  'queued': '等待发出', 'sending': '正在发出', 'sent': '已发出', 'arrived': '已送达', 'not-arrived': '没有送达', 'refused': '平台没有接受', 'failed': '平台连不上', 'unsure': '不能确定是否发出',
  'needless': '已有人处理，不用再发', 'no-number': '没有登记手机号', 'limited': '一小时内次数太多，没有发', 'test': '测试模式，没有发出',
};

/** How a platform's call ended (WeCom, pstncc/getstates and pstncc/call). */
const rings: Readonly<Record<string, string>> = {
  'ring-4': '没有接听', 'ring-5': '不在服务区', 'ring-6': '欠费停机', 'ring-7': '被拒接', 'ring-8': '关机', 'ring-9': '空号', 'ring-10': '呼叫受限', 'ring-11': '线路错误', 'ring-12': '没有接听',
  'ring-13': '呼叫太频繁（8 分钟 3 次、一天 8 次）', 'ring-14': '线路没有返回', 'ring-15': '主叫次数超限', 'ring-16': '线路繁忙', 'ring-17': '呼叫被取消', 'ring-20': '呼叫超时',
  '301049': '应用没有配置到紧急通知的“可调用接口的应用”', '301050': '企业没有开通紧急通知应用', '301051': '紧急通知应用余额不足',
};
export const ringWords = (code: string): string | undefined => (rings[code] === undefined ? undefined : `${rings[code]}（${code.replace('ring-', '')}）`);

export const actNames = {
  'urging.my-phone': '查看自己登记的手机号',
  'urging.ask-code': '获取登记手机号的验证码',
  'urging.keep-code': '保存登记手机号的验证码',
  'urging.prove-phone': '登记手机号',
  'urging.prove': '登记手机号',
  'urging.forget-phone': '删除登记的手机号',
  'urging.overview': '查看短信和电话提醒',
  'urging.preview-phones': '试读员工手机号文件',
  'urging.import-phones': '导入员工手机号',
  'urging.try': '测试短信和电话提醒',
  'urging.number-of-mine': '读取自己的手机号（发测试）',
} as const;
