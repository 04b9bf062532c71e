/** What a person read of a visible mark, with signs for what could not be read, as patterns: no database, no clock. */
import type { MarkRead } from '../../shared/viewing/index.ts';
import { nearMinutes } from './model.ts';
import type { MarkTyped } from './schema.ts';

/** `undefined`: nothing that can be read; `day`, `clock`: not to be understood. */
export type Understood = { readonly read: MarkRead } | { readonly trouble: 'nothing-read' | 'day' | 'clock' };

export function understood(typed: MarkTyped): Understood {
  const [name, department] = [plain(typed.name), plain(typed.department)];
  const [number, day, clock] = [close(typed.number), close(typed.day), close(typed.clock)];
  // Signs for what could not be read alone fit everything.
  if (![name, number, department, day, clock].some((each) => /[^?*\s\-/.:年月日时分点]/u.test(each))) return { trouble: 'nothing-read' };
  const dayRead = day === '' ? undefined : dayOf(day);
  if (dayRead === null) return { trouble: 'day' };
  const clockRead = clock === '' ? undefined : clockOf(clock);
  if (clockRead === null) return { trouble: 'clock' };
  const at = dayRead === undefined || clockRead === undefined || /\?/.test(dayRead + clockRead) ? undefined : new Date(`${dayRead}T${clockRead}:00+08:00`);
  if (at !== undefined && Number.isNaN(at.getTime())) return { trouble: 'day' };
  return { read: {
    staffName: patternOf(name), staffNumber: patternOf(number),
    // A department's name is long and often cut: any part of it will do.
    departmentName: department === '' ? undefined : `%${like(department)}%`,
    day: dayRead === undefined ? undefined : like(dayRead),
    clock: clockRead === undefined ? undefined : { like: like(clockRead), latest: clockRead.replaceAll('?', '9') },
    kind: typed.kind,
    near: at === undefined ? undefined : { at, minutes: nearMinutes },
  } };
}

/** Full-width signs and digits as ordinary ones. */
const plain = (text = ''): string => text.normalize('NFKC').trim();

/** The same for what has no blanks. */
const close = (text = ''): string => plain(text).replaceAll(/\s/gu, '');

const patternOf = (text: string): string | undefined => (text === '' ? undefined : like(text));

/** `?` stands for one sign, `*` for any number of them. */
function like(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`).replaceAll('?', '_').replaceAll('*', '%');
}

/** `2026-11-2?`; the year may be left out. `null`: no day. */
function dayOf(text: string): string | null {
  const parts = text.split(/[-/.年月日]/u).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 3) return null;
  const [year, month, day] = parts.length === 2 ? ['????', ...parts] : parts;
  return joined([[year!, 4], [month!, 2], [day!, 2]], '-');
}

/** `10:3?`; the minute may be left out. `null`: no clock. */
function clockOf(text: string): string | null {
  const parts = text.split(/[:时分点]/u).filter((part) => part !== '');
  if (parts.length < 1 || parts.length > 2) return null;
  return joined([[parts[0]!, 2], [parts[1] ?? '??', 2]], ':');
}

function joined(parts: readonly (readonly [string, number])[], between: string): string | null {
  const whole = parts.map(([part, length]) => (part === '*' ? '?'.repeat(length) : /^\d$/.test(part) && length === 2 ? `0${part}` : part));
  return whole.every((part, at) => new RegExp(`^[\\d?]{${parts[at]![1]}}$`).test(part)) ? whole.join(between) : null;
}
