/** ADT of a stay, and what the theatre says. */
import { admission, schedule, type AdmissionSample, type ScheduleSample } from './facts.ts';
import { operationOf } from '../course/operation.ts';
import { diagnosesOf, isShort, type Stay, type World } from '../course/stays.ts';
import { hour, midnight, minute } from '../time.ts';
import { easedAt, patientOf, staffOf, type Telling, visitOf } from './telling.ts';

export function placesOf(stay: Stay): Telling[] {
  const { steppedDown, dischargedAt, admittedAt } = stay;
  const eased = easedAt(stay);
  const booked = bookedAt(stay);
  return [
    ...(booked === undefined ? [] : [booking(stay, booked)]),
    adt(stay, 'A01', admittedAt, '入院', { diagnoses: diagnoses(stay, 'A'), allergies: allergiesOf(stay) }),
    ...(steppedDown === undefined ? [] : [adt(stay, 'A02', steppedDown.at, '转科', { prior: { ward: 'ICU1', bed: steppedDown.bed } })]),
    ...(eased < dischargedAt ? [adt(stay, 'A08', eased, '病情变更')] : []),
    ...(leavesFrom(stay) === undefined ? [] : [adt(stay, 'A16', leavesFrom(stay) ?? 0, '预出院')]),
    adt(stay, 'A03', dischargedAt, '出院', { diagnoses: diagnoses(stay, 'F') }),
  ];
}

/** The longest anybody is booked ahead. */
export const bookedAhead = 46 * hour;

/** Who comes from a clinic in the daytime was booked a day or two before; undefined for all others. */
export function bookedAt({ admittedAt, by, bookedAt: kept }: Stay): number | undefined {
  if (kept !== undefined) return kept;
  const clock = admittedAt - midnight(admittedAt);
  return by === '门诊' && clock > 8 * hour && clock < 17 * hour ? admittedAt - 20 * hour - ((admittedAt / minute) % 26) * hour : undefined;
}

/** 预入院: a number is given and a bed kept; told anew where it was moved, taken back where it was cancelled. */
export function booking(stay: Stay, at: number, event: 'A05' | 'A38' = 'A05'): Telling {
  const { id, ward, bed, attending, admittedAt, fee } = stay;
  const name = `${id}.${event}.${at}`;
  const visit = { number: id, patientClass: 'P', department: ward.department, attending: staffOf(attending), feeCategory: fee, plannedAt: new Date(admittedAt), plannedPlace: { ward: ward.code, bed } } as const;
  const write = () => admission({ at: new Date(at), controlId: name, application: 'HIS', event, patient: patientOf(stay.patient), visit, diagnoses: diagnoses(stay, 'A').slice(0, 1) });
  return { at, id: name, system: 'HIS', what: event === 'A05' ? '预入院' : '取消预入院', weight: 'place', ward: ward.code, write };
}

/** The round of the day before decides who may go; nobody plans a death. */
function leavesFrom({ dischargedAt, admittedAt, dies }: Stay): number | undefined {
  const told = midnight(dischargedAt) - 15 * hour + (dischargedAt % 50) * minute;
  return dies || told < admittedAt + 3 * hour ? undefined : told;
}

export function adt(stay: Stay, event: NonNullable<AdmissionSample['event']>, at: number, what: string, more: Partial<AdmissionSample> = {}): Telling {
  const id = `${stay.id}.${event}.${at}`;
  const leaving = event === 'A03' ? { dischargedAt: new Date(at), disposition: stay.dies ? '死亡' : isShort(stay) ? '非医嘱离院' : '医嘱离院' } : event === 'A16' ? { dischargePlannedAt: new Date(stay.dischargedAt) } : {};
  const write = () => admission({ at: new Date(at), controlId: id, application: 'HIS', event, patient: patientOf(stay.patient), visit: { ...visitOf(stay, at), ...leaving }, ...more });
  return { at, id, system: 'HIS', what, weight: 'place', ward: stay.ward.code, write };
}

const diagnoses = (stay: Stay, type: 'A' | 'F') => diagnosesOf(stay).map((each, index) => ({ ...each, type, rank: index + 1, at: new Date(type === 'A' ? stay.admittedAt : stay.dischargedAt), by: staffOf(stay.attending) }));

const allergiesOf = ({ allergy }: Stay): NonNullable<AdmissionSample['allergies']> =>
  allergy === undefined ? [] : [{ substance: { id: allergy.substance, text: allergy.substance, system: 'L' }, reaction: allergy.reaction, severity: 'MO' }];

/** On the list the day before, into the room, out of it. */
export function operationsOf(world: World, stay: Stay): Telling[] {
  const operation = operationOf(world, stay);
  if (operation === undefined) return [];
  const { number, procedure, from, until, surgeon, assistants, anaesthetist, room, sequence, plannedAt } = operation;
  const tell = (event: 'S12' | 'S14', at: number, status: string, what: string, times: { from: number; until?: number }): Telling => {
    const id = `${number}.${status}.${at}`;
    const sample: ScheduleSample = {
      event, at: new Date(at), controlId: id, application: 'ORIS', patients: [patientOf(stay.patient)], visit: visitOf(stay, at), number, order: number, kind: '手术', status,
      from: new Date(times.from), ...(times.until !== undefined && { until: new Date(times.until) }), service: { id: procedure.code, text: procedure.name, system: 'I9CM3' }, place: { ward: 'ANES', room, type: 'OR' },
      staff: [{ ...staffOf(surgeon), role: '主刀' }, ...assistants.map((each) => ({ ...staffOf(each), role: '助手' })), { ...staffOf(anaesthetist), role: '麻醉医师' }], note: `${sequence}台　${procedure.level}　${procedure.anaesthesia}`,
    };
    return { at, id, system: 'ORIS', what, weight: 'basic', ward: stay.ward.code, write: () => schedule(sample) };
  };
  return [
    tell('S12', plannedAt, 'Booked', '手术安排', { from, until: from + procedure.minutes * minute }),
    tell('S14', from, 'Started', '手术开始', { from }),
    tell('S14', until, 'Complete', '手术结束', { from, until }),
  ];
}
