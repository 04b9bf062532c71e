/** Reports and their results; every version of a result stays. */

export const reportKinds = ['laboratory', 'imaging', 'ultrasound', 'ecg', 'endoscopy', 'pathology', 'check-up', 'other'] as const;
export type ReportKind = (typeof reportKinds)[number];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

interface Specimen {
  readonly number?: string | undefined;
  readonly code?: string | undefined;
  readonly text?: string | undefined;
  readonly system?: string | undefined;
  readonly source?: string | undefined;
  readonly collectedAt?: string | undefined;
  readonly receivedAt?: string | undefined;
}

export interface Key {
  readonly patientId: string;
  readonly source: string;
  /** The filler's number, else the placer's. */
  readonly number: string;
  /** Code of what was asked for. */
  readonly item: string;
}

export interface Report {
  readonly visitId: string | null;
  readonly placer: string | null;
  readonly filler: string | null;
  readonly kind: ReportKind | null;
  readonly name: string | null;
  readonly service: string | null;
  readonly doctor: Named | null;
  readonly specimen: Specimen | null;
  readonly priority: string | null;
  readonly status: string | null;
  readonly observedAt: Date | null;
  readonly reportedAt: Date | null;
  readonly notes: readonly string[] | null;
}

/** One version of one measurement, as it is stored. */
export interface Version {
  readonly reportId: string;
  readonly slot: string;
  readonly stamp: string;
  readonly patientId: string;
  readonly place: number;
  readonly item: string;
  readonly system: string | null;
  readonly name: string | null;
  readonly kind: string;
  readonly text: string;
  readonly number: number | null;
  readonly comparator: string | null;
  readonly unit: string | null;
  readonly rangeText: string | null;
  readonly rangeLow: number | null;
  readonly rangeHigh: number | null;
  readonly flags: readonly string[];
  readonly status: string | null;
  readonly observedAt: Date | null;
  readonly observer: Named | null;
  readonly method: string | null;
  readonly notes: readonly string[];
  readonly unreadable: string | null;
}

/** Of one measurement: what holds, if anything does, and what it took the place of, newest first. */
export interface Chain<V> {
  readonly holds: V | undefined;
  readonly latest: V;
  readonly earlier: readonly V[];
}

/** Points of a trend at most; the newest. */
export const mostPoints = 500;
