/**
 * MIMIC-IV (50 patients of the demonstration set) as a laboratory would have sent it. Item codes are LOINC where the
 * table of facts knows the item; everything else keeps MIMIC's own code, which no threshold set lists.
 */
import type { LabResult, PatientFacts } from '../../services/clinical/critical-values/rules.ts';
import { mimicLoinc } from '../../services/demo/mimic-loinc.ts';
import type { Row } from './csv.ts';
import { readTable } from './csv.ts';
import type { RealResult } from './real-result.ts';
import { HAEMATOLOGY_WARDS, blank } from './real-result.ts';

/** Items the table has no LOINC for in the form MIMIC uses: sent under the local abbreviation. */
const LOCAL: Readonly<Record<string, string>> = { 50817: 'SO2', 51148: 'BLAST%' };
const SPECIMEN_TYPE = '52033';

interface Tables {
  readonly labels: ReadonlyMap<string, Row>;
  readonly patients: ReadonlyMap<string, Row>;
  readonly gases: ReadonlyMap<string, string>;
  readonly stays: ReadonlyMap<string, readonly Row[]>;
  readonly dialysis: ReadonlySet<string>;
}

/** In the order in which the results were stored. */
export function readMimic(folder: URL): readonly RealResult[] {
  const table = (name: string) => readTable(new URL(`hosp/${name}.csv.gz`, folder));
  const events = table('labevents');
  const tables: Tables = {
    labels: new Map(table('d_labitems').map((row) => [row.itemid ?? '', row])),
    patients: new Map(table('patients').map((row) => [row.subject_id ?? '', row])),
    gases: new Map(events.filter((row) => row.itemid === SPECIMEN_TYPE).map((row) => [row.specimen_id ?? '', row.value ?? ''])),
    // Rows without a care unit are discharges; they have no end and would cover every later day.
    stays: Map.groupBy(table('transfers').filter((row) => row.careunit !== ''), (row) => row.subject_id ?? ''),
    // Dependence on renal dialysis: V45.11 of ICD-9, Z99.2 of ICD-10.
    dialysis: new Set(table('diagnoses_icd').filter((row) => ['V4511', 'Z992'].includes(row.icd_code ?? '')).map((row) => row.hadm_id ?? '')),
  };
  return events
    .map((row) => toResult(row, tables))
    .sort((a, b) => a.result.receivedAt.getTime() - b.result.receivedAt.getTime() || a.result.id.localeCompare(b.result.id));
}

function toResult(row: Row, tables: Tables): RealResult {
  const { itemid = '', specimen_id = '', subject_id = '', hadm_id = '' } = row;
  const label = tables.labels.get(itemid);
  const observedAt = time(row.charttime ?? '');
  const code = mimicLoinc[itemid] ?? LOCAL[itemid] ?? itemid;
  const gas = label?.category === 'Blood Gas' ? (tables.gases.get(specimen_id) ?? '') : '';
  const result: LabResult = {
    ...blank,
    id: row.labevent_id ?? '',
    key: row.labevent_id ?? '',
    codes: [{ code, system: mimicLoinc[itemid] === undefined ? (LOCAL[itemid] === undefined ? 'SCT' : 'L') : 'LN' }],
    name: label?.label ?? '',
    // The de-identification replaced values in comments' shape by ___ and left the number beside them.
    value: row.value === '___' ? (row.valuenum ?? '') : (row.value ?? ''),
    unit: row.valueuom ?? '',
    referenceRange: row.ref_range_lower === '' ? '' : `${row.ref_range_lower}-${row.ref_range_upper}`,
    flags: row.flag === 'abnormal' ? ['A'] : [],
    specimen: gas === '' ? (label?.fluid ?? '') : gas,
    notes: [row.comments ?? ''].filter((note) => note !== '' && note !== '___'),
    observedAt,
    receivedAt: row.storetime === '' || row.storetime === undefined ? observedAt : time(row.storetime),
  };
  return { item: itemid, label: label?.label ?? itemid, fluid: label?.fluid ?? '', subject: subject_id, visit: hadm_id, result, patient: patientAt(subject_id, hadm_id, observedAt, tables) };
}

function patientAt(subject: string, admission: string, at: Date, { patients, stays, dialysis }: Tables): PatientFacts {
  const row = patients.get(subject);
  const unit = stays.get(subject)?.find((stay) => time(stay.intime ?? '') <= at && (stay.outtime === '' || time(stay.outtime ?? '') > at))?.careunit;
  return {
    birthDate: new Date(Date.UTC(Number(row?.anchor_year) - Number(row?.anchor_age), 0, 1)),
    sex: row?.gender ?? 'U',
    wardCode: unit ?? null,
    departmentCode: unit !== undefined && HAEMATOLOGY_WARDS.includes(unit) ? 'HEMA' : null,
    traits: dialysis.has(admission) ? ['dialysis'] : [],
    diagnoses: [],
  };
}

function time(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}
