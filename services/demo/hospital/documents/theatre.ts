/** Records around an operation and a birth. Pure. */
import type { Operation } from '../course/operation.ts';
import { type Stay, type World } from '../course/stays.ts';
import { chanceOf } from '../random.ts';
import { dateText, hour, minute, timeText } from '../time.ts';
import { ageOf, diagnosisText, heading, numbered, roundBefore, sexWord, signed, subject, vitalsText } from './words.ts';

/** Short and without an anaesthetist: stents, endoscopy, eyes, needles. */
export const isAsleep = ({ procedure }: Operation): boolean => procedure.anaesthesia === '全身麻醉' || procedure.anaesthesia === '椎管内麻醉';

export function beforeOperation(_world: World, stay: Stay, operation: Operation, at: number): string[] {
  const { procedure, surgeon, assistants } = operation;
  return [
    timeText(at), `${heading('病情摘要')}${subject(stay)}${sexWord(stay.patient.sex)}，${ageOf(stay, at)}，因“${stay.disease.complaint}”入院。${stay.disease.basis.join('；')}。`, `${heading('术前诊断')}${diagnosisText(stay)}`,
    `${heading('手术指征')}${stay.disease.basis[0]}，诊断明确，有手术指征，无绝对禁忌证。`, `${heading('拟施手术')}${procedure.name}（${procedure.level}手术）`, `${heading('拟施麻醉')}${procedure.anaesthesia}`,
    `${heading('注意事项')}`, ...numbered([`完善术前检查，${stay.allergy === undefined ? '无药物过敏史' : `注意患者对${stay.allergy.substance}过敏`}`, '术前、术中、术后严格执行手术安全核查', '注意出血、感染、副损伤及血栓栓塞等并发症']),
    `手术者：${surgeon.name}${surgeon.title}　助手：${assistants.map(({ name }) => name).join('、')}`, signed(stay.resident.name, '医师签名', at),
  ];
}

export function operationDiscussion(_world: World, stay: Stay, operation: Operation, at: number): string[] {
  const { procedure, surgeon } = operation;
  const [, other] = stay.disease.differential;
  return [
    `讨论时间：${timeText(at)}　主持人：${stay.chief.name}${stay.chief.title}　参加：${[stay.chief, stay.attending, stay.resident].map(({ name, title }) => `${name}（${title}）`).join('、')}，手术室护士长、麻醉医师`,
    `${stay.resident.name}：汇报病史，${stay.disease.complaint}，检查见病历，拟行${procedure.name}。`, `${stay.attending.name}：诊断依据充分（${stay.disease.basis.join('；')}）${other === undefined ? '' : `，${other[0]}已基本排除`}。手术风险主要为出血、感染、邻近器官损伤及心脑血管意外。`,
    `${stay.chief.name}：同意手术，术式选择${procedure.name}，${procedure.anaesthesia}。术中如遇粘连严重或出血，及时改变术式并告知家属。${procedure.level === '四级' ? '本例为四级手术，已完成多学科讨论并报医务科备案。' : ''}`,
    `${heading('结论')}${procedure.level}手术，手术者 ${surgeon.name}${surgeon.title}，于 ${timeText(operation.from)} 实施。`, signed(stay.resident.name, '记录者', at), signed(stay.chief.name, '主持人签名', at + hour),
  ];
}

export function operationRecord(world: World, stay: Stay, operation: Operation): string[] {
  const { procedure, from, until, surgeon, assistants, anaesthetist, room } = operation;
  const random = chanceOf(world.seed, stay.id, 'bleeding');
  const bleeding = Math.round((procedure.bleeding * (0.7 + random.next() * 0.6)) / 5) * 5;
  return [
    `手术日期：${dateText(from)}　开始：${timeText(from)}　结束：${timeText(until)}　手术间：${room}`, `${heading('术前诊断')}${stay.disease.name}`, `${heading('术中诊断')}${stay.disease.name}`, `${heading('手术名称')}${procedure.name}（${procedure.code}，${procedure.level}）`,
    `手术者：${surgeon.name}　助手：${assistants.map(({ name }) => name).join('、')}　麻醉方式：${procedure.anaesthesia}　麻醉医师：${anaesthetist.name}`, `体位：${procedure.position}　切口类别：${procedure.incision === '0' ? '0类（无切口）' : `${procedure.incision}类`}`,
    `${heading('手术经过')}${procedure.steps}`, `${heading('出血及输血')}术中出血约 ${bleeding}mL，未输血。${heading('标本')}${/标本|活检|冰冻|病理/.test(procedure.steps) ? '已送病理检查' : '无'}。`,
    ...(procedure.implant === undefined ? [] : [`${heading('植入物')}${procedure.implant}，合格证已粘贴。`]), `${heading('术后去向')}${stay.condition === '病危' ? '重症监护室' : isAsleep(operation) ? '麻醉恢复室，清醒后安返病房' : '安返病房'}。`, signed(surgeon.name, '手术者签名', until + 2 * hour),
  ];
}

