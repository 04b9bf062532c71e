/** Codes and words of marks: no database, no clock, no dice. */
import { clock, stamp } from '../../../cards/words.ts';
import type { LabelStyle } from '../../../watermark/paint/label.ts';
import { type MarkLook, type Opening, type PdfForm, type PdfRules, codeBits, mostPages, openHours, pageBits } from './model.ts';

/** A new opening's code from six random bytes: the page's bits are 0. */
export function codeFrom(random: Uint8Array): string {
  let all = 0n;
  for (const byte of random.subarray(0, 6)) all = (all << 8n) | BigInt(byte);
  return digits((all >> pageBits) << pageBits);
}

/** What a page carries. @throws RangeError for a page that has no number of its own */
export function codeOfPage(code: string, page: number): string {
  if (!Number.isInteger(page) || page < 0 || page > mostPages) throw new RangeError(`no code for page ${page}`);
  return digits(BigInt(`0x${code}`) | BigInt(page));
}

/** The opening a code found in a picture belongs to, and the page; 0: a screen, or all pages. */
export function openingOf(found: string): { readonly code: string; readonly page: number } {
  const all = BigInt(`0x${found}`);
  const page = all & ((1n << pageBits) - 1n);
  return { code: digits(all - page), page: Number(page) };
}

const digits = (value: bigint): string => value.toString(16).padStart(Number(codeBits) / 4, '0');

/** The day a mark is made for, hospital time. */
export function seriesOf(at: Date): string {
  return stamp(at).slice(0, 10);
}

/** What the visible mark says: who, when to the minute, and what for. @param purpose where it is another than the opening's */
export function linesOf({ staffName, staffNumber, departmentName, at, purpose: own }: Pick<Opening, 'staffName' | 'staffNumber' | 'departmentName' | 'at' | 'purpose'>, purpose = own): string[] {
  return [`${staffName} ${staffNumber} ${departmentName}`, `${minuteOf(at)} ${purpose}`.trim()];
}

/** `2026-11-29 03:10` */
export function minuteOf(at: Date): string {
  return `${stamp(at).slice(0, 10)} ${clock(at)}`;
}

const tilesBetween = { dense: { across: 2, down: 2 }, ordinary: { across: 3, down: 2 }, wide: { across: 4, down: 3 } } as const satisfies Record<MarkLook['spacing'], object>;

/** As the watermark takes it. */
export function styleOf({ angle, spacing, darkness }: MarkLook): LabelStyle {
  return { angle, fontPixels: 22, ...tilesBetween[spacing], darkness: Math.round((darkness * 255) / 100) };
}

/** In which form a document of this kind may be taken out. Of a patient with a flag never as text: whoever edits PDFs can take that mark off. */
export function pdfFormOf(kind: string | null, strength: Opening['strength'], { pictures, text }: PdfRules): PdfForm {
  const isIn = (kinds: readonly string[]): boolean => kinds.includes('*') || (kind !== null && kinds.includes(kind));
  if (isIn(text)) return strength === 'restricted' ? 'pictures' : 'text';
  return isIn(pictures) ? 'pictures' : 'none';
}

/** Whether its pages may still be asked for, by this person in this session. */
export function isOpen({ staffNumber, session, at }: Pick<Opening, 'staffNumber' | 'session' | 'at'>, by: { readonly id: string; readonly session: string }, now: Date): boolean {
  return staffNumber === by.id && session === by.session && now.getTime() - at.getTime() < openHours * 3_600_000;
}

/** Bytes of a page's look, by its first: rows of 40 cells, four to a byte, as the watermark packs them. */
export const lengthOfLook = (rows: number): number => 1 + rows * 10;
