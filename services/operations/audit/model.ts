/** Unusual reading: what the rules look at and what they find. */

export const unusualRules = ['many-patients', 'colleague', 'vip', 'night', 'break-glass', 'refused', 'export', 'tampering'] as const;
export type UnusualRule = (typeof unusualRules)[number];

/** One audit row of a person, as the rules see it. */
export interface Look {
  readonly at: Date;
  readonly act: string;
  readonly outcome: string;
  /** The policy that said yes, or the code of the refusal. */
  readonly reason: string | null;
  readonly patients: readonly string[];
}

export interface Reader {
  readonly departmentCode: string;
  /** Holds a duty of the own department at the time of the latest look. */
  readonly onDuty: boolean;
}

export interface LookedAt {
  readonly vip: boolean;
  readonly staff: boolean;
  /** Where the patient is treated; `null` when nobody said. */
  readonly departmentCode: string | null;
}

export interface Thresholds {
  /** Different patients opened one by one within so many minutes. */
  readonly manyPatients: number;
  readonly manyMinutes: number;
  /** Hours of hospital time; from 23 to 6 is the night. */
  readonly nightFrom: number;
  readonly nightUntil: number;
  readonly nightPatients: number;
  readonly breakGlassTimes: number;
  readonly refusedTimes: number;
  readonly exportTimes: number;
  readonly tamperTimes: number;
}

export interface Finding {
  readonly rule: UnusualRule;
  /** Patients, looks or refusals, as the rule counts. */
  readonly count: number;
  readonly patients: readonly string[];
  readonly firstAt: Date;
  readonly lastAt: Date;
}

export const alertStates = ['open', 'explained', 'followed-up'] as const;
export type AlertState = (typeof alertStates)[number];
