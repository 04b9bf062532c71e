/**
 * The time something was done, as the phone's own picker writes it. The picker knows no zone and ward phones are set to
 * anything, so its text is always read and written as hospital time (China keeps one, without daylight saving).
 */
import { wallTime } from '../../../../cards/words.ts';

const zone = '+08:00';

/** `2026-11-21T02:14` */
export function pickerText(at: Date): string {
  const { year, month, day, hour, minute } = wallTime(at);
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

export function pickedTime(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const at = new Date(`${text.slice(0, 16)}:00${zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
