/** What the tests of the rules start from: one result, one patient, one open alert. Invented. */
import { defaultThresholdSet } from './limits.ts';
import type { ThresholdSet } from './limits.ts';
import type { CriticalValue, Person } from './model.ts';
import { defaultLadder } from './model.process.ts';
import { escalate, judge, open, told } from './rules.ts';
import type { EarlierAlert, LabResult, OpeningPlace, PatientFacts, Verdict } from './rules.ts';

/** Hospital time of one night. */
export const at = (clock: string): Date => new Date(`2026-11-20T${clock.length === 5 ? `${clock}:00` : clock}+08:00`);
export const now = at('02:14');

export const set: ThresholdSet = defaultThresholdSet({
  'haematology-or-chemotherapy': { departments: ['HEMA'], wards: ['ONC2'] },
  'dialysis': { departments: [], wards: ['HD1'] },
  'neonatal': { departments: ['NICU'], wards: [] },
});

export const adult: PatientFacts = { birthDate: new Date('1959-03-12T00:00:00+08:00'), sex: 'M', wardCode: 'CARD1', departmentCode: 'CARD', traits: [], diagnoses: [] };
export const bornDaysAgo = (days: number): PatientFacts => ({ ...adult, birthDate: new Date(now.getTime() - days * 86_400_000) });

export function result(change: Partial<LabResult> = {}): LabResult {
  return {
    id: 'r1', key: 'F1|2823-3|', replaces: null, codes: [{ code: '2823-3', system: 'LN' }], name: '钾', valueType: 'NM', value: '7.1', valueCodes: [], report: null, pointOfCare: false,
    unit: 'mmol/L', referenceRange: '3.5-5.3', flags: [], status: 'F', specimen: '', notes: [], unreadable: null,
    observedAt: at('01:40'), resultedAt: at('02:10'), receivedAt: now, ...change,
  };
}

/** `loinc('777-3', '8', '10^9/L')` */
export function loinc(code: string, value: string, unit: string, change: Partial<LabResult> = {}): LabResult {
  return result({ codes: [{ code, system: 'LN' }], key: `F1|${code}|`, value, unit, referenceRange: '', ...change });
}

export function judged(of: LabResult, patient: PatientFacts = adult, alerts: readonly EarlierAlert[] = [], of_set: ThresholdSet = set): Verdict {
  return judge(of, patient, { alerts }, of_set, now);
}

/** `high`, `not-critical:within-limits`, `not-judged:unit-missing`: one word a table row can hold. */
export function word(verdict: Verdict): string {
  return verdict.kind === 'critical' ? verdict.direction : `${verdict.kind}:${verdict.reason}`;
}

export function earlier(change: Partial<EarlierAlert> = {}): EarlierAlert {
  return {
    id: 'a1', resultKey: 'F0|2823-3|', itemCode: 'potassium', direction: 'high', sent: '7.0', unitSent: 'mmol/L', value: 7,
    observedAt: at('00:40'), openedAt: at('01:14'), sameVisit: true, corrected: false, ...change,
  };
}

export const li: Person = { number: '1001', name: '李明', role: 'doctor' };
export const zhang: Person = { number: '1002', name: '张晓燕', role: 'doctor' };
export const chen: Person = { number: '1003', name: '陈志远', role: 'doctor' };
export const office: Person = { number: '9001', name: '赵敏', role: 'administrator' };

export const place: OpeningPlace = { id: 'cv1', patientId: 'p1', visitId: 'v1', departmentCode: 'CARD', wardCode: 'CARD1', previous: null, way: 'inpatient' };

/** Opened at 02:14, nobody told yet. */
export function opened(change: Partial<LabResult> = {}): CriticalValue {
  const of = result(change);
  const verdict = judged(of);
  if (verdict.kind !== 'critical') throw new RangeError(word(verdict));
  return open(verdict, of, place, now).value;
}

/** Tells whatever is due at that time. */
export function tell(value: CriticalValue, clock: string, people: readonly Person[]): CriticalValue {
  return told(value, escalate(value, defaultLadder, at(clock)), people, defaultLadder, at(clock)).value;
}
