/**
 * Every state of the card as its readers see it, for the gallery: drawn by the real rules from one invented patient,
 * never written by hand, so a picture in the gallery is a picture somebody can get.
 */
import type { Card } from '../../../cards/card.ts';
import { alertCard } from './cards.ts';
import type { CardPatient, Process, Reader } from './cards.ts';
import { defaultThresholdSet } from './limits.ts';
import type { CriticalValue, Person } from './model.ts';
import { defaultLadder, defaultProcess, outpatientLadder } from './model.process.ts';
import { acknowledge, call, cancel, close, correct, decline, dispose, escalate, feedbackAccepted, feedbackFailed, feedbackSent, handBack, judge, lapse, nurse, open, relay, reopen, sign, takeOver, told } from './rules.ts';
import type { Change, LabResult } from './rules.ts';

export interface Sample {
  readonly name: string;
  readonly state: string;
  readonly card: Card;
}

const at = (clock: string): Date => new Date(`2026-11-20T${clock}:00+08:00`);
const process: Process = { ladder: defaultLadder, settings: defaultProcess };
const patient: CardPatient = { name: '王建国', sex: 'M', birthDate: new Date('1959-03-12T00:00:00+08:00'), bed: '12', place: '心内科一病区' };

const li: Person = { number: '1001', name: '李明', role: 'doctor' };
const zhang: Person = { number: '1002', name: '张晓燕', role: 'doctor' };
const chen: Person = { number: '1003', name: '陈志远', role: 'doctor' };

const potassium: LabResult = {
  id: '01990000-0000-7000-8000-000000000001',
  key: 'sample|2823-3|',
  replaces: null,
  codes: [{ code: '2823-3', system: 'LN' }, { code: 'K', system: 'L' }],
  name: '钾',
  valueType: 'NM',
  value: '7.1',
  valueCodes: [],
  report: null,
  pointOfCare: false,
  unit: 'mmol/L',
  referenceRange: '3.5-5.3',
  flags: ['HH'],
  status: 'F',
  specimen: '血清',
  notes: [],
  unreadable: null,
  observedAt: at('01:40'),
  resultedAt: at('02:13'),
  receivedAt: at('02:14'),
};

/** An alert from a result as the rules would open it at 02:14. */
function alert(change: Partial<LabResult> = {}, of: CardPatient = patient): CriticalValue {
  const result: LabResult = { ...potassium, ...change };
  const facts = { birthDate: of.birthDate, sex: of.sex, wardCode: 'CARD1', departmentCode: 'CARD', traits: [], diagnoses: [] };
  const verdict = judge(result, facts, { alerts: [] }, defaultThresholdSet(), at('02:14'));
  if (verdict.kind !== 'critical') throw new RangeError('a sample must be critical');
  const place = {
    id: '01990000-0000-7000-8000-00000000000a',
    patientId: '01990000-0000-7000-8000-0000000000aa',
    visitId: null,
    departmentCode: 'CARD',
    wardCode: 'CARD1',
    way: 'inpatient' as const,
    previous: result.name === potassium.name ? { sent: '4.8', unit: 'mmol/L', at: new Date('2026-11-19T16:20:00+08:00') } : null,
  };
  return tell(open(verdict, result, place, at('02:14')).value, at('02:14'), [li]);
}

function tell(value: CriticalValue, now: Date, people: readonly Person[]): CriticalValue {
  return told(value, escalate(value, defaultLadder, now), people, defaultLadder, now).value;
}

