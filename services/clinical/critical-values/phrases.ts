/** Every sentence of this module that a person of the hospital reads. Facts in braces. */
import { tellingPhrases } from './phrases.telling.ts';
import { relayCardWords, relayRefusals } from './phrases.relay.ts';
import { voiceRefusals } from './phrases.voice.ts';
import { lateWord } from './phrases.words.ts';

export { actNames } from './phrases.acts.ts';
export * from './phrases.indicators.ts';
export { alongsideWords, tellingSourceWords } from './phrases.telling.ts';
export * from './phrases.relay.ts';
export * from './phrases.words.ts';

export const phrases = {
  // Refusals: what, why, and what to do next.
  'critical-values.already-acknowledged': '{who}已于 {at} 确认处理，您不用再确认。如需协助请直接联系{who}。',
  'critical-values.already-acknowledged-by-you': '您已于 {at} 确认，请处理后记录处置。',
  'critical-values.already-disposed': '{who}已于 {at} 记录处置，不能重复提交。如需补充请联系{who}。',
  ...voiceRefusals,
  'critical-values.already-signed': '{who}已于 {at} 签名。',
  'critical-values.already-closed': '这条危急值已办结，不能再改。',
  'critical-values.already-corrected': '检验科已于 {at} 更正过这条结果，请看最新的结果。',
  'critical-values.cancelled': '这条危急值已于 {at} 撤销，不用处理。',
  'critical-values.corrected-critical': '检验科已于 {at} 更正结果，更正后仍是危急值，请处理新的那条。',
  'critical-values.corrected-not-critical': '检验科已于 {at} 更正结果，更正后不再危急。请查看更正值，必要时复核已采取的处置。',
  'critical-values.corrected-withdrawn': '检验科已于 {at} 撤回这条结果，请勿据此处置。如有疑问请联系检验科。',
  'critical-values.not-disposed': '还没有记录处置，请先记录处置再签名。',
  'critical-values.not-signed': '还没有签名，不能办结。请由处置医生签名。',
  'critical-values.signature-of-another': '处置由{who}记录，请{who}本人签名。',
  'critical-values.disposal-empty': '“怎么处理的？”还没有选，请选一项再点“记录处置”；没有合适的请打开详情写明。',
  'critical-values.nursing-empty': '请至少勾一项，或写明做了什么。',
  'critical-values.action-in-future': '处置时间晚于现在，请核对。',
  'critical-values.action-before-specimen': '处置时间早于采样时间，请核对；如采样前已在处理，请选“已知，正在治疗”。',
  'critical-values.too-late-to-cancel': '已经记录处置，不能撤销。结果有误请由检验科发更正报告。',
  'critical-values.reason-missing': '请写明原因。',
  'critical-values.feedback-missing': '检验科还没有收到反馈，暂不能办结，系统会继续发送。',
  'critical-values.feedback-not-now': '现在不需要向检验科反馈。',
  'critical-values.step-already-told': '这一步已经通知过。',
  'critical-values.reminder-not-due': '还没到提醒时间，或已经处置。',
  'critical-values.in-a-bed': '患者在病房，请到床旁，不用打电话。',
  'critical-values.call-to-whom': '请填写电话打给了谁。',
  'critical-values.report-patient': '没有找到编号和姓名都相符的患者，请核对腕带或条码上的编号和姓名。',
  'critical-values.report-known': '这个结果已经上报过，不用再报。',
  'critical-values.read-back-missing': '请先复述结果的数值，再确认。',
  'critical-values.read-back-differs': '复述的数值与结果不一致，请看清后再复述一遍。',
  'critical-values.decline-reason-missing': '请先选原因，让接手的人知道（如“正在抢救”）；选“其他”时请写明。',
  ...relayRefusals,
  'critical-values.already-declined': '您已经回复过，已通知其他人。如现在能处理，请点“还是我来处理”。',
  'critical-values.pass-to-oneself': '不能转给自己。',
  'critical-values.pass-to-no-doctor': '请转给在岗的医生。',
  'critical-values.pass-to-declined': '{who}已经回复不能接手，请转给别人，或不选人，由系统通知下一级。',
  'critical-values.corrected-not-reopened': '检验科已更正或撤回过这条结果，不能重新打开；再发的结果会成为新的危急值。',
  'critical-values.file-too-many': '符合条件的有 {total} 条，一次最多导出 {most} 条，请缩短时间或加上条件。',
  'critical-values.already-open': '这条危急值还在处理中，不用重新打开。',
  'critical-values.not-yours': '您不是这位患者的经管人员，不能处理这条危急值。如需处理请联系病区值班医生。',

  // Faults of a threshold set, for whoever edits it.
  'critical-values.limit-twice': '界限编号重复，请改成不同的编号。',
  'critical-values.limit-without-item': '界限所属的项目不在项目表里，请先添加项目。',
  'critical-values.limits-crossed': '低限不低于高限，请核对。',
  'critical-values.limit-empty': '没有填写任何界限。',
  'critical-values.limit-ages': '年龄上限小于下限，请核对。',
  'critical-values.limit-scope': '所属或排除的人群不在人群表里，请先添加人群。',
  'critical-values.limit-unit': '界限的单位不能换算成项目的单位，请核对。',
  'critical-values.limit-words': '文字报告的界限要写明所找的发现，其他项目不能写。',
  // Threshold sets on their way.
  'critical-values.set-unknown': '没有版本 {version}，请核对版本号。',
  'critical-values.set-version-taken': '版本号 {version} 已经用过，请换一个。',
  'critical-values.set-not-draft': '这份方案已经提交或已有决定，不能再改。请以它为底新建一份。',
  'critical-values.set-not-proposed': '这份方案现在不等待批准，请刷新查看最新状态。',
  'critical-values.set-own': '您参与起草或提交了这份方案，请由另一位有权限的人批准。',
  'critical-values.set-faulty': '方案有错，不能提交：{where}。',
  'critical-values.set-not-tried': '请先用历史结果试判现在的内容，再提交或批准。',
  'critical-values.set-tried-against-other': '试判是与 {version} 比较的，现行方案已经变了，请重新试判。',
  'critical-values.set-date-past': '生效时间不能早于现在。',
  'critical-values.set-reason-missing': '请写明退回的原因。',
  'critical-values.set-file': '文件读不出来，没有采用：{where}。',
  'critical-values.code-twice': '同一个代码属于两个项目，请核对。',
  ...tellingPhrases,
} as const;

