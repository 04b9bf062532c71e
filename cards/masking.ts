/**
 * What others may read over a shoulder: personal data masked by the kind of field and by what it is shown for. Formats
 * follow common practice of Chinese hospitals (GB/T 39725-2020 asks for de-identified display, but names no form). Pure;
 * the service masks, a page only shows what it was given.
 */
import { wallTime } from './words.ts';

export const fieldKinds = ['name', 'relative', 'idNumber', 'phone', 'address', 'card', 'recordNumber', 'birthDate'] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** A list of many, one patient's page, a push on a lock screen, the log, a file that leaves the hospital's screens. */
export const purposes = ['list', 'detail', 'push', 'log', 'export'] as const;
export type Purpose = (typeof purposes)[number];

/** How many characters of an identity card stay, in front and behind. */
export const idCardMasks = ['6-4', '3-4', '1-1'] as const;
export type IdCardMask = (typeof idCardMasks)[number];

/** `whole`: as it is; `masked`: in its form; `never`: not even masked. */
type Showing = 'whole' | 'masked' | 'never';

/** One row a kind, one column a purpose. Whatever is not whole here is shown whole only by an act of its own. */
export const showing: Readonly<Record<FieldKind, Readonly<Record<Purpose, Showing>>>> = {
  name: { list: 'masked', detail: 'whole', push: 'masked', log: 'never', export: 'masked' },
  relative: { list: 'never', detail: 'masked', push: 'never', log: 'never', export: 'masked' },
  idNumber: { list: 'never', detail: 'masked', push: 'never', log: 'never', export: 'masked' },
  phone: { list: 'never', detail: 'masked', push: 'never', log: 'never', export: 'masked' },
  address: { list: 'never', detail: 'masked', push: 'never', log: 'never', export: 'masked' },
  card: { list: 'never', detail: 'masked', push: 'never', log: 'never', export: 'masked' },
  recordNumber: { list: 'masked', detail: 'whole', push: 'never', log: 'never', export: 'masked' },
  birthDate: { list: 'masked', detail: 'whole', push: 'never', log: 'never', export: 'masked' },
};

/** The field as this purpose may show it; `undefined` when it may not be shown at all. Birth dates come as `YYYY-MM-DD`. */
export function shownFor(purpose: Purpose, kind: FieldKind, value: string, idCard: IdCardMask = '3-4'): string | undefined {
  const how = showing[kind][purpose];
  if (how === 'never') return undefined;
  return how === 'whole' ? value : mask(kind, value, idCard);
}

export function mask(kind: FieldKind, value: string, idCard: IdCardMask = '3-4'): string {
  return kind === 'idNumber' ? maskIdNumber(value, idCard) : masks[kind](value);
}

const masks: Readonly<Record<Exclude<FieldKind, 'idNumber'>, (value: string) => string>> = {
  name: maskName,
  relative: maskRelative,
  phone: maskPhone,
  address: maskAddress,
  card: maskCard,
  recordNumber: maskRecordNumber,
  birthDate: (day) => (/^\d{4}/.test(day) ? `${day.slice(0, 4)}-**-**` : none),
};

/** What stands for nothing. */
const none = '—';

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
  if (plain === '') return none;
  const newborn = NEWBORN.exec(plain);
  if (newborn?.[1] !== undefined && newborn[2] !== undefined) return `${maskName(newborn[1])}${newborn[2]}`;
  const kept = surname(plain);
  const rest = lettersOf(plain).length - lettersOf(kept).length;
  return `${kept}${'*'.repeat(Math.min(Math.max(rest, 1), 2))}`;
}

/** Where only the relation is known it tells nobody's name. */
const RELATIONS = /^(父|母|父亲|母亲|父母|配偶|夫妻|丈夫|妻子|子|女|儿子|女儿|子女|兄弟|姐妹|祖父|祖母|外祖父|外祖母|监护人|朋友|同事|其他)$/u;

/** Next of kin and guardians: masked also where the patient's own name is not. */
export function maskRelative(name: string): string {
  return RELATIONS.test(name.trim()) ? name.trim() : maskName(name);
}

