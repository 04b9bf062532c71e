/** A sender as it is heard: what is usual for it, and what is out of the usual. */

export const feedDoors = ['mllp', 'fhir', 'http'] as const;
export type FeedDoor = (typeof feedDoors)[number];

/** What can be wrong with a sender. */
export const incidentKinds = ['silent', 'slow', 'refusing'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** What was heard in one hour. */
export interface Hour {
  readonly hour: Date;
  readonly messages: number;
  readonly refusals: number;
  /** Longest silence that touched the hour, in whole: one from two to six o'clock is four hours long in each of them. */
  readonly gapSeconds: number;
  /** Seconds between result and arrival, some of them. */
  readonly delays: readonly number[];
}

export interface Span {
  readonly from: Date;
  readonly until: Date;
}

export interface FeedState {
  readonly lastHeardAt: Date;
  /** Set by a person in place of what is learned. */
  readonly silentMinutes: number | undefined;
  /** Of the newest messages, oldest first. */
  readonly recentDelays: readonly number[];
  readonly hours: readonly Hour[];
  /** Announced downtimes, also past ones: nothing is learned from them. */
  readonly downtimes: readonly Span[];
  /** Silences that were incidents: nothing is learned from them either. */
  readonly outages: readonly Span[];
}

export interface Limits {
  /** Without enough history. */
  readonly silentMinutes: number;
  readonly delayMinutes: number;
  /** Share of refused messages of the last two hours, in percent. */
  readonly refusedPercent: number;
}

/** Where a limit comes from. */
export const limitOrigins = ['set', 'week', 'day', 'default'] as const;
export type LimitOrigin = (typeof limitOrigins)[number];

export interface Limit {
  readonly seconds: number;
  readonly origin: LimitOrigin;
}

/** `seen` and `usual` in seconds, of refusals in percent. */
export interface Verdict {
  readonly kind: IncidentKind;
  readonly seen: number;
  readonly usual: number;
}
