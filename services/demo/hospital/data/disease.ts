/** What the generator knows of an illness: enough to write a record, order, measure and operate as a ward would. Shapes only. */

/** An operation as the theatre lists it. */
export interface Procedure {
  readonly code: string;
  readonly name: string;
  /** 一级 … 四级 */
  readonly level: string;
  readonly anaesthesia: '全身麻醉' | '椎管内麻醉' | '局部麻醉' | '神经阻滞麻醉' | '表面麻醉';
  readonly incision: 'I' | 'II' | 'III' | '0';
  readonly minutes: number;
  /** Millilitres. */
  readonly bleeding: number;
  readonly position: string;
  /** What was done and found, as the operator dictates it. */
  readonly steps: string;
  readonly implant?: string;
  /** Day of the stay; 0 is the day of admission. */
  readonly day: number;
}

export interface Disease {
  readonly id: string;
  /** ICD-10 */
  readonly code: string;
  readonly name: string;
  readonly departments: readonly string[];
  readonly weight: number;
  readonly sex?: 'M' | 'F';
  /** Years, both ends included; days where `newborn`. */
  readonly ages: readonly [number, number];
  readonly newborn?: true;
  /** Days in hospital, shortest and longest. */
  readonly days: readonly [number, number];
  /** 主诉 */
  readonly complaint: string;
  /** 现病史 */
  readonly onset: string;
  /** 专科查体 */
  readonly exam: string;
  /** Why it is this and nothing else: 诊断依据. */
  readonly basis: readonly string[];
  /** 鉴别诊断: name and how it differs. */
  readonly differential: readonly (readonly [string, string])[];
  /** 诊疗计划 */
  readonly plan: readonly string[];
  /** How the patient is: first days, then better, then ready to go. */
  readonly course: readonly [string, string, string];
  /** Ids of `drugs.ts`: given every day. */
  readonly drugs: readonly string[];
  /** Shift of items from the healthy mean at admission, in their own unit. */
  readonly shifts: Readonly<Record<string, number>>;
  /** The share of the shift that treatment takes away; the rest stays with the patient. */
  readonly heals: number;
  /** Panels of `laboratory.ts` with their interval in days; 0: once. */
  readonly panels: Readonly<Record<string, number>>;
  /** Ids of `imaging.ts`. */
  readonly imaging: readonly string[];
  readonly vitals?: { readonly temperature?: number; readonly pulse?: number; readonly breaths?: number; readonly systolic?: number; readonly saturation?: number };
  /** Shares of 病危 and 病重 at admission. */
  readonly grave: readonly [number, number];
  readonly operation?: Procedure;
  /** 会诊: department asked, question, opinion. */
  readonly consultation?: readonly [string, string, string];
  /** Other diagnoses, some of them picked: code and name. */
  readonly beside: readonly (readonly [string, string])[];
  readonly advice: string;
}
