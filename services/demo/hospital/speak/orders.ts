/** Orders as the HIS sends them: those of one time and kind in one message, and their stop. */
import { order, type OrderSample, type SampleOrder } from './facts.ts';
import { consultationOf } from '../course/consultations.ts';
import { type Category, type Ordered, ordersOf } from '../course/orders.ts';
import type { Stay, World } from '../course/stays.ts';
import { patientOf, staffOf, type Telling, visitOf } from './telling.ts';

const messages: Readonly<Record<Category, NonNullable<OrderSample['type']>>> = { drug: 'RDE', laboratory: 'OML', diet: 'OMD', treatment: 'ORM', examination: 'ORM', nursing: 'ORM', operation: 'ORM' };
/** OBR-24 */
const services: Partial<Record<Category, string>> = { treatment: 'TRT', examination: 'RAD', nursing: 'NRS', laboratory: 'LAB', operation: 'SUR' };

export function orderTellings(world: World, stay: Stay): Telling[] {
  const all = ordersOf(world, stay);
  const given = Map.groupBy(all, ({ at, category }) => `${at}|${messages[category]}`);
  const ended = Map.groupBy(all.filter(({ stopAt }) => stopAt !== undefined), ({ stopAt, category }) => `${stopAt}|${messages[category]}`);
  const begin = [...given.values()].map((lines) => telling(stay, lines, lines[0]?.at ?? 0, false));
  const stop = [...ended.values()].map((lines) => telling(stay, lines, lines[0]?.stopAt ?? 0, true));
  return [...begin, ...stop, ...asked(world, stay)];
}

function telling(stay: Stay, lines: readonly Ordered[], at: number, stops: boolean): Telling {
  const type = messages[lines[0]?.category ?? 'treatment'];
  const id = `${lines[0]?.number ?? stay.id}.${stops ? 'DC' : 'NW'}.${type}`;
  const long = lines.some(({ term }) => term === '长期');
  const write = () => order({ type, at: new Date(at), controlId: id, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at), orders: lines.map((line) => lineOf(stay, line, stops)) });
  return { at, id, system: 'HIS', what: stops ? '停医嘱' : `${long ? '长期' : '临时'}医嘱 ${lines[0]?.name ?? ''}${lines.length > 1 ? ` 等 ${lines.length} 条` : ''}`, weight: long && !stops ? 'basic' : 'detail', ward: stay.ward.code, write };
}

function lineOf(stay: Stay, one: Ordered, stops: boolean): SampleOrder {
  const { number, term, category, code, name, group, specification, dose, unit, route, frequency, note, at, stopAt, doctor, urgent } = one;
  const service = services[category];
  return {
    control: stops ? 'DC' : 'NW', status: stops ? 'DC' : term === '临时' ? 'CM' : 'IP', number, term, item: { id: code, text: name, system: 'QH' }, orderedAt: new Date(at), startAt: new Date(at), doctor: staffOf(doctor), department: stay.ward.department,
    ...(stops && stopAt !== undefined && { stopAt: new Date(stopAt), enteredBy: staffOf(doctor) }), ...(service !== undefined && { service }), ...(group !== undefined && { group }), ...(specification !== undefined && { specification }),
    ...(dose !== undefined && { dose: { amount: dose, ...(unit !== undefined && { unit }) } }), ...(route !== undefined && { route }), ...(frequency !== undefined && { frequency }), ...(note !== undefined && { note }), ...(urgent !== undefined && { urgent }),
  };
}

/** A consultation is asked of a department by an order; whoever came is named with the opinion, beside the record (documents). */
function asked(world: World, stay: Stay): Telling[] {
  const consultation = consultationOf(world, stay);
  if (consultation === undefined) return [];
  const { number, department, departmentName, urgent, question, opinion, requestedAt, answeredAt, by } = consultation;
  const id = `${number}.NW`;
  const line: SampleOrder = { number, term: '临时', item: { id: urgent ? 'HZ-J' : 'HZ', text: `请${departmentName}${urgent ? '急会诊' : '会诊'}`, system: 'QH' }, orderedAt: new Date(requestedAt), doctor: staffOf(stay.attending), department: stay.ward.department, urgent, service: 'CON' };
  const tell = (at: number, controlId: string, line: SampleOrder) => () => order({ at: new Date(at), controlId, application: 'HIS', patient: patientOf(stay.patient), visit: visitOf(stay, at), orders: [line] });
  const answer: SampleOrder = { ...line, control: 'SC', status: 'CM', consultation: { purpose: question, invited: [{ department, staff: staffOf(by) }], opinion: { by: staffOf(by), at: new Date(answeredAt), text: opinion } } };
  const common = { system: 'HIS', weight: 'basic', ward: stay.ward.code } as const;
  return [
    { ...common, at: requestedAt, id, what: `申请会诊 ${departmentName}`, write: tell(requestedAt, id, { ...line, consultation: { purpose: question, invited: [{ department }] } }) },
    ...(stay.consulted === true ? [] : [{ ...common, at: answeredAt, id: `${number}.CM`, what: `会诊意见 ${departmentName}`, write: tell(answeredAt, `${number}.CM`, answer) }]),
  ];
}
