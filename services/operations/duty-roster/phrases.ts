/** Every sentence of this module that a person reads. */
import type { DutyKind, Shift } from '../../shared/on-call/schema.ts';

export const phrases = {
  'duty-roster.not-yours': '这个科室的值班不归您维护。值班医生由本科室科主任、护士长或有“值班维护”职能的人安排；科主任、护士长和医务科值班由有“值班维护”职能的人安排。',
  'duty-roster.closed': '其他科室的值班表医院还没有开放给您。请看本科室的，或打电话问总机。',
  'duty-roster.no-department': '没有科室“{department}”，请核对科室编码或名称。',
  'duty-roster.unknown-staff': '没有工号“{number}”，请核对后再填。',
  'duty-roster.left': '{name}（{number}）已离职，不能排班。',
  'duty-roster.not-a-doctor': '{name}（{number}）不是医生，不能排值班医生。',
  'duty-roster.not-a-nurse': '{name}（{number}）不是护士，不能任护士长。',
  'duty-roster.order': '结束时间要晚于开始时间。',
  'duty-roster.needs-end': '值班医生要写结束时间。',
  'duty-roster.over': '这个班在 {until} 已经结束，不能再改；需要更正请联系医务科。',
  'duty-roster.too-long': '一个班最长 {most} 天，请分成几个班。',
  'duty-roster.overlap': '与 {name} 的班重叠（{from} 至 {until}）。请先改那个班，或改用“替班”。',
  'duty-roster.on-leave': '{name} {from} 至 {until} 请假，这段时间不能排班。',
  'duty-roster.holds-already': '{name} 现在就担任这个岗位，不用再填。',
  'duty-roster.begun': '这个班已经开始，不能删除；可以提前结束或交班。',
  'duty-roster.not-begun': '这个班还没有开始；可以删除或替班。',
  'duty-roster.not-holder': '只有这个班的值班人本人能这样做。',
  'duty-roster.same-person': '替班的人就是值班人本人，请选另一位。',
  'duty-roster.no-next': '后面没有紧接着的班，请选接班的人。',
  'duty-roster.busy': '{name} 这段时间已经在 {department} 值班（{from} 至 {until}），请选另一位。',
  'duty-roster.request-over': '这个替班请求已经处理过，或班已经变动。请看最新的值班表。',
  'duty-roster.leave-long': '一次请假最长 {most} 天。',
  'duty-roster.leave-overlap': '{name} 这段时间已经登记过请假（{from} 至 {until}）。',
  'duty-roster.pattern-twice': '班次名称“{name}”写了两次，请改一个。',
  'duty-roster.nothing-to-copy': '上一周没有排班，没有可以复制的。',
  'duty-roster.file-charset': '文件的编码不是 UTF-8 也不是 GB18030，请另存为 UTF-8 的 CSV 再上传。',
  'duty-roster.file-broken': '文件第 {line} 行的引号或分隔符不对，请检查后再上传。',
  'duty-roster.file-empty': '文件里没有内容，请至少填写一行。',
  'duty-roster.file-header': '文件第一行缺少这些列：{missing}。请下载模板对照。',
  'duty-roster.file-rows': '一个文件最多 {most} 行，这个文件有 {rows} 行，请分科室或分月导入。',
  'duty-roster.file-problems': '文件里有 {count} 行不对，一行都没有导入。请改好后再上传。',
} as const;

/** Said once, and done when the person still wants it. */
export const warningWords = {
  outside: '{name} 是{department}的人，不是本科室的。',
  unreachable: '{name} 没有绑定钉钉或企业微信账号，危急值卡片送不到；请先绑定账号，或换一位。',
  elsewhere: '{name} 这段时间还在{department}值班（{from} 至 {until}），两处要一个人。',
  long: '连续值班 {hours} 小时。',
  replaces: '现任 {name}，到新任开始时（{from}）止。',
  acting: '期间代理 {name} 的岗位。',
  uncovered: '这样分班，每周{day} {from} 至 {until} 没有人值班。',
} as const;

/** Of one line of a file. */
export const rowWords = {
  department: '没有科室“{text}”',
  duty: '没有岗位“{text}”，只能填：{options}',
  person: '工号和姓名至少填一项',
  name: '工号 {number} 是 {name}，与姓名“{text}”不符',
  nobody: '本院没有叫“{text}”的人，请填工号',
  several: '叫“{text}”的有 {count} 人，请填工号',
  day: '日期“{text}”看不懂，请写成 2026-12-01',
  shift: '{department}没有班次“{text}”；有：{options}',
  time: '时间“{text}”看不懂，请写成 17:30 或 2026-12-01 17:30',
  times: '没有开始时间；写班次，或写开始和结束',
  twice: '与文件第 {line} 行的班重叠',
} as const;