/** `王`, `欧阳`, `J`, also for rare characters beyond the first plane and with a variant's selector. */
export function surname(name: string): string {
  const letters = lettersOf(name.trim());
  const firstTwo = letters.slice(0, 2).join('');
  if (letters.length > 2 && COMPOUND.has(firstTwo)) return firstTwo;
  return letters[0] ?? '';
}

/** As a reader counts them: with accents and selectors of variants, which are marks of their own in Unicode. */
function lettersOf(text: string): string[] {
  return text.match(/\P{M}\p{M}*/gu) ?? [];
}

/** A resident's number of 18 or 15 characters by the hospital's setting; other papers keep the first and the last two. */
export function maskIdNumber(text: string, idCard: IdCardMask = '3-4'): string {
  const number = lettersAndDigits(text);
  if (number === '') return none;
  if (/^(\d{15}|\d{17}[\dXx])$/.test(number)) {
    const [front, behind] = idCard.split('-').map(Number) as [number, number];
    return between(number, front, behind);
  }
  return number.length <= 4 ? '****' : between(number, 1, 2);
}

const mobile = /^(?:(?:\+|00)?86)?(1\d{10})$/;
/** Two or three figures after the zero: 010 and 02x, or 03xx to 09xx. */
const fixedLine = /^(?:(?:\+|00)?86)?0?(10|2\d|[3-9]\d{2})(\d{7,8})$/;

/** `138****5678`; `0571-****34`; others keep the last two figures. */
export function maskPhone(text: string): string {
  const plain = text.normalize('NFKC').replace(/(转|ext\.?|#|x).*$/iu, '').trim();
  const digits = plain.replaceAll(/[^\d+]/g, '');
  if (digits === '') return none;
  const own = mobile.exec(digits)?.[1];
  if (own !== undefined) return `${own.slice(0, 3)}****${own.slice(-4)}`;
  const area = /^0\d{2,3}(?=[\s-])/.exec(plain)?.[0] ?? areaOf(digits);
  // Too short to be anybody's number, or its last two figures would be the whole of it.
  const figures = digits.replaceAll('+', '').length;
  if (figures < 7 || figures - (area?.length ?? 0) < 5) return '****';
  return `${area === undefined ? '' : `${area}-`}****${digits.slice(-2)}`;
}

function areaOf(digits: string): string | undefined {
  const area = /^0|^\+|^00/.test(digits) ? fixedLine.exec(digits)?.[1] : undefined;
  return area === undefined ? undefined : `0${area}`;
}

/** To the district and no further; what names no district shows nothing. */
const toDistrict = /^\s*(?:中国)?(?:[^省市区县]{2,10}?(?:省|自治区|特别行政区))?\s*(?:[^省市区县]{1,10}?(?:市|自治州|地区|盟))?\s*(?:[^省市区县路街道镇乡村号\d\s]{1,10}?(?:(?<![小社园校院厂库])区|县|旗|市))?/u;

export function maskAddress(text: string): string {
  if (text.trim() === '') return none;
  return `${(toDistrict.exec(text)?.[0] ?? '').trim()}***`;
}

/** Bank and insurance cards: the last four. */
export function maskCard(text: string): string {
  const plain = lettersAndDigits(text);
  if (plain === '') return none;
  return plain.length <= 4 ? '****' : `${'*'.repeat(Math.min(plain.length - 4, 12))}${plain.slice(-4)}`;
}

/** `****0123`. */
export function maskRecordNumber(text: string): string {
  const plain = lettersAndDigits(text);
  if (plain === '') return none;
  return plain.length <= 4 ? '****' : `****${plain.slice(-4)}`;
}

/** `1980-**-**`, the year in hospital time. */
export function maskBirthDate(birth: Date | undefined): string {
  return birth === undefined ? none : `${wallTime(birth).year}-**-**`;
}

/** What a lock screen may say: bed and surname, and that something waits. Neither diagnosis nor value. */
export function pushLine(bed: string | undefined, name: string, what: string): string {
  const who = [bed === undefined || bed === '' ? '' : `${bed}床`, maskName(name)].filter((part) => part !== '').join(' ');
  return `${who} ${what}，请登录查看`;
}

function lettersAndDigits(text: string): string {
  return text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function between(text: string, front: number, behind: number): string {
  return `${text.slice(0, front)}${'*'.repeat(text.length - front - behind)}${text.slice(-behind)}`;
}
