/** What nurses measured, as the paper form arranges it: curves of a week, and a row of days for what is no curve. */
import { clock } from '../../../../cards/words.ts';
import { dayOf } from '../../parts/hospital-days.ts';
import type { Observation } from './queries.ts';

export const weekMs = 7 * 86_400_000;
export const chartKinds = ['temperature', 'pulse', 'heart-rate', 'respiration', 'blood-pressure', 'systolic', 'diastolic', 'intake', 'output', 'urine', 'stool', 'weight'] as const;

/** Weeks since the first day, 0 for the first. */
export function weekOf(first: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - first.getTime()) / weekMs));
}

/** Points in order of time. Where nobody felt the pulse, what the monitor counted stands for it. */
export function curveOf(observations: readonly Observation[], curve: 'temperature' | 'pulse'): [number, number][] {
  const of = (kind: Observation['kind']): [number, number][] => observations.flatMap((each) => (each.kind === kind && each.number !== null && !each.withdrawn ? [[each.at.getTime(), each.number] as [number, number]] : []));
  const found = curve === 'pulse' && of('pulse').length === 0 ? of('heart-rate') : of(curve);
  return found.sort(([one], [other]) => one - other);
}

export interface DayRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** Only rows in which something stands. Several values of one day stand in the order of time. */
export function rowsOfDays(observations: readonly Observation[], days: readonly string[]): DayRow[] {
  const inTime = [...observations].filter(({ withdrawn }) => !withdrawn).sort((one, other) => one.at.getTime() - other.at.getTime());
  const row = (name: string, valueOf: (each: Observation) => string | undefined): DayRow => ({ name, cells: days.map((day) => inTime.flatMap((each) => (dayOf(each.at) === day ? (valueOf(each) ?? []) : [])).join(' ')) });
  const of = (name: string, kind: Observation['kind']): DayRow => row(name, (each) => (each.kind === kind ? each.value : undefined));
  return [
    row('体温 ℃', (each) => (each.kind === 'temperature' ? `${each.value}(${clock(each.at).slice(0, 2)}时)` : undefined)),
    of('呼吸 次/分', 'respiration'),
    row('血压 mmHg', (each) => (each.kind === 'blood-pressure' ? each.value : each.kind === 'systolic' ? `${each.value}/${partnerOf(inTime, each)}` : undefined)),
    of('大便 次', 'stool'), of('总入量 mL', 'intake'), of('总出量 mL', 'output'), of('尿量 mL', 'urine'), of('体重 kg', 'weight'),
  ].filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** The lower number of the same minute. */
function partnerOf(observations: readonly Observation[], { at }: Observation): string {
  return observations.find((each) => each.kind === 'diastolic' && Math.abs(each.at.getTime() - at.getTime()) < 60_000)?.value ?? '—';
}
