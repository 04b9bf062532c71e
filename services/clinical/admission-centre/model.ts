/** 预住院中心: how many a department admits a day, and what the centre asks of the hospital about one booking. */

export const requestKinds = ['reschedule', 'cancel'] as const;
export type RequestKind = (typeof requestKinds)[number];

export const requestStates = ['sending', 'accepted', 'refused', 'failed'] as const;
export type RequestState = (typeof requestStates)[number];

/** Of one department; a department without a row is not limited. */
export interface Place {
  readonly department: string;
  /** Beds for pre-admission a day; 0: it takes part no more. */
  readonly beds: number;
}

export interface Request {
  readonly id: string;
  readonly visitId: string;
  readonly kind: RequestKind;
  /** Staff number. */
  readonly by: string;
  readonly askedAt: Date;
  /** When she is to come, and where; of a reschedule. */
  readonly plannedAt: Date | null;
  readonly ward: string | null;
  readonly bed: string | null;
  readonly why: string;
  readonly state: RequestState;
  readonly code: string | null;
  /** The hospital's own words. */
  readonly reason: string | null;
}

export const mostBeds = 99;
/** Days the console shows, today first. */
export const daysShown = 7;
/** The furthest anybody is moved to. */
export const furthestDays = 60;
