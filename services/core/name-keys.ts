/**
 * A name as people look for it: by its characters, by the given name alone, by pinyin, by initials, by its sound. Pure;
 * the same function makes the keys that are stored and the ones that are asked for.
 */
import { pinyin, polyphonic } from 'pinyin-pro';

/** One way to read a name; most names have one, 单 or 曾 give more. */
export interface Reading {
  /** `zhangsan`; ü is written u, as most keyboards do. */
  readonly pinyin: string;
  /** Without the family name: `san`. */
  readonly given: string;
  /** `zs` */
  readonly initials: string;
  /** Pinyin with what southern speakers do not tell apart made one: `zhang` and `zang`, `lin` and `ling`. */
  readonly sound: string;
}

export interface NameKeys {
  /** Without blanks and dots, full-width letters made plain, small letters. */
  readonly name: string;
  /** Without the family name. */
  readonly given: string;
  readonly readings: readonly Reading[];
}

/** Readings kept of one name. */
const mostReadings = 4;
const han = /\p{Script=Han}/u;

const compound = new Set('欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚 褚师'.split(' '));

/** `张 三`, `张·三`, `ＺＨＡＮＧ` in one form. */
export function plainName(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s·•・．.。,，'’‘\-_]/gu, '').toLowerCase();
}

/** Of a Chinese name the given part; of others all of it. */
function familyLength(characters: readonly string[]): number {
  if (!han.test(characters[0] ?? '') || characters.length < 2) return 0;
  return characters.length > 2 && compound.has(characters.slice(0, 2).join('')) ? 2 : 1;
}

/** Typed pinyin in the form it is kept in: `Lǚ bù`, `lvbu` and `lübu` are `lubu`. */
export function plainPinyin(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/[^a-z]/g, '').replaceAll('v', 'u').replaceAll('lyu', 'lu').replaceAll('nyu', 'nu');
}

/** What many do not tell apart when they speak. */
export function soundOf(syllables: string): string {
  return syllables.replaceAll(/([zcs])h/g, '$1').replaceAll(/([aei])ng/g, '$1n');
}

export function nameKeys(text: string): NameKeys {
  const name = plainName(text);
  const characters = Array.from(name);
  const family = familyLength(characters);
  return { name, given: characters.slice(family).join(''), readings: readingsOf(name, family) };
}

function readingsOf(name: string, family: number): Reading[] {
  if (!han.test(name)) return [reading([plainPinyin(name)], 0)].filter(({ pinyin: all }) => all !== '');
  const first = pinyin(name, { toneType: 'none', type: 'array', surname: 'head', v: true });
  const others = polyphonic(name, { toneType: 'none', type: 'array' });
  // The usual reading first, then one character read otherwise at a time.
  const all = [first, ...others.flatMap((ways, at) => ways.filter((way) => plainPinyin(way) !== plainPinyin(first[at] ?? '')).map((way) => first.with(at, way)))];
  const readings = all.map((syllables) => reading(syllables.map(plainPinyin), family));
  return readings.filter(({ pinyin: own }, at) => own !== '' && readings.findIndex((other) => other.pinyin === own) === at).slice(0, mostReadings);
}

function reading(syllables: readonly string[], family: number): Reading {
  const whole = syllables.join('');
  return { pinyin: whole, given: syllables.slice(family).join(''), initials: syllables.map((one) => one.charAt(0)).join(''), sound: soundOf(whole) };
}

const chineseDigits: Readonly<Record<string, string>> = { 〇: '0', 零: '0', 一: '1', 二: '2', 两: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' };

/** Ward names as people write them: 三病区 and 3病区 are one. */
export function wardKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '').replaceAll(/[〇零一二两三四五六七八九]/g, (digit) => chineseDigits[digit]!);
}

/** Those that somebody means: by code, by name, else by a part of the name. */
export function wardsCalled<W extends { readonly code: string; readonly name: string }>(wards: readonly W[], asked: string): readonly W[] {
  const key = wardKey(asked);
  const exact = wards.filter(({ code, name }) => wardKey(code) === key || wardKey(name) === key);
  return exact.length > 0 ? exact : wards.filter(({ name }) => wardKey(name).includes(key));
}
