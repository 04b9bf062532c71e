/** The check-up centre: who came (ADT^A04 of the class 体检), her tests, the conclusion as a report and the whole as a document. Pure. */
import { type CheckUp, checkUpsAround } from '../course/check-ups.ts';
import type { World } from '../course/stays.ts';
import { numbered } from '../documents/words.ts';
import { ageText, minute, timeText } from '../time.ts';
import { clinicResults } from './clinic-results.ts';
import { admission, document, result, type SampleVisit } from './facts.ts';
import { patientOf, staffOf, type Telling } from './telling.ts';

export function checkUpTellings(world: World, from: number, until: number): Telling[] {
  return checkUpsAround(world, from, until).flatMap((one) => tellingsOf(world, one)).filter(({ at }) => at >= from && at < until);
}

export function tellingsOf(world: World, one: CheckUp): Telling[] {
  const { number, patient, doctor, department, at, reportedAt } = one;
  const visit: SampleVisit = { number, patientClass: 'T', department, attending: staffOf(doctor), admittedAt: new Date(at), feeCategory: '自费' };
  const base = { weight: 'detail' as const, ward: '', clinic: department };
  const about = { application: 'EMR', patient: patientOf(patient), visit };
  const when = new Date(reportedAt);
  const tests = { number, patient, at: at - 20 * minute, session: { doctor }, why: { panels: ['CBC', 'BIO', 'LIPID'], examinations: ['ecg-normal', 'chest-normal'] } };
  return [
    { ...base, system: 'HIS', at, id: `${number}.A04`, what: '体检登记', write: () => admission({ ...about, application: 'HIS', event: 'A04', at: new Date(at), controlId: `${number}.A04` }) },
    ...clinicResults(world, tests, visit).map((each) => ({ ...base, ...each, what: each.what.replace('门诊', '体检') })),
    { ...base, system: 'EMR', at: reportedAt, id: `${number}.ZJ`, what: '体检总检结论', write: () => result({ ...about, at: when, controlId: `${number}.ZJ`, filler: `${number}ZJ`, order: { id: 'TJ-ZJ', text: '体检总检结论', system: 'QH' }, service: 'TJ', orderingDoctor: staffOf(doctor), collectedAt: new Date(at), items: [{ code: { id: 'TJ-ZJ', text: '总检结论' }, value: conclusionOf(one), valueType: 'TX' }] }) },
    { ...base, system: 'EMR', at: reportedAt + minute, id: `${number}.BG`, what: '体检报告', write: () => document({ ...about, at: new Date(reportedAt + minute), controlId: `${number}.BG`, number: `${number}BG`, type: { id: 'QH-TJBG', text: '体检报告' }, title: '健康体检报告', author: staffOf(doctor), signer: staffOf(doctor), writtenAt: when, signedAt: when, status: 'LA', text: linesOf(one).join('\n') }) },
  ];
}

const conclusionOf = ({ findings }: CheckUp): string => (findings.length === 0 ? '本次体检所查项目未见明显异常。' : numbered(findings).join(' '));

function linesOf(one: CheckUp): string[] {
  const { patient, number, doctor, at, reportedAt, findings, advice } = one;
  return [
    `${patient.name}　${patient.sex === 'M' ? '男' : '女'}　${ageText(patient.birth, at)}　体检号 ${number}`, `体检时间：${timeText(at)}`, '【检查项目】一般检查、内科、外科、血常规、肝肾功能电解质血糖、血脂、心电图、胸部正位片', `【总检结论】${conclusionOf(one)}`,
    `【健康建议】${findings.length === 0 ? '保持良好生活习惯，每年体检一次。' : numbered(advice).join(' ')}`, `主检医师：${doctor.name}　${timeText(reportedAt)}`,
  ];
}
