/** The sheets that come with results: of the laboratory, of imaging, ultrasound and ECG. */
import { institution } from '../../../../prisma/demo/hospital.ts';
import type { Draw } from '../course/panels.ts';
import type { Stay, World } from '../course/stays.ts';
import { flagOf, rangeOf, valueAt } from '../course/trajectory.ts';
import { departmentName } from '../data/places.ts';
import { type Examination } from '../data/imaging.ts';
import { itemOf, panelOf } from '../data/laboratory.ts';
import type { Person } from '../people/staff.ts';
import { timeText } from '../time.ts';
import { ageOf, numbered, sexWord } from '../documents/words.ts';
import type { Sheet } from '../../../core/papers/sheet.ts';

function facts(stay: Stay, at: number, more: readonly string[]): string[] {
  return [`姓名：${stay.patient.name}`, `病案号：${stay.patient.number}`, `性别：${sexWord(stay.patient.sex)}　年龄：${ageOf(stay, at)}`, `病区：${stay.ward.name}　${stay.bed} 床`, `临床诊断：${stay.disease.name.slice(0, 18)}`, `送检医师：${stay.resident.name}`, ...more];
}

export function laboratorySheet(world: World, stay: Stay, draw: Draw, people: { readonly tester: Person; readonly checker: Person }): Sheet {
  const panel = panelOf(draw.panel);
  const rows = panel.items.map((id) => {
    const item = itemOf(id);
    const value = valueAt(world, stay, id, draw.collectedAt);
    const flag = flagOf(item, stay, value);
    const [low, high] = rangeOf(item, stay);
    return [id, item.name, `${value.toFixed(item.decimals)}${flag === undefined ? '' : flag.startsWith('H') ? ' ↑' : ' ↓'}`, item.unit, `${low}–${high}`];
  });
  return {
    title: `${panel.name}检验报告单`, hospital: institution.name, at: draw.reportedAt,
    facts: facts(stay, draw.collectedAt, [`标本：${panel.specimen.text}`, `标本号：${draw.number}`, `采集：${timeText(draw.collectedAt)}`, `报告：${timeText(draw.reportedAt)}`]),
    pieces: [{ kind: 'heading', text: '检验结果' }, { kind: 'table', widths: [66, 168, 84, 84, 96], rows: [['代号', '项目', '结果', '单位', '参考区间'], ...rows] }, { kind: 'heading', text: '说明' }, { kind: 'text', text: '本结果仅对所检测标本负责。如与临床不符，请及时与检验科联系（0999-12320-8201）。' }],
    foot: `检验者：${people.tester.name}　审核者：${people.checker.name}　　演示数据，患者与结果均为虚构`, producer: 'simulated hospital',
  };
}

export function imagingSheet(stay: Stay, examination: Examination, times: { readonly doneAt: number; readonly reportedAt: number; readonly number: string }, people: { readonly writer: Person; readonly checker: Person }): Sheet {
  return {
    title: `${departmentName(examination.department)}检查报告单`, hospital: institution.name, at: times.reportedAt,
    facts: facts(stay, times.doneAt, [`检查号：${times.number}`, `检查项目：${examination.name}`, `检查时间：${timeText(times.doneAt)}`, `报告时间：${timeText(times.reportedAt)}`]),
    pieces: [
      { kind: 'heading', text: '检查方法' }, { kind: 'text', text: examination.method }, { kind: 'heading', text: '检查所见' }, { kind: 'text', text: examination.findings },
      { kind: 'heading', text: '诊断意见' }, ...numbered(examination.impression).map((text) => ({ kind: 'text' as const, text })),
    ],
    foot: `报告医师：${people.writer.name}　审核医师：${people.checker.name}　　演示数据，患者与结果均为虚构`, producer: 'simulated hospital',
  };
}
