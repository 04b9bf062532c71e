/** eICU (100 patients' laboratory rows) under local abbreviations, as hospitals without LOINC send them. */
import type { LabResult } from '../../services/clinical/critical-values/rules.ts';
import type { Row } from './csv.ts';
import { readTable } from './csv.ts';
import type { RealResult } from './real-result.ts';
import { blank } from './real-result.ts';

const LOCAL: Readonly<Record<string, string>> = {
  'potassium': 'K', 'sodium': 'NA', 'chloride': 'CL', 'calcium': 'CA', 'ionized calcium': 'ICA', 'glucose': 'GLU', 'bedside glucose': 'GLU',
  'creatinine': 'CREA', 'BUN': 'BUN', 'magnesium': 'MG', 'phosphate': 'PHOS', 'total bilirubin': 'TBIL', 'amylase': 'AMY',
  'troponin - I': 'CTNI', 'troponin - T': 'CTNT', 'lactate': 'LAC', 'ammonia': 'NH3', 'WBC x 1000': 'WBC', 'Hgb': 'HGB', 'Hct': 'HCT',
  'platelets x 1000': 'PLT', 'PT': 'PT', 'PT - INR': 'INR', 'PTT': 'APTT', 'fibrinogen': 'FIB', 'pH': 'PH', 'paCO2': 'PACO2', 'paO2': 'PAO2',
  'bicarbonate': 'HCO3', 'HCO3': 'HCO3', 'O2 Sat (%)': 'SO2',
};
const MINUTE = 60_000;
/** Offsets count minutes from admission to the unit; any origin does. */
const ORIGIN = Date.UTC(2015, 0, 1);

export function readEicu(folder: URL): readonly RealResult[] {
  const patients = new Map(readTable(new URL('patient.csv.gz', folder)).map((row) => [row.patientunitstayid ?? '', row]));
  return readTable(new URL('lab_100_patients.csv.gz', folder))
    .map((row) => toResult(row, patients.get(row.patientunitstayid ?? '')))
    .sort((a, b) => a.result.receivedAt.getTime() - b.result.receivedAt.getTime() || a.result.id.localeCompare(b.result.id));
}

function toResult(row: Row, patient: Row | undefined): RealResult {
  const { labname = '', labid = '', patientunitstayid = '' } = row;
  const at = new Date(ORIGIN + Number(row.labresultoffset) * MINUTE);
  const local = LOCAL[labname];
  const result: LabResult = {
    ...blank,
    id: labid,
    key: labid,
    codes: [{ code: local ?? labname, system: local === undefined ? 'SCT' : 'L' }],
    name: labname,
    value: row.labresulttext === '' ? (row.labresult ?? '') : (row.labresulttext ?? ''),
    unit: row.labmeasurenamesystem ?? '',
    observedAt: at,
    receivedAt: new Date(ORIGIN + Number(row.labresultrevisedoffset) * MINUTE),
  };
  // Older than 89 is written `> 89`.
  const years = Number((patient?.age ?? '').replace(/\D/gu, '') || Number.NaN);
  return {
    item: labname, label: labname, fluid: '', subject: patient?.uniquepid ?? patientunitstayid, visit: patientunitstayid, result,
    patient: {
      birthDate: Number.isFinite(years) ? new Date(ORIGIN - years * 366 * 1440 * MINUTE) : null,
      sex: (patient?.gender ?? 'U').slice(0, 1),
      wardCode: patient?.wardid ?? null,
      departmentCode: null,
      traits: [],
      diagnoses: [],
    },
  };
}
