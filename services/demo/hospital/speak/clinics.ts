/** Outpatients: sessions and bookings (SIU), arrival (ADT^A04), the record, and prescriptions of four kinds. */
import { admission, document, order, schedule, type SampleOrder, type SampleVisit } from '../../../links/hl7/samples.ts';
import { sessionsAround, visitsOf, type Session, type Visit } from '../course/clinics.ts';
import type { World } from '../course/stays.ts';
import { drug } from '../data/drugs.ts';
import { examination } from '../data/imaging.ts';
import { panelOf } from '../data/laboratory.ts';
import { kindOf } from '../documents/kinds.ts';
import { ageText, day, minute, timeText } from '../time.ts';
import { patientOf, staffOf, type Telling } from './telling.ts';

export function clinicTellings(world: World, from: number, until: number): Telling[] {
  const tellings = sessionsAround(world, from, until).flatMap((session) => [opened(session), ...visitsOf(world, session).flatMap((visit) => visitTellings(visit))]);
  return tellings.filter(({ at }) => at >= from && at < until);
}

/** A session with nobody booked yet: what a patient's phone offers. */
export function opened(session: Session): Telling {
  const at = session.from - 5 * day;
  return { at, id: `${session.number}.S24`, system: 'HIS', what: `开放号源 ${session.doctor.name}`, weight: 'basic', ward: '', write: () => sessionMessage(session, 'S24', at, `${session.number}.S24`) };
}

export function sessionMessage(session: Session, event: 'S23' | 'S24', at: number, id: string, reason?: string): Buffer {
  return schedule({
    event, at: new Date(at), controlId: id, application: 'HIS', patients: [], number: session.number, session: session.number, kind: '门诊', from: new Date(session.from), until: new Date(session.until), ...(reason !== undefined && { reason }),
    status: event === 'S23' ? 'Blocked' : 'Open', service: { id: session.clinic === '专家' ? 'ZJ' : 'PT', text: `${session.clinic}门诊`, system: 'QH' }, place: { ward: session.department, room: session.room }, staff: [{ ...staffOf(session.doctor), role: '出诊医生' }],
  });
}

function visitTellings(visit: Visit): Telling[] {
  const { number, session, at, comes, bookedAt } = visit;
  const base = { system: 'HIS' as const, weight: 'detail' as const, ward: '' };
  const leaves = at + 12 * minute;
  const told: Telling[] = [{ ...base, at: bookedAt, id: `${number}.S12`, what: '门诊预约', write: () => booking(visit, 'S12', bookedAt, 'Booked') }];
  if (!comes) return [...told, { ...base, at: session.until, id: `${number}.S26`, what: '爽约', write: () => booking(visit, 'S26', session.until, 'Noshow') }];
  return [
    ...told,
    { ...base, at: at - 6 * minute, id: `${number}.A04`, what: '门诊报到', write: () => arrival(visit) },
    ...prescriptions(visit).map((write, index) => ({ ...base, at: leaves + index * 1000, id: `${number}.RX${index}`, what: '门诊处方', write: () => write(`${number}.RX${index}`) })),
    { ...base, system: 'EMR' as const, at: leaves + 3 * minute, id: `${number}.MR`, what: '门诊病历', write: () => record(visit) },
    { ...base, at: leaves + 4 * minute, id: `${number}.S14`, what: '就诊结束', write: () => booking(visit, 'S14', leaves + 4 * minute, 'Complete') },
  ];
}

const visitPart = ({ number, session, at }: Visit): SampleVisit => ({ number, patientClass: 'O', department: session.department, attending: staffOf(session.doctor), admittedAt: new Date(at - 6 * minute) });

function booking(visit: Visit, event: 'S12' | 'S14' | 'S26', at: number, status: string): Buffer {
  const { number, session, patient, place, channel } = visit;
  return schedule({
    event, at: new Date(at), controlId: `${number}.${event}`, application: 'HIS', patients: [patientOf(patient)], number: `YY${number.slice(2)}`, session: session.number, kind: '门诊', status, from: new Date(visit.at), until: new Date(visit.at + 12 * minute),
    service: { id: session.clinic === '专家' ? 'ZJ' : 'PT', text: `${session.clinic}门诊`, system: 'QH' }, place: { ward: session.department, room: session.room }, staff: [{ ...staffOf(session.doctor), role: '出诊医生' }], note: `${place}号　${channel}预约`,
  });
}