const opened = alert();
const escalated = tell(opened, at('02:19'), [zhang]);
const nobody = tell(tell(opened, at('02:19'), []), at('02:19'), [chen]);
const office: Person = { number: '9001', name: '赵敏', role: 'administrator' };
const atTheEnd = tell(tell(escalated, at('02:24'), [chen]), at('02:29'), [office]);
const inCharge = value(acknowledge(atTheEnd, office, at('02:32')));
const wang: Person = { number: '1009', name: '王志强', role: 'doctor' };
const nurseLiu: Person = { number: '2001', name: '刘芳', role: 'nurse' };
const declined = tell(value(decline(opened, { by: li, kind: 'cannot-now', reason: 'rescue', note: '', to: null }, defaultLadder, at('02:16'))), at('02:16'), [zhang]);
const passed = value(decline(opened, { by: li, kind: 'not-mine', reason: null, note: '', to: wang }, defaultLadder, at('02:16')));
const taken = value(acknowledge(opened, li, at('02:16')));
const asked = value(relay(taken, { by: li, to: zhang, reason: 'off-duty', note: '' }, defaultProcess, at('02:20')));
const forHim = value(relay(taken, { by: chen, to: zhang, reason: 'away', note: '' }, defaultProcess, at('02:20')));
const handed = value(takeOver(asked, zhang, at('02:24')));
const refused = value(handBack(asked, zhang, at('02:22')));
const lapsed = value(lapse(asked, 'expired', 'duty-doctor', [wang], at('02:30')));
const disposed = value(dispose(taken, { by: li, choices: ['order-given'], note: '', actionAt: at('02:25') }, defaultProcess, at('02:30')));
const late = value(dispose(taken, { by: li, choices: ['repeat-test'], note: '', actionAt: at('02:20') }, defaultProcess, at('09:10')));
const signed = value(sign(disposed, li, 'sample-signature', defaultProcess, at('02:31')));
const sent = value(feedbackSent(signed, defaultProcess, at('02:31')));
const closed = value(close(value(feedbackAccepted(sent, at('02:32'))), defaultProcess, at('02:32')));
const nursed = value(nurse(taken, { by: nurseLiu, choices: ['orders-carried-out', 'recollected'], note: '', actionAt: at('02:22') }, defaultProcess, at('02:24')));
const reopened = tell(value(reopen(closed, { by: 'staff:7001', note: '复检仍为 7.0，请再处理' }, at('03:10'))), at('03:10'), [li]);
const cancelled = value(cancel(opened, { by: 'staff:7001', reason: 'wrong-patient', note: '' }, at('02:20')));
const secondResult = '01990000-0000-7000-8000-000000000002';
const corrected = value(correct(taken, { resultId: secondResult, sent: '4.6', unitSent: 'mmol/L', outcome: 'not-critical', successor: null }, at('02:40')));
const withdrawn = value(correct(opened, { resultId: secondResult, sent: '', unitSent: '', outcome: 'withdrawn', successor: null }, at('02:40')));

function value(change: Change): CriticalValue {
  return change.value;
}

const as = (person: Person, change: Partial<Reader> = {}): Reader => ({ staffNumber: person.number, mayAct: true, mayDecline: true, mayRelay: false, contacts: false, watches: false, colleague: null, outOfTeam: false, ...change });

function sample(state: string, name: string, of: CriticalValue, reader: Reader, clock: string, who: CardPatient = patient, how: Process = process): Sample {
  return { name, state, card: alertCard(of, who, reader, how, at(clock)) };
}

const culture = alert({ codes: [{ code: '600-7', system: 'LN' }], name: '血培养', valueType: 'ST', value: '革兰阴性杆菌', unit: '', referenceRange: '', flags: [] });
const gas = alert({ codes: [{ code: '2744-1', system: 'LN' }], name: 'pH', value: '7.08', unit: '', referenceRange: '7.35-7.45', flags: ['LL'], specimen: '动脉血' });
const platelets = alert({ codes: [{ code: '777-3', system: 'LN' }], name: '血小板', value: '8', unit: '10*9/L', referenceRange: '125-350', flags: ['LL'] });
const flagged = alert({ codes: [{ code: 'XYZ', system: 'L' }], name: '甲胎蛋白', value: '阳性', valueType: 'ST', unit: '', referenceRange: '', flags: ['AA'] });
const newborn: CardPatient = { name: '李丽之子', sex: 'M', birthDate: new Date('2026-11-15T08:00:00+08:00'), bed: '3', place: '新生儿科' };

