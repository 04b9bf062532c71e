/** A picture from outside, and whose copy of a page it is. */

export const tracingStates = ['waiting', 'running', 'found', 'unknown', 'nothing', 'unreadable', 'failed'] as const;
export type TracingState = (typeof tracingStates)[number];

export const ended: readonly TracingState[] = ['found', 'unknown', 'nothing', 'unreadable', 'failed'];

/** Around an opening, what else its viewer opened is shown. */
export const aroundHours = 12;
export const mostAround = 50;

/** Days back that are looked through when nobody says otherwise, and at most. */
export const usualDays = 92;
export const mostDays = 732;
