/**
 * Items the default set knows, by code. LOINC from the table of facts the product was built with; local codes are the
 * abbreviations Chinese laboratory systems usually send and a hospital replaces with its own. Data only.
 *
 * Molar masses in g/mol. Urea in mass units is read as urea *nitrogen* (28.01), as laboratories that use mg/dL mean it
 * and as the safe side: urea itself would read half as high. Haemoglobin in mmol/L is the monomer (16 114).
 */
import type { ThresholdItem } from './limits.ts';

export const defaultItems: readonly ThresholdItem[] = [
  { code: 'potassium', name: '血钾', english: 'Potassium', loinc: ['2823-3', '6298-4'], local: ['K', 'K+'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 39.098, valence: 1 } },
  { code: 'sodium', name: '血钠', english: 'Sodium', loinc: ['2951-2', '2947-0'], local: ['NA', 'NA+'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 22.99, valence: 1 } },
  { code: 'chloride', name: '血氯', english: 'Chloride', loinc: ['2075-0', '2069-3'], local: ['CL', 'CL-'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 35.453, valence: 1 } },
  { code: 'calcium', name: '总钙', english: 'Calcium total', loinc: ['2000-8', '17861-6'], local: ['CA', 'TCA'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 40.078, valence: 2 } },
  { code: 'calcium-ionised', name: '离子钙', english: 'Calcium ionised', loinc: ['1995-0'], local: ['ICA', 'CA++', 'CA2+'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 40.078, valence: 2 } },
  { code: 'glucose', name: '血糖', english: 'Glucose', loinc: ['14749-6', '2345-7', '2339-0', '15074-8'], local: ['GLU', 'FPG'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 180.156 } },
  { code: 'creatinine', name: '肌酐', english: 'Creatinine', loinc: ['14682-9', '2160-0'], local: ['CR', 'CREA', 'SCR'], unit: 'umol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 113.12 } },
  { code: 'urea', name: '尿素', english: 'Urea', loinc: ['22664-7', '3094-0'], local: ['UREA', 'BUN'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 28.01 } },
  { code: 'magnesium', name: '血镁', english: 'Magnesium', loinc: ['2601-3', '19123-9'], local: ['MG'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 24.305, valence: 2 } },
  { code: 'phosphate', name: '无机磷', english: 'Phosphate', loinc: ['14879-1', '2777-1'], local: ['P', 'PHOS', 'IP'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 30.974 } },
  { code: 'bilirubin-total', name: '总胆红素', english: 'Bilirubin total', loinc: ['14631-6', '1975-2'], local: ['TBIL', 'T-BIL', 'STB'], unit: 'umol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 584.66 } },
  { code: 'cholinesterase', name: '胆碱酯酶', english: 'Cholinesterase', loinc: ['2098-2'], local: ['CHE', 'PCHE'], unit: 'U/L', reading: 'number', specimen: 'blood' },
  { code: 'amylase', name: '血淀粉酶', english: 'Amylase', loinc: ['1798-8'], local: ['AMY', 'AMYL'], unit: 'U/L', reading: 'number', specimen: 'blood' },
  { code: 'troponin', name: '肌钙蛋白I/T', english: 'Troponin I/T', loinc: ['10839-9', '6598-7', '89579-7', '67151-1'], local: ['CTNI', 'CTNT', 'TNI', 'TNT', 'HS-CTNI', 'HS-CTNT', 'HSTNI', 'HSTNT'], unit: 'ng/mL', reading: 'number', specimen: 'blood' },
  { code: 'lactate', name: '乳酸', english: 'Lactate', loinc: ['2524-7', '32693-4'], local: ['LAC', 'LACT'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 90.078 } },
  { code: 'ammonia', name: '血氨', english: 'Ammonia', loinc: ['22763-7', '16362-6'], local: ['NH3', 'AMM', 'AMON'], unit: 'umol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 17.031 } },
  { code: 'wbc', name: '白细胞', english: 'WBC', loinc: ['6690-2', '26464-8'], local: ['WBC'], unit: '10^9/L', reading: 'number', specimen: 'blood' },
  { code: 'neutrophils', name: '中性粒细胞绝对值', english: 'ANC', loinc: ['751-8', '26499-4'], local: ['NEUT#', 'NEU#', 'NE#', 'ANC'], unit: '10^9/L', reading: 'number', specimen: 'blood' },
  { code: 'haemoglobin', name: '血红蛋白', english: 'Haemoglobin', loinc: ['718-7', '20509-6'], local: ['HGB', 'HB'], unit: 'g/L', reading: 'number', specimen: 'blood', substance: { molarMass: 16114 } },
  { code: 'haematocrit', name: '红细胞压积', english: 'Haematocrit', loinc: ['4544-3', '20570-8'], local: ['HCT', 'PCV'], unit: '%', reading: 'number', specimen: 'blood' },
  { code: 'platelets', name: '血小板', english: 'Platelets', loinc: ['777-3', '26515-7'], local: ['PLT'], unit: '10^9/L', reading: 'number', specimen: 'blood' },
  { code: 'pt', name: '凝血酶原时间', english: 'PT', loinc: ['5902-2'], local: ['PT', 'PT-S'], unit: 's', reading: 'number', specimen: 'blood' },
  { code: 'inr', name: 'INR', english: 'INR', loinc: ['6301-6', '34714-6'], local: ['INR', 'PT-INR'], unit: 'ratio', reading: 'number', specimen: 'blood' },
  { code: 'aptt', name: '活化部分凝血活酶时间', english: 'APTT', loinc: ['14979-9', '3173-2'], local: ['APTT', 'APTT-S'], unit: 's', reading: 'number', specimen: 'blood' },
  { code: 'fibrinogen', name: '纤维蛋白原', english: 'Fibrinogen', loinc: ['3255-7'], local: ['FIB', 'FBG', 'FIB-C'], unit: 'g/L', reading: 'number', specimen: 'blood' },
  { code: 'ph', name: 'pH', english: 'pH arterial', loinc: ['2744-1', '11558-4'], local: ['PH', 'PH(A)'], unit: 'pH', reading: 'number', specimen: 'arterial', codeSpecimen: { '2744-1': 'arterial' } },
  { code: 'pco2', name: 'PaCO2', english: 'pCO2 arterial', loinc: ['2019-8', '11557-6'], local: ['PCO2', 'PACO2'], unit: 'mmHg', reading: 'number', specimen: 'arterial', codeSpecimen: { '2019-8': 'arterial' } },
  { code: 'po2', name: 'PaO2', english: 'pO2 arterial', loinc: ['2703-7', '11556-0'], local: ['PO2', 'PAO2'], unit: 'mmHg', reading: 'number', specimen: 'arterial', codeSpecimen: { '2703-7': 'arterial' } },
  { code: 'bicarbonate', name: 'HCO3', english: 'Bicarbonate', loinc: ['1960-4', '1963-8'], local: ['HCO3', 'HCO3-', 'HCO3ACT'], unit: 'mmol/L', reading: 'number', specimen: 'blood', substance: { molarMass: 61.017, valence: 1 } },
  { code: 'so2', name: 'SaO2', english: 'Oxygen saturation', loinc: ['2708-6'], local: ['SO2', 'SAO2'], unit: '%', reading: 'number', specimen: 'arterial', codeSpecimen: { '2708-6': 'arterial' } },
  { code: 'blood-culture', name: '血培养', english: 'Blood culture', loinc: ['600-7'], local: ['BC'], unit: '', reading: 'culture', specimen: 'blood', codeSpecimen: { '600-7': 'blood' } },
  { code: 'sterile-culture', name: '脑脊液/无菌体液培养或涂片', english: 'CSF or sterile fluid', loinc: ['664-3', '606-4'], local: ['CSFC', 'SFC'], unit: '', reading: 'culture', specimen: 'sterile', codeSpecimen: { '606-4': 'csf' } },
  { code: 'afb-smear', name: '抗酸杆菌涂片', english: 'AFB smear', loinc: ['11545-1'], local: ['AFB'], unit: '', reading: 'finding', specimen: 'any' },
  { code: 'notifiable-pathogen', name: '疟原虫/霍乱弧菌等甲类或按甲类管理病原', english: 'Notifiable pathogen', loinc: [], local: ['MALARIA', 'CHOLERA'], unit: '', reading: 'finding', specimen: 'any' },
  { code: 'mdro', name: '多重耐药菌首次', english: 'MDRO first isolate', loinc: [], local: ['MDRO'], unit: '', reading: 'finding', specimen: 'any' },
  { code: 'blasts', name: '外周血幼稚细胞/原始细胞首次', english: 'Blasts first seen', loinc: [], local: ['BLAST', 'BLAST%'], unit: '', reading: 'finding', specimen: 'blood' },
];
