/** Units as a Chinese hospital prints them, whatever code came over the wire (UCUM's `10*9/L`, `umol/L`, `mm[Hg]`). */

/** A unit's code stands before its text; what has no dimension (`pH`, `ratio`, `1`) has no words. */
export function unitWords(unit: string): string {
  if (/^(\[?ph\]?|ratio|\{ratio\}|1)$/iu.test(unit)) return '';
  const code = /^[x×]?10[*^]\d/u.test(unit) ? unit.replace(/\^[A-Za-z].*$/u, '') : (unit.split('^')[0] ?? '');
  return code
    .replace(/^[x×]?10[*^](\d+)/u, (_whole, digits: string) => `×10${[...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '').join('')}`)
    .replace(/(^|\/)u(?=mol|g|L|m\b)/gu, '$1μ')
    .replace(/mm\[Hg\]/giu, 'mmHg')
    .replace(/^Cel$/u, '℃')
    .replace(/\[([iI][uU])\]/gu, 'IU')
    .trim();
}

/** `7.1 mmol/L`, `8×10⁹/L`, `7.08`. */
export function withUnit(figure: string | number, unit: string): string {
  const words = unitWords(unit);
  return words.startsWith('×') ? `${figure}${words}` : `${figure} ${words}`.trim();
}
