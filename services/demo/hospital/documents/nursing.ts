/** Nurses' records. Pure. */
import { consultationOf } from '../course/consultations.ts';
import { operationOf } from '../course/operation.ts';
import { careLevelOf } from '../course/orders.ts';
import { type Stay, type World } from '../course/stays.ts';
import { figure, roundsOf } from '../course/vitals.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, timeText } from '../time.ts';
import { ageOf, heading, numbered, roundBefore, sexWord, signed, stateText, subject, vitalsText } from './words.ts';

export function assessment(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'assessment');
  const years = (at - stay.patient.birth) / (365.25 * day);
  const frail = years > 70 || stay.condition !== '一般' || ['hip-fracture', 'stroke', 'stroke-recovery', 'brain-bleed'].includes(stay.disease.id);
  return [
    `入院方式：${stay.condition === '一般' ? '步行' : '平车'}　来源：${stay.by}　入院时间：${timeText(stay.admittedAt)}　${sexWord(stay.patient.sex)}　${ageOf(stay, at)}`, `${vitalsText(roundBefore(world, stay, at))}。身高 ${Math.round(stay.height / 10)}cm，体重 ${stay.weight}kg。`,
    `意识：${stay.disease.id === 'severe-pneumonia' ? '镇静' : '清楚'}　皮肤：完整　过敏史：${stay.allergy === undefined ? '无' : `${stay.allergy.substance}（${stay.allergy.reaction}）`}`,
    `跌倒风险（Morse）：${frail ? random.int(46, 70) : random.int(10, 40)} 分，${frail ? '高' : '低中'}风险`, `压力性损伤风险（Braden）：${frail ? random.int(13, 16) : random.int(19, 23)} 分`, `自理能力（Barthel）：${frail ? random.int(30, 60) : random.int(85, 100)} 分`, `静脉血栓风险（Caprini）：${frail ? random.int(4, 7) : random.int(1, 3)} 分`, `疼痛（NRS）：${/痛/.test(stay.disease.complaint) ? random.int(3, 6) : random.int(0, 1)} 分`,
    '已完成入院宣教：环境、作息、安全、饮食、探视制度。', signed(stay.nurse.name, '责任护士', at),
  ];
}

export function nursingPlan(_world: World, stay: Stay, at: number): string[] {
  const { disease: ill } = stay;
  const problems = [
    ...((ill.vitals?.temperature ?? 36) > 37.5 ? [['体温过高：与感染有关', '监测体温，物理降温，及时更换衣物，保证饮水']] : []),
    ...((ill.vitals?.saturation ?? 98) < 96 ? [['气体交换受损：与肺部病变或肺淤血有关', '半卧位，遵医嘱吸氧，观察呼吸及血氧']] : []),
    ...(/痛/.test(ill.complaint) ? [['疼痛：与疾病有关', '评估疼痛，舒适体位，遵医嘱镇痛并观察效果']] : []),
    ...(ill.operation === undefined ? [] : [['知识缺乏：缺乏围手术期知识', '术前宣教、呼吸训练，术后早期活动指导']]),
    ['有跌倒、坠床的危险', '床栏使用，呼叫铃放于手边，如厕有人陪伴'],
    ['焦虑：与担心疾病预后有关', '主动沟通，讲解治疗过程，取得家属支持'],
  ];
  return [timeText(at), ...problems.flatMap(([problem = '', measures = ''], index) => [`${index + 1}. 护理问题：${problem}`, `　护理措施：${measures}。`, '　目标评价：进行中']), signed(stay.nurse.name, '责任护士', at)];
}

/** The shift's entries: what was measured and what was done. */
export function nursingRecord(world: World, stay: Stay, at: number): string[] {
  const start = midnight(at);
  const rounds = roundsOf(world, stay, Math.max(start, stay.admittedAt), at);
  const operation = operationOf(world, stay);
  const consultation = consultationOf(world, stay);
  const during = (moment: number | undefined): boolean => moment !== undefined && moment >= start && moment < at;
  const events = [
    ...rounds.map(({ at: when, list }) => ({ when, text: `T ${figure({ at: when, list }, 'T')}℃，P ${figure({ at: when, list }, 'P')}次/分，R ${figure({ at: when, list }, 'R')}次/分。${stateText(world, stay, when)}。遵医嘱治疗，病情观察中。` })),
    ...(operation !== undefined && during(operation.until) ? [{ when: operation.until + hour, text: `${subject(stay)}行“${operation.procedure.name}”后返回病房，与手术室护士交接，管路在位通畅，予安置体位、心电监护。` }] : []),
    ...(consultation !== undefined && during(consultation.answeredAt) ? [{ when: consultation.answeredAt, text: `${consultation.departmentName}${consultation.by.name}${consultation.by.title}会诊，已遵会诊意见执行医嘱。` }] : []),
  ].filter(({ when }) => when <= at).sort((a, b) => a.when - b.when);
  return [`${careLevelOf(stay.condition, stay.ward.department)}护理　${stay.bed} 床`, ...events.map(({ when, text }) => `${timeText(when).slice(5)}　${text}`), signed(stay.nurse.name, '护士签名', at)];
}

