/** 会诊 */

export const states = ['requested', 'accepted', 'done', 'cancelled', 'refused'] as const;
export type State = (typeof states)[number];

/** How somebody has to do with one. */
export const parts = ['asked', 'invited', 'answered'] as const;
export type Part = (typeof parts)[number];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** The sender and its number. */
export interface Key {
  readonly source: string;
  readonly number: string;
}

export interface Invited {
  readonly department?: string | undefined;
  readonly staff?: Named | undefined;
}

export interface Consultation {
  readonly patientId: string | null;
  readonly visitId: string | null;
  readonly type: string | null;
  readonly requestedBy: Named | null;
  readonly department: string | null;
  readonly requestedAt: Date | null;
  readonly plannedAt: Date | null;
  readonly summary: string | null;
  readonly purpose: string | null;
  readonly invited: readonly Invited[] | null;
  readonly state: State | null;
}

/** One of those asked, by staff number, else name, else department. */
export interface OpinionKey {
  readonly consultationId: string;
  readonly who: string;
}

export interface Opinion {
  readonly by: Named | null;
  readonly department: string | null;
  readonly at: Date | null;
  readonly text: string | null;
}

/** How long an invitation that nobody closes stays open after the time it was meant for. */
export const openDays = 14;
