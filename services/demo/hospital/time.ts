/** Days and hours of the hospital: Beijing keeps one offset all year. Instants are milliseconds. Pure. */

export const hour = 3_600_000;
export const day = 24 * hour;
export const minute = 60_000;
const offset = 8 * hour;

/** Midnight in the hospital of the day that holds an instant. */
export function midnight(at: number): number {
  return Math.floor((at + offset) / day) * day - offset;
}

/** 0 = Sunday */
export function weekday(at: number): number {
  return new Date(at + offset).getUTCDay();
}

export function clockOf(at: number): { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number } {
  const wall = new Date(at + offset);
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate(), hour: wall.getUTCHours(), minute: wall.getUTCMinutes() };
}

const two = (number: number): string => String(number).padStart(2, '0');

/** `2026-11-21` */
export function dateText(at: number): string {
  const wall = clockOf(at);
  return `${wall.year}-${two(wall.month)}-${two(wall.day)}`;
}

/** `2026-11-21 08:05`, as records write it. */
export function timeText(at: number): string {
  const wall = clockOf(at);
  return `${dateText(at)} ${two(wall.hour)}:${two(wall.minute)}`;
}

export const compactDate = (at: number): string => dateText(at).replaceAll('-', '');
export const iso = (at: number): string => new Date(at).toISOString();

/** Whole years on a day. */
export function yearsAt(birth: number, at: number): number {
  const [born, now] = [clockOf(birth), clockOf(at)];
  return now.year - born.year - (now.month * 100 + now.day < born.month * 100 + born.day ? 1 : 0);
}

/** `67岁`, `14个月`, `5天`, as a record writes an age. */
export function ageText(birth: number, at: number): string {
  const days = Math.floor((midnight(at) - midnight(birth)) / day);
  if (days <= 28) return `${Math.max(days, 0)}天`;
  const years = yearsAt(birth, at);
  if (years >= 3) return `${years}岁`;
  const [born, now] = [clockOf(birth), clockOf(at)];
  return `${Math.max(1, (now.year - born.year) * 12 + now.month - born.month - (now.day < born.day ? 1 : 0))}个月`;
}
