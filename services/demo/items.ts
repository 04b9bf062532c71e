/** What the demonstration's laboratory can send at a press: name, code, unit and range as a Chinese laboratory writes them. */
export interface DemoItem {
  readonly id: string;
  readonly name: string;
  readonly loinc: string;
  readonly unit: string;
  readonly range: string;
  /** A value past the default limit. */
  readonly critical: number;
  readonly specimen: { readonly id: string; readonly text: string };
}

const serum = { id: 'SER', text: '血清' };
const blood = { id: 'BLD', text: '全血' };
const plasma = { id: 'PLAS', text: '血浆' };

export const demoItems: readonly DemoItem[] = [
  { id: 'potassium', name: '血钾', loinc: '2823-3', unit: 'mmol/L', range: '3.5-5.3', critical: 7.1, specimen: serum },
  { id: 'sodium', name: '血钠', loinc: '2951-2', unit: 'mmol/L', range: '137-147', critical: 112, specimen: serum },
  { id: 'glucose', name: '血糖', loinc: '14749-6', unit: 'mmol/L', range: '3.9-6.1', critical: 1.9, specimen: serum },
  { id: 'calcium', name: '总钙', loinc: '2000-8', unit: 'mmol/L', range: '2.11-2.52', critical: 1.4, specimen: serum },
  { id: 'haemoglobin', name: '血红蛋白', loinc: '718-7', unit: 'g/L', range: '115-150', critical: 48, specimen: blood },
  { id: 'platelets', name: '血小板', loinc: '777-3', unit: '10*9/L', range: '125-350', critical: 8, specimen: blood },
  { id: 'inr', name: 'INR', loinc: '6301-6', unit: 'ratio', range: '0.8-1.2', critical: 6.4, specimen: plasma },
];
