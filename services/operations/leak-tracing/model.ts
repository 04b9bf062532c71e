/** A picture from outside, and whose copy of a page it is. */

export const tracingStates = ['waiting', 'running', 'found', 'unknown', 'nothing', 'unreadable', 'failed'] as const;
export type TracingState = (typeof tracingStates)[number];

export const ended: readonly TracingState[] = ['found', 'unknown', 'nothing', 'unreadable', 'failed'];

/** Around an opening, what else its viewer opened is shown. */
export const aroundHours = 12;
export const mostAround = 50;

/** Where a day and a minute were read whole, openings so many minutes away are shown too: a digit is easily misread. */
export const nearMinutes = 30;

/** How like a picture a page is: beyond doubt, one of several of one form, or a hint. */
export const likenesses = ['sure', 'form', 'hint'] as const;
export type LikenessGrade = (typeof likenesses)[number];

/** Pages a picture is compared with at most, those prepared last. */
export const mostCompared = 50_000;
/** Pages kept that are like a picture, and openings shown of each. */
export const mostAlike = 5;
export const mostOpeners = 20;

/** What else a viewer opened, beside each opening that fits. */
export const mostBeside = 20;

/** Who decided for an opening, by what. */
export const takenWays = ['visible', 'alike'] as const;
export type TakenWay = (typeof takenWays)[number];

/** Days back that are looked through when nobody says otherwise, and at most. */
export const usualDays = 92;
export const mostDays = 732;
