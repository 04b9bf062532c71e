/** 入院通知单, 入院记录, 首次病程记录, 授权与告知, 急诊留观病历. Pure. */
import { operationOf } from '../course/operation.ts';
import { departmentName } from '../data/places.ts';
import { type Stay, type World } from '../course/stays.ts';
import { figure } from '../course/vitals.ts';
import { chanceOf } from '../random.ts';
import { dateText, day, hour, minute, timeText } from '../time.ts';
import { ageOf, byWords, diagnosisLines, diagnosisText, examText, heading, isChild, numbered, resultsText, roundBefore, sexWord, signed, subject, vitalsText } from './words.ts';

export function admissionNotice(_world: World, stay: Stay): string[] {
  const { patient, ward, by, fee, admittedAt } = stay;
  return [
    `姓名：${patient.name}　性别：${sexWord(patient.sex)}　年龄：${ageOf(stay, admittedAt)}　病案号：${patient.number}`,
    `入院诊断：${stay.disease.name}`, `收治科室：${departmentName(ward.department)}　病区：${ward.name}　拟住床位：${stay.bed} 床`,
    `来源：${by}　费别：${fee}　病情：${stay.condition}`, `请携带身份证、医保卡及既往检查资料，于 ${dateText(admittedAt)} 到住院服务中心办理入院手续。`,
    signed(stay.attending.name, '开单医师', admittedAt - 90 * minute),
  ];
}

export function admissionRecord(world: World, stay: Stay, at: number): string[] {
  const { patient, disease: ill, admittedAt } = stay;
  const round = roundBefore(world, stay, admittedAt + hour);
  const found = resultsText(world, stay, 0, at);
  return [
    `姓名：${patient.name}　性别：${sexWord(patient.sex)}　年龄：${ageOf(stay, admittedAt)}　${social(world, stay)}`,
    `住址：${patient.address}　入院时间：${timeText(admittedAt)}　记录时间：${timeText(at)}`,
    `病史陈述者：${teller(stay)}　可靠程度：可靠`,
    heading('主诉') + ill.complaint + '。',
    heading('现病史') + ill.onset,
    `自发病以来，${subject(stay)}${general(stay)}`,
    heading('既往史') + past(stay),
    heading(isChild(stay) ? '个人史、喂养及预防接种史' : '个人史') + personal(world, stay),
    ...familyLines(world, stay),
    heading('体格检查'), `${vitalsText(round)}。身高 ${Math.round(stay.height / 10)}cm，体重 ${stay.weight}kg。`, bodyText(stay),
    heading('专科情况') + examText(stay, round),
    heading('辅助检查') + (found === '' ? `${ill.imaging.length > 0 ? '相关检查已开具，结果待回报' : '暂无'}。` : `${found}。`),
    heading('初步诊断'), ...diagnosisLines(stay),
    signed(stay.resident.name, '医师签名', at), signed(stay.attending.name, '上级医师审签', at + 3 * hour),
  ];
}

function social(world: World, stay: Stay): string {
  if (isChild(stay)) return '';
  const random = chanceOf(world.seed, stay.id, 'social');
  const years = (stay.admittedAt - stay.patient.birth) / (365.25 * day);
  const work = years >= 60 ? '退休人员' : random.pick(['职员', '工人', '教师', '个体经营者', '农民', '公司职员', '司机']);
  return `民族：汉族　婚姻：${years < 24 ? '未婚' : '已婚'}　职业：${years < 22 ? '学生' : work}`;
}

const teller = (stay: Stay): string => (isChild(stay) ? `${subject(stay)}母亲` : stay.disease.id === 'dementia' || ['severe-pneumonia', 'trauma'].includes(stay.disease.id) ? '患者家属' : '患者本人');

function general({ disease: ill }: Stay): string {
  if (ill.newborn) return '吃奶尚可，已排胎便，小便正常。';
  if (['severe-pneumonia', 'trauma', 'brain-bleed'].includes(ill.id)) return '精神差，未进食，已留置尿管，大便未解。';
  if ((ill.vitals?.temperature ?? 36.6) > 37.5) return '精神、食欲稍差，睡眠欠佳，大小便如常，体重无明显变化。';
  if (/体重|大便|便血|黑便|排尿|尿/.test(ill.complaint + ill.onset)) return '神志清，精神可，食欲、睡眠一般，余如上述。';
  return '神志清，精神可，食欲、睡眠一般，大小便基本正常，近期体重无明显变化。';
}

