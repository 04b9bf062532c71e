/**
 * What somebody typed, said or scanned to find a patient, by its looks. Pure: what it may mean, likeliest first; the
 * store looks each up until one finds somebody.
 */
import { plainName, plainPinyin } from '../../core/name-keys.ts';
import { isScan, longestAsked, numbersIn } from './model.ts';

export type Asked =
  /** Chinese characters: a name, its beginning, a given name, or one that sounds like it. */
  | { readonly by: 'name'; readonly name: string }
  /** Letters: pinyin or its beginning, initials, a foreign name. */
  | { readonly by: 'letters'; readonly pinyin: string }
  | { readonly by: 'idNumber' | 'phone' | 'phoneTail' | 'number'; readonly number: string }
  /** A bed of a ward; without a ward, of the wards one works for. */
  | { readonly by: 'bed'; readonly bed: string; readonly ward?: string };

const residentNumber = /^(\d{15}|\d{17}[\dX])$/;

export function readAsked(typed: string): readonly Asked[] {
  const text = typed.normalize('NFKC').trim().slice(0, longestAsked);
  if (text === '') return [];
  if (isScan(text)) return scanned(text);
  return word(text.replaceAll(/\s+/g, ' '));
}

function word(text: string): Asked[] {
  const bed = bedOf(text);
  if (bed !== undefined) return [bed];
  const close = text.replaceAll(/[\s-]/g, '').toUpperCase();
  if (residentNumber.test(close)) return [{ by: 'idNumber', number: close }, number(close)];
  if (/^\+?\d+$/.test(close)) return digits(close);
  if (/^[\p{Script=Latin}\p{M}\s'’.·:-]+$/u.test(text)) return letters(text);
  if (/\p{Script=Han}/u.test(text)) return [{ by: 'name', name: plainName(text) }];
  return [number(text.replaceAll(' ', ''))];
}

const number = (text: string): Asked => ({ by: 'number', number: text });

function digits(text: string): Asked[] {
  const plain = text.replace(/^\+?(?:86)?(?=1\d{10}$)/, '');
  if (/^1[3-9]\d{9}$/.test(plain)) return [{ by: 'phone', number: plain }, number(plain)];
  if (plain.length <= 3) return [{ by: 'bed', bed: plain }, number(plain)];
  return plain.length === 4 ? [{ by: 'phoneTail', number: plain }, number(plain)] : [number(plain)];
}

function letters(text: string): Asked[] {
  const pinyin = plainPinyin(text);
  // A short code may also be a number some system gave.
  return pinyin === '' ? [] : [{ by: 'letters', pinyin }];
}

/** `12床`, `加3床`, `3病区12床`, `心内一病区 12`, `CARD1-12`. */
function bedOf(text: string): Asked | undefined {
  const found = /^(?:(?<ward>.*?(?:病区|病房|区|楼|科|ICU|CCU|NICU))\s*)?(?<bed>(?:加|\+)?\s*[A-Za-z]?\d{1,4}[A-Za-z]?)\s*床?$/iu.exec(text) ?? /^(?<ward>[A-Za-z]+\d*)-(?<bed>\d{1,4})床?$/.exec(text);
  const { ward, bed = '' } = found?.groups ?? {};
  if (found === null || (ward === undefined && !text.endsWith('床'))) return undefined;
  return { by: 'bed', bed: bed.replaceAll(/\s/g, '').replace('+', '加'), ...(ward !== undefined && { ward: ward.trim() }) };
}

/** A scan is of one patient: numbers only. */
function scanned(text: string): Asked[] {
  return numbersIn(text).map((piece) => (residentNumber.test(piece.toUpperCase()) ? { by: 'idNumber', number: piece.toUpperCase() } : number(piece)));
}