export type PhraseCode = keyof typeof phrases;

/** The parts of the card. */
export const cardWords = {
  kind: '危急值',
  kindEscalated: '危急值·升级',
  kindOverdue: '危急值·超时',
  kindCorrected: '危急值·更正',
  summary: '{patient} 有危急值，请处理',
  kindOutpatient: '危急值·门诊',
  summaryWatch: '{patient} 有危急值，请看护',
  resultWatch: '请到床旁查看，并通知医生',
  resultWatched: '护理已记录',
  nursePart: '记录护理处理',
  summaryContact: '{patient} 有危急值，请联系',
  summaryTaken: '{patient} 的危急值已有人处理',
  summaryPassed: '{patient} 的危急值已转他人',
  summaryDone: '{patient} 的危急值已处理',
  summaryNotYours: '{patient} 的危急值已不由您处理',
  summaryEnded: '{patient} 的危急值有变更，请查看',

  acknowledge: '确认收到，我来处理',
  notMine: '不是我的病人',
  cannotNow: '现在无法处理',
  stillMe: '还是我来处理',
  aside: '不能处理时选',
  passTo: '转给{who}',
  readBack: '复述结果数值',
  dispose: '记录处置',
  ...relayCardWords,
  question: '怎么处理的？',
  details: '查看详情',
  sign: '去签名',
  fill: '详情与其他处置',

  waitingNext: '等待确认 · {at} 无人确认将{ask}',
  waitingLast: '等待确认 · 已逐级通知，请尽快处理',
  waitingSoon: '等待确认 · 正在{ask}',
  escalatedToYou: '{from}未确认，已等 {wait} · 请您处理',
  nobodyBefore: '{from}无人值班，已等 {wait} · 请您处理',
  declinedMine: '您 {at} 已回复：{what} · {next}',
  passedOn: '已转{to}',
  climbedOn: '已通知{to}',
  climbing: '正在通知下一级',
  passedToYou: '{from}转给您：{what} · 请您处理',
  declinedBefore: '{from}{what}，已等 {wait} · 请您处理',
  overdueOpen: '已等 {wait} 无人确认，请立即处理',
  yours: '您 {at} 已确认 · {by} 前需处置',
  overdueYours: '您 {at} 已确认 · 已超过 {by} 未记录处置',
  inCharge: '您 {at} 已接手 · 请电话通知医生，{by} 前需处置',
  overdueCharge: '您 {at} 已接手 · 已超过 {by} 未处置，请再联系医生',
  toTreat: '{who} {at} 已接手督办 · 请您处理，{by} 前记录处置',
  taken: '{who} {at} 已确认 · {by} 前需处置',
  overdueTaken: '{who} {at} 已确认 · {by} 前未记录处置',
  disposedMine: '您 {at} 已处置 · 请签名',
  disposed: '{who} {at} 已处置 · 等待签名',
  signed: '{who} {at} 已签名 · 等待检验科接收反馈',
  signedFailed: '{who} {at} 已签名 · 反馈检验科未成功，正在重发',
  closed: '{at} 已办结 · 检验科已收到反馈',
  closedQuiet: '{at} 已办结',
  cancelled: '{at} 已撤销：{reason}',
  corrected: '{at} 检验科更正结果，请看更正值',
  withdrawn: '{at} 检验科撤回结果，请勿据此处置',
  notYours: '患者已转出，由{place}接手',
  notYoursPlain: '这条危急值已不由您处理',

  resultCharge: '由处理的医生记录处置',
  resultAcknowledged: '{who} {at} 已确认',
  resultDisposed: '{who} {at} 已处置：{what}',
  resultSigned: '{who} {at} 已签名',
  resultClosed: '已办结',
  resultClosedBy: '{who} {at} 已处置并签名',
  resultCancelled: '已撤销：{reason}',
  resultCorrected: '已更正为 {value}',
  resultWithdrawn: '结果已撤回',
  resultNotYours: '不需要您处理',

  fieldPrevious: '上次',
  fieldLimit: '危急界限',
  fieldWhy: '界限依据',
  why: '{limit}：{reason}',
  whyOver: '{limit}：{reason}，优先于 {over}',
  jumped: '较上次 {from} 变化过大',
  fieldRange: '参考范围',
  fieldNotice: '注意',
  fieldSpecimen: '标本',
  fieldTimes: '采样',
  fieldPatient: '患者',
  notHere: '不在病房（门诊或已出院），请电话联系',
  notReached: '已联系 {tries} 次未接通，最近 {at}（{who}）',
  reached: '{at} {who}已联系到{to}',
  findHer: '{from}未确认，已等 {wait}',
  resultContact: '请找医生或直接联系患者，并登记',
  resultFound: '等待医生处理',
  herFirst: '请联系患者并登记',
  herReached: '{at} 已联系到患者',
  contact: '去联系患者',
  fieldCorrected: '更正为',
  fieldDone: '处置',
  fieldRecord: '病程记录',
  recordLate: '超过 {by} 未写入，请补写',
  fieldReported: '上报',
  reportedByHand: '检验科{who}手工上报',
  fieldCall: '电话',
  fieldNurse: '护士',
  fieldDeclined: '未接手',
  fieldReopened: '重开',
  noPrevious: '无',
  late: lateWord,
} as const;