export function afterOperation(world: World, stay: Stay, operation: Operation, at: number): string[] {
  const { procedure, from, until } = operation;
  return [
    timeText(at), `${subject(stay)}于 ${timeText(from)} 在${procedure.anaesthesia}下行“${procedure.name}”，手术于 ${timeText(until)} 结束，过程顺利，术中生命体征平稳。`, `${heading('术中所见')}${procedure.steps.slice(0, 110).replace(/[，；][^，；]*$/, '')}。`,
    `${heading('术后诊断')}${stay.disease.name}`, `${heading('返回病房情况')}${vitalsText(roundBefore(world, stay, at))}。${isAsleep(operation) ? '切口敷料干燥，各管路通畅在位' : '术区敷料干燥，无渗血'}。`,
    heading('术后处理'), ...numbered(['监测生命体征，观察切口及引流情况', isAsleep(operation) ? '镇痛、预防恶心呕吐，根据恢复情况逐步进食' : '观察术区，指导活动', '早期活动，预防深静脉血栓、肺部感染', '3天内每日查房并记录病程']), signed(stay.resident.name, '医师签名', at),
  ];
}

export function visitBefore(_world: World, stay: Stay, operation: Operation, at: number): string[] {
  const old = (operation.from - stay.patient.birth) / (365.25 * 24 * hour) > 75 || stay.condition !== '一般';
  return [
    `访视时间：${timeText(at)}　拟行手术：${operation.procedure.name}`, `体重 ${stay.weight}kg，${stay.allergy === undefined ? '无过敏史' : `${stay.allergy.substance}过敏`}，既往麻醉史无特殊。`, `并存疾病：${stay.beside.map(([, name]) => name).join('、') || '无'}。心肺功能${old ? '轻度受限' : '良好'}，张口度三横指，Mallampati II级，颈部活动好。`,
    `ASA 分级：${old ? 'III' : 'II'}级${operation.urgent ? 'E' : ''}。麻醉计划：${operation.procedure.anaesthesia}，常规监测${old ? '，有创动脉压监测' : ''}。`, '已告知麻醉风险及禁食禁饮要求，同意书已签署。', signed(operation.anaesthetist.name, '麻醉医师', at),
  ];
}

export function anaesthesiaRecord(world: World, stay: Stay, operation: Operation): string[] {
  const random = chanceOf(world.seed, stay.id, 'anaesthesia');
  const { from, until, procedure } = operation;
  const systolic = Number(roundBefore(world, stay, from)?.list.find(({ code }) => code === 'SBP')?.value ?? 120);
  const rows = Array.from({ length: Math.min(10, Math.max(3, Math.round((until - from) / (20 * minute)))) }, (_, at) => from + at * 20 * minute).filter((at) => at <= until);
  return [
    `入室：${timeText(from - 35 * minute)}　麻醉开始：${timeText(from - 25 * minute)}　手术开始：${timeText(from)}　手术结束：${timeText(until)}`, `麻醉方式：${procedure.anaesthesia}　体位：${procedure.position}`,
    procedure.anaesthesia === '全身麻醉' ? '诱导：丙泊酚 120mg、舒芬太尼 25μg、罗库溴铵 50mg，气管插管 7.0# 顺利。维持：七氟烷 2%、瑞芬太尼 0.1μg/(kg·min)。' : 'L2–3 间隙穿刺，脑脊液通畅，0.5% 布比卡因 12mg，麻醉平面 T8。',
    '时间　　　血压(mmHg)　脉搏　SpO₂', ...rows.map((at) => `${timeText(at).slice(11)}　　${Math.round(systolic - 12 + random.normal() * 6)}/${Math.round((systolic - 12) * 0.6 + random.normal() * 4)}　　${random.int(62, 84)}　　${random.int(98, 100)}%`),
    `输液：晶体 ${random.int(6, 16) * 100}mL，尿量 ${random.int(1, 6) * 50}mL。麻醉平稳，无不良事件。`, signed(operation.anaesthetist.name, '麻醉医师', until + 20 * minute),
  ];
}

