/** Outpatients: sessions and bookings (SIU), arrival (ADT^A04), the record, prescriptions of four kinds and what came of them. */
import { type Fact, admission, document, execution, order, schedule, type SampleOrder, type SampleVisit } from './facts.ts';
import { sessionsAround, visitsOf, type Session, type Visit } from '../course/clinics.ts';
import type { World } from '../course/stays.ts';
import { drug } from '../data/drugs.ts';
import { examination } from '../data/imaging.ts';
import { panelOf } from '../data/laboratory.ts';
import { kindOf } from '../documents/kinds.ts';
import { herbSheet, prescriptionSheet } from '../documents/reports.ts';
import { ageText, day, minute, timeText } from '../time.ts';
import { clinicResults } from './clinic-results.ts';
import { patientOf, staffOf, type Telling } from './telling.ts';

export function clinicTellings(world: World, from: number, until: number): Telling[] {
  const tellings = sessionsAround(world, from, until).flatMap((session) => [opened(session), ...visitsOf(world, session).flatMap((visit) => visitTellings(world, visit))]);
  return tellings.filter(({ at }) => at >= from && at < until);
}

/** A session with nobody booked yet: what a patient's phone offers. */
export function opened(session: Session): Telling {
  const at = session.from - 5 * day;
  return { at, id: `${session.number}.S24`, system: 'HIS', what: `开放号源 ${session.doctor.name}`, weight: 'basic', ward: '', clinic: session.department, write: () => sessionMessage(session, 'S24', at, `${session.number}.S24`) };
}

export function sessionMessage(session: Session, event: 'S23' | 'S24', at: number, id: string, reason?: string): Fact {
  return schedule({
    event, at: new Date(at), controlId: id, application: 'HIS', patients: [], number: session.number, session: session.number, kind: '门诊', from: new Date(session.from), until: new Date(session.until), ...(reason !== undefined && { reason }),
    status: event === 'S23' ? 'Blocked' : 'Open', service: { id: session.clinic === '专家' ? 'ZJ' : 'PT', text: `${session.clinic}门诊`, system: 'QH' }, place: { ward: session.department, room: session.room }, staff: [{ ...staffOf(session.doctor), role: '出诊医生' }],
  });
}

function visitTellings(world: World, visit: Visit): Telling[] {
  const { number, session, at, comes, bookedAt } = visit;
  const base = { system: 'HIS' as const, weight: 'detail' as const, ward: '', clinic: session.department };
  const leaves = at + 12 * minute;
  const told: Telling[] = [{ ...base, at: bookedAt, id: `${number}.S12`, what: '门诊预约', write: () => booking(visit, 'S12', bookedAt, 'Booked') }];
  if (!comes) return [...told, { ...base, at: session.until, id: `${number}.S26`, what: '爽约', write: () => booking(visit, 'S26', session.until, 'Noshow') }];
  return [
    ...told,
    { ...base, at: at - 6 * minute, id: `${number}.A04`, what: '门诊报到', write: () => arrival(visit) },
    ...prescriptions(visit).map((write, index) => ({ ...base, at: leaves + index * 1000, id: `${number}.RX${index}`, what: '门诊处方', write: () => write(`${number}.RX${index}`) })),
    { ...base, system: 'EMR' as const, at: leaves + 3 * minute, id: `${number}.MR`, what: '门诊病历', write: () => record(visit) },
    ...sheetsOf(visit).map(({ kind, text }) => ({ ...base, system: 'EMR' as const, at: leaves + 2 * minute, id: `${number}.${kind}`, what: kindOf(kind).text, write: () => sheet(visit, kind, text, leaves + 2 * minute) })),
    ...dispensed(visit).map((write, index) => ({ ...base, at: leaves + (18 + index) * minute, id: `${number}.RDS${index}`, what: '门诊发药', write: () => write(`${number}.RDS${index}`, leaves + (18 + index) * minute) })),
    ...clinicResults(world, visit, visitPart(visit)).map((result) => ({ ...base, ...result })),
    { ...base, at: leaves + 4 * minute, id: `${number}.S14`, what: '就诊结束', write: () => booking(visit, 'S14', leaves + 4 * minute, 'Complete') },
  ];
}

const visitPart = ({ number, session, at, fee }: Visit): SampleVisit => ({ number, patientClass: 'O', department: session.department, attending: staffOf(session.doctor), admittedAt: new Date(at - 6 * minute), feeCategory: fee });

function booking(visit: Visit, event: 'S12' | 'S14' | 'S26', at: number, status: string): Fact {
  const { number, session, patient, place, channel } = visit;
  return schedule({
    event, at: new Date(at), controlId: `${number}.${event}`, application: 'HIS', patients: [patientOf(patient)], number: `YY${number.slice(2)}`, session: session.number, kind: '门诊', status, from: new Date(visit.at), until: new Date(visit.at + 12 * minute),
    service: { id: session.clinic === '专家' ? 'ZJ' : 'PT', text: `${session.clinic}门诊`, system: 'QH' }, place: { ward: session.department, room: session.room }, staff: [{ ...staffOf(session.doctor), role: '出诊医生' }], note: `${place}号　${channel}预约`,
  });
}

