/** 会诊意见: what somebody who was asked writes here, on its way into the hospital's own record. */

/** `written`: not signed yet. `sending`: signed and kept, the hospital has not answered. `failed`: somebody of the IT office looks after it. */
export const answerStates = ['written', 'sending', 'accepted', 'refused', 'failed'] as const;
export type AnswerState = (typeof answerStates)[number];

export interface Answer {
  readonly id: string;
  readonly consultationId: string;
  /** Staff number. */
  readonly by: string;
  readonly department: string;
  readonly text: string;
  readonly writtenAt: Date;
  readonly state: AnswerState;
  /** The hospital's, or what failed. */
  readonly code: string | null;
  /** The hospital's own words. */
  readonly reason: string | null;
  readonly signature: string | null;
  readonly settledAt: Date | null;
}

/** Characters; as the contract takes it. */
export const longest = 4000;

/** Told later than this after it was asked, a consultation is history: nobody gets a card. */
export const newsHours = 24;
