/** What nurses measure: temperature, pulse, breathing, pressure, saturation, weight, intake and output. Pure. */
import { chanceOf } from '../random.ts';
import { clockOf, day, hour, midnight, minute } from '../time.ts';
import { operationOf } from './operation.ts';
import { courseDays, dayOfStay, type Stay, type World } from './stays.ts';

export interface Measured {
  readonly code: string;
  readonly loinc: string;
  readonly name: string;
  readonly value: string;
  readonly unit: string;
}

export interface Round {
  readonly at: number;
  readonly list: readonly Measured[];
}

const names: Readonly<Record<string, readonly [string, string, string]>> = {
  T: ['8310-5', '体温（腋温）', '℃'],
  P: ['8867-4', '脉搏', '次/分'],
  R: ['9279-1', '呼吸', '次/分'],
  SBP: ['8480-6', '收缩压', 'mmHg'],
  DBP: ['8462-4', '舒张压', 'mmHg'],
  SPO2: ['59408-5', '血氧饱和度', '%'],
  WT: ['29463-7', '体重', 'kg'],
  STOOL: ['STOOL', '大便次数', '次/日'],
  IN: ['9103-3', '24小时总入量', 'mL'],
  OUT: ['9257-7', '24小时总出量', 'mL'],
  URINE: ['9192-6', '24小时尿量', 'mL'],
};

/** Six a day where she is gravely ill, feverish or fresh from the theatre; else two. */
const often = [3, 7, 11, 15, 19, 23];
const seldom = [7, 15];

export function roundsOf(world: World, stay: Stay, from: number, until: number): Round[] {
  const rounds: Round[] = [];
  for (let start = midnight(Math.max(from, stay.admittedAt)); start < Math.min(until, stay.dischargedAt); start += day) rounds.push(...roundsOn(world, stay, start));
  return rounds.filter(({ at }) => at >= from && at < until);
}

function roundsOn(world: World, stay: Stay, start: number): Round[] {
  const random = chanceOf(world.seed, stay.id, 'rounds', start);
  const hours = closely(world, stay, start + 8 * hour) ? often : seldom;
  const regular = hours.map((each) => start + each * hour + random.int(0, 24) * minute).filter((at) => at > stay.admittedAt + hour && at < stay.dischargedAt);
  const first = dayOfStay(stay, start) === 0 ? [stay.admittedAt + 12 * minute] : [];
  return [...first, ...regular].map((at, index) => ({ at, list: [...measure(world, stay, at), ...(index === 0 ? daily(world, stay, at) : [])] }));
}

function closely(world: World, stay: Stay, at: number): boolean {
  const operation = operationOf(world, stay);
  const fresh = operation !== undefined && at > operation.until - 12 * hour && at < operation.until + 3 * day;
  return fresh || (stay.condition !== '一般' && progress(stay, at) < 0.7) || temperatureAt(world, stay, at) > 37.4;
}

const progress = (stay: Stay, at: number): number => Math.min(1, Math.max(0, at - stay.admittedAt) / (courseDays(stay) * day));
const healing = (stay: Stay, at: number): number => Math.exp(-3.6 * progress(stay, at));

/** Highest in the late afternoon. */
export function temperatureAt(world: World, stay: Stay, at: number): number {
  const { hour: clock } = clockOf(at);
  const daily = 0.22 * Math.cos(((clock - 17) / 24) * 2 * Math.PI);
  const fever = ((stay.disease.vitals?.temperature ?? 36.6) - 36.6) * healing(stay, at) * (0.75 + 0.25 * Math.cos(((clock - 18) / 24) * 2 * Math.PI));
  const operation = operationOf(world, stay);
  const since = operation === undefined ? -1 : (at - operation.until) / day;
  const resorption = since > 0 && operation !== undefined && operation.procedure.minutes > 45 ? 0.85 * Math.exp(-((since - 1) ** 2) / 0.9) : 0;
  const noise = chanceOf(world.seed, stay.id, 'T', Math.floor(at / hour)).normal() * 0.14;
  return Math.min(40.4, Math.max(35.8, 36.5 + daily + fever + resorption + noise));
}

function usual({ patient, disease, admittedAt }: Stay): { pulse: number; breaths: number; systolic: number } {
  const years = (admittedAt - patient.birth) / (365.25 * day);
  if (disease.newborn) return { pulse: 136, breaths: 42, systolic: 66 };
  if (years < 3) return { pulse: 112, breaths: 28, systolic: 90 };
  if (years < 12) return { pulse: 96, breaths: 23, systolic: 98 };
  return { pulse: 76, breaths: 18, systolic: years > 60 ? 132 : 120 };
}

function measure(world: World, stay: Stay, at: number): Measured[] {
  const random = chanceOf(world.seed, stay.id, 'vitals', at);
  const normal = usual(stay);
  const ill = stay.disease.vitals ?? {};
  const still = healing(stay, at);
  const towards = (base: number, sick: number | undefined, noise: number) => base + ((sick ?? base) - base) * still + random.normal() * noise;
  const temperature = temperatureAt(world, stay, at);
  const pulse = Math.round(towards(normal.pulse, ill.pulse, 4) + Math.max(0, temperature - 37.2) * 9);
  const systolic = Math.round(towards(normal.systolic, ill.systolic, 5));
  const found: [string, string][] = [['T', temperature.toFixed(1)], ['P', String(pulse)], ['R', String(Math.round(towards(normal.breaths, ill.breaths, 1)))]];
  if (!stay.disease.newborn) found.push(['SBP', String(systolic)], ['DBP', String(Math.round(systolic * 0.6 + random.normal() * 3))]);
  const saturated = stay.condition !== '一般' || ill.saturation !== undefined;
  if (saturated) found.push(['SPO2', String(Math.min(100, Math.round(98 - (98 - (ill.saturation ?? 98)) * still + random.normal() * 0.7)))]);
  return found.map(([code, value]) => named(code, value));
}

/** Once a day, at the first round. */
function daily(world: World, stay: Stay, at: number): Measured[] {
  const random = chanceOf(world.seed, stay.id, 'daily', midnight(at));
  const found: [string, string][] = [];
  const on = dayOfStay(stay, at);
  if (on % 7 === 0 || stay.disease.newborn) found.push(['WT', (stay.weight * (stay.disease.newborn ? 1 + on * 0.011 : 1)).toFixed(stay.disease.newborn ? 2 : 1)]);
  if (on > 0) found.push(['STOOL', String(stay.disease.id === 'child-diarrhoea' ? Math.max(1, Math.round(9 * healing(stay, at))) : random.pick([0, 1, 1, 1, 2]))]);
  if (on > 0 && stay.condition !== '一般' && !stay.disease.newborn) {
    const urine = random.int(14, 22) * 100;
    found.push(['IN', String(random.int(17, 26) * 100)], ['OUT', String(urine + random.int(1, 6) * 50)], ['URINE', String(urine)]);
  }
  return found.map(([code, value]) => named(code, value));
}

function named(code: string, value: string): Measured {
  const [loinc, name, unit] = names[code] ?? ['', code, ''];
  return { code, loinc, name, value, unit };
}

/** The number of a measurement, for records that quote it. */
export function figure(round: Round | undefined, code: string): string {
  return round?.list.find((each) => each.code === code)?.value ?? '';
}