export function graveNursing(world: World, stay: Stay, at: number): string[] {
  const rounds = roundsOf(world, stay, Math.max(midnight(at), stay.admittedAt), at);
  const cells = rounds.map((round) => `${timeText(round.at).slice(11)}　${figure(round, 'T')}　${figure(round, 'P')}　${figure(round, 'R')}　${figure(round, 'SBP') || '—'}/${figure(round, 'DBP') || '—'}　${figure(round, 'SPO2') || '—'}%`);
  return [`${stay.condition}　${stay.disease.name}`, '时间　体温　脉搏　呼吸　血压　血氧', ...cells, `${heading('病情及措施')}${stateText(world, stay, at)}。心电监护，${stay.ward.department === 'ICU' ? '每2小时翻身、吸痰，气道护理，口腔护理每日4次，导管无滑脱' : '绝对卧床，协助翻身，皮肤完整，管路通畅'}，床栏保护。`, signed(stay.nurse.name, '护士签名', at)];
}

export function balance(world: World, stay: Stay, at: number): string[] {
  const rounds = roundsOf(world, stay, Math.max(stay.admittedAt, at - 4 * day), at).filter((round) => figure(round, 'IN') !== '');
  return ['日期　　　　总入量　总出量　其中尿量（mL/24h）', ...rounds.map((round) => `${timeText(round.at).slice(0, 10)}　${figure(round, 'IN')}　${figure(round, 'OUT')}　${figure(round, 'URINE')}`), signed(stay.nurse.name, '护士签名', at)];
}

export function treatmentRecord(_world: World, stay: Stay, at: number): string[] {
  const { disease: ill } = stay;
  const what = ill.id === 'dialysis' ? ['血液透析', `透析器 FX80，血流量 240mL/min，透析液流量 500mL/min，时间 4 小时，超滤 2600mL，低分子肝素 4000AxaIU 抗凝。`, '过程顺利，内瘘穿刺处压迫止血，无低血压、肌肉痉挛。']
    : ill.departments.includes('REHA') ? ['运动疗法、作业疗法', '桥式运动、坐站转移、平衡训练各 20 分钟；手功能训练 30 分钟；低频电刺激 20 分钟。', '训练中无不适，心率、血压平稳。']
    : ill.id === 'jaundice' ? ['蓝光照射治疗', '双面蓝光箱，眼罩及会阴保护，箱温 32℃，照射 12 小时。', '患儿皮肤完整，体温正常，大便稀黄 3 次。']
    : ['雾化吸入治疗', '布地奈德 2mL 氧气雾化，流量 6L/min，15 分钟，雾化后拍背、漱口。', '治疗过程顺利，咳出少量白痰。'];
  return [`治疗时间：${timeText(at)}　项目：${what[0]}`, what[1] ?? '', what[2] ?? '', signed(stay.nurse.name, '操作者', at)];
}

export function transfusionRecord(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'blood');
  const round = roundBefore(world, stay, at);
  return [
    `血型：${random.pick(['A', 'B', 'O', 'AB'])} 型 RhD 阳性　成分：去白细胞悬浮红细胞 2U　血袋号：QH${stay.id.slice(-6)}A`, `输血前核对：双人核对 ✓　输血前 ${vitalsText(round)}。`, `开始：${timeText(at - 3 * hour)}　15 分钟：无不良反应　结束：${timeText(at)}`, `输血过程顺利，无发热、皮疹、腰痛等不良反应。`, `${heading('疗效评价')}乏力、头晕较前减轻，24 小时内复查血红蛋白。`, signed(stay.nurse.name, '执行护士', at), signed(stay.resident.name, '医师签名', at),
  ];
}

export function dischargeGuide(world: World, stay: Stay, at: number): string[] {
  return [`出院时间：${timeText(stay.dischargedAt)}　${vitalsText(roundBefore(world, stay, at))}。`, `自理能力（Barthel）：${stay.disease.departments.includes('REHA') ? 75 : chanceOf(world.seed, stay.id, 'barthel').int(80, 100)} 分，皮肤完整，管路${stay.disease.id === 'ureter-stone' ? '双J管留置，注意事项已交代' : '均已拔除'}。`, heading('出院指导'), ...numbered([...stay.disease.advice.split(/[；。]/).filter((text) => text !== ''), '如有不适随时就诊，24 小时咨询电话 0999-12320']), signed(stay.nurse.name, '责任护士', at)];
}
