/** Reading back: whoever takes a value says it again, so that nobody acts on a number misread or misheard. */
import type { CriticalValue } from '../model.ts';
import type { ProcessSettings } from '../model.process.ts';
import { refuse } from './refuse.ts';

/** Only numbers: a sentence cannot be said again letter by letter. */
export function wantsReadBack({ measured: { value } }: CriticalValue, { readBack }: Pick<ProcessSettings, 'readBack'>): boolean {
  return readBack && value !== null;
}

/** What was said, or `null` where the hospital does not ask. @throws Refusal `.read-back-missing`, `.read-back-differs` */
export function checkReadBack(value: CriticalValue, settings: Pick<ProcessSettings, 'readBack'>, said: string): string | null {
  if (!wantsReadBack(value, settings)) return null;
  if (said.trim() === '') throw refuse('critical-values.read-back-missing', {}, 422);
  return readBackOf(value, said);
}

/** @throws Refusal `.read-back-differs` */
export function readBackOf({ measured }: CriticalValue, said: string): string {
  if (spoken(said) !== spoken(measured.sent)) throw refuse('critical-values.read-back-differs', {}, 422);
  return said.normalize('NFKC').trim();
}

/** `7.10`, `７．１` and `7.1 mmol/L` are one number; `>1000` is not `1000`. */
function spoken(text: string): string {
  const plain = text.normalize('NFKC').replaceAll(/[\^\s,]/g, '').replaceAll('。', '.').replace('≥', '>=').replace('≤', '<=');
  const [, sign = '', number] = /^([<>]=?|=)?(-?\d+(?:\.\d+)?)/u.exec(plain) ?? [];
  return number === undefined ? plain.toLowerCase() : `${sign === '=' ? '' : sign}${Number(number)}`;
}