export function visitAfter(world: World, stay: Stay, operation: Operation, at: number): string[] {
  return [`访视时间：${timeText(at)}`, `${subject(stay)}神志清楚，${vitalsText(roundBefore(world, stay, at))}。无咽痛、声嘶、恶心呕吐，四肢活动正常，VAS 疼痛评分 ${chanceOf(world.seed, stay.id, 'pain').int(1, 3)} 分，镇痛效果满意，无麻醉相关并发症。`, signed(operation.anaesthetist.name, '麻醉医师', at)];
}

export function theatreNursing(world: World, stay: Stay, operation: Operation): string[] {
  const swabs = chanceOf(world.seed, stay.id, 'swabs').int(10, 30);
  return [
    `手术名称：${operation.procedure.name}　手术间：${operation.room}　入室：${timeText(operation.from - 35 * minute)}　出室：${timeText(operation.until + 20 * minute)}`, '手术安全核查：麻醉实施前 ✓　手术开始前 ✓　离室前 ✓', `体位：${operation.procedure.position}，受压部位保护完好，皮肤完整。负极板粘贴部位：大腿，皮肤完好。`,
    `器械敷料清点：纱布 ${swabs} 块，缝针 6 枚，器械 32 件；关闭体腔前、后及缝皮后清点一致。`, `标本：${/标本|活检|冰冻|病理/.test(operation.procedure.steps) ? '已核对送检' : '无'}。引流管：${/引流管|胸管/.test(operation.procedure.steps) ? '固定妥善、标识清楚' : '无'}。`, '与病房（恢复室）交接清楚。',
  ];
}

export function materials(_world: World, stay: Stay, operation: Operation): string[] {
  const { procedure, surgeon, until } = operation;
  return [`使用日期：${dateText(operation.from)}　手术：${procedure.name}`, `产品：${procedure.implant ?? ''}`, `产品批号：QH${stay.id.slice(-6)}　有效期：${Number(dateText(until).slice(0, 4)) + 3}-12　条码已粘贴于病历`, signed(surgeon.name, '使用医师', until)];
}

export function caesareanRecord(_world: World, stay: Stay, { procedure, from, until, surgeon }: Operation): string[] {
  const [, weight = '3250'] = /体重(\d+)g/.exec(procedure.steps) ?? [];
  return [
    `${heading('手术指征')}${stay.disease.id === 'preeclampsia' ? '重度子痫前期' : '瘢痕子宫'}`, `手术开始：${timeText(from)}　胎儿娩出：${timeText(from + 9 * minute)}　胎盘娩出：${timeText(from + 12 * minute)}　手术结束：${timeText(until)}`, `${heading('经过')}${procedure.steps}`,
    `${heading('新生儿')}活婴 1 名，体重 ${weight}g，身长 ${Number(weight) > 2500 ? 50 : 45}cm，外观无畸形，${Number(weight) > 2500 ? '母婴同室' : '转新生儿科'}。`, `${heading('产后')}子宫收缩好，阴道流血不多，已行早接触早吸吮。`, signed(surgeon.name, '手术者签名', until + hour),
  ];
}

export function labourRecord(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'labour');
  return ['时间　　　宫缩　　　　　胎心(次/分)　宫口(cm)　先露　胎膜', ...[0, 2, 4, 6].map((after, index) => `${timeText(at + after * hour).slice(5)}　${['30秒/5–6分', '35秒/4分', '40秒/3分', '50秒/2分'][index]}　　${random.int(136, 150)}　　　${[2, 4, 7, 10][index]}　　　${['S-1', 'S0', 'S+1', 'S+3'][index]}　　${index < 2 ? '未破' : '已破，羊水清'}`), '产程进展顺利，产妇精神可，按导乐陪伴要求护理。', signed(stay.nurse.name, '助产士', at + 6 * hour)];
}

export function deliveryRecord(world: World, stay: Stay, at: number): string[] {
  const random = chanceOf(world.seed, stay.id, 'delivery');
  return [
    `宫口开全：${timeText(at - 50 * minute)}　胎儿娩出：${timeText(at)}　胎盘娩出：${timeText(at + 8 * minute)}`, `LOA 位自然娩出一活${random.pick(['男', '女'])}婴，体重 ${random.int(58, 74) * 50}g，身长 50cm，Apgar 评分 1 分钟 9 分、5 分钟 10 分，脐带绕颈无，羊水清。`,
    `胎盘胎膜完整自娩，缩宫素 10U 肌注，会阴 I 度裂伤，可吸收线缝合。产后 2 小时出血约 ${random.int(18, 30) * 10}mL，宫底脐下二指，质硬。`, '第一产程 8 小时，第二产程 50 分钟，第三产程 8 分钟。', signed(stay.nurse.name, '接生者', at + hour), signed(stay.attending.name, '医师签名', at + hour),
  ];
}
