/** Records along the way: 日常病程, 上级医师查房, 会诊, 疑难病例讨论, 交接班, 转科, 阶段小结, 抢救. Pure. */
import { consultationOf } from '../course/consultations.ts';
import { operationOf } from '../course/operation.ts';
import { courseDays, dayOfStay, type Stay, type World } from '../course/stays.ts';
import { figure } from '../course/vitals.ts';
import { departmentName } from '../data/places.ts';
import { chanceOf } from '../random.ts';
import { day, hour, timeText } from '../time.ts';
import { ageOf, diagnosisText, examText, heading, numbered, phaseAt, planText, resultsText, roundBefore, sexWord, signed, stateText, subject, vitalsText } from './words.ts';

/** Signs that get better along the way: told in the words of the phase, never the full findings of admission. */
const found: readonly (readonly string[])[] = [
  ['专科体征同入院时，无新发阳性体征', '体征较入院时变化不大', '专科体征较前略有好转'],
  ['专科体征较前好转，余查体无特殊', '阳性体征较前明显减轻', '一般情况好转，专科体征逐渐恢复'],
  ['专科体征基本恢复，余查体未见异常', '一般情况好，未见新发阳性体征'],
];
const doing: readonly (readonly string[])[] = [
  ['继续目前治疗，密切观察病情变化，追踪检查结果', '治疗有效，继续原方案，动态复查相关指标', '向患者及家属交代病情，继续监测生命体征'],
  ['病情好转，继续目前治疗，加强宣教', '治疗有效，适当调整用药，鼓励逐步恢复活动', '复查指标好转，维持原方案'],
  ['病情稳定，拟近日出院，完善出院前评估', '恢复良好，继续巩固治疗，做好出院指导'],
];

export function dailyCourse(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'course', dayOfStay(stay, at));
  const phase = phaseAt(stay, at, courseDays(stay));
  const operation = operationOf(world, stay);
  const after = operation === undefined || at < operation.until ? '' : `术后第${Math.max(1, Math.round((at - operation.until) / day))}天。`;
  const before = operation !== undefined && at < operation.from;
  const results = resultsText(world, stay, at - 1.6 * day, at);
  const state = stateText(world, stay, at);
  const next = random.pick(doing[phase] ?? []);
  return [
    timeText(at), `${after}${state}。${vitalsText(roundBefore(world, stay, at))}。${random.pick(found[phase] ?? [])}。`,
    ...(results === '' ? [] : [`检查回报：${results}。`]), `${before ? '完善术前检查，继续目前治疗，等待手术' : next}。`, signed(stay.resident.name, '医师签名', at),
  ];
}

export function seniorRounds(world: World, stay: Stay, at: number, chief: boolean): string[] {
  const senior = chief ? stay.chief : stay.attending;
  const { disease: ill } = stay;
  const phase = phaseAt(stay, at, courseDays(stay));
  const results = resultsText(world, stay, at - 1.6 * day, at);
  const analysis = chief
    ? `${senior.name}${senior.title}分析：${subject(stay)}${ill.basis.join('；')}，目前诊断“${ill.name}”明确。${ill.differential[0] === undefined ? '' : `需与${ill.differential.map(([name]) => name).join('、')}鉴别，结合现有资料不支持。`}`
    : `${senior.name}${senior.title}查房后指出：病史、体征同前，${ill.basis[0]}，支持目前诊断。`;
  return [
    `${timeText(at)}　${senior.name}${senior.title}查房记录`, `${stateText(world, stay, at)}。${vitalsText(roundBefore(world, stay, at))}。${phase === 0 ? examText(stay, roundBefore(world, stay, at)) : '专科体征较前好转。'}`,
    ...(results === '' ? [] : [`检查回报：${results}。`]), analysis, '指示：', ...numbered(chief ? planText(world, stay, at) : planText(world, stay, at).slice(0, 2).concat('注意观察药物不良反应，落实各项核心制度')), '已遵嘱执行。', signed(stay.resident.name, '记录医师', at), signed(senior.name, '上级医师审签', at + hour),
  ];
}

export function consultationRecord(world: World, stay: Stay): string[] {
  const asked = consultationOf(world, stay);
  if (asked === undefined) return [];
  return [
    `申请科室：${departmentName(stay.ward.department)}　申请医师：${stay.attending.name}　申请时间：${timeText(asked.requestedAt)}　类别：${asked.urgent ? '急会诊' : '普通会诊'}`,
    `${heading('病情摘要')}${subject(stay)}${sexWord(stay.patient.sex)}，${ageOf(stay, asked.requestedAt)}，因“${stay.disease.complaint}”入院，诊断：${diagnosisText(stay)}。`, `${heading('会诊目的')}${asked.question}。`,
    `会诊科室：${asked.departmentName}　会诊时间：${timeText(asked.answeredAt)}`, `${heading('会诊意见')}病史敬悉，查看患者及相关资料。${asked.opinion}`, '谢邀。', signed(asked.by.name, `会诊医师（${asked.by.title}）`, asked.answeredAt),
  ];
}

