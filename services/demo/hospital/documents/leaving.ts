/** 出院记录, 出院小结, 病历概要, 病案首页, 死亡记录, 医嘱单. Pure. */
import { consultationOf } from '../course/consultations.ts';
import { operationOf } from '../course/operation.ts';
import { orderText, ordersOf } from '../course/orders.ts';
import { daysOfStay, diagnosesOf, type Stay, type World } from '../course/stays.ts';
import { drug } from '../data/drugs.ts';
import { chanceOf } from '../random.ts';
import { dateText, day, timeText } from '../time.ts';
import { ageOf, diagnosisLines, diagnosisText, examText, heading, numbered, resultsText, roundBefore, sexWord, signed, subject, vitalsText } from './words.ts';

const treated = (world: World, stay: Stay): string => {
  const operation = operationOf(world, stay);
  const consultation = consultationOf(world, stay);
  return `入院后完善相关检查，${operation === undefined ? `${stay.disease.plan.join('；')}。` : `${operation.urgent ? '' : '排除手术禁忌后'}于 ${dateText(operation.from)} 在${operation.procedure.anaesthesia}下行“${operation.procedure.name}”，手术顺利。术后予对症支持治疗，恢复顺利。`}${consultation === undefined ? '' : `${consultation.departmentName}会诊协助诊治。`}`;
};

function takeHome(stay: Stay): string[] {
  const oral = stay.disease.drugs.map(drug).filter(({ route }) => route === '口服' || route === '皮下注射' || route.startsWith('滴') || route.startsWith('鼻'));
  return oral.filter(({ id }) => id !== 'enoxaparin' || stay.ward.department === 'ORTH').map(({ name, dose, unit, frequency, route }) => `${name} ${dose}${unit} ${route} ${frequency}`);
}

export function dischargeRecord(world: World, stay: Stay, at: number): string[] {
  const { disease: ill } = stay;
  return [
    `${stay.patient.name}　${sexWord(stay.patient.sex)}　${ageOf(stay, at)}　入院：${timeText(stay.admittedAt)}　出院：${timeText(stay.dischargedAt)}　住院 ${daysOfStay(stay)} 天`, `${heading('入院情况')}因“${ill.complaint}”入院。查体：${examText(stay, roundBefore(world, stay, stay.admittedAt))}`, `${heading('入院诊断')}${diagnosisText(stay)}`,
    `${heading('诊疗经过')}${treated(world, stay)}`, `${heading('出院诊断')}`, ...diagnosisLines(stay), `${heading('出院情况')}${ill.course[2]}。${vitalsText(roundBefore(world, stay, at))}。${resultsText(world, stay, at - 3 * day, at) === '' ? '' : `末次检查：${resultsText(world, stay, at - 3 * day, at)}。`}治疗结果：好转。`,
    heading('出院医嘱'), ...numbered([...ill.advice.split(/[；。]/).filter((text) => text !== ''), ...takeHome(stay)]), signed(stay.resident.name, '医师签名', at), signed(stay.attending.name, '上级医师审签', at),
  ];
}

export const dischargeSummary = (world: World, stay: Stay, at: number): string[] => [
  `${stay.patient.name}　${sexWord(stay.patient.sex)}　${ageOf(stay, at)}　住院 ${daysOfStay(stay)} 天`, `${heading('出院诊断')}${diagnosisText(stay)}`, `${heading('主要经过')}${treated(world, stay)}`, `${heading('请您记住')}`, ...numbered(stay.disease.advice.split(/[；。]/).filter((text) => text !== '')), ...takeHome(stay).map((line) => `带药：${line}`), `复诊科室：${stay.ward.name.replace(/病区.*$/, '')}门诊`, signed(stay.resident.name, '医师签名', at),
];

export function recordSummary(_world: World, stay: Stay, at: number): string[] {
  return [`${stay.patient.name}　${sexWord(stay.patient.sex)}　${ageOf(stay, at)}`, `过敏史：${stay.allergy === undefined ? '无' : stay.allergy.substance}`, `本次就诊：${stay.ward.name}，${timeText(stay.admittedAt)} 入院`, `主要健康问题：${diagnosisText(stay)}`, `主诉：${stay.disease.complaint}`];
}

