/** Orders of a stay, long-term and temporary, as the ward's order sheets hold them. Pure. */
import { drug, type Drug } from '../data/drugs.ts';
import { examination } from '../data/imaging.ts';
import { panelOf } from '../data/laboratory.ts';
import type { Person } from '../people/staff.ts';
import { chanceOf } from '../random.ts';
import { day, hour, midnight, minute } from '../time.ts';
import { operationOf } from './operation.ts';
import { drawsOf } from './panels.ts';
import { type Stay, type World } from './stays.ts';

export type Category = 'drug' | 'treatment' | 'examination' | 'laboratory' | 'nursing' | 'diet' | 'operation';

export interface Ordered {
  readonly number: string;
  readonly term: '长期' | '临时';
  readonly category: Category;
  readonly code: string;
  readonly name: string;
  /** Lines given together. */
  readonly group?: string;
  readonly specification?: string;
  readonly dose?: string;
  readonly unit?: string;
  readonly route?: string;
  readonly frequency?: string;
  readonly note?: string;
  readonly at: number;
  /** Of long-term orders: when it is stopped, at the latest at discharge. */
  readonly stopAt?: number;
  readonly doctor: Person;
  readonly urgent?: boolean;
}

type Draft = Omit<Ordered, 'number' | 'doctor'>;

/** All orders of the stay in the order of their times, numbered. */
export function ordersOf(world: World, stay: Stay): Ordered[] {
  const drafts = [...longTerm(world, stay), ...temporary(world, stay)].filter(({ at }) => at < stay.dischargedAt).sort((a, b) => a.at - b.at);
  return drafts.map((draft, index) => ({ ...draft, number: `YZ${stay.id.slice(2)}${String(index + 1).padStart(3, '0')}`, doctor: stay.resident }));
}

function longTerm(world: World, stay: Stay): Draft[] {
  const { disease: ill, condition, ward, admittedAt, dischargedAt } = stay;
  const at = admittedAt + 25 * minute;
  const operation = operationOf(world, stay);
  const until = dischargedAt - 30 * minute;
  const long = (category: Category, code: string, name: string, more: Partial<Draft> = {}): Draft => ({ term: '长期', category, code, name, at, stopAt: until, ...more });
  const better = Math.min(until, admittedAt + Math.max(2, ill.days[0] * 0.6) * day);
  return [
    long('nursing', 'HL-DEPT', `${nursingOf(ward.department)}护理常规`),
    long('nursing', careCode[careLevelOf(condition, ward.department)] ?? 'HL-2', `${careLevelOf(condition, ward.department)}护理`),
    ...(condition === '一般' ? [] : [long('nursing', condition === '病危' ? 'HL-BW' : 'HL-BZ', condition, { stopAt: better }), long('treatment', 'ZL-XDJH', '心电、血压、血氧饱和度监测', { frequency: '持续', stopAt: better })]),
    long('diet', 'YS', dietOf(stay), operation === undefined ? {} : { stopAt: Math.min(until, operation.from - 10 * hour > at ? operation.from - 10 * hour : at + hour) }),
    ...(operation === undefined ? [] : [long('diet', 'YS', operation.procedure.anaesthesia === '表面麻醉' || operation.procedure.minutes < 45 ? '普食' : '半流质饮食', { at: operation.until + 20 * hour })]),
    ...((ill.vitals?.saturation ?? 98) < 95 ? [long('treatment', 'ZL-XY', '鼻导管吸氧 2–3L/min', { frequency: '持续', stopAt: better })] : []),
    ...ill.drugs.flatMap((id, index) => drugLines(drug(id), `${stay.id.slice(-4)}${index + 1}`, { at: afterTheatre(id, operation?.until, at), stopAt: until })),
  ].filter((each) => each.at < until && (each.stopAt ?? until) > each.at);
}

/** Anticoagulants and painkillers of surgical wards begin after the operation. */
function afterTheatre(id: string, until: number | undefined, at: number): number {
  return until !== undefined && ['enoxaparin', 'celecoxib', 'oxytocin', 'cefuroxime'].includes(id) ? until + (id === 'enoxaparin' ? 12 : 1) * hour : at;
}

/** The infusion and its carrier have one group number. */
function drugLines({ id, name, specification, dose, unit, route, frequency, carrier }: Drug, group: string, when: { at: number; stopAt?: number }): Draft[] {
  const line: Draft = { term: '长期', category: 'drug', code: `YP-${id.toUpperCase()}`, name, specification, dose, unit, route, frequency, ...when };
  if (carrier === undefined || carrier.name.startsWith('（')) return [line];
  const [, amount = carrier.amount, of = 'mL'] = /^(\d+)(mL)$/.exec(carrier.amount) ?? [];
  return [{ ...line, group }, { ...line, group, code: 'YP-RM', name: carrier.name, specification: carrier.amount, dose: amount, unit: of }];
}

