/** What patients and families sign, and what they are told. Pure. */
import type { Operation } from '../course/operation.ts';
import { type Stay, type World } from '../course/stays.ts';
import { timeText } from '../time.ts';
import { ageOf, diagnosisText, heading, isChild, numbered, sexWord, signed } from './words.ts';

const whom = (stay: Stay, at: number): string => `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　年龄：${ageOf(stay, at)}　病案号：${stay.patient.number}　床号：${stay.bed}`;
const signer = (stay: Stay): string => (isChild(stay) ? `监护人签名：${stay.patient.guardian?.name ?? '（监护人）'}　与患者关系：${stay.patient.guardian?.relation ?? '父母'}` : stay.condition === '病危' ? '患者授权人签名：（家属）　与患者关系：子女' : `患者签名：${stay.patient.name}`);

function consent(stay: Stay, at: number, parts: readonly string[], doctor: { readonly name: string }): string[] {
  return [whom(stay, at), ...parts, '医师已用我能理解的语言说明上述内容，并回答了我的提问。我理解治疗效果及风险存在个体差异，经慎重考虑，同意实施。', `${signer(stay)}　　${timeText(at)}`, signed(doctor.name, '谈话医师', at)];
}

export function operationConsent(_world: World, stay: Stay, { procedure, surgeon }: Operation, at: number): string[] {
  const open = procedure.incision !== '0';
  return consent(stay, at, [
    `${heading('诊断')}${diagnosisText(stay)}`, `${heading('拟行手术')}${procedure.name}　麻醉：${procedure.anaesthesia}　级别：${procedure.level}`, `${heading('可能的风险')}`,
    ...numbered(['麻醉意外及药物过敏', `${open ? '术中大出血、邻近组织器官损伤，必要时改变术式' : '出血、穿孔、血管损伤，必要时转外科手术'}`, open ? '术后切口感染、愈合不良，肺部感染' : '术后发热、感染', '深静脉血栓、肺栓塞、心脑血管意外', ...(procedure.implant === undefined ? [] : [`使用${procedure.implant}，费用部分自付，可能出现排异、松动等`])]),
    `${heading('替代方案')}保守治疗，其效果及局限已说明。`,
  ], surgeon);
}

export function anaesthesiaConsent(_world: World, stay: Stay, { procedure, anaesthetist }: Operation, at: number): string[] {
  return consent(stay, at, [`拟行麻醉：${procedure.anaesthesia}`, ...numbered(['麻醉药物不良反应或过敏，严重者可致休克', '反流误吸、困难气道、牙齿松动脱落', '血压波动、心律失常、苏醒延迟', '术后恶心呕吐、头痛、咽痛；镇痛泵相关不良反应'])], anaesthetist);
}

export const transfusionConsent = (_world: World, stay: Stay, at: number): string[] =>
  consent(stay, at, [`${heading('输血目的')}纠正贫血／补充凝血成分／血小板`, `拟输成分：${stay.ward.department === 'HEMA' ? '去白细胞悬浮红细胞、单采血小板' : '去白细胞悬浮红细胞、病毒灭活血浆'}。输血前检查：ABO、RhD 血型，不规则抗体，乙肝、丙肝、梅毒、艾滋病抗体已送检。`, ...numbered(['过敏、发热、溶血反应', '窗口期感染经血传播疾病', '循环超负荷'])], stay.attending);

export const specialConsent = (_world: World, stay: Stay, at: number, what: string): string[] =>
  consent(stay, at, [`${heading('项目')}${what}`, ...numbered(['局部疼痛、出血、血肿', '感染、药物过敏', '因病情变化可能中止或达不到预期目的'])], stay.attending);

export function graveNotice(_world: World, stay: Stay, at: number): string[] {
  return [`尊敬的患者家属：${stay.patient.name}，${sexWord(stay.patient.sex)}，${ageOf(stay, at)}，现住${stay.ward.name} ${stay.bed} 床。`, `目前诊断：${diagnosisText(stay)}。`, `因病情${stay.condition === '病危' ? '危重，随时可能出现生命危险' : '较重，可能进一步加重'}，特此告知。可能出现：心律失常、呼吸衰竭、休克、多器官功能障碍等。我们将积极救治，请予理解并保持电话畅通。`, `家属签收：（家属）　　${timeText(at)}`, signed(stay.attending.name, '医师签名', at)];
}
