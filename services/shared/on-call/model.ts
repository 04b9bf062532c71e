/** Duties of departments, and the time they take. Shared with the pages. */

export const dutyKinds = ['duty-doctor', 'head', 'head-nurse', 'clinic-desk', 'medical-office'] as const;
export type DutyKind = (typeof dutyKinds)[number];

/** Half-open: what ends at 08:00 belongs to the next from 08:00 on. `null`: until further notice. */
export interface Span {
  readonly from: Date;
  readonly until: Date | null;
}
export interface Stretch extends Span {
  readonly until: Date;
}

export interface Duty extends Span {
  readonly id: string;
  readonly departmentCode: string;
  readonly duty: DutyKind;
  readonly staffNumber: string;
  /** Whose duty it was before this person stood in. */
  readonly standsInFor: string | null;
}

/** Why somebody who is entered does not count: away for a time, or no longer of the hospital. */
export interface Absence extends Span {
  readonly staffNumber: string;
  readonly why: 'leave' | 'left';
}

export const shiftDays = ['every', 'workdays', 'weekend'] as const;

/** One of the parts a department divides its day into; one that ends no later than it begins ends the next day. */
export interface Shift {
  readonly name: string;
  /** `17:30`, hospital time. */
  readonly from: string;
  readonly until: string;
  readonly on: (typeof shiftDays)[number];
}

export interface Pattern {
  readonly shifts: readonly Shift[];
  /** Keeps duty doctors at all. */
  readonly kept: boolean;
  /** The telephone that goes with the duty. */
  readonly phone: string | null;
}

/** A shift on a day. */
export interface Slot extends Stretch {
  readonly name: string;
  readonly day: string;
}

/** Until a department says how it divides its days. */
export const usualShifts: readonly Shift[] = [
  { name: '白班', from: '08:00', until: '17:30', on: 'every' },
  { name: '夜班', from: '17:30', until: '08:00', on: 'every' },
];
export const wholeDay: readonly Shift[] = [{ name: '24小时', from: '08:00', until: '08:00', on: 'every' }];