export function difficultCase(world: World, stay: Stay, at: number): string[] {
  const { disease: ill, chief, attending, resident } = stay;
  return [
    `讨论时间：${timeText(at)}　主持人：${chief.name}${chief.title}　参加人员：${[chief, attending, resident].map(({ name, title }) => `${name}（${title}）`).join('、')}`,
    `${heading('汇报病史')}${resident.name}：${subject(stay)}${sexWord(stay.patient.sex)}，${ageOf(stay, at)}，${ill.complaint}。目前${ill.course[0]}。检查：${resultsText(world, stay, at - 2 * day, at) || '见病历'}。`,
    `${heading('讨论意见')}${attending.name}${attending.title}：${ill.differential.map(([name, text]) => `${name}，${text}`).join('；')}。`,
    `${heading('主持人小结')}${chief.name}${chief.title}：同意目前诊断“${ill.name}”，病情重，应${ill.plan.join('；')}。加强与家属沟通。`, signed(resident.name, '记录者', at), signed(chief.name, '主持人签名', at + hour),
  ];
}

export function handover(world: World, stay: Stay, at: number, receiver: { readonly name: string }): string[] {
  const { disease: ill } = stay;
  return [
    `交班时间：${timeText(at)}　交班医师：${stay.resident.name}　接班医师：${receiver.name}`, `${subject(stay)}${sexWord(stay.patient.sex)}，${ageOf(stay, at)}，因“${ill.complaint}”于 ${timeText(stay.admittedAt)} 入院。`,
    `${heading('入院诊断')}${diagnosisText(stay)}`, `${heading('诊疗经过')}入院后完善检查，${planText(world, stay, at).slice(0, 2).join('；')}。`, `${heading('目前情况')}${stateText(world, stay, at)}。${vitalsText(roundBefore(world, stay, at))}。`,
    `${heading('交班注意事项')}继续目前治疗，注意复查相关指标；有变化及时向上级医师报告。`, `${heading('接班诊疗计划')}同意上述意见，已查看患者并复习病历。`, signed(receiver.name, '接班医师', at + 2 * hour),
  ];
}

export function transferRecord(world: World, stay: Stay, at: number): string[] {
  const { disease: ill, ward } = stay;
  return [
    `转出科室：重症医学科　转入科室：${departmentName(ward.department)}（${ward.name}）　转科时间：${timeText(at)}`, `${heading('主诉')}${ill.complaint}。`, `${heading('入院诊断')}${diagnosisText(stay)}`,
    `${heading('诊疗经过')}入院后病情危重，入住重症监护室，予生命支持、${ill.plan[1] ?? ''}等治疗，病情趋于平稳。`, `${heading('目前情况')}${vitalsText(roundBefore(world, stay, at))}。${ill.course[0]}。`,
    `${heading('转科目的')}生命体征平稳，转专科继续治疗。`, `${heading('转入诊疗计划')}${ill.plan.join('；')}。`, signed(stay.resident.name, '接收医师', at + hour),
  ];
}

export function stageSummary(world: World, stay: Stay, at: number): string[] {
  const { disease: ill } = stay;
  return [
    `小结日期：${timeText(at)}　入院日期：${timeText(stay.admittedAt)}　住院 ${dayOfStay(stay, at)} 天`, `${heading('入院情况')}${ill.complaint}，诊断：${diagnosisText(stay)}。`, `${heading('诊疗经过')}${ill.plan.join('；')}。`,
    `${heading('目前情况')}${ill.course[2]}。${vitalsText(roundBefore(world, stay, at))}。`, `${heading('目前诊断')}${diagnosisText(stay)}`, `${heading('下一步计划')}继续巩固治疗，评估出院条件。`, signed(stay.resident.name, '医师签名', at),
  ];
}

export function rescueRecord(world: World, stay: Stay, at: number, helpers: readonly { readonly name: string; readonly title: string }[]): string[] {
  const began = at - 45 * 60_000;
  const round = roundBefore(world, stay, began);
  return [
    `抢救开始：${timeText(began)}　抢救结束：${timeText(at)}`, `${heading('病情变化')}${subject(stay)}突然出现血压下降，${stay.dies ? '最低测不出，心率减慢至 32 次/分，呼之不应' : '最低 72/40mmHg，心率 138 次/分，面色苍白，四肢湿冷'}（此前 ${figure(round, 'SBP') || '—'}/${figure(round, 'DBP') || '—'}mmHg）。`,
    `${heading('抢救措施')}立即${stay.dies ? '胸外心脏按压、球囊辅助通气后气管插管，肾上腺素 1mg 静推，每 3–5 分钟重复' : '快速补液，去甲肾上腺素泵入升压，面罩吸氧，复查血气、血常规、心电图'}，通知家属并交代病情。`,
    `${heading('抢救结果')}${stay.dies ? '经抢救无效，心电图呈直线，宣布临床死亡' : '血压回升至 102/60mmHg，心率降至 110 次/分，神志转清'}。`, `${heading('参加抢救人员')}${helpers.map(({ name, title }) => `${name}（${title}）`).join('、')}`, signed(stay.resident.name, '记录医师', at + hour),
  ];
}
