/** One row of a real laboratory with what the rules need to know about its patient. */
import type { LabResult, PatientFacts } from '../../services/clinical/critical-values/rules.ts';

export interface RealResult {
  /** The data set's own code of the item. */
  readonly item: string;
  readonly label: string;
  readonly fluid: string;
  readonly subject: string;
  readonly visit: string;
  readonly result: LabResult;
  readonly patient: PatientFacts;
}

/** Care units of MIMIC that a hospital would enter as haematology or chemotherapy wards. */
export const HAEMATOLOGY_WARDS: readonly string[] = ['Hematology/Oncology', 'Hematology/Oncology Intermediate'];

export const blank: LabResult = {
  id: '', key: '', replaces: null, codes: [], name: '', valueType: 'ST', value: '', valueCodes: [], report: null, pointOfCare: false, unit: '', referenceRange: '', flags: [], status: 'F', specimen: '',
  notes: [], unreadable: null, observedAt: null, resultedAt: null, receivedAt: new Date(0),
};
