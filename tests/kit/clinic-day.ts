/** A day of the clinic as HIS, EMR, laboratory and imaging tell it: sessions, bookings, visits, records, prescriptions, reports. */
import { admission, document, execution, order, result, schedule, type SampleOrder, type SamplePatient, type SampleStaff } from '../../services/links/hl7/samples.ts';
import type { World } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

export const li: SampleStaff = { number: '1001', name: '李静' };
const zhao: SampleStaff = { number: '1101', name: '赵磊' };
const gu: SampleStaff = { number: '1006', name: '顾晨' };
const han: SampleStaff = { number: '3001', name: '韩冰' };

/** Seen by 李静 today; the seed's own outpatient. */
export const guo: SamplePatient = { id: 'P000101', name: '郭美兰', sex: 'F', birth: '19660418', phone: '19900000101', card: '990100196604180021' };
/** Of the very same name, seen by her a day before. */
export const otherGuo: SamplePatient = { id: 'P000901', name: '郭美兰', sex: 'F', birth: '19880203' };
/** Booked with 李静, seen by nobody: in no doctor's scope. */
export const stranger: SamplePatient = { id: 'P000902', name: '石小川', sex: 'M', birth: '19900101' };
/** Of another group of the same department. */
export const ofGu: SamplePatient = { id: 'P000103', name: '孟庆丰', sex: 'M', birth: '19590127' };

