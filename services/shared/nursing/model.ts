/** Values that nurses write down. */

export const kinds = [
  'temperature', 'pulse', 'heart-rate', 'respiration', 'blood-pressure', 'systolic', 'diastolic', 'oxygen-saturation',
  'intake', 'output', 'urine', 'stool', 'drainage', 'weight', 'height', 'pain', 'glucose', 'score', 'other',
] as const;
export type Kind = (typeof kinds)[number];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** Nobody numbers observations: what, when and where name one. */
export interface Key {
  readonly patientId: string;
  readonly source: string;
  readonly item: string;
  readonly at: Date;
  readonly site: string;
}

export interface Observation {
  readonly visitId: string | null;
  readonly kind: Kind | null;
  readonly name: string | null;
  readonly value: string | null;
  readonly number: number | null;
  /** Of a blood pressure told as one: the lower number. */
  readonly second: number | null;
  readonly unit: string | null;
  readonly by: Named | null;
  readonly note: string | null;
  readonly withdrawn: boolean | null;
}

/** LOINC codes as devices and FHIR senders use them. */
export const loinc: Readonly<Record<string, Kind>> = {
  '8310-5': 'temperature', '8328-7': 'temperature', '8331-1': 'temperature', '8332-9': 'temperature', '8893-0': 'pulse', '8867-4': 'heart-rate', '9279-1': 'respiration',
  '85354-9': 'blood-pressure', '55284-4': 'blood-pressure', '8480-6': 'systolic', '8462-4': 'diastolic', '2708-6': 'oxygen-saturation', '59408-5': 'oxygen-saturation',
  '9108-2': 'intake', '9262-7': 'output', '9192-6': 'urine', '29463-7': 'weight', '3141-9': 'weight', '8302-2': 'height', '72514-3': 'pain', '38208-5': 'pain', '2339-0': 'glucose',
};

/** Words of Chinese senders; the first that fits. */
export const words: readonly (readonly [RegExp, Kind])[] = [
  [/体温|肛温|腋温|口温|^T$/, 'temperature'],
  [/脉搏|^P$/, 'pulse'],
  [/心率|^HR$/i, 'heart-rate'],
  [/呼吸|^R$/, 'respiration'],
  [/收缩压|高压/, 'systolic'],
  [/舒张压|低压/, 'diastolic'],
  [/血压|^BP$/i, 'blood-pressure'],
  [/血氧|氧饱和|SpO2/i, 'oxygen-saturation'],
  [/尿量|小便/, 'urine'],
  [/大便|排便/, 'stool'],
  [/引流/, 'drainage'],
  [/入量|摄入/, 'intake'],
  [/出量|排出/, 'output'],
  [/体重/, 'weight'],
  [/身高/, 'height'],
  [/疼痛/, 'pain'],
  [/血糖/, 'glucose'],
  [/评分|Braden|Morse|GCS|MEWS/i, 'score'],
];
