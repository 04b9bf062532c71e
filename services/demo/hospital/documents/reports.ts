/** 检查报告, 检验报告 as the record keeps them, beside the results themselves; 处方 of the clinics. Pure. */
import { imagingTimes, signersOf } from '../course/imaging.ts';
import { type Draw, itemsOf } from '../course/panels.ts';
import type { Visit } from '../course/clinics.ts';
import type { Stay, World } from '../course/stays.ts';
import { flagOf, rangeOf, valueAt } from '../course/trajectory.ts';
import { drug } from '../data/drugs.ts';
import { examination } from '../data/imaging.ts';
import { itemOf, panelOf } from '../data/laboratory.ts';
import { ageText, dateText, timeText } from '../time.ts';
import { ageOf, heading, numbered, sexWord } from './words.ts';

const whose = (stay: Stay, at: number): string => `姓名：${stay.patient.name}　性别：${sexWord(stay.patient.sex)}　${ageOf(stay, at)}　病案号：${stay.patient.number}　${stay.ward.name} ${stay.bed} 床`;

export function examinationReport(world: World, stay: Stay, id: string): string[] {
  const exam = examination(id);
  const times = imagingTimes(world, stay, id);
  const [writer, checker] = signersOf(world, stay, exam.department, times.number);
  return [
    whose(stay, times.doneAt), `检查号：${times.number}　检查项目：${exam.name}　检查时间：${timeText(times.doneAt)}`, `临床诊断：${stay.disease.name}　申请医师：${stay.resident.name}`, `${heading('检查方法')}${exam.method}`, `${heading('检查所见')}${exam.findings}`, heading('诊断意见'), ...numbered(exam.impression), `报告医师：${writer.name}　审核医师：${checker.name}　　${timeText(times.reportedAt)}`,
  ];
}

export function laboratoryReport(world: World, stay: Stay, { panel: id, number, collectedAt, reportedAt }: Draw): string[] {
  const panel = panelOf(id);
  const [tester, checker] = signersOf(world, stay, 'LAB', number);
  const lines = itemsOf(world, stay, id, collectedAt).map((each) => {
    const item = itemOf(each);
    const value = valueAt(world, stay, each, collectedAt);
    const flag = flagOf(item, stay, value);
    const [low, high] = rangeOf(item, stay);
    return `${item.name}　${value.toFixed(item.decimals)}${flag === undefined ? '' : flag.startsWith('H') ? ' ↑' : ' ↓'}　${item.unit}　${low}–${high}`;
  });
  return [whose(stay, collectedAt), `检验项目：${panel.name}　标本：${panel.specimen.text}　标本号：${number}`, `采集：${timeText(collectedAt)}　报告：${timeText(reportedAt)}`, '项目　结果　单位　参考区间', ...lines, `检验者：${tester.name}　审核者：${checker.name}`, '本结果仅对所检测标本负责。'];
}

const sheetHead = ({ patient, at, session, fee, number, why }: Visit): string[] => [`${patient.name}　${patient.sex === 'M' ? '男' : '女'}　${ageText(patient.birth, at)}　费别：${fee}`, `门诊号：${number}　科别：${session.clinic}门诊　${dateText(at)}`, `临床诊断：${why.diagnosis}`];

/** Nobody was given drugs: no sheet. */
export function prescriptionSheet(visit: Visit): string[] | undefined {
  const { why, session, at } = visit;
  if (why.drugs.length === 0) return undefined;
  const lines = why.drugs.map(drug).flatMap(({ name, specification, dose, unit, route, frequency }, index) => [`${index + 1}. ${name}　${specification}　×2盒`, `　用法：每次 ${dose}${unit}　${frequency}　${route}`]);
  return [...sheetHead(visit), 'Rp', ...lines, `医师：${session.doctor.name}　　${timeText(at + 600_000)}`, '处方当日有效；药品离开柜台不予退换。'];
}

export function herbSheet(visit: Visit): string[] | undefined {
  const { why, session, at } = visit;
  if (why.herbs === undefined) return undefined;
  return [...sheetHead(visit), 'Rp', why.herbs, '共 7 剂　水煎 400mL，早晚饭后半小时温服，每日一剂', `医师：${session.doctor.name}　　${timeText(at + 600_000)}`];
}