/** `true` where the service took every message. */
export async function clinicDay(w: World): Promise<boolean> {
  const now = w.now();
  const before = (minutes: number): Date => new Date(now.getTime() - minutes * minute);
  const today = new Date(Math.floor((now.getTime() + 8 * 60 * minute) / day) * day - 8 * 60 * minute);
  const hour = (hours: number, days = 0): Date => new Date(today.getTime() + days * day + hours * 60 * minute);
  const answers: string[] = [];
  const say = async (raw: Buffer): Promise<void> => void answers.push(await w.sends(raw));

  const visit = { number: 'MZ26110101', patientClass: 'O', department: 'CARD', attending: li, admittedAt: before(180), feeCategory: '城镇职工医保' } as const;
  await say(admission({ event: 'A04', at: before(180), controlId: 'OP-A1', application: 'HIS', patient: guo, visit, diagnoses: [{ code: 'I10', name: '高血压2级', type: 'W', rank: 1, at: before(170), by: li }], allergies: [{ substance: { id: 'QMS', text: '青霉素', system: 'QH' }, reaction: '皮疹' }] }));
  await say(admission({ event: 'A04', at: before(1500), controlId: 'OP-A2', application: 'HIS', patient: otherGuo, visit: { ...visit, number: 'MZ901', admittedAt: before(1500), feeCategory: '自费' } }));
  await say(admission({ event: 'A04', at: before(1500), controlId: 'OP-A3', application: 'HIS', patient: ofGu, visit: { ...visit, number: 'MZ26110103', attending: gu, admittedAt: before(1500) } }));

  // Records: one signed, one not, one that was written anew.
  const paper = { application: 'EMR', patient: guo, visit, author: li, at: before(150) } as const;
  const words = '郭美兰　女　60岁\n【主诉】发现血压升高2年，头晕3天。\n【现病史】间断服药，近3天头晕，自测血压160/95mmHg。\n【体格检查】BP 158/94mmHg，心率78次/分，律齐。\n【诊断】高血压2级\n【处理】苯磺酸氨氯地平片；生化；心电图';
  await say(document({ ...paper, controlId: 'OP-D1', number: 'EMR1', type: { id: 'C0002', text: '门诊病历' }, title: '门诊病历', writtenAt: before(160), status: 'DO', text: words.replace('头晕3天', '头晕2天') }));
  await say(document({ ...paper, controlId: 'OP-D2', event: 'T08', at: before(140), number: 'EMR1', type: { id: 'C0002', text: '门诊病历' }, title: '门诊病历', writtenAt: before(150), signer: li, signedAt: before(140), text: words }));
  await say(document({ ...paper, controlId: 'OP-D3', number: 'EMR2', type: { id: 'C0008', text: '治疗记录' }, title: '雾化吸入治疗记录', writtenAt: before(100), status: 'DO', text: '治疗过程顺利，无不适。' }));

  const line = (number: string, id: string, text: string, more: Partial<SampleOrder>): SampleOrder => ({ number, prescription: number.slice(0, -1), term: '处方', status: 'IP', item: { id, text, system: 'QH' }, orderedAt: before(145), doctor: li, department: 'CARD', ...more });
  const drug = line('CF1D1', 'YP-AML', '苯磺酸氨氯地平片', { specification: '5mg*28片', dose: { amount: '5', unit: 'mg' }, route: '口服', frequency: '每日一次', quantity: { amount: '2', unit: '盒' } });
  const from = { at: before(145), application: 'HIS', patient: guo, visit } as const;
  await say(order({ ...from, controlId: 'OP-O1', type: 'RDE', orders: [drug] }));
  await say(order({ ...from, controlId: 'OP-O2', type: 'OML', orders: [line('CF1L1', 'JY-BIO', '生化全套', { service: 'LAB' })] }));
  await say(order({ ...from, controlId: 'OP-O3', type: 'ORM', orders: [line('CF1E1', 'JC-ECG', '心电图', { service: 'EC' })] }));
  await say(order({ ...from, controlId: 'OP-O4', type: 'ORM', orders: [line('CF1T1', 'ZL', '雾化吸入治疗', { service: 'TRT' })] }));
  await say(execution({ ...from, type: 'RDS', at: before(120), controlId: 'OP-X1', order: drug, by: han }));

  // Potassium over three reports: in range, high, alarming; and an examination in sentences.
  for (const [index, [value, flags, minutes]] of ([['4.1', ['N'], 60 * 24 * 20], ['5.6', ['H'], 60 * 24 * 6], ['6.8', ['HH'], 60]] as const).entries()) {
    await say(result({ at: before(minutes), controlId: `OP-R${index}`, application: 'LIS', patient: guo, visit, ...(index === 2 && { placer: 'CF1L1' }), filler: `S${index}`, order: { id: 'JY-BIO', text: '生化全套', system: 'QH' }, orderingDoctor: li, specimen: { id: 'SER', text: '血清' }, collectedAt: before(minutes + 40),
      items: [{ code: { id: '2823-3', text: '血钾' }, value, unit: 'mmol/L', range: '3.5-5.3', flags }, { code: { id: '2951-2', text: '血钠' }, value: '140', unit: 'mmol/L', range: '137-147', flags: ['N'] }] }));
  }
  await say(result({ at: before(90), controlId: 'OP-R9', application: 'PACS', patient: guo, visit, placer: 'CF1E1', filler: 'EC1', order: { id: 'JC-ECG', text: '十二导联心电图', system: 'QH' }, orderingDoctor: li, service: 'EC', items: [{ code: { id: '18844-1', text: '诊断意见' }, value: '窦性心律，左心室高电压，请结合临床。', valueType: 'TX' }] }));

  // Sessions: mine today, one of another department stopped tomorrow with who stands in, one of another group.
  const session = (number: string, department: string, doctor: SampleStaff, at: Date, more: Partial<Parameters<typeof schedule>[0]> = {}): Buffer =>
    schedule({ event: 'S24', at: before(2000), controlId: `OP-${number}`, application: 'HIS', patients: [], number, session: number, kind: '门诊', status: 'Open', from: at, until: new Date(at.getTime() + 240 * minute), service: { id: 'ZJ', text: '专家门诊', system: 'QH' }, place: { ward: department, room: '3诊室' }, staff: [{ ...doctor, role: '出诊医生' }], ...more });
  await say(session('CZ1', 'CARD', li, hour(8)));
  await say(session('CZ2', 'NEPH', zhao, hour(8)));
  await say(session('CZ3', 'CARD', gu, hour(14)));
  await say(session('CZ4', 'NEPH', zhao, hour(8, 1)));
  await say(session('CZ4', 'NEPH', zhao, hour(8, 1), { event: 'S23', at: before(30), controlId: 'OP-CZ4-S23', status: 'Blocked', reason: '外出会诊' }));
  const booking = (number: string, place: number, patient: SamplePatient, of: string, doctor: SampleStaff, status = 'Booked'): Buffer =>
    schedule({ event: 'S12', at: before(1000), controlId: `OP-${number}`, application: 'HIS', patients: [patient], number, session: of, kind: '门诊', status, from: new Date(hour(8).getTime() + place * 15 * minute), service: { id: 'ZJ', text: '专家门诊', system: 'QH' }, place: { ward: 'CARD', room: '3诊室' }, staff: [{ ...doctor, role: '出诊医生' }], note: `${place}号　微信预约` });
  await say(booking('YY1', 1, guo, 'CZ1', li));
  await say(booking('YY2', 2, stranger, 'CZ1', li));
  await say(booking('YY3', 1, ofGu, 'CZ3', gu));
  await w.settle();
  return answers.every((answer) => answer === 'AA');
}