export const dutyWords = {
  'responsible-doctor': '管床医生',
  'duty-doctor': '值班医生',
  'head': '科主任',
  'ordering-doctor': '开单医生',
  'clinic-desk': '门诊护士台',
  'patient': '联系患者',
  'medical-office': '医务科',
} as const;

/** Why a number was shown whole, as the audit has it. */
export const numberPurpose = '危急值：联系患者';

/** Where a patient without a bed belongs. */
export const whereWords = { clinic: '{name}门诊', left: '{ward}（已出院）' } as const;

/** `通知科主任`; nobody of the house is told where the patient herself has to be found. */
export function askWords(duty: keyof typeof dutyWords): string {
  return duty === 'patient' ? '安排人联系患者' : `通知${dutyWords[duty]}`;
}

/** The paper of a value that was disposed of. */
export const sheetWords = { title: '危急值报告处置单', take: '处置单（PDF，加盖电子签章）' } as const;

/** Lines of the timeline, by fact. */
export const timelineWords = {
  'critical-values.opened': '收到检验结果，判为危急值',
  'critical-values.told': '{ask}：{people}',
  'critical-values.nobody-on-call': '{duty}无人值班，转下一级',
  'critical-values.escalated': '无人确认，升级到{duty}',
  'critical-values.unreached': '消息送不到{who}，立即通知下一级',
  'critical-values.acknowledged': '{who}确认收到，用时 {wait}',
  'critical-values.declined': '{who}：{what}{to}',
  'critical-values.relay-offered': '{who}{behalf}请{receiver}接手：{why}',
  'critical-values.relay-taken': '{who}从{from}接手，等了 {wait}',
  'critical-values.relay-ended': '{end}，仍由{from}处理',
  'critical-values.nursed': '{who}记录：{what}',
  'critical-values.called': '{who}电话{call}',
  'critical-values.turned': '{way}',
  'critical-values.followed': '患者转到新的医生处，通知{people}',
  'critical-values.patient-lost': '{lost}，请医务科协助',
  'critical-values.number-shown': '{who}查看患者电话，准备联系',
  'critical-values.reported-by-hand': '检验科{who}手工上报',
  'critical-values.record-overdue': '超过时限未写入病程记录{keeper}',
  'critical-values.reopened': '检验科重新打开：{note}',
  'critical-values.requested': '{request}：已提出',
  'critical-values.request-settled': '{request}：{settled}',
  'critical-values.reminded': '提醒{who}记录处置',
  'critical-values.disposed': '{who}记录处置：{what}',
  'critical-values.signed': '{who}签名',
  'critical-values.feedback-owed': '准备向检验科反馈',
  'critical-values.feedback-sent': '已向检验科发送反馈',
  'critical-values.feedback-accepted': '检验科已收到反馈',
  'critical-values.feedback-failed': '反馈检验科未成功（第 {failures} 次），稍后重发',
  'critical-values.closed': '办结，全程 {wait}',
  'critical-values.cancelled': '撤销：{reason}',
  'critical-values.corrected': '检验科更正结果：{outcome}',
  'critical-values.repeated': '同一项目再次危急，按首次通知规则未重复通知',
  'critical-values.not-judged': '无法自动判断：{reason}',
  'urging.tried': '{why}，{means}提醒{who}：{tried}',
  'notices.dinged': '{means}提醒{who}：{tried}',
} as const;

export const outcomeWords = { 'critical': '更正后仍为危急值', 'not-critical': '更正后不再危急', 'withdrawn': '结果已撤回' } as const;

/** Names of the states, for lists and filters. */
export const stateWords = {
  open: '待确认',
  acknowledged: '处理中',
  disposed: '待签名',
  signed: '待反馈',
  closed: '已办结',
  cancelled: '已撤销',
} as const;

/** What people were told of one, as the register filters it. */
export const messageWords = { first: '首次提醒', escalated: '已升级', relayed: '转交过', corrected: '结果更正', overdue: '超时' } as const;

export const feedbackWords = {
  none: '不需反馈',
  owed: '待反馈',
  sent: '已发送，等待回执',
  accepted: '检验科已收到',
  failed: '未成功，正在重发',
} as const;

/** Lines of the chat, and what the signer reads on the signing button of a vendor's app. */
export const chatWords = {
  actToSign: '危急值处置',
  noTasks: '现在没有等您处理的危急值。',
  tasks: '您有 {count} 条危急值等待处理，请在工作台打开移动医护查看：',
} as const;

/** In the register, where the hospital does not show results to the whole department. */
export const columnClosed = '结果未对本科室开放';
