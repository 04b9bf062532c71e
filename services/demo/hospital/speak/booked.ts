/** What is said of people who are booked: their pre-orders, and a day of surgery from booking to home. */
import { type AdmissionSample, type SampleOrder, type SampleVisit, type ScheduleSample, admission, order, schedule } from './facts.ts';
import type { DayCase } from '../course/day-surgery.ts';
import { type PreOrder, preOrdersOf } from '../course/pre-orders.ts';
import type { Stay, World } from '../course/stays.ts';
import type { Patient } from '../people/patients.ts';
import type { Person } from '../people/staff.ts';
import { hour, minute } from '../time.ts';
import { bookedAt } from './places.ts';
import { patientOf, staffOf, type Telling } from './telling.ts';

interface Whom {
  readonly patient: Patient;
  readonly visit: SampleVisit;
  readonly ward: string;
  readonly doctor: Person;
}

/** Each is told when it is ordered and when it is done. */
function preOrderTellings(orders: readonly PreOrder[], { patient, visit, ward, doctor }: Whom): Telling[] {
  return orders.flatMap(({ number, category, code, name, orderedAt, doneAt }) => {
    const line: SampleOrder = { number, term: '临时', item: { id: code, text: name, system: 'QH' }, orderedAt: new Date(orderedAt), startAt: new Date(orderedAt), doctor: staffOf(doctor), department: visit.department ?? '', service: category === 'laboratory' ? 'LAB' : 'RAD' };
    const tell = (at: number, step: 'NW' | 'CM', what: string): Telling => {
      const id = `${number}.${step}`;
      const write = () => order({ type: category === 'laboratory' ? 'OML' : 'ORM', at: new Date(at), controlId: id, application: 'HIS', patient: patientOf(patient), visit, orders: [step === 'NW' ? { ...line, control: 'NW', status: 'SC' } : { ...line, control: 'SC', status: 'CM' }] });
      return { at, id, system: 'HIS', what, weight: 'basic', ward, write };
    };
    return [tell(orderedAt, 'NW', `预医嘱 ${name}`), ...(doneAt === undefined ? [] : [tell(doneAt, 'CM', `预医嘱完成 ${name}`)])];
  });
}

/** Of a stay that was booked: what the clinic ordered along with it. */
export function preOrdersOfStay({ seed }: World, stay: Stay): Telling[] {
  const at = bookedAt(stay);
  if (at === undefined) return [];
  const { id, disease, ward, attending, patient, admittedAt } = stay;
  const visit = { number: id, patientClass: 'P', department: ward.department, attending: staffOf(attending) } as const;
  return preOrderTellings(preOrdersOf({ seed, visit: id, bookedAt: at, comesAt: admittedAt, panels: Object.keys(disease.panels).slice(0, 3), imaging: disease.imaging.slice(0, 2) }), { patient, visit, ward: ward.code, doctor: attending });
}

export function dayCaseTellings({ seed }: World, one: DayCase): Telling[] {
  const { id, patient, ward, surgeon, bookedAt: booked, arrivesAt, comes } = one;
  const planned: SampleVisit = { ...visitOf(one), patientClass: 'P', plannedAt: new Date(arrivesAt), plannedPlace: { ward: ward.code, bed: one.bed } };
  const orders = preOrdersOf({ seed, visit: id, bookedAt: booked, comesAt: arrivesAt, panels: ['CBC', 'COAG'], imaging: ['ecg-normal', 'chest-normal'] });
  const before = [adt(one, 'A05', booked, '日间手术预约', planned), ...preOrderTellings(orders, { patient, visit: { number: id, patientClass: 'P', department: ward.department, daySurgery: true }, ward: ward.code, doctor: surgeon }), ...operation(one, 'Booked', one.listedAt, '日间手术安排', { from: one.from, until: one.from + one.procedure.minutes * minute })];
  if (!comes) return [...before, adt(one, 'A38', one.from + hour, '日间手术未来，取消', planned), ...operation(one, 'Cancelled', one.from + hour, '日间手术取消', { from: one.from })];
  const here: SampleVisit = { ...visitOf(one), bed: one.bed, ward: ward.code, nurse: staffOf(one.nurse), admittedAt: new Date(arrivesAt) };
  const home: SampleVisit = { ...here, dischargedAt: new Date(one.leavesAt), disposition: '医嘱离院' };
  return [
    ...before,
    adt(one, 'A01', arrivesAt, '日间手术到院', here),
    ...operation(one, 'Started', one.from, '日间手术开始', { from: one.from }),
    ...operation(one, 'Complete', one.until, '日间手术结束', { from: one.from, until: one.until }),
    adt(one, 'A03', one.leavesAt, '日间手术离院', home),
  ];
}

const visitOf = ({ id, ward, surgeon, fee }: DayCase): SampleVisit => ({ number: id, patientClass: 'I', daySurgery: true, department: ward.department, attending: staffOf(surgeon), feeCategory: fee });

function adt(one: DayCase, event: NonNullable<AdmissionSample['event']>, at: number, what: string, visit: SampleVisit): Telling {
  const { id: number, patient, ward, surgeon, procedure: { diagnosis: [code, name] } } = one;
  const id = `${number}.${event}`;
  const diagnoses = [{ code, name, type: event === 'A03' ? 'F' : 'A', rank: 1, at: new Date(at), by: staffOf(surgeon) }] as const;
  return { at, id, system: 'HIS', what, weight: 'place', ward: ward.code, write: () => admission({ at: new Date(at), controlId: id, application: 'HIS', event, patient: patientOf(patient), visit, diagnoses: [...diagnoses] }) };
}

function operation(one: DayCase, status: NonNullable<ScheduleSample['status']>, at: number, what: string, times: { readonly from: number; readonly until?: number }): Telling[] {
  const { id: visit, patient, ward, surgeon, assistant, anaesthetist, procedure, room, sequence } = one;
  const number = `OP${visit.slice(2)}D`;
  const id = `${number}.${status}`;
  const sample: ScheduleSample = {
    event: status === 'Booked' ? 'S12' : status === 'Cancelled' ? 'S15' : 'S14', at: new Date(at), controlId: id, application: 'ORIS', patients: [patientOf(patient)], visit: { number: visit, patientClass: 'I', department: ward.department, daySurgery: true }, number, order: number, kind: '手术', status,
    from: new Date(times.from), ...(times.until !== undefined && { until: new Date(times.until) }), service: { id: procedure.code, text: procedure.name, system: 'I9CM3' }, place: { ward: 'ANES', room, type: 'OR' },
    staff: [{ ...staffOf(surgeon), role: '主刀' }, { ...staffOf(assistant), role: '助手' }, { ...staffOf(anaesthetist), role: '麻醉医师' }], note: `${sequence}台　${procedure.level}　${procedure.anaesthesia}`,
  };
  return [{ at, id, system: 'ORIS', what, weight: 'basic', ward: ward.code, write: () => schedule(sample) }];
}