function arrival(visit: Visit): Fact {
  const { number, why, at, session } = visit;
  const when = new Date(at - 6 * minute);
  return admission({ event: 'A04', at: when, controlId: `${number}.A04`, application: 'HIS', patient: patientOf(visit.patient), visit: visitPart(visit), diagnoses: [{ code: why.code, name: why.diagnosis, type: 'W', rank: 1, at: when, by: staffOf(session.doctor) }] });
}

function lineOf({ number, session, at }: Visit, serial: string, code: string, name: string, more: Partial<SampleOrder>): SampleOrder {
  return { number: `CF${number.slice(2)}${serial}`, prescription: `${number}${serial.slice(0, 1)}`, term: '处方', status: 'IP', item: { id: code, text: name, system: 'QH' }, orderedAt: new Date(at + 10 * minute), doctor: staffOf(session.doctor), department: session.department, ...more };
}

function drugLines(visit: Visit): SampleOrder[] {
  const { why } = visit;
  const drugs = why.drugs.map(drug).map(({ id, name, specification, dose, unit, route, frequency }, index) => lineOf(visit, `D${index}`, `YP-${id.toUpperCase()}`, name, { specification, dose: { amount: dose, unit }, route, frequency, quantity: { amount: '2', unit: '盒' } }));
  return why.herbs === undefined ? drugs : [...drugs, lineOf(visit, 'D9', 'YP-ZY', '中药饮片处方', { note: why.herbs, quantity: { amount: '7', unit: '剂' } })];
}

/** The pharmacy's window, a quarter of an hour later. */
function dispensed(visit: Visit): ((id: string, at: number) => Fact)[] {
  return drugLines(visit).map((line) => (id: string, at: number) => execution({ type: 'RDS', at: new Date(at), controlId: id, application: 'HIS', patient: patientOf(visit.patient), visit: visitPart(visit), order: line }));
}

/** Drugs, laboratory, examination, treatment: each kind is a prescription of its own. */
function prescriptions(visit: Visit): ((id: string) => Fact)[] {
  const { why, at, patient } = visit;
  const when = new Date(at + 10 * minute);
  const line = (serial: string, code: string, name: string, more: Partial<SampleOrder> = {}): SampleOrder => lineOf(visit, serial, code, name, more);
  const groups: readonly (readonly ['RDE' | 'OML' | 'ORM', readonly SampleOrder[]])[] = [
    ['RDE', drugLines(visit)],
    ['OML', why.panels.map((id, index) => line(`L${index}`, `JY-${id}`, panelOf(id).name, { service: 'LAB' }))],
    ['ORM', why.examinations.map((id, index) => line(`E${index}`, examination(id).code, examination(id).name, { service: examination(id).service === 'US' ? 'US' : 'RAD' }))],
    ['ORM', why.treatments.map((name, index) => line(`T${index}`, 'ZL', name, { service: 'TRT' }))],
  ];
  return groups.filter(([, orders]) => orders.length > 0).map(([type, orders]) => (id: string) => order({ type, at: when, controlId: id, application: 'HIS', patient: patientOf(patient), visit: visitPart(visit), orders }));
}

/** The prescriptions as sheets of the record, of Western and of Chinese medicine. */
function sheetsOf(visit: Visit): { readonly kind: 'prescription' | 'herbs'; readonly text: readonly string[] }[] {
  return ([['prescription', prescriptionSheet(visit)], ['herbs', herbSheet(visit)]] as const).flatMap(([kind, text]) => (text === undefined ? [] : [{ kind, text }]));
}

function sheet(visit: Visit, kind: 'prescription' | 'herbs', text: readonly string[], at: number): Fact {
  const { number, patient, session } = visit;
  const when = new Date(at);
  return document({ at: when, controlId: `${number}.${kind}`, application: 'EMR', patient: patientOf(patient), visit: visitPart(visit), number: `EMR${number.slice(2)}${kind === 'herbs' ? 'Z' : 'X'}`, type: kindOf(kind), title: kindOf(kind).text, author: staffOf(session.doctor), signer: staffOf(session.doctor), writtenAt: when, signedAt: when, text: text.map((line) => line.trim()).join('\n') });
}

function record(visit: Visit): Fact {
  const { number, patient, session, why, at } = visit;
  const when = new Date(at + 15 * minute);
  const lines = [
    `${session.doctor.name}${session.doctor.title}　${timeText(at)}　${session.clinic}门诊`, `${patient.name}　${patient.sex === 'M' ? '男' : '女'}　${ageText(patient.birth, at)}`, `【主诉】${why.complaint}。`, `【现病史】${why.history}`, '【既往史】否认药物过敏史。', `【体格检查】${why.exam}`, `【诊断】${why.diagnosis}`,
    `【处理】${[...why.drugs.map((id) => drug(id).name), ...why.panels.map((id) => panelOf(id).name), ...why.examinations.map((id) => examination(id).name), ...why.treatments, ...(why.herbs === undefined ? [] : [`中药：${why.herbs}`])].join('；') || '健康指导'}`, `【嘱托】${why.advice}`,
  ];
  return document({ at: when, controlId: `${number}.MR`, application: 'EMR', patient: patientOf(patient), visit: visitPart(visit), number: `EMR${number.slice(2)}`, type: kindOf('clinic'), title: '门诊病历', author: staffOf(session.doctor), signer: staffOf(session.doctor), writtenAt: when, signedAt: when, text: lines.join('\n') });
}
