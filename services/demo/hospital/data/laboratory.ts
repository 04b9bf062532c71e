/** Items and panels of the laboratory: codes, units and ranges as a Chinese laboratory prints them (adult), and the bounds of life. Data only. */

export interface Item {
  /** The laboratory's abbreviation. */
  readonly id: string;
  readonly loinc: string;
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  /** Reference range; of women where it differs; of newborns. */
  readonly range: readonly [number, number];
  readonly women?: readonly [number, number];
  readonly newborn?: readonly [number, number];
  /** Between draws of one healthy person, in the item's unit. */
  readonly wander: number;
  /** What a living patient can show. */
  readonly bounds: readonly [number, number];
  /** Inside these nobody is alarmed: what the history before the first day keeps to. */
  readonly calm: readonly [number, number];
  /** Of newborns, where other limits hold. */
  readonly calmNewborn?: readonly [number, number];
  /** Items of one `with` move together. */
  readonly with?: string;
}

type Ends = readonly [number, number];
const item = (id: string, loinc: string, name: string, unit: string, decimals: number, range: Ends, wander: number, bounds: Ends, calm: Ends, more: Partial<Item> = {}): Item => ({ id, loinc, name, unit, decimals, range, wander, bounds, calm, ...more });
const far: Ends = [-1, 1e9];

