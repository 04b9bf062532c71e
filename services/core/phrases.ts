/**
 * Sentences. Each module keeps its own in `phrases.ts` (Simplified Chinese, the words of the ward); a refusal's code is
 * the key of its sentence, so a code without a sentence does not compile where `refusals` is used.
 */
import { Refusal } from './errors.ts';

export type Facts = Readonly<Record<string, string | number>>;

/** A module's own refusal maker: only codes it has a sentence for. */
export function refusals<P extends Readonly<Record<string, string>>>(_phrases: P) {
  return (code: keyof P & string, facts: Facts = {}, status = 409): Refusal => new Refusal(code, facts, status);
}

export type Say = (code: string, facts?: Facts) => string;

/** The phrase book of the whole service. An unknown code is a bug of ours; people still get a sentence. */
export function phraseBook(...books: readonly Readonly<Record<string, string>>[]): Say {
  const all: Record<string, string> = Object.assign({}, ...books);
  return (code, facts = {}) => fill(all[code] ?? corePhrases['core.fault'], facts);
}

export function fill(sentence: string, facts: Facts): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(facts[key] ?? whole));
}

export const corePhrases = {
  'core.not-allowed': '您没有这项权限。如工作需要，请联系信息科开通。',
  'core.sign-in-first': '请先登录。请从钉钉或企业微信的工作台重新打开。',
  'core.unknown-person': '没有找到您的工号。请联系信息科核对您的账号与工号绑定。',
  'core.left': '您的账号已停用。如有疑问请联系信息科。',
  'core.bad-input': '填写的内容不完整或不正确，请检查后再提交。',
  'core.too-large': '内容太长，请缩短后再提交。',
  'core.not-found': '没有找到这条记录，可能已被撤销，或您无权查看。',
  'core.machine-refused': '请求没有通过验证。请核对密钥、签名、时间和来源地址。',
  'core.plain-call': '请从工作台打开页面使用。本服务只接受加密的请求。',
  'core.channel-unknown': '页面与服务器的加密连接已过期。请刷新页面。',
  'core.clock-skew': '本机时间与医院时间相差太多。请校准本机时间，再刷新页面。',
  'core.repeated-call': '这个请求已经收到过。请刷新看一眼最新状态，再决定要不要重做。',
  'core.link-expired': '这个链接已经过期。请从工作台或最新的卡片重新打开。',
  'core.fault': '没有办成：系统出了问题，已通知信息科。您填写的内容没有丢，请稍后再试。',
  'core.busy': '正在处理，请稍候。结果会显示在这张卡片上。',
  'core.bad-code': '登录已过期，请返回工作台重新打开。',
  'core.platform-away': '钉钉或企业微信暂时没有响应，请过一分钟再登录。',
  'core.step-up': '这一步要再次确认是您本人：请用动态口令、安全密钥或签名密码验证后继续。',
  'core.step-up-on-page': '这一步要再次确认是您本人，聊天里做不了。请点“查看详情”打开页面办理。',
  'core.session-idle': '较长时间没有操作，已自动退出。请重新登录，会回到刚才的页面。',
  'core.session-expired': '本次登录已到最长时间。请重新登录，会回到刚才的页面。',
  'core.session-replaced': '您的账号刚在另一台设备上登录，这里已退出。如果不是您本人操作，请马上联系信息科。',
  'core.session-ended': '这次登录已被结束。请重新登录；如有疑问请联系信息科。',
  'core.session-moved': '这次登录的凭证出现在另一台设备上，为安全已退出。请重新登录；如果不是您本人操作，请马上联系信息科。',
  'core.too-many': '操作过于频繁，请稍后再试。',
  'core.not-taken': '前面要的内容还没有收完，请等收完再试。',
  'core.gone': '页面已经离开，没有再做下去。',
} as const;
