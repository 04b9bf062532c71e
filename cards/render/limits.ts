/**
 * Cutting text to a platform's limits without changing what it says. A cut ends in `…`; it never splits a character
 * (surrogate pair, emoji sequence, base and accent) and never a number from its unit: `7.1 mmol/L` cut to `7.1` or to
 * `7` would be read as another result. What does not fit whole is left out, the whole stands in H5.
 */

const ELLIPSIS = '…';

const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * A number with everything that belongs to its meaning: sign or comparison, ranges, ratios and clock times
 * (`3.5–5.3`, `120/80`, `02:14`), powers (`×10^9/L`), a Latin or Chinese unit, the arrows behind it.
 */
const NUMBER_WITH_UNIT = new RegExp(
  [
    String.raw`[<>≤≥＜＞=±+\-−]{0,2}\s?\d[\d.,:/–~\-]*`,
    String.raw`(?:\s?[×x*]\s?10\^?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]+)?`,
    String.raw`(?:\s?[A-Za-zμµ%‰°℃²³][A-Za-zμµ%‰°℃²³\d/.^·*-]{0,15}`,
    String.raw`|\s?/\s?[A-Za-zμµ]{1,6}`,
    String.raw`|\s?(?:个月|分钟|小时|次/分|毫升|毫克|微克|单位|床|岁|天|周|月|年|日|秒|次|人|片|粒|支|元|级|楼|号|％)(?:/[A-Za-z分日天次]+)?)?`,
    String.raw`(?:\s?[↑↓]+)?`,
  ].join(''),
  'gu',
);

/** Length as platforms that count bytes see it. */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/**
 * Length as a reader of Chinese counts it: a full-width character is 1, a half-width one (Latin, digits) is ½, however
 * many code units it takes. `interface.md`'s "titles fit 20 Chinese characters" is this measure.
 */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += isHalfWidth(segment) ? 0.5 : 1;
  return width;
}

/** The text if it fits `limit` UTF-8 bytes, else its longest meaningful beginning and `…`. */
export function cutToBytes(text: string, limit: number): string {
  return cut(text, limit, bytesOf);
}

/** The text if it fits `limit` full-width characters, else its longest meaningful beginning and `…`. */
export function cutToWidth(text: string, limit: number): string {
  return cut(text, limit, widthOf);
}

/** Length as platforms that count characters see it (WeCom's “不超过 36 个字”): Unicode code points, Latin or Chinese alike. */
export function charactersOf(text: string): number {
  return [...text].length;
}

/** The text if it fits `limit` characters, else its longest meaningful beginning and `…`. */
export function cutToCharacters(text: string, limit: number): string {
  return cut(text, limit, charactersOf);
}

/** Both limits at once, for fields with an advised width and a hard number of bytes. */
export function cutToFit(text: string, limit: { readonly width: number; readonly bytes: number }): string {
  return cutToBytes(cutToWidth(text, limit.width), limit.bytes);
}

/** Keeps whole entries while they fit together; a cut list of labels would end in half a label. */
export function takeWithinBytes(entries: readonly string[], limit: number, joinedBy = ''): readonly string[] {
  const kept: string[] = [];
  for (const entry of entries) {
    if (bytesOf([...kept, entry].join(joinedBy)) > limit) break;
    kept.push(entry);
  }
  return kept;
}

function cut(text: string, limit: number, measure: (text: string) => number): string {
  if (measure(text) <= limit) return text;
  const room = limit - measure(ELLIPSIS);
  if (room < 0) return '';
  let used = 0;
  let kept = '';
  for (const atom of atomsOf(text)) {
    used += measure(atom);
    if (used > room) break;
    kept += atom;
  }
  // `血钾，…` reads as if something were missing before the comma.
  return kept.replace(/[\s，、；：,;:·(（]+$/u, '') + ELLIPSIS;
}

/** The pieces a cut may fall between: numbers with their unit, and single characters as a reader sees them. */
function* atomsOf(text: string): Generator<string> {
  let from = 0;
  for (const match of text.matchAll(NUMBER_WITH_UNIT)) {
    yield* graphemes(text.slice(from, match.index));
    yield match[0];
    from = match.index + match[0].length;
  }
  yield* graphemes(text.slice(from));
}

function* graphemes(text: string): Generator<string> {
  for (const { segment } of segmenter.segment(text)) yield segment;
}

/** ASCII, Latin and Greek letters with or without accents take half the room of a Chinese character. */
function isHalfWidth(segment: string): boolean {
  return (segment.codePointAt(0) ?? 0) < 0x0400;
}
