/** Every sentence of this module that a person reads. */
import { factsProblems } from '../../links/contract/phrases.ts';
import { problems, warnings } from '../../links/fhir/phrases.ts';
import { REASONS } from '../../links/hl7/phrases.ts';

export const phrases = {
  'intake.no-message': '找不到这条消息的原文，可能已经按保存期限清理。请联系信息科核对。',
  'intake.no-reader': '这条消息的接入方式现在没有启用，不能重新读取。请先在设置里启用它。',
  'intake.settled-already': '这一条刚被别人处理过，请刷新后再看。',
} as const;

export const actNames = {
  'intake.try-again': '重新读取一条接入消息',
  'intake.take-up': '等到了所缺的内容，自动重新读取一条接入消息',
  'intake.try-cause': '重新读取同一原因的接入消息',
  'intake.waiting-for': '查找同一原因的接入消息',
  'intake.desk': '查看接入待处理',
  'intake.codes': '查看未对上的编码',
  'intake.message': '查看一条接入消息的原文（身份信息遮盖）',
  'intake.ignore': '忽略接入待处理',
  'intake.unignore': '撤销忽略接入待处理',
  'intake.content-to-fetch': '查找要取的文书内容',
  'intake.keep-content': '保存从原系统取来的文书内容',
  'intake.note-content': '记录文书内容没有取到',
} as const;

/** Oddities of a message that was taken, and what found no place. */
const oddities: Readonly<Record<string, string>> = {
  'patient-missing': '没有患者，无法归到任何人名下',
  'visit-missing': '没有就诊号，无法归到任何一次就诊',
  'time-unreadable': '时间写法不对，读不出来',
  'time-without-hour': '时间只到日期，没有时分',
  'time-ahead': '消息的时间比收到的时间晚一天以上，按收到的时间处理',
  'several-visits': '一条消息里有几次就诊，只采用了第一次',
  'report-number-missing': '报告没有编号，也没有标本和时间，前后两份分不开，后一份会替换前一份',
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
  'bed-status-missing': '床位状态没有写明哪张床、什么状态或什么时间',
  'bed-status-unknown': '床位状态的代码不认识',
  'bed-unlisted': '床位表里没有这张床',
  'bed-unplaced': '位置不是床位，或没有写明病区，状态没有采用',
  'operation-of-several-patients': '同一台手术的几个编号，说的是不同的患者',
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
  'unknown-order-category': '医嘱类别不认识',
  'unknown-order-term': '医嘱期限不认识',
  'unknown-frequency': '频次不认识',
  'unknown-route': '用法不认识',
  'unknown-diagnosis': '诊断编码不是 ICD-10，或不在载入的疾病诊断字典里',
  'content-address-unreadable': '文书只写了地址，而这个地址不能访问（不是 http、https 地址）',
  'content-host-unlisted': '文书内容的地址不在允许的主机里，没有去取',
  'content-address-private': '文书内容的地址指向没有允许的内网地址，没有去取',
  'content-redirected': '取文书内容时被转到别处，没有跟去',
  'content-too-large': '文书内容超过允许的大小，没有保存',
  'content-wrong-type': '取回来的不是消息里说的那种内容（如登录页、报错页），没有保存',
  'content-not-found': '原系统里没有这份文书内容',
  'content-refused': '原系统不让取这份文书内容',
  'content-unreachable': '连不上存放文书内容的系统',
  'content-timeout': '取文书内容超时',
  'content-server-failed': '存放文书内容的系统报错',
  'content-empty': '取回来的文书内容是空的',
};

/** What the senders of FHIR and of the HTTP contract are answered; a field that a sentence names is marked in the message. */
const answered: Readonly<Record<string, string>> = Object.fromEntries(Object.entries({ ...warnings, ...problems, ...factsProblems }).map(([name, words = '']) => [name, words.replaceAll(/\{\w+\}/g, '…').replace(/。$/, '')]));