function past(stay: Stay): string {
  const { beside, allergy } = stay;
  if (stay.disease.newborn) return '母孕期产检无特殊，否认窒息抢救史。已接种卡介苗、乙肝疫苗第1剂。';
  const known = beside.map(([, name]) => name).filter((name) => /高血压|糖尿病|高脂血症|肾脏病|脑梗死|肺疾病|肺炎$|骨质疏松|脂肪肝|心房颤动/.test(name));
  const diseases = known.length > 0 ? `既往有“${known.join('、')}”病史，规律治疗情况详见门诊病历。` : `平素体健，否认${isChild(stay) ? '先天性心脏病、' : '高血压、糖尿病、冠心病'}等慢性病史。`.replace('、等', '等');
  return `${diseases}否认肝炎、结核等传染病史。${['cervical-cancer', 'colon-chemo', 'caesarean'].includes(stay.disease.id) ? '手术史见现病史' : '否认重大手术、外伤史'}，否认输血史。${allergy === undefined ? '否认药物、食物过敏史' : `对${allergy.substance}过敏（${allergy.reaction}）`}。预防接种按计划进行。`;
}

function personal(world: World, stay: Stay): string {
  if (stay.disease.newborn) return '见现病史。';
  if (isChild(stay)) return '足月顺产，生长发育与同龄儿相仿，按时添加辅食，按计划接种疫苗。';
  const random = chanceOf(world.seed, stay.id, 'habits');
  const smokes = stay.disease.onset.includes('吸烟') ? '吸烟史如上述' : stay.patient.sex === 'M' && random.chance(0.45) ? `吸烟${random.int(10, 35)}年，每日约${random.pick([10, 15, 20])}支` : '无吸烟嗜好';
  const drinks = stay.disease.onset.includes('饮酒') && stay.patient.sex === 'M' ? '间断饮酒' : stay.patient.sex === 'M' && random.chance(0.3) ? '偶有饮酒' : '无饮酒嗜好';
  return `生于本地，久居本地，否认疫水疫区接触史，否认毒物及放射性物质接触史。${smokes}，${drinks}。`;
}

function familyLines(world: World, stay: Stay): string[] {
  if (isChild(stay)) return [`${heading('家族史')}父母体健，非近亲婚配，否认家族遗传病史。`];
  const random = chanceOf(world.seed, stay.id, 'family');
  const years = (stay.admittedAt - stay.patient.birth) / (365.25 * day);
  const menses = stay.patient.sex === 'F' && years >= 16 ? [heading('月经史') + (years > 54 ? `${random.int(13, 16)}岁初潮，${random.int(48, 53)}岁绝经，绝经后无异常阴道流血。` : stay.ward.department === 'OBST' || stay.disease.id === 'myoma' ? '详见现病史。' : `${random.int(12, 15)}岁初潮，周期28–30天，经期4–6天，量中，无痛经。`)] : [];
  const marriage = years < 24 ? '未婚未育。' : `适龄结婚，育${random.pick(['一子', '一女', '一子一女'])}，配偶${years > 78 && random.chance(0.4) ? '已故' : '体健'}。`;
  const born = stay.ward.department === 'OBST' ? '已婚，孕产史见现病史，配偶体健。' : marriage;
  return [...menses, heading('婚育史') + born, `${heading('家族史')}${random.chance(0.25) && stay.ward.department === 'CARD' ? '父亲有高血压病史，余' : ''}否认家族性遗传病及类似疾病史。`];
}

