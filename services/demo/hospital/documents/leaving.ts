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

/** For the employer, the insurer, the school: with the seal of the outpatient office on paper. */
export const diagnosisProof = (_world: World, stay: Stay, at: number): string[] => [
  `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　${ageOf(stay, at)}　病案号 ${stay.patient.number}`, `${heading('诊断')}${diagnosisText(stay)}`, `${heading('诊疗情况')}患者于 ${timeText(stay.admittedAt)} 起在我院${stay.ward.name}住院治疗${at >= stay.dischargedAt - day ? `，现准予出院` : `，目前仍在住院`}。`,
  `${heading('建议')}${at >= stay.dischargedAt - day ? '出院后休息两周，门诊随诊。' : '住院期间需休息，陪护一人。'}`, signed(stay.attending.name, '医师签名', at),
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

/** Of who was gone before a day was over: it takes the place of the records of admission and discharge. */
export function withinDay(world: World, stay: Stay, at: number): string[] {
  const { disease: ill, admittedAt, dischargedAt } = stay;
  return [
    `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　${ageOf(stay, admittedAt)}　职业：其他`, `入院：${timeText(admittedAt)}　出院：${timeText(dischargedAt)}`, `${heading('主诉')}${ill.complaint}。`, `${heading('入院情况')}${ill.onset}查体：${vitalsText(roundBefore(world, stay, admittedAt))}。${examText(stay, roundBefore(world, stay, admittedAt))}`,
    `${heading('入院诊断')}${diagnosisText(stay)}`, `${heading('诊疗经过')}入院后完善检查，${ill.plan.slice(0, 2).join('；')}。${resultsText(world, stay, admittedAt, at)}`, `${heading('出院情况')}${subject(stay)}及家属因${chanceOf(world.seed, stay.id, 'leaves').pick(['个人原因要求自动出院', '离家较远要求转往当地医院', '要求转上级医院进一步诊治'])}，已反复告知提前离院的风险，表示理解并签字。`,
    `${heading('出院诊断')}${diagnosisText(stay)}`, heading('出院医嘱'), ...numbered([...ill.advice.split(/[；。]/).filter((text) => text !== '').slice(0, 2), '症状加重随时就近就诊']), signed(stay.resident.name, '医师签名', at), signed(stay.attending.name, '上级医师审签', at),
  ];
}

export function deathWithinDay(world: World, stay: Stay, at: number): string[] {
  const { disease: ill, admittedAt, dischargedAt } = stay;
  return [
    `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　${ageOf(stay, admittedAt)}`, `入院：${timeText(admittedAt)}　死亡：${timeText(dischargedAt)}`, `${heading('主诉')}${ill.complaint}。`, `${heading('入院情况')}${ill.onset}查体：${examText(stay, roundBefore(world, stay, admittedAt))}`, `${heading('入院诊断')}${diagnosisText(stay)}`,
    `${heading('诊疗经过（抢救经过）')}入院即下病危，${ill.plan.join('；')}。病情进行性加重，于 ${timeText(dischargedAt - 50 * 60_000)} 出现心跳、呼吸骤停，立即胸外心脏按压、气管插管、肾上腺素静推，抢救 50 分钟无效，于 ${timeText(dischargedAt)} 心电图呈直线，宣布临床死亡。`,
    `${heading('死亡原因')}${ill.name}，循环呼吸衰竭`, `${heading('死亡诊断')}${diagnosisText(stay)}`, '家属是否同意尸检：否', signed(stay.resident.name, '医师签名', at), signed(stay.attending.name, '上级医师审签', at),
  ];
}

/** Of rehabilitation, where Chinese and Western medicine treat together: the front page that names both diagnoses. */
export function herbalFrontPage(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'pattern');
  const [pattern, method, herbs] = random.pick([['气虚血瘀证', '益气活血通络', '补阳还五汤加减'], ['肝阳上亢、痰瘀阻络证', '平肝潜阳、化痰通络', '天麻钩藤饮加减'], ['痰瘀阻络证', '化痰祛瘀通络', '化痰通络汤加减']] as const);
  const [head = '', ...page] = frontPage(world, stay, at);
  return [
    head, `治疗类别：中西医　实施临床路径：中医　使用中医诊疗设备：是　使用中医诊疗技术：是　辨证施护：是`, `门（急）诊中医诊断：中风病 恢复期`, `中医出院诊断：主病　中风病 恢复期　A07.01.01.02　入院病情：有`, `　　　　　　　主证　${pattern}　入院病情：有`, `治则治法：${method}　代表方：${herbs}　外治：针刺（头针、体针）每日一次，推拿隔日一次`, ...page,
  ];
}

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
