/** On the wall of a nurse station: what kind of result it is, and who has it. */

export const screenWords = { taken: '{who} {at} 已接手', asked: '等待 {who} 确认', nobody: '尚无人接手，请查看手机' } as const;

/** So general that passers-by learn nothing; what is not known is only a test. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  '电解质': ['potassium', 'sodium', 'chloride', 'calcium', 'calcium-ionised', 'magnesium', 'phosphate'],
  '生化': ['glucose', 'creatinine', 'urea', 'bilirubin-total', 'cholinesterase', 'amylase', 'lactate', 'ammonia'],
  '心肌标志物': ['troponin'],
  '血常规': ['wbc', 'neutrophils', 'haemoglobin', 'haematocrit', 'platelets', 'blasts'],
  '凝血': ['pt', 'inr', 'aptt', 'fibrinogen'],
  '血气': ['ph', 'pco2', 'po2', 'bicarbonate', 'so2'],
  '微生物': ['blood-culture', 'sterile-culture', 'afb-smear', 'notifiable-pathogen', 'mdro'],
  '心电图': ['ecg'],
  '影像': ['imaging'],
  '超声': ['ultrasound'],
  '病理': ['pathology'],
};
const kindByItem = new Map(Object.entries(kinds).flatMap(([kind, items]) => items.map((item) => [item, kind] as const)));

export const kindOfItem = (item: string): string => kindByItem.get(item) ?? '检验';
