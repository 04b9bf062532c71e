/** How people are called among colleagues, their age and sex in words. Names of patients are masked by `masking.ts`. Pure. */
import { surname } from './masking.ts';
import { calendarDays, wallTime } from './words.ts';

const CALLED: Readonly<Record<string, string>> = {
  doctor: '医生',
  nurse: '护士',
  technician: '技师',
  pharmacist: '药师',
  administrator: '老师',
};

/** As colleagues say it: `李医生`, `王护士`. A name without Chinese characters stays whole: `J. Smith 医生`. */
export function calledBy(staff: { readonly name: string; readonly role: string }): string {
  const title = CALLED[staff.role] ?? '老师';
  return /^\p{Script=Han}/u.test(staff.name) ? `${surname(staff.name)}${title}` : `${staff.name} ${title}`;
}

/** `5天` to the 28th day, `14个月` below three years, `67岁`; empty when unknown or in the future. */
export function age(birth: Date | undefined, at: Date): string {
  if (birth === undefined) return '';
  const days = calendarDays(birth, at);
  if (days < 0) return '';
  if (days <= 28) return `${days}天`;
  const months = wholeMonths(birth, at);
  if (months < 36) return `${Math.max(months, 1)}个月`;
  return `${Math.floor(months / 12)}岁`;
}

export function sexWord(sex: string): string {
  if (sex === 'M') return '男';
  return sex === 'F' ? '女' : '';
}

function wholeMonths(birth: Date, at: Date): number {
  const b = wallTime(birth);
  const a = wallTime(at);
  return (a.year - b.year) * 12 + (a.month - b.month) - (a.day < b.day ? 1 : 0);
}

/** `12床`; empty where nobody said a bed. */
export function bedWords(bed: string | null | undefined): string {
  return bed === null || bed === undefined || bed === '' || bed.endsWith('床') ? (bed ?? '') : `${bed}床`;
}

/** `012床` and `12` are one bed. The same in SQL: `keyOf` of `beds`. */
export function bedKey(bed: string): string {
  return bed.replace(/[床\s]+$/, '').replace(/^[0\s]+/, '').toUpperCase();
}