function arrival(visit: Visit): Buffer {
  const { number, why, at, session } = visit;
  const when = new Date(at - 6 * minute);
  return admission({ event: 'A04', at: when, controlId: `${number}.A04`, application: 'HIS', patient: patientOf(visit.patient), visit: visitPart(visit), diagnoses: [{ code: why.code, name: why.diagnosis, type: 'W', rank: 1, at: when, by: staffOf(session.doctor) }] });
}

/** Drugs, laboratory, examination, treatment: each kind is a prescription of its own. */
function prescriptions(visit: Visit): ((id: string) => Buffer)[] {
  const { why, number, session, at, patient } = visit;
  const when = new Date(at + 10 * minute);
  const line = (serial: string, code: string, name: string, more: Partial<SampleOrder> = {}): SampleOrder => ({ number: `CF${number.slice(2)}${serial}`, prescription: `${number}${serial.slice(0, 1)}`, term: '处方', status: 'IP', item: { id: code, text: name, system: 'QH' }, orderedAt: when, doctor: staffOf(session.doctor), department: session.department, ...more });
  const drugs = why.drugs.map(drug).map(({ id, name, specification, dose, unit, route, frequency }, index) => line(`D${index}`, `YP-${id.toUpperCase()}`, name, { specification, dose: { amount: dose, unit }, route, frequency, quantity: { amount: '2', unit: '盒' } }));
  const herbs = why.herbs === undefined ? [] : [line('D9', 'YP-ZY', '中药饮片处方', { note: why.herbs, quantity: { amount: '7', unit: '剂' } })];
  const groups: readonly (readonly ['RDE' | 'OML' | 'ORM', readonly SampleOrder[]])[] = [
    ['RDE', [...drugs, ...herbs]],
    ['OML', why.panels.map((id, index) => line(`L${index}`, `JY-${id}`, panelOf(id).name, { service: 'LAB' }))],
    ['ORM', why.examinations.map((id, index) => line(`E${index}`, examination(id).code, examination(id).name, { service: examination(id).service === 'US' ? 'US' : 'RAD' }))],
    ['ORM', why.treatments.map((name, index) => line(`T${index}`, 'ZL', name, { service: 'TRT' }))],
  ];
  return groups.filter(([, orders]) => orders.length > 0).map(([type, orders]) => (id: string) => order({ type, at: when, controlId: id, application: 'HIS', patient: patientOf(patient), visit: visitPart(visit), orders }));
}

function record(visit: Visit): Buffer {
  const { number, patient, session, why, at } = visit;
  const when = new Date(at + 15 * minute);
  const lines = [
    `${session.doctor.name}${session.doctor.title}　${timeText(at)}　${session.clinic}门诊`, `${patient.name}　${patient.sex === 'M' ? '男' : '女'}　${ageText(patient.birth, at)}`, `【主诉】${why.complaint}。`, `【现病史】${why.history}`, '【既往史】否认药物过敏史。', `【体格检查】${why.exam}`, `【诊断】${why.diagnosis}`,
    `【处理】${[...why.drugs.map((id) => drug(id).name), ...why.panels.map((id) => panelOf(id).name), ...why.examinations.map((id) => examination(id).name), ...why.treatments, ...(why.herbs === undefined ? [] : [`中药：${why.herbs}`])].join('；') || '健康指导'}`, `【嘱托】${why.advice}`,
  ];
  return document({ at: when, controlId: `${number}.MR`, application: 'EMR', patient: patientOf(patient), visit: visitPart(visit), number: `EMR${number.slice(2)}`, type: kindOf('clinic'), title: '门诊病历', author: staffOf(session.doctor), signer: staffOf(session.doctor), writtenAt: when, signedAt: when, text: lines.join('\n') });
}
