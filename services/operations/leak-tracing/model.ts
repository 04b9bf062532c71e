/** A picture from outside, and whose copy of a page it is. */

export const tracingStates = ['waiting', 'running', 'found', 'unknown', 'nothing', 'unreadable', 'failed'] as const;
export type TracingState = (typeof tracingStates)[number];

export const ended: readonly TracingState[] = ['found', 'unknown', 'nothing', 'unreadable', 'failed'];

/** Around an opening, what else its viewer opened is shown. */
export const aroundHours = 12;
export const mostAround = 50;

/** Where a day and a minute were read whole, openings so many minutes away are shown too: a digit is easily misread. */
export const nearMinutes = 30;

/** What else a viewer opened, beside each opening that fits. */
export const mostBeside = 20;

/** Who decided for an opening, by what. */
export const takenWays = ['visible'] as const;
export type TakenWay = (typeof takenWays)[number];

/** Days back that are looked through when nobody says otherwise, and at most. */
export const usualDays = 92;
export const mostDays = 732;