export function reasonWords(reason: string, isRefused: boolean): string {
  const refused: Readonly<Record<string, string>> = REASONS;
  return (isRefused ? refused[reason] : undefined) ?? oddities[reason] ?? refused[reason] ?? answered[reason] ?? reason;
}

/** What to do about it. */
const advice: readonly (readonly [RegExp, string])[] = [
  [/^(patient-unknown|order-unknown)$/, '对方发来这个患者或医嘱后，一分钟内自动读入；一直没有发来的，请联系对方'],
  [/^encounter-unknown$/, '内容已接收；对方发来这次就诊后自动归入'],
  [/^(subject-missing|subject-unnamed|order-missing)$/, '对方补发患者或医嘱后再试一次；或请对方改正后重发'],
  [/^(sender-unknown|type-not-agreed|processing-id-unsupported|charset-unknown|bytes-undecodable)$/, '在接入设置里登记或改正这个系统，再试一次'],
  [/^(type-unsupported|event-unsupported|version-unsupported|event-not-read|type-not-read|not-read|delete-not-taken|method-not-taken)$/, '本院不用这种消息的，可以忽略；要用的请联系厂商确认'],
  [/^(time-without-hour|time-without-offset|subject-assumed|linked-not-merged)$/, '已按说明理解并接收；确认无误后忽略即可'],
  [/^operation-of-several-patients$/, '到“手术号合并”核对：不是同一台手术的分开；确是同一个人的，请病案管理部门合并病历号；然后再试一次'],
  [/^time-ahead$/, '请对方校准系统时钟；校准后不再出现的，忽略即可'],
  [/^several-visits$/, '请对方每次就诊单独发一条'],
  [/^bed-unplaced$/, '本院不用这个状态的，可以忽略；要用的请对方写明床位和病区后重发'],
  [/^bed-unlisted$/, '在“病区与医疗组”里补上这张床后再试一次；或请对方改正床号后重发'],
  [/^bed-status-unknown$/, '请对方改用标准代码（C、H、I、K、O、U）；HL7 也可以在发送系统的约定里写明这个代码（bedStates），再试一次'],
  [/^content-(host-unlisted|address-private|too-large)$/, '需要取的，请在设置里允许这个主机、网段或大小后再试一次'],
  [/^content-/, '请原系统的厂商查明后再试一次，内容会重新去取；不需要的忽略'],
  [/missing|unreadable|undecodable|incomplete|without|unclear|shared|several|invalid|empty|large|itself|renumbered|no-patient/, '请对方改正后重发；或确认不需要后忽略'],
];
export const adviceWords = (reason: string): string => advice.find(([pattern]) => pattern.test(reason))?.[1] ?? '查看原文后再决定';

/** Of codes, by kind. */
export const codeAdvice: Readonly<Record<string, string>> = {
  department: '选择它对应的本院科室', ward: '选择它对应的本院病区', staff: '选择它对应的本院人员', item: '选择它对应的检验项目', unit: '填写规范的单位', 'item-unit': '填写这个项目的单位，没有单位的填 1', 'document-type': '选择它对应的文书类型',
  'order-category': '选择它是哪类医嘱', 'order-term': '选择它是长期、临时还是处方', frequency: '填写本院的频次写法', route: '填写本院的用法', diagnosis: '选择它对应的疾病诊断编码',
};

/** The card that tells the IT role. */
export const cardWords = {
  kind: '接入待处理',
  summary: '有消息或编码等待处理',
  summaryDone: '接入待处理已处理完',
  title: '接入待处理',
  fact: '{parts}',
  none: '都处理完了',
  refused: '未接收的消息 {count} 条',
  unmatched: '对不上的内容 {count} 处',
  codes: '没有对照的编码 {count} 个',
  since: '最早',
  open: '待处理',
  over: '已处理',
  result: '全部处理完',
  link: '打开接入待处理',
} as const;

export const doorWords: Readonly<Record<string, string>> = { mllp: 'HL7', fhir: 'FHIR', http: 'HTTP 接口' };