export function frontPage(world: World, stay: Stay, at: number): string[] {
  const operation = operationOf(world, stay);
  const random = chanceOf(world.seed, stay.id, 'cost');
  const days = daysOfStay(stay);
  const parts = [['床位及护理费', days * random.int(70, 110)], ['西药费', days * random.int(120, 480)], ['检验检查费', 900 + days * random.int(60, 160)], ['治疗费', days * random.int(40, 150)], ['手术麻醉费', operation === undefined ? 0 : operation.procedure.minutes * random.int(30, 60)], ['耗材费', operation?.procedure.implant === undefined ? random.int(80, 400) : random.int(4, 16) * 1000]] as const;
  const total = parts.reduce((sum, [, yuan]) => sum + yuan, 0);
  return [
    `医疗付费方式：${stay.fee}　病案号：${stay.patient.number}　第 1 次住院`, `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　出生日期：${dateText(stay.patient.birth)}　年龄：${ageOf(stay, stay.admittedAt)}　现住址：${stay.patient.address}`,
    `入院途径：${stay.by}　入院：${timeText(stay.admittedAt)}　科别：${stay.ward.name}　出院：${timeText(stay.dischargedAt)}　实际住院 ${days} 天`, `出院诊断：`, ...diagnosesOf(stay).map(({ code, name }, index) => `${index === 0 ? '主要诊断' : '其他诊断'}　${name}　${code}　入院病情：有`),
    ...(operation === undefined ? [] : [`手术及操作：${operation.procedure.code}　${operation.procedure.name}　${dateText(operation.from)}　${operation.procedure.level}　术者 ${operation.surgeon.name}　切口 ${operation.procedure.incision}/甲　麻醉 ${operation.procedure.anaesthesia}`]),
    `药物过敏：${stay.allergy === undefined ? '无' : `有，${stay.allergy.substance}`}　离院方式：${stay.dies ? '死亡' : '医嘱离院'}`, `科主任：${stay.chief.name}　主治医师：${stay.attending.name}　住院医师：${stay.resident.name}　责任护士：${stay.nurse.name}`, `住院费用（元）：总费用 ${total.toFixed(2)}；${parts.map(([name, yuan]) => `${name} ${yuan.toFixed(2)}`).join('；')}`, `填写时间：${timeText(at)}`,
  ];
}

export const deathRecord = (world: World, stay: Stay): string[] => [
  `入院：${timeText(stay.admittedAt)}　死亡：${timeText(stay.dischargedAt)}　住院 ${daysOfStay(stay)} 天`, `${heading('入院情况')}因“${stay.disease.complaint}”入院，诊断：${diagnosisText(stay)}。`, `${heading('诊疗经过')}${treated(world, stay)}病情进行性加重，于 ${timeText(stay.dischargedAt - 45 * 60_000)} 心跳骤停，经积极抢救无效，于 ${timeText(stay.dischargedAt)} 宣布临床死亡。`, `${heading('死亡原因')}${stay.disease.name}，多器官功能衰竭`, `${heading('死亡诊断')}${diagnosisText(stay)}`, '家属是否同意尸检：否', signed(stay.resident.name, '医师签名', stay.dischargedAt + 2 * 3_600_000),
];

export const deathDiscussion = (_world: World, stay: Stay, at: number): string[] => [
  `讨论时间：${timeText(at)}　主持人：${stay.chief.name}${stay.chief.title}　参加：${[stay.chief, stay.attending, stay.resident].map(({ name }) => name).join('、')}`, `${stay.resident.name}汇报病史及抢救经过。`, `${stay.attending.name}：${subject(stay)}基础状况差，${stay.disease.basis.join('；')}，治疗措施及时。`, `${stay.chief.name}总结：死亡原因为${stay.disease.name}所致多器官功能衰竭。应进一步加强重症早期识别及与家属的沟通。`, signed(stay.resident.name, '记录者', at),
];

/** 长期 or 临时, as they stand at a time. */
export function orderSheet(world: World, stay: Stay, term: '长期' | '临时', at: number): string[] {
  const lines = ordersOf(world, stay).filter((one) => one.term === term && one.at <= at);
  const long = (one: (typeof lines)[number]) => `${timeText(one.at).slice(5)}　${one.group === undefined ? '' : '┃'}${orderText(one)}　${one.doctor.name}${one.stopAt !== undefined && one.stopAt <= at ? `　停 ${timeText(one.stopAt).slice(5)}` : ''}`;
  const once = (one: (typeof lines)[number]) => `${timeText(one.at).slice(5)}　${orderText(one)}　${one.doctor.name}　执行 ${timeText(one.at + 20 * 60_000).slice(11)} ${stay.nurse.name}`;
  return [`${stay.ward.name} ${stay.bed} 床　${stay.patient.name}　病案号 ${stay.patient.number}　${term}医嘱单`, '开始时间　　医嘱内容　　医师', ...lines.map(term === '长期' ? long : once)];
}
