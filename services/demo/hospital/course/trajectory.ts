/**
 * Laboratory values over a stay: each item returns to the patient's own level, carries what the illness shifts until
 * treatment has taken it away, moves with its relatives, and reacts to an operation. Alarming values come only in a
 * planned episode after the first day of the simulated hospital; its history was dealt with elsewhere. Pure.
 */
import { itemOf, type Item } from '../data/laboratory.ts';
import { chanceOf } from '../random.ts';
import { day, hour } from '../time.ts';
import { operationOf } from './operation.ts';
import { courseDays, type Stay, type World } from './stays.ts';

export type Values = Readonly<Record<string, number>>;

/** Items that follow from others, so that they cannot contradict them. */
const derived: Readonly<Record<string, { readonly from: readonly string[]; readonly of: (...values: number[]) => number }>> = {
  HCT: { from: ['HGB'], of: (haemoglobin) => haemoglobin * 0.298 + 0.6 },
  RBC: { from: ['HGB'], of: (haemoglobin) => haemoglobin / 30.6 },
  'NEUT#': { from: ['WBC', 'NEUT%'], of: (white, share) => (white * share) / 100 },
  DBIL: { from: ['TBIL'], of: (total) => (total < 24 ? total * 0.3 : total * 0.52) },
  INR: { from: ['PT'], of: (seconds) => seconds / 11.4 },
  HCO3: { from: ['PH', 'PCO2'], of: (ph, carbonic) => 0.0307 * carbonic * 10 ** (ph - 6.1) },
};

/** Of newborns bilirubin is nearly all indirect. */
const ofNewborns: typeof derived = { ...derived, DBIL: { from: ['TBIL'], of: (total) => 4 + total * 0.025 } };

export function rangeOf(item: Item, { patient, disease }: Stay): readonly [number, number] {
  if (disease.newborn && item.newborn) return item.newborn;
  return patient.sex === 'F' && item.women ? item.women : item.range;
}

/** The value of an item at a time of the stay, rounded as the laboratory prints it. */
export function valueAt(world: World, stay: Stay, id: string, at: number): number {
  const item = itemOf(id);
  const value = within(world, stay, item, raw(world, stay, id, at), at);
  return Number(value.toFixed(item.decimals));
}

function raw(world: World, stay: Stay, id: string, at: number): number {
  const rule = (stay.disease.newborn ? ofNewborns : derived)[id];
  const alarm = episode(world, stay, at);
  if (alarm?.item === id) return alarm.value;
  if (rule !== undefined) return rule.of(...rule.from.map((from) => valueAt(world, stay, from, at)));
  return own(world, stay, id, at);
}

function own(world: World, stay: Stay, id: string, at: number): number {
  const item = itemOf(id);
  const [low, high] = rangeOf(item, stay);
  const person = chanceOf(world.seed, stay.id, 'level', id);
  const level = low + (high - low) * (low === 0 ? 0.3 : 0.5) + person.normal() * item.wander * (low === 0 ? 0.5 : 1);
  const severity = 0.78 + chanceOf(world.seed, stay.id, 'severity').next() * 0.44;
  const shift = (stay.disease.shifts[id] ?? 0) * severity;
  return level + chronic(stay, id) + shift * remaining(stay, at, item) + afterOperation(world, stay, id, at) + wander(world, stay, item, at);
}

/** What other illnesses of the patient do all the time. */
function chronic({ beside, disease }: Stay, id: string): number {
  const has = (word: string): boolean => beside.some(([, name]) => name.includes(word));
  if (id === 'GLU' && has('糖尿病') && disease.id !== 'diabetes') return 2.6;
  if (id === 'HBA1C' && has('糖尿病') && disease.id !== 'diabetes') return 1.9;
  if ((id === 'CREA' || id === 'UREA') && has('肾脏病')) return id === 'CREA' ? 52 : 3;
  return id === 'TG' && has('高脂') ? 1.1 : 0;
}

/** Falls from 1 towards what does not heal, faster at first. */
function remaining(stay: Stay, at: number, item: Item): number {
  const part = Math.max(0, at - stay.admittedAt) / (courseDays(stay) * day);
  // Fever and enzymes still rise in the first hours.
  const rising = part < 0.06 ? 0.9 + part * 1.7 : 1;
  // Blood that was lost is made again in weeks, not in days.
  const heals = stay.disease.heals * (item.with === 'red' ? 0.4 : 1);
  return rising * (1 - heals * (1 - Math.exp(-3.4 * part)));
}

/** First-order autoregression over the stay's half days, half of it shared by relatives. */
function wander(world: World, stay: Stay, item: Item, at: number): number {
  const step = Math.floor((at - stay.admittedAt) / (12 * hour));
  let state = 0;
  for (let back = Math.min(step, 5); back >= 0; back--) {
    const family = item.with === undefined ? 0 : chanceOf(world.seed, stay.id, 'family', item.with, step - back).normal();
    const alone = chanceOf(world.seed, stay.id, 'alone', item.id, step - back).normal();
    state = 0.6 * state + 0.8 * (item.with === undefined ? alone : 0.7 * family + 0.71 * alone);
  }
  return state * item.wander;
}

