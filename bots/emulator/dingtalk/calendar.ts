/** Days and months as the platform counts them: in China, which has one time all year. */
const EAST_8 = 8 * 3_600_000;

const stamp = (now: number): string => new Date(now + EAST_8).toISOString();

/** `2025-11`. */
export const monthOf = (now: number): string => stamp(now).slice(0, 7);

/** `2025-11-19`. */
export const dayOf = (now: number): string => stamp(now).slice(0, 10);