export const dutyWords: Readonly<Record<DutyKind, string>> = { 'duty-doctor': '值班医生', 'head': '科主任', 'head-nurse': '护士长', 'clinic-desk': '门诊护士台', 'medical-office': '医务科值班' };
export const dayWords: Readonly<Record<Shift['on'], string>> = { every: '每天', workdays: '周一至周五', weekend: '周六、周日' };
export const weekWords = ['日', '一', '二', '三', '四', '五', '六'] as const;
export const whyWords = { nobody: '没有排人', leave: '{name} 请假，需要替班', left: '{name} 已离职，需要换人' } as const;

/** Headings of the file, in order; the first, and a person, are needed. */
export const fileWords = { department: '科室', duty: '岗位', day: '日期', shift: '班次', number: '工号', name: '姓名', from: '开始', until: '结束' } as const;

/** What was done to a roster, on its own timeline. */
export const storyWords = {
  'entered': '排 {person}（{duty}）：{from} 至 {until}',
  'changed': '改{duty} {person} 的时间：{from} 至 {until}',
  'ended': '{duty} {person} 到 {until} 结束',
  'removed': '删除{duty} {person} 的班：{from} 至 {until}',
  'stood-in': '{person} 替 {was}（{duty}）：{from} 至 {until}',
  'handed-over': '{was} 把{duty}交给 {person}：{from} 起',
  'leave': '{person} 请假：{from} 至 {until}',
  'leave-ended': '{person} 销假',
  'pattern': '改了班次设置',
  'imported': '用文件导入 {count} 个班：{from} 至 {until}',
  'copied': '复制上一周的 {count} 个班',
} as const;

export const cardWords = {
  kind: '值班空缺',
  summary: '有值班空缺，请安排',
  summaryOver: '值班空缺已补上',
  hole: '{department} {duty}没有人',
  holeFact: '{at} 有危急值要找{duty}，没有找到人',
  stretch: '空缺时间',
  never: '从未排过人',
  since: '{from} 起',
  between: '{from} 至 {until}',
  open: '等待安排 · 危急值已转下一级',
  filled: '{at} 起由 {person} 值班',
  over: '空缺时间已过',
  aheadTitle: '{department}未来 {hours} 小时有空缺',
  aheadFact: '{count} 处没有人值班',
  aheadOver: '都已排上',
  aheadState: '请在开始前排好',
  more: '还有 {count} 处',
  link: '打开值班表',
  requestKind: '替班',
  requestSummary: '有同事请您替班',
  requestTitle: '{asker} 请 {asked} 替班',
  when: '时间',
  note: '说明',
  requestOpen: '等待 {asked} 答复',
  accept: '同意，我来值',
  refuse: '不方便',
  accepted: '{at} {asked} 已同意替班',
  refused: '{at} {asked} 不方便，请另找人',
  withdrawn: '请求已撤回',
  requestOver: '班已变动或已结束',
  handedKind: '交班',
  handedSummary: '值班已交给您',
  handedTitle: '{was} 把值班交给您',
  handedState: '现在由您值班',
  mine: '看我的班',
} as const;

/** What is answered in the chat. */
export const chatWords = {
  title: '值班',
  line: '{duty}：{person}{title}，到 {until}',
  standing: '{duty}：{person}{title}',
  nobody: '{duty}：现在没有人',
  next: '下一班：{from} {person}',
  phone: '值班电话：{phone}',
  none: '没有找到科室“{text}”。可以发“值班”看本科室，或发“值班 心内科”。',
  several: '找到几个科室，请写得再全一些：{names}',
  open: '看值班表',
  mine: '我的班',
} as const;

/** What people do here, as the audit calls it. */
export const actNames = {
  'duty-roster.departments': '查看值班科室',
  'duty-roster.week': '查看值班表',
  'duty-roster.tonight': '查看谁值班',
  'duty-roster.mine': '查看我的班',
  'duty-roster.overview': '查看未来值班空缺',
  'duty-roster.history': '查看值班变更记录',
  'duty-roster.people': '查找排班人员',
  'duty-roster.enter': '排班',
  'duty-roster.change': '修改排班',
  'duty-roster.end': '提前结束值班',
  'duty-roster.remove': '删除排班',
  'duty-roster.copy-week': '复制上一周排班',
  'duty-roster.set-pattern': '设置班次',
  'duty-roster.leave': '登记请假',
  'duty-roster.end-leave': '销假',
  'duty-roster.ask-stand-in': '请人替班',
  'duty-roster.answer-stand-in': '答复替班',
  'duty-roster.withdraw-stand-in': '撤回替班请求',
  'duty-roster.hand-over': '交班',
  'duty-roster.preview-file': '预览值班文件',
  'duty-roster.import-file': '导入值班表',
  'duty-roster.export-file': '导出值班表',
  'duty-roster.note-nobody': '记下找不到值班人',
  'duty-roster.look-ahead': '提前检查值班空缺',
  'duty-roster.note-left': '离职人员的值班空缺',
} as const;