function bodyText(stay: Stay): string {
  const { disease: ill } = stay;
  if (ill.newborn) return '反应及专科情况见下。全身皮肤无破损，脐部干燥，四肢活动好。';
  const awake = ill.id === 'severe-pneumonia' ? '镇静状态' : ill.id === 'brain-bleed' ? '嗜睡，呼之能应' : ill.id === 'trauma' ? '神志淡漠' : '神志清楚';
  const walk = ['severe-pneumonia', 'trauma', 'brain-bleed', 'hip-fracture', 'dementia'].includes(ill.id) ? '平车推入病房，查体欠合作' : stay.condition === '一般' ? '步入病房，自动体位，查体合作' : '轮椅推入病房，查体合作';
  return `发育正常，营养中等，${awake}，${walk}。全身皮肤黏膜${/黄染/.test(ill.exam) ? '黄染情况见专科情况' : '无黄染、皮疹'}，浅表淋巴结未触及肿大。头颅五官无畸形，双侧瞳孔等大等圆，对光反射灵敏。颈软，气管居中。胸廓无畸形，心、肺、腹部阳性体征见专科情况，余无特殊。脊柱四肢无畸形（专科情况所述除外），生理反射存在。`;
}

export function firstCourse(world: World, stay: Stay, at: number): string[] {
  const { patient, disease: ill } = stay;
  const found = resultsText(world, stay, 0, at);
  const operation = operationOf(world, stay);
  const points = [
    `${subject(stay)}${sexWord(patient.sex)}，${ageOf(stay, stay.admittedAt)}，因“${ill.complaint}”于 ${timeText(stay.admittedAt)} ${byWords[stay.by]}`,
    ill.onset.replace(/^患[者儿]/, '').slice(0, 90).replace(/[，、；][^，、；。]*$/, ''),
    `查体：${vitalsText(roundBefore(world, stay, stay.admittedAt + hour))}。${examText(stay, roundBefore(world, stay, stay.admittedAt + hour))}`.replace(/。$/, ''),
    `辅助检查：${found === '' ? '待回报' : found}`,
  ];
  return [
    timeText(at), heading('病例特点'), ...numbered(points), heading('拟诊讨论'), `初步诊断：${diagnosisText(stay)}。`, '诊断依据：', ...numbered(ill.basis), '鉴别诊断：',
    ...numbered(ill.differential.map(([name, text]) => `${name}：${text}`)), heading('诊疗计划'), ...numbered(ill.plan),
    ...(operation === undefined ? [] : [`手术指征明确，拟于${operation.urgent ? '急诊' : ` ${dateText(operation.from)} `}行“${operation.procedure.name}”，术前谈话已安排。`]),
    signed(stay.resident.name, '医师签名', at),
  ];
}

export function entrustment(_world: World, stay: Stay, at: number): string[] {
  const { patient, ward } = stay;
  return [
    `${patient.name}（病案号 ${patient.number}）现住${ward.name} ${stay.bed} 床。`, '一、已由医护人员告知：病区环境与作息、探视陪护、贵重物品保管、防跌倒坠床、禁止吸烟、离院须经同意等事项。',
    `二、${isChild(stay) ? `本人为患儿监护人（${patient.guardian?.relation ?? '父母'}），有权签署各类知情同意书。` : '本人授权下列人员在本人不能行使或不便行使知情同意权时，代为签署各类知情同意书。'}`,
    '三、本人了解住院期间如实提供病史的义务，并同意为诊疗目的使用本人的病历资料。', `签名：${patient.guardian?.name ?? patient.name}　　${timeText(at)}`, signed(stay.resident.name, '告知医师', at),
  ];
}

export function observationRecord(world: World, stay: Stay, at: number): string[] {
  const { disease: ill } = stay;
  return [
    `到达急诊时间：${timeText(stay.admittedAt - 3 * hour)}　分诊级别：${stay.condition === '病危' ? '一级' : stay.condition === '病重' ? '二级' : '三级'}`,
    `${heading('主诉')}${ill.complaint}。`, heading('现病史') + ill.onset, `${heading('查体')}${examText(stay, roundBefore(world, stay, stay.admittedAt + hour))}`,
    `${heading('急诊处置')}监测生命体征，建立静脉通路，完善急诊检验检查，请${departmentName(stay.ward.department)}会诊。`, `${heading('留观诊断')}${ill.name}`,
    `${heading('去向')}${timeText(at)} 收入${stay.ward.name}住院治疗，由医护人员护送，途中心率 ${figure(roundBefore(world, stay, stay.admittedAt + hour), 'P')} 次/分。`,
  ];
}
