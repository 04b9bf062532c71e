/** What a system of the simulated hospital says at a moment: when, by which number, and how to write it. */
import type { Fact, SamplePatient, SampleStaff, SampleVisit } from './facts.ts';
import { careLevelOf } from '../course/orders.ts';
import type { Stay } from '../course/stays.ts';
import type { Patient } from '../people/patients.ts';
import type { Person } from '../people/staff.ts';
import { compactDate, clockOf } from '../time.ts';

export type System = 'HIS' | 'LIS' | 'EMR' | 'PACS' | 'NIS' | 'ORIS';

/** How soon history needs it: where people lie, what is recent or basic, all the rest. */
export type Weight = 'place' | 'basic' | 'detail';

export interface Telling {
  readonly at: number;
  /** MSH-10: made of the stay and what is told, so that a second telling is a repeat. */
  readonly id: string;
  readonly system: System;
  /** For people who watch: `入院`, `检验结果 血常规`. */
  readonly what: string;
  readonly weight: Weight;
  readonly ward: string;
  /** Department whose clinic it is about. */
  readonly clinic?: string;
  /** Of sheets that grow: only the newest before a moment is worth telling afterwards. */
  readonly replaces?: string;
  readonly write: () => Fact | Promise<Fact>;
}

export const staffOf = ({ number, name }: Person): SampleStaff => ({ number, name });

export function patientOf(patient: Patient): SamplePatient {
  const { number, name, sex, birth, card, phone, address, guardian } = patient;
  const { hour, minute } = clockOf(birth);
  // Newborns are judged by the hour.
  const time = card === undefined ? `${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}` : '';
  return { id: number, name, sex, birth: compactDate(birth) + time, address, ...(card !== undefined && { card }), ...(phone !== undefined && { phone }), ...(guardian !== undefined && { guardian }) };
}

/** Who is kept apart, and how. */
const isolationOf: Readonly<Record<string, string>> = { 'hepatitis': '接触隔离', 'child-diarrhoea': '接触隔离', 'child-pneumonia': '飞沫隔离', 'severe-pneumonia': '飞沫隔离', 'aml': '保护性隔离' };

export const isKeptApart = ({ disease }: Stay): boolean => isolationOf[disease.id] !== undefined && isolationOf[disease.id] !== '保护性隔离';

/** Where she lies at a moment and in what state. */
export function visitOf(stay: Stay, at: number): SampleVisit {
  const { ward, bed, steppedDown, condition } = stay;
  const before = steppedDown !== undefined && at < steppedDown.at;
  const grave = stay.graveFrom !== undefined && at >= stay.graveFrom ? '病危' : at < easedAt(stay) ? condition : '一般';
  return {
    number: stay.id, patientClass: 'I', department: ward.department, ...(before ? { ward: 'ICU1', bed: steppedDown.bed } : { ward: ward.code, bed }),
    attending: staffOf(stay.attending), nurse: staffOf(stay.nurse), admittedAt: new Date(stay.admittedAt), feeCategory: stay.fee, condition: grave, careLevel: careLevelOf(grave, ward.department), ...(isolationOf[stay.disease.id] !== undefined && { isolation: isolationOf[stay.disease.id] }),
  };
}

/** When a grave patient is grave no more; those of intensive care stay so. */
export function easedAt({ admittedAt, dischargedAt, disease, condition, ward }: Stay): number {
  if (condition === '一般' || ward.department === 'ICU') return dischargedAt;
  return Math.min(dischargedAt, admittedAt + Math.max(2, disease.days[0] * 0.6) * 86_400_000);
}

/** What every result and document says of the visit: enough to find it. */
export const shortVisit = ({ id, ward, bed }: Stay): SampleVisit => ({ number: id, patientClass: 'I', ward: ward.code, bed, department: ward.department });
