/** What is measured of values: rows that name no patient, the steps of the way, and what is said of them. */
export const places = ['inpatient', 'outpatient', 'emergency'] as const;
export type Place = (typeof places)[number];

/** Days as `2026-02-15`, by the hospital's clock. */
export interface HolidayCalendar {
  readonly holidays: ReadonlySet<string>;
  /** Saturdays and Sundays that are worked. */
  readonly workdays: ReadonlySet<string>;
  /** Of which something is known. */
  readonly years: ReadonlySet<string>;
}

/** One value, in minutes of nobody's name. */
export interface IndicatorRow {
  readonly place: Place;
  readonly departmentCode: string;
  readonly itemCode: string;
  readonly itemName: string;
  /** When the result appeared: reported by the laboratory, else received here. */
  readonly appearedAt: Date;
  readonly receivedAt: Date;
  readonly toldAt: Date | null;
  /** The ward has it: somebody acknowledged, or read it back on the telephone. */
  readonly hadAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly actionAt: Date | null;
  readonly disposedAt: Date | null;
  readonly signedAt: Date | null;
  readonly recordedAt: Date | null;
  /** Of the last step that was told; above 1 it was escalated. */
  readonly step: number;
  /** How often it was handed on, and how often somebody took it then. */
  readonly relays: Share;
  readonly cancelled: boolean;
}

export const steps = ['appeared-received', 'received-told', 'told-acknowledged', 'acknowledged-action', 'action-written', 'written-signed', 'appeared-had'] as const;
export type Step = (typeof steps)[number];

export interface Spread {
  readonly count: number;
  /** Seconds; `null` where there is nothing to measure. */
  readonly median: number | null;
  readonly p90: number | null;
}

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

export interface Summary {
  readonly total: number;
  readonly cancelled: number;
  readonly escalated: number;
  readonly unacknowledged: number;
  /** Acknowledged within the first step of the ladder. */
  readonly inTime: Share;
  /** Handed on: taken of all that were asked. */
  readonly relays: Share;
  /** Indicator 32. */
  readonly sameDay: Share;
  readonly steps: Readonly<Record<Step, Spread>>;
}