export const items: readonly Item[] = [
  item('WBC', '6690-2', '白细胞计数', '10*9/L', 2, [3.5, 9.5], 0.8, [0.1, 150], [2.6, 29], { newborn: [8, 20], with: 'white', calmNewborn: [2.6, 48] }),
  item('NEUT#', '751-8', '中性粒细胞绝对值', '10*9/L', 2, [1.8, 6.3], 0.6, [0, 130], [0.6, 1e3], { with: 'white' }),
  item('NEUT%', '770-8', '中性粒细胞百分比', '%', 1, [40, 75], 4, [1, 98], far, { with: 'white' }),
  item('LYMPH%', '736-9', '淋巴细胞百分比', '%', 1, [20, 50], 3.5, [1, 95], far),
  item('RBC', '789-8', '红细胞计数', '10*12/L', 2, [4.3, 5.8], 0.12, [1, 8], far, { women: [3.8, 5.1], with: 'red' }),
  item('HGB', '718-7', '血红蛋白', 'g/L', 0, [130, 175], 3.5, [25, 240], [62, 198], { women: [115, 150], newborn: [170, 200], with: 'red', calmNewborn: [98, 220] }),
  item('HCT', '4544-3', '红细胞压积', '%', 1, [40, 50], 1.1, [8, 72], [19, 59], { women: [35, 45], newborn: [45, 58], with: 'red', calmNewborn: [32, 59.5] }),
  item('PLT', '777-3', '血小板计数', '10*9/L', 0, [125, 350], 16, [1, 1500], [52, 980]),
  item('CRP', '1988-5', 'C反应蛋白', 'mg/L', 1, [0, 10], 1.2, [0.1, 420], far, { with: 'fire' }),
  item('PCT', '33959-8', '降钙素原', 'ng/mL', 2, [0, 0.5], 0.04, [0.02, 100], far, { with: 'fire' }),
  item('K', '2823-3', '钾', 'mmol/L', 2, [3.5, 5.3], 0.17, [1.8, 8.5], [2.9, 6.1], { calmNewborn: [3.1, 6.8] }),
  item('NA', '2951-2', '钠', 'mmol/L', 1, [137, 147], 1.5, [105, 178], [121, 159], { with: 'salt', calmNewborn: [126, 154] }),
  item('CL', '2075-0', '氯', 'mmol/L', 1, [99, 110], 1.4, [68, 132], [76, 124], { with: 'salt' }),
  item('CA', '2000-8', '总钙', 'mmol/L', 2, [2.11, 2.52], 0.05, [1.1, 4.2], [1.68, 3.2]),
  item('P', '14879-1', '无机磷', 'mmol/L', 2, [0.85, 1.51], 0.08, [0.15, 4], [0.35, 2.4]),
  item('MG', '2601-3', '镁', 'mmol/L', 2, [0.75, 1.02], 0.04, [0.25, 3], [0.55, 2.4]),
  item('GLU', '14749-6', '葡萄糖', 'mmol/L', 2, [3.9, 6.1], 0.3, [1, 60], [2.6, 21.8], { newborn: [2.2, 7], calmNewborn: [2.4, 16] }),
  item('UREA', '22664-7', '尿素', 'mmol/L', 2, [3.1, 8], 0.5, [0.8, 70], [0, 35], { with: 'kidney' }),
  item('CREA', '14682-9', '肌酐', 'μmol/L', 0, [57, 97], 4, [15, 1900], [0, 645], { women: [41, 73], newborn: [27, 88], with: 'kidney' }),
  item('UA', '14933-6', '尿酸', 'μmol/L', 0, [208, 428], 18, [50, 1200], far, { women: [155, 357], with: 'kidney' }),
  item('ALT', '1742-6', '丙氨酸氨基转移酶', 'U/L', 0, [9, 50], 4, [2, 6000], far, { women: [7, 40], with: 'liver' }),
  item('AST', '1920-8', '天门冬氨酸氨基转移酶', 'U/L', 0, [15, 40], 3, [5, 7000], far, { women: [13, 35], with: 'liver' }),
  item('TBIL', '14631-6', '总胆红素', 'μmol/L', 1, [3, 21], 1.8, [1, 600], [0, 300], { newborn: [20, 205], with: 'liver', calmNewborn: [0, 330] }),
  item('DBIL', '14629-0', '直接胆红素', 'μmol/L', 1, [0, 8], 0.7, [0, 400], far, { with: 'liver' }),
  item('ALB', '61151-7', '白蛋白', 'g/L', 1, [40, 55], 1.1, [12, 60], far, { newborn: [28, 44] }),
  item('TP', '2885-2', '总蛋白', 'g/L', 1, [65, 85], 1.6, [30, 120], far, { newborn: [46, 70] }),
  item('PT', '5902-2', '凝血酶原时间', 's', 1, [9.4, 12.5], 0.35, [8, 120], [0, 29], { with: 'clot' }),
  item('INR', '6301-6', '国际标准化比值', 'ratio', 2, [0.8, 1.2], 0.04, [0.6, 12], [0, 4.8], { with: 'clot' }),
  item('APTT', '14979-9', '活化部分凝血活酶时间', 's', 1, [25.1, 36.5], 1.3, [18, 180], [0, 68], { with: 'clot' }),
  item('FIB', '3255-7', '纤维蛋白原', 'g/L', 2, [2, 4], 0.22, [0.3, 12], [1.1, 7.8]),
  item('DD', '48065-7', 'D-二聚体', 'mg/L FEU', 2, [0, 0.55], 0.06, [0.05, 40], far),
  item('NTPROBNP', '33762-6', 'N末端B型钠尿肽前体', 'pg/mL', 0, [0, 300], 22, [5, 35000], far),
  item('CTNI', '10839-9', '肌钙蛋白I', 'ng/mL', 3, [0, 0.04], 0.003, [0, 80], [0, 0.036], { with: 'heart' }),
  item('CKMB', '13969-1', '肌酸激酶同工酶', 'ng/mL', 2, [0, 5], 0.4, [0.1, 400], far, { with: 'heart' }),
  item('MYO', '2639-3', '肌红蛋白', 'ng/mL', 1, [0, 70], 5, [10, 4000], far, { with: 'heart' }),
  item('AMY', '1798-8', '淀粉酶', 'U/L', 0, [35, 135], 8, [5, 5000], [0, 390], { with: 'pancreas' }),
  item('LPS', '3040-3', '脂肪酶', 'U/L', 0, [1, 60], 5, [1, 6000], far, { with: 'pancreas' }),
  item('LAC', '32693-4', '乳酸', 'mmol/L', 1, [0.5, 2.2], 0.15, [0.2, 20], [0, 4.8], { with: 'gas' }),
  item('PH', '2744-1', '酸碱度', 'pH', 3, [7.35, 7.45], 0.012, [6.8, 7.7], [7.26, 7.54], { with: 'gas' }),
  item('PCO2', '2019-8', '二氧化碳分压', 'mmHg', 1, [35, 45], 1.6, [12, 120], [21, 69]),
  item('PO2', '2703-7', '氧分压', 'mmHg', 1, [80, 100], 4, [28, 420], [47, 500]),
  item('HCO3', '1960-4', '碳酸氢根', 'mmol/L', 1, [22, 27], 0.8, [4, 50], [11, 39]),
  item('TC', '14647-2', '总胆固醇', 'mmol/L', 2, [2.9, 5.2], 0.18, [1, 16], far, { with: 'fat' }),
  item('TG', '14927-8', '甘油三酯', 'mmol/L', 2, [0.45, 1.7], 0.16, [0.2, 40], far, { with: 'fat' }),
  item('LDL-C', '22748-8', '低密度脂蛋白胆固醇', 'mmol/L', 2, [1.3, 3.4], 0.14, [0.3, 12], far, { with: 'fat' }),
  item('HBA1C', '4548-4', '糖化血红蛋白', '%', 1, [4, 6], 0.1, [3, 18], far),
  item('TSH', '3016-3', '促甲状腺激素', 'mIU/L', 2, [0.27, 4.2], 0.25, [0.005, 100], far),
  item('FT4', '14920-3', '游离甲状腺素', 'pmol/L', 2, [12, 22], 0.8, [2, 100], far),
  item('CEA', '2039-6', '癌胚抗原', 'ng/mL', 2, [0, 5], 0.2, [0.2, 2000], far),
  item('CA125', '10334-1', '糖类抗原125', 'U/mL', 1, [0, 35], 1.4, [1, 5000], far),
  item('ESR', '30341-2', '红细胞沉降率', 'mm/h', 0, [0, 15], 1.5, [1, 140], far, { women: [0, 20], with: 'fire' }),
  item('UPRO', '2889-4', '24小时尿蛋白定量', 'g/24h', 2, [0, 0.15], 0.02, [0.01, 25], far),
];