const together: CriticalValue = { ...opened, escalation: { ...opened.escalation, told: opened.escalation.told.map((each) => ({ ...each, people: [li, nurseLiu] })) } };
const clinic: CardPatient = { name: '郭美兰', sex: 'F', birthDate: new Date('1966-04-18T00:00:00+08:00'), bed: '', place: '心血管内科门诊' };
const outside: CriticalValue = { ...alert({}, clinic), way: 'outpatient' };
const desk: Person = { number: '1005', name: '吴倩', role: 'nurse' };
const told3 = (of: CriticalValue): CriticalValue => told(of, escalate(of, outpatientLadder, at('02:19')), [desk], outpatientLadder, at('02:19')).value;
const tried = value(call(told3(outside), { by: desk, whom: 'patient', to: '患者本人', reached: false, readBack: null, note: '' }, at('02:21')));
const found = value(call(tried, { by: desk, whom: 'patient', to: '患者本人', reached: true, readBack: null, note: '请立即来院' }, at('02:24')));
const clinics: Process = { ladder: outpatientLadder, settings: defaultProcess };

export const samples: readonly Sample[] = [
  sample('mine-to-answer', '新的危急值，等管床医生确认', opened, as(li), '02:15'),
  sample('mine-to-answer-haemolysed', '标本溶血的高钾', alert({ notes: ['标本溶血'] }), as(li), '02:15'),
  sample('mine-to-answer-culture', '血培养阳性', culture, as(li), '02:15'),
  sample('mine-to-answer-low', '动脉血 pH 过低', gas, as(li), '02:15'),
  sample('mine-to-answer-count', '血小板过低，单位带幂', platelets, as(li), '02:15'),
  sample('mine-to-answer-flag', '界限表没有的项目，检验科标记危急', flagged, as(li), '02:15'),
  sample('mine-to-answer-newborn', '新生儿，按母亲姓名', alert({ observedAt: at('02:00') }, newborn), as(li), '02:15', newborn),
  sample('mine-to-answer-read-back', '医院要求确认时复述', opened, as(li), '02:15', patient, { ...process, settings: { ...defaultProcess, readBack: true } }),
  sample('mine-to-answer-colleague', '值班医生可以转给管床医生', opened, as(li, { colleague: wang }), '02:15'),
  sample('passed-to-me', '同事转给我', passed, as(wang), '02:17'),
  sample('declined-by-me', '我回复现在无法处理', declined, as(li), '02:17'),
  sample('declined-by-me-passed', '我回复不是我的病人，已转给同事', passed, as(li), '02:17'),
  sample('escalated-declined', '上一位无法处理，立即通知我', declined, as(zhang), '02:17'),
  sample('reopened', '检验科重新打开', reopened, as(li), '03:11'),
  sample('escalated-to-me', '5 分钟无人确认，升级到值班医生', escalated, as(zhang), '02:20'),
  sample('escalated-past-me', '升级之后，最早被通知的医生所见', escalated, as(li), '02:20'),
  sample('escalated-nobody', '值班医生无人，直接到科主任', nobody, as(chen), '02:20'),
  sample('overdue-unanswered', '30 分钟仍无人确认', atTheEnd, as(li), '02:46'),
  sample('taken-by-me', '我已确认，待处置', taken, as(li), '02:17'),
  sample('taken-by-me-shift', '我已确认，值班医生另有其人，可以交班', taken, as(li, { mayRelay: true }), '02:17'),
  sample('relaying', '我已请同事接手，等回复', asked, as(li), '02:21'),
  sample('relaying-for-me', '科主任替我转交，等回复', forHim, as(li), '02:21'),
  sample('relayed-to-me', '同事下班，请我接手', asked, as(zhang), '02:21'),
  sample('relayed-to-me-read-back', '请我接手，医院要求复述', asked, as(zhang), '02:21', patient, { ...process, settings: { ...defaultProcess, readBack: true } }),
  sample('taken-by-another-relaying', '同事正在转交，别人所见', asked, as(chen), '02:21'),
  sample('taken-by-me-over', '我已接手', handed, as(zhang, { mayRelay: true }), '02:25'),
  sample('taken-by-another-over', '我已转交，同事已接手', handed, as(li), '02:25'),
  sample('taken-by-me-back', '同事到时未接手，退回给我', lapsed, as(li, { mayRelay: true }), '02:31'),
  sample('taken-by-me-refused', '同事现在不能接手，退回给我', refused, as(li), '02:23'),
  sample('taken-by-another-back', '未接手退回，值班医生所见', lapsed, as(wang), '02:31'),
  sample('taken-by-me-nursed', '我已确认，护士已执行', nursed, as(li), '02:25'),
  sample('taken-by-me-haemolysed', '我已确认，标本溶血', value(acknowledge(alert({ notes: ['HEMOLYZED SPECIMEN'] }), li, at('02:16'))), as(li), '02:17'),
  sample('overdue-mine', '我已确认，超时未处置', taken, as(li), '02:50'),
  sample('taken-by-another', '同事已确认', taken, as(zhang), '02:17'),
  sample('taken-by-another-overdue', '同事已确认，超时未处置', taken, as(zhang), '02:50'),
  sample('in-my-charge', '医务科已接手，由医生处置', inCharge, as(office, { mayAct: false, mayDecline: false }), '02:33'),
  sample('in-my-charge-overdue', '医务科已接手，超时未处置', inCharge, as(office, { mayAct: false, mayDecline: false }), '03:10'),
  sample('to-treat', '医务科已接手，医生所见', inCharge, as(zhang), '02:33'),
  sample('disposed-by-me', '我已处置，待签名', disposed, as(li), '02:30'),
  sample('disposed-by-me-late', '补记的处置', late, as(li), '09:11'),
  sample('disposed', '同事已处置', disposed, as(zhang), '02:30'),
  sample('signed', '已签名，等检验科', sent, as(li), '02:31'),
  sample('signed-feedback-failed', '已签名，反馈未成功', value(feedbackFailed(sent, 'ECONNREFUSED', at('02:32'))), as(li), '02:33'),
  sample('closed', '已办结', closed, as(li), '02:33'),
  sample('closed-next-day', '第二天看已办结的卡片', closed, as(li), '23:59'),
  sample('cancelled', '检验科撤销：患者信息有误', cancelled, as(li), '02:21'),
  sample('corrected', '检验科更正，不再危急', corrected, as(li), '02:41'),
  sample('withdrawn', '检验科撤回结果', withdrawn, as(li), '02:41'),
  sample('to-watch', '责任护士与管床医生同时收到', together, as(nurseLiu, { mayAct: false, watches: true }), '02:15'),
  sample('to-watch-nursed', '责任护士已记录', value(nurse(together, { by: nurseLiu, choices: ['told-doctor'], note: '', actionAt: at('02:16') }, defaultProcess, at('02:16'))), as(nurseLiu, { mayAct: false, watches: true }), '02:17'),
  sample('outpatient', '门诊患者，等开单医生确认', outside, as(li), '02:15', clinic, clinics),
  sample('to-contact', '开单医生未确认，请护士台找医生或联系患者', told3(outside), as(desk, { mayAct: false, contacts: true }), '02:20', clinic, clinics),
  sample('outpatient-tried', '联系患者未接通，医生所见', tried, as(li), '02:22', clinic, clinics),
  sample('to-contact-reached', '已联系到患者，护士台所见', found, as(desk, { mayAct: false, contacts: true }), '02:25', clinic, clinics),
  sample('taken-by-me-outpatient', '门诊患者，我已确认', value(acknowledge(found, li, at('02:26'))), as(li), '02:27', clinic, clinics),
  sample('not-mine', '患者已转出', opened, as(li, { outOfTeam: true, mayAct: false }), '02:15', { ...patient, place: '重症医学科' }),
];