function temporary(world: World, stay: Stay): Draft[] {
  const { disease: ill, admittedAt } = stay;
  const random = chanceOf(world.seed, stay.id, 'temporary');
  const operation = operationOf(world, stay);
  const once = (category: Category, code: string, name: string, at: number, more: Partial<Draft> = {}): Draft => ({ term: '临时', category, code, name, at, ...more });
  const tests = drawsOf(world, stay).map(({ panel, collectedAt }) => once('laboratory', `JY-${panel}`, `${panelOf(panel).name}（${panelOf(panel).specimen.text}）`, collectedAt - (collectedAt - admittedAt < 4 * hour ? 20 * minute : 14 * hour)));
  const exams = ill.imaging.map((id, index) => once('examination', examination(id).code, examination(id).name, admittedAt + (30 + index * 3) * minute, { urgent: stay.by === '急诊' && index === 0 }));
  const fever = (ill.vitals?.temperature ?? 36.6) >= 38 && !ill.newborn ? [once('drug', 'YP-IBU', ill.ages[1] < 15 ? '布洛芬混悬液' : '布洛芬片', admittedAt + random.int(5, 12) * hour, { dose: ill.ages[1] < 15 ? '5' : '0.2', unit: ill.ages[1] < 15 ? 'mL' : 'g', route: '口服', frequency: 'st', note: '体温≥38.5℃时' })] : [];
  const theatre = operation === undefined ? [] : theatreOrders(stay, operation.from, operation.urgent, operation.procedure.name, operation.procedure.anaesthesia, once);
  const leaving = stay.dischargedAt - (16 + random.int(0, 3)) * hour;
  return [...tests, ...exams, ...fever, ...theatre, once('treatment', 'CY', '明日出院', midnight(stay.dischargedAt) - day < admittedAt ? stay.dischargedAt - 2 * hour : leaving), once('treatment', 'CY-JR', '今日出院', stay.dischargedAt - 90 * minute)].filter(({ at }) => at >= admittedAt);
}

type Once = (category: Category, code: string, name: string, at: number, more?: Partial<Draft>) => Draft;

function theatreOrders({ admittedAt }: Stay, from: number, urgent: boolean, name: string, anaesthesia: string, once: Once): Draft[] {
  const before = Math.max(admittedAt + 40 * minute, urgent ? from - 2 * hour : midnight(from) - day + 16.5 * hour);
  const asleep = anaesthesia === '全身麻醉' || anaesthesia === '椎管内麻醉';
  return [
    once('operation', 'SS', `拟${urgent ? '急诊' : '明日'}在${anaesthesia}下行${name}`, before, { urgent }),
    ...(asleep ? [once('nursing', 'HL-JS', urgent ? '禁食、禁饮' : '术前8小时禁食、2小时禁饮', before + minute), once('treatment', 'ZL-BP', '术区备皮', before + 2 * minute)] : []),
    ...(asleep ? [once('drug', 'YP-CEFAZ', '注射用头孢唑林钠', Math.max(before + 3 * minute, from - 40 * minute), { specification: '0.5g', dose: '2', unit: 'g', route: '静脉滴注', frequency: 'st', note: '切皮前30分钟；皮试阴性后' })] : []),
  ];
}

const careCode: Readonly<Record<string, string>> = { 特级: 'HL-0', 一级: 'HL-1', 二级: 'HL-2', 三级: 'HL-3' };

export function careLevelOf(condition: Stay['condition'], department: string): '特级' | '一级' | '二级' | '三级' {
  if (department === 'ICU') return '特级';
  if (condition !== '一般' || department === 'NEON') return '一级';
  return ['OPHT', 'ENTD', 'REHA'].includes(department) ? '三级' : '二级';
}

const nursingNames: Readonly<Record<string, string>> = { CARD: '心内科', NEPH: '肾内科', HEMA: '血液科', ICU: '重症监护', NEON: '新生儿', OBST: '产科', GYNE: '妇科', PEDI: '儿科', RESP: '呼吸内科', GAST: '消化内科', ENDO: '内分泌科', NEUR: '神经内科', RHEU: '风湿科', ONCO: '肿瘤科', INFD: '感染科', GERI: '老年科', NSUR: '神经外科', CTSU: '胸外科', ORTH: '骨科', UROL: '泌尿外科', OPHT: '眼科', ENTD: '耳鼻喉科', REHA: '康复科', GSUR: '普外科' };
const nursingOf = (department: string): string => nursingNames[department] ?? '内科';

function dietOf({ disease: ill, beside }: Stay): string {
  if (ill.newborn) return '母乳或配方奶按需喂养';
  if (['pancreatitis', 'gi-bleeding', 'appendicitis', 'trauma'].includes(ill.id)) return '禁食';
  if (ill.id === 'severe-pneumonia' || ill.id === 'dementia') return '鼻饲流质饮食';
  if (ill.id === 'diabetes' || beside.some(([, name]) => name.includes('糖尿病'))) return '糖尿病饮食';
  if (ill.departments.includes('CARD') || ill.id === 'nephrotic') return '低盐低脂饮食';
  if (ill.id === 'dialysis') return '低盐低磷优质蛋白饮食';
  if (ill.id === 'cirrhosis') return '低盐软食';
  return ill.ages[1] < 15 ? '儿童普食' : '普食';
}

/** Sentence of an order as the sheet writes it. */
export function orderText({ name, specification, dose, unit, route, frequency, note }: Ordered): string {
  const amount = dose === undefined ? '' : ` ${dose}${unit ?? ''}`;
  return `${name}${specification === undefined ? '' : `（${specification}）`}${amount}${route === undefined ? '' : ` ${route}`}${frequency === undefined ? '' : ` ${frequency}`}${note === undefined ? '' : `（${note}）`}`;
}