export interface Panel {
  readonly id: string;
  readonly name: string;
  readonly specimen: { readonly id: string; readonly text: string };
  readonly items: readonly string[];
  /** Minutes from the tube to the result. */
  readonly minutes: readonly [number, number];
}

const serum = { id: 'SER', text: '血清' };
const whole = { id: 'BLD', text: '静脉全血' };

export const panels: readonly Panel[] = [
  { id: 'CBC', name: '血常规五分类', specimen: whole, items: ['WBC', 'NEUT#', 'NEUT%', 'LYMPH%', 'RBC', 'HGB', 'HCT', 'PLT'], minutes: [45, 120] },
  { id: 'BIO', name: '肝肾功能、电解质、血糖', specimen: serum, items: ['K', 'NA', 'CL', 'CA', 'P', 'MG', 'GLU', 'UREA', 'CREA', 'UA', 'ALT', 'AST', 'TBIL', 'DBIL', 'TP', 'ALB'], minutes: [90, 210] },
  { id: 'COAG', name: '凝血四项、D-二聚体', specimen: { id: 'PLAS', text: '枸橼酸钠抗凝血浆' }, items: ['PT', 'INR', 'APTT', 'FIB', 'DD'], minutes: [60, 150] },
  { id: 'INFL', name: '炎症指标', specimen: serum, items: ['CRP', 'PCT'], minutes: [60, 150] },
  { id: 'HEART', name: '心肌损伤标志物', specimen: serum, items: ['CTNI', 'CKMB', 'MYO'], minutes: [35, 70] },
  { id: 'BNP', name: 'NT-proBNP', specimen: serum, items: ['NTPROBNP'], minutes: [35, 80] },
  { id: 'GAS', name: '动脉血气分析', specimen: { id: 'BLDA', text: '动脉血' }, items: ['PH', 'PCO2', 'PO2', 'HCO3', 'LAC'], minutes: [6, 20] },
  { id: 'PANC', name: '淀粉酶、脂肪酶', specimen: serum, items: ['AMY', 'LPS'], minutes: [60, 140] },
  { id: 'LIPID', name: '血脂', specimen: serum, items: ['TC', 'TG', 'LDL-C'], minutes: [120, 240] },
  { id: 'HBA1C', name: '糖化血红蛋白', specimen: whole, items: ['HBA1C'], minutes: [120, 260] },
  { id: 'THYR', name: '甲状腺功能', specimen: serum, items: ['TSH', 'FT4'], minutes: [180, 400] },
  { id: 'TUMOR', name: '肿瘤标志物', specimen: serum, items: ['CEA', 'CA125'], minutes: [200, 420] },
  { id: 'ESR', name: '血沉', specimen: whole, items: ['ESR'], minutes: [90, 160] },
  { id: 'UPRO', name: '24小时尿蛋白定量', specimen: { id: 'UR24H', text: '24小时尿' }, items: ['UPRO'], minutes: [120, 240] },
  // What is asked for again after something was done about it.
  { id: 'ELEC', name: '电解质', specimen: serum, items: ['K', 'NA', 'CL', 'CA', 'P', 'MG'], minutes: [30, 60] },
  { id: 'GLUC', name: '血糖', specimen: serum, items: ['GLU'], minutes: [20, 45] },
];

const itemById = new Map(items.map((each) => [each.id, each]));
const panelById = new Map(panels.map((each) => [each.id, each]));

export function itemOf(id: string): Item {
  const found = itemById.get(id);
  if (found === undefined) throw new Error(`there is no item ${id}`);
  return found;
}

export function panelOf(id: string): Panel {
  const found = panelById.get(id);
  if (found === undefined) throw new Error(`there is no panel ${id}`);
  return found;
}
