/** 申请检验检查: what a doctor orders from the phone, on its way into the hospital's own system, and what came of it. */

export const categories = ['laboratory', 'examination'] as const;
export type Category = (typeof categories)[number];

/** `withdrawn`: never sent, or taken back by the hospital. */
export const requestStates = ['sending', 'accepted', 'refused', 'failed', 'withdrawn'] as const;
export type RequestState = (typeof requestStates)[number];

/** Taking it back, an axis of its own: the hospital may say no, and the order stands. */
export const withdrawalStates = ['asked', 'refused', 'failed', 'done'] as const;
export type WithdrawalState = (typeof withdrawalStates)[number];

export interface Item {
  readonly code: string;
  readonly name: string;
  readonly category: Category;
}

/** One item, one request, one command: each has its own fate. What was confirmed together has one `batch`. */
export interface TestRequest {
  readonly id: string;
  /** Ours, short enough for an order's number: the hospital tells it back with order and report. */
  readonly number: string;
  readonly batch: string;
  readonly patientId: string;
  readonly visitId: string;
  readonly item: Item;
  readonly urgent: boolean;
  readonly purpose: string;
  readonly remark: string;
  /** Staff number. */
  readonly by: string;
  readonly department: string;
  readonly askedAt: Date;
  readonly state: RequestState;
  /** The hospital's, or what failed. */
  readonly code: string | null;
  /** The hospital's own words. */
  readonly reason: string | null;
  /** The hospital's number of the order. */
  readonly orderNumber: string | null;
  readonly settledAt: Date | null;
  readonly withdrawal: Withdrawal | null;
}

export interface Withdrawal {
  readonly by: string;
  readonly at: Date;
  readonly why: string;
  readonly state: WithdrawalState;
  readonly reason: string | null;
}

/** Items confirmed together. */
export const mostItems = 20;
/** Characters of purpose and of remark; as the contract takes them. */
export const longest = 200;
/** Days in which an order that nothing came of still counts as running. */
export const runningDays = 7;