function afterOperation(world: World, stay: Stay, id: string, at: number): number {
  const operation = operationOf(world, stay);
  if (operation === undefined || at < operation.until) return 0;
  const { procedure, until } = operation;
  const days = (at - until) / day;
  const size = Math.min(1, procedure.minutes / 120);
  const rise = (peak: number, top: number) => peak * size * (days < top ? 0.4 + (0.6 * days) / top : Math.exp(-(days - top) / 2.2));
  if (id === 'HGB') return -(procedure.bleeding / 32) * Math.exp(-days / 9);
  if (id === 'WBC') return rise(4.2, 0.8);
  if (id === 'NEUT%') return rise(15, 0.8);
  if (id === 'CRP') return rise(58, 2);
  if (id === 'DD') return rise(1.6, 1.5);
  if (id === 'ALB') return -rise(5, 1.5);
  return 0;
}

interface Episode {
  readonly item: string;
  readonly value: number;
}

/** Items that go wrong in such an illness, with how far past the limit. */
const dangers: readonly { readonly item: string; readonly value: readonly [number, number]; readonly where: readonly string[] }[] = [
  { item: 'K', value: [6.3, 7], where: ['NEPH', 'CARD', 'ICU'] },
  { item: 'K', value: [2.4, 2.75], where: ['GSUR', 'GAST', 'ENDO', 'CARD', 'GERI'] },
  { item: 'NA', value: [113, 119.5], where: ['NSUR', 'GERI', 'RESP', 'GAST'] },
  { item: 'GLU', value: [22.8, 29], where: ['ENDO', 'ONCO', 'GERI'] },
  { item: 'GLU', value: [1.9, 2.4], where: ['ENDO', 'REHA', 'GERI'] },
  { item: 'HGB', value: [48, 59], where: ['GAST', 'HEMA', 'GYNE', 'ORTH'] },
  { item: 'PLT', value: [4, 9], where: ['HEMA'] },
  { item: 'PLT', value: [28, 48], where: ['ONCO', 'GAST', 'ICU'] },
  { item: 'WBC', value: [1.2, 2.4], where: ['ONCO'] },
  { item: 'LAC', value: [5.2, 8], where: ['ICU'] },
  { item: 'PO2', value: [38, 44], where: ['RESP', 'ICU'] },
  { item: 'CA', value: [1.4, 1.62], where: ['NEPH', 'GSUR'] },
  { item: 'TBIL', value: [342, 372], where: ['NEON'] },
];

/** About one stay in nine has one, for most of a day; none before the first day. */
function episode(world: World, stay: Stay, at: number): Episode | undefined {
  if (at < world.first) return undefined;
  const random = chanceOf(world.seed, stay.id, 'episode');
  const odds = stay.condition === '一般' ? 0.05 : 0.3;
  const fitting = dangers.filter(({ where, item }) => where.includes(stay.ward.department) && (item !== 'TBIL' || stay.disease.id === 'jaundice'));
  if (!random.chance(odds) || fitting.length === 0) return undefined;
  const { item, value } = random.pick(fitting);
  const start = stay.admittedAt + Math.max(0.2, random.next() * Math.min(courseDays(stay), 8)) * day;
  if (at < start || at > start + 20 * hour) return undefined;
  return { item, value: value[0] + chanceOf(world.seed, stay.id, 'episode', Math.floor(at / (6 * hour))).next() * (value[1] - value[0]) };
}

/** Inside life, and inside what alarms nobody unless it is meant to. */
function within(world: World, stay: Stay, item: Item, value: number, at: number): number {
  const [least, most] = item.bounds;
  if (episode(world, stay, at)?.item === item.id) return Math.min(most, Math.max(least, value));
  // An infarction without troponin would be none.
  if (item.id === 'CTNI' && at >= world.first && stay.disease.shifts['CTNI'] !== undefined) return Math.min(most, Math.max(0.01, value));
  const [low, high] = stay.disease.newborn && item.calmNewborn ? item.calmNewborn : item.calm;
  const [bottom, top] = haematology(stay, item) ?? [Math.max(low, least), Math.min(high, most)];
  // Values that would cross stay near the edge, each at another place.
  const edge = chanceOf(world.seed, stay.id, 'edge', item.id, Math.floor(at / (6 * hour))).next();
  if (value > top) return top - (top - bottom) * 0.001 - edge * item.wander * 1.5;
  if (value < bottom) return bottom + edge * item.wander * 1.5;
  return value;
}

/** Wards of haematology and chemotherapy have limits of their own. */
function haematology(stay: Stay, item: Item): readonly [number, number] | undefined {
  if (stay.ward.department !== 'HEMA') return undefined;
  if (item.id === 'PLT') return [11, 980];
  return item.id === 'WBC' ? [1.2, 49] : undefined;
}

/** `H`, `L`, doubled where the value alarms, nothing inside the range. */
export function flagOf(item: Item, stay: Stay, value: number): string | undefined {
  const [low, high] = rangeOf(item, stay);
  if (value >= low && value <= high) return undefined;
  const [bottom, top] = haematology(stay, item) ?? (stay.disease.newborn && item.calmNewborn ? item.calmNewborn : item.calm);
  const once = value > high ? 'H' : 'L';
  return value > top || value < bottom ? once + once : once;
}
