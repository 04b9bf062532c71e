/** "接下来发生什么": what a visitor makes happen, as the message the hospital's systems would send. Pure. */
import { type Fact, order, result, schedule } from './facts.ts';
import type { Session } from '../course/clinics.ts';
import { drawsOf } from '../course/panels.ts';
import type { Stay, World } from '../course/stays.ts';
import { rangeOf, valueAt } from '../course/trajectory.ts';
import { departmentName } from '../data/places.ts';
import { itemOf, panelOf } from '../data/laboratory.ts';
import { day, hour, midnight } from '../time.ts';
import { sessionMessage } from './clinics.ts';
import { adt } from './places.ts';
import { patientOf, shortVisit, staffOf, visitOf } from './telling.ts';

export const admitted = (stay: Stay): Fact => adt(stay, 'A01', stay.admittedAt, '入院', { diagnoses: [{ code: stay.disease.code, name: stay.disease.name, type: 'A', rank: 1 }] }).write() as Fact;
export const moved = (stay: Stay, from: Stay, at: number): Fact => adt(stay, 'A02', at, '转床', { prior: { ward: from.ward.code, bed: from.bed } }).write() as Fact;
export const left = (stay: Stay): Fact => adt(stay, 'A03', stay.dischargedAt, '出院').write() as Fact;

/** The order and, from the master of stays, the patient's new condition. */
export function graveOrder(stay: Stay, at: number): Fact[] {
  const number = `YZ${stay.id.slice(2)}G${Math.round(at / 1000)}`;
  const written = order({
    type: 'ORM', at: new Date(at), controlId: `${number}.NW`, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at),
    orders: [{ number, term: '长期', status: 'IP', item: { id: 'HL-BW', text: '病危', system: 'QH' }, service: 'NRS', orderedAt: new Date(at), startAt: new Date(at), doctor: staffOf(stay.attending), department: stay.ward.department, urgent: true }],
  });
  const told = adt(stay, 'A08', at, '病危').write() as Fact;
  return [written, told];
}

export const sessionStopped = (session: Session, at: number, reason: string): Fact => sessionMessage(session, 'S23', at, `${session.number}.S23.${Math.round(at / 1000)}`, reason);

export function operationTomorrow(stay: Stay, at: number): Fact {
  const from = midnight(at) + day + 9 * hour;
  const procedure = stay.disease.operation ?? { code: '38.9301', name: '中心静脉置管术', anaesthesia: '局部麻醉', level: '二级' };
  const number = `OP${stay.id.slice(2)}M${Math.round(at / 1000)}`;
  return schedule({
    event: 'S12', at: new Date(at), controlId: `${number}.S12`, application: 'ORIS', patients: [patientOf(stay.patient)], visit: visitOf(stay, at), number, order: number, kind: '手术', status: 'Booked', from: new Date(from), until: new Date(from + 1.5 * hour),
    service: { id: procedure.code, text: procedure.name, system: 'I9CM3' }, place: { ward: 'ANES', room: '第3手术间', type: 'OR' }, staff: [{ ...staffOf(stay.attending), role: '主刀' }, { ...staffOf(stay.resident), role: '助手' }], note: `1台　${procedure.level}　${procedure.anaesthesia}`,
  });
}

export function consultationAsked(stay: Stay, at: number): Fact {
  const [department, question] = stay.disease.consultation ?? ['CARD', '患者诉胸闷，请协助评估心脏情况', ''];
  const number = `HZ${stay.id.slice(2)}M${Math.round(at / 1000)}`;
  return order({
    type: 'ORM', at: new Date(at), controlId: `${number}.NW`, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at),
    orders: [{ number, term: '临时', item: { id: 'HZ', text: `请${departmentName(department)}会诊`, system: 'QH' }, orderedAt: new Date(at), doctor: staffOf(stay.attending), department: stay.ward.department, service: 'CON', consultation: { purpose: question, invited: [{ department }] } }],
  });
}

/** An opinion that came by a command: the consultation's own number, answered by whoever wrote it. */
export function consultationAnswered(stay: Stay, { number, requestedAt, department, by, text, at }: { readonly number: string; readonly requestedAt: number; readonly department: string; readonly by: { readonly number: string; readonly name: string }; readonly text: string; readonly at: number }): Fact {
  return order({
    type: 'ORM', at: new Date(at), controlId: `${number}.SC${Math.round(at / 1000)}`, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at),
    orders: [{ number, control: 'SC', status: 'CM', term: '临时', item: { id: 'HZ', text: `请${departmentName(department)}会诊`, system: 'QH' }, orderedAt: new Date(requestedAt), service: 'CON', consultation: { invited: [{ department, staff: by }], opinion: { by, at: new Date(at), text } } }],
  });
}

/** The last report again, one value changed and marked so (OBX-11 C). */
export function resultCorrected(world: World, stay: Stay, at: number): Fact | undefined {
  const draw = drawsOf(world, stay).filter(({ reportedAt }) => reportedAt < at).at(-1);
  if (draw === undefined) return undefined;
  const panel = panelOf(draw.panel);
  const items = panel.items.map((id, index) => {
    const item = itemOf(id);
    const [low, high] = rangeOf(item, stay);
    const value = valueAt(world, stay, id, draw.collectedAt) * (index === 0 ? 1.04 : 1);
    return { code: { id: item.loinc, text: item.name, local: { id, text: item.name } }, value: value.toFixed(item.decimals), unit: item.unit, range: `${low}-${high}`, status: index === 0 ? 'C' : 'F' };
  });
  return result({ at: new Date(at), controlId: `${draw.number}.C${Math.round(at / 1000)}`, application: 'LIS', patient: patientOf(stay.patient), visit: shortVisit(stay), filler: draw.number, order: { id: `JY-${panel.id}`, text: panel.name, system: 'QH' }, specimen: { ...panel.specimen, system: 'QH' }, collectedAt: new Date(draw.collectedAt), status: 'C', items });
}
