/** The demonstration hospital's roster: posts without end, and a month of duties around the day it is put in. */
import { type DemoDuty, duties } from './hospital.ts';

export interface DemoShift {
  readonly name: string;
  readonly from: string;
  readonly until: string;
  readonly on: 'every';
}
export interface DemoPattern {
  readonly departmentCode: string;
  readonly shifts: readonly DemoShift[];
  readonly phone: string;
}
export interface DemoTurn {
  readonly departmentCode: string;
  readonly duty: DemoDuty['duty'];
  readonly staffNumber: string;
  readonly from: Date;
  readonly until: Date | null;
}

const wholeDay: readonly DemoShift[] = [{ name: '24小时', from: '08:00', until: '08:00', on: 'every' }];
const dayAndNight: readonly DemoShift[] = [{ name: '白班', from: '08:00', until: '17:30', on: 'every' }, { name: '夜班', from: '17:30', until: '08:00', on: 'every' }];

export const patterns: readonly DemoPattern[] = [
  { departmentCode: 'CARD', shifts: dayAndNight, phone: '6012' },
  { departmentCode: 'NEPH', shifts: wholeDay, phone: '6022' },
  { departmentCode: 'HEMA', shifts: wholeDay, phone: '6032' },
  { departmentCode: 'ICU', shifts: wholeDay, phone: '6042' },
  { departmentCode: 'GSUR', shifts: dayAndNight, phone: '6052' },
  { departmentCode: 'NEON', shifts: wholeDay, phone: '6062' },
  { departmentCode: 'EMER', shifts: wholeDay, phone: '6072' },
];

/** Who takes turns; the first has the shift of the moment. */
const turns: Readonly<Record<string, readonly string[]>> = {
  CARD: ['1002', '1006', '1001'], NEPH: ['1102', '1101'], HEMA: ['1202', '1201'], ICU: ['1302', '1301'], GSUR: ['2002', '2001'], NEON: ['2102', '2101'], EMER: ['2201', '2202'],
};
/** Nobody yet on the fifth day in one department, as it happens. */
const forgotten = { department: 'HEMA', ahead: 5 } as const;

const hourMs = 3_600_000;
const days = { before: 7, after: 30 } as const;

export function rosterAt(now: Date): DemoTurn[] {
  const posts = duties.map(({ department, duty, staff }) => ({ departmentCode: department, duty, staffNumber: staff, from: new Date(now.getTime() - 24 * hourMs), until: null }));
  return [...posts, ...patterns.flatMap((pattern) => turnsOf(pattern, now))];
}

function turnsOf({ departmentCode, shifts }: DemoPattern, now: Date): DemoTurn[] {
  const people = turns[departmentCode] ?? [];
  const today = new Date(now.getTime() + 8 * hourMs).toISOString().slice(0, 10);
  const slots = Array.from({ length: days.before + days.after + 1 }, (_, index) => index - days.before).flatMap((ahead) => shifts.map((shift) => ({ ahead, ...slotOf(shift, today, ahead) })));
  const current = slots.findIndex(({ from, until }) => from <= now && now < until);
  return slots.flatMap(({ ahead, from, until }, index): DemoTurn[] => {
    if (departmentCode === forgotten.department && ahead === forgotten.ahead) return [];
    const staffNumber = people[(((index - current) % people.length) + people.length) % people.length] ?? '';
    return [{ departmentCode, duty: 'duty-doctor', staffNumber, from, until }];
  });
}

function slotOf({ from, until }: DemoShift, today: string, ahead: number): { readonly from: Date; readonly until: Date } {
  const at = (clock: string, plus: number): Date => new Date(new Date(`${today}T${clock}:00+08:00`).getTime() + plus * 24 * hourMs);
  return { from: at(from, ahead), until: at(until, until > from ? ahead : ahead + 1) };
}
