/** Days as the hospital counts and calls them. */
import { stamp } from '../../../cards/words.ts';

export { dayAfter, dayOf, midnightOf } from '../../../cards/days.ts';

const dayMs = 86_400_000;

/** Wall time of the hospital, whatever zone the device is set to: `2026-11-20 17:30`, as pickers of moments hold it. */
export const wallOf = (at: Date): string => stamp(at).slice(0, 'YYYY-MM-DD HH:mm'.length);
export const instantOf = (wall: string): Date => new Date(`${wall.replace(' ', 'T')}:00+08:00`);

const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'] as const;

/** `今天`, `明天`, `昨天`, else `周三`. */
export function weekdayOf(day: string, today: string): string {
  const apart = Math.round((Date.parse(day) - Date.parse(today)) / dayMs);
  return { [-1]: '昨天', 0: '今天', 1: '明天' }[apart] ?? weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? '';
}
