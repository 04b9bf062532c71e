/** How patients and staff are named where others can look over a shoulder. Pure. */
import { calendarDays, wallTime } from './words.ts';

/** Surnames of two characters that still occur; masking them keeps both. */
const COMPOUND = new Set([
  '欧阳', '上官', '司马', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '令狐', '司徒', '司空', '夏侯', '端木', '南宫',
  '西门', '百里', '呼延', '轩辕', '长孙', '宇文', '赫连', '澹台', '公冶', '淳于', '太史', '申屠', '钟离', '独孤', '拓跋',
  '第五', '闻人', '万俟', '濮阳', '仲孙', '左丘', '东郭', '梁丘', '鲜于', '闾丘', '亓官', '司寇', '子车', '颛孙', '巫马',
]);

/** Newborns carry the mother's name until they have their own: `李丽之子`. */
const NEWBORN = /^(.+?)(之(?:子|女|婴|长子|次子|长女|次女)\d?)$/u;

/** `王**`, `张*`, `欧阳**`, `J**`, `李*之子`. Never tells more than the surname; an empty name stays a dash. */
export function maskName(name: string): string {
  const plain = name.trim();
  if (plain === '') return '—';
  const newborn = NEWBORN.exec(plain);
  if (newborn?.[1] !== undefined && newborn[2] !== undefined) return `${maskName(newborn[1])}${newborn[2]}`;
  const kept = surname(plain);
  const rest = [...plain].length - [...kept].length;
  return `${kept}${'*'.repeat(Math.min(Math.max(rest, 1), 2))}`;
}

/** `王`, `欧阳`, `J`. */
export function surname(name: string): string {
  const letters = [...name.trim()];
  const firstTwo = letters.slice(0, 2).join('');
  if (letters.length > 2 && COMPOUND.has(firstTwo)) return firstTwo;
  return letters[0] ?? '';
}

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
