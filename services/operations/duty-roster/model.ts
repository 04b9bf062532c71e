/** Rosters as people keep them. */

export const changeKinds = ['entered', 'changed', 'ended', 'removed', 'stood-in', 'handed-over', 'leave', 'leave-ended', 'pattern', 'imported', 'copied'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const requestStates = ['waiting', 'accepted', 'refused', 'withdrawn'] as const;
export type RequestState = (typeof requestStates)[number];

/** Of duty doctors; longer is a post. */
export const longestDutyDays = 7;
export const longestLeaveDays = 366;
/** From this on it is said that the duty is long. */
export const longDutyHours = 25;
export const mostRows = 2000;
export const mostShifts = 6;

const letters = (text: string): string => text.replaceAll(/[\s（）()]/gu, '').toLowerCase();

/** `心内科` finds 心血管内科: its characters stand there in this order. The closest first. */
export function departmentsLike<D extends { readonly code: string; readonly name: string }>(text: string, all: readonly D[]): D[] {
  const asked = letters(text);
  if (asked === '') return [];
  const exact = all.filter(({ code, name }) => letters(name) === asked || code.toLowerCase() === asked);
  if (exact.length > 0) return exact;
  const within = all.filter(({ name }) => letters(name).includes(asked));
  return within.length > 0 ? within : all.filter(({ name }) => hasInOrder(letters(name), asked));
}

function hasInOrder(text: string, wanted: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === wanted[at]) at++;
  return at === wanted.length;
}
