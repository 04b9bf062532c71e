/** Threshold sets on their way: drafted, tried, proposed, approved by another person. Values only. */

/** `bootstrap`: what the settings say; in force while nothing is approved. */
export const setStates = ['draft', 'proposed', 'approved', 'rejected', 'bootstrap'] as const;
export type SetState = (typeof setStates)[number];

export const setActs = ['drafted', 'changed', 'imported', 'proposed', 'approved', 'rejected'] as const;

export interface SetStep {
  readonly act: (typeof setActs)[number];
  readonly by: { readonly number: string; readonly name: string };
  readonly at: Date;
  readonly note: string;
}

/** A set without its content. */
export interface SetHead {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly state: SetState;
  readonly basedOn: string | null;
  /** Of the content: what was tried and proposed is what is approved. */
  readonly digest: string;
  readonly course: readonly SetStep[];
  readonly inForceFrom: Date | null;
}

/** What a set would have decided otherwise in the days before. Names nobody. */
export interface Trial {
  readonly state: 'running' | 'done';
  /** The content that was tried, and the version it was held against. */
  readonly digest: string;
  readonly against: string;
  readonly days: number;
  readonly at: Date;
  /** Results that were judged anew; those no change can touch are left out. */
  readonly judged: number;
  readonly told: { readonly before: number; readonly after: number };
  readonly more: number;
  readonly fewer: number;
  /** The first of them. */
  readonly list: readonly TrialLine[];
}

export interface TrialLine {
  readonly resultId: string;
  readonly change: 'more' | 'fewer';
  readonly at: Date;
  readonly item: string;
  /** As sent, with its unit. */
  readonly value: string;
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
  /** Days of life; `null` unknown. */
  readonly days: number | null;
  /** The limit that decides, before and after, with the reason of who is not told. */
  readonly before: string;
  readonly after: string;
}

export const mostTrialLines = 500;
export const trialDays = 30;
