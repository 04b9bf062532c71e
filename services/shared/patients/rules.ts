/** Identity numbers and telephones brought to one form for the blind indexes; what a number is worth. Pure. */
import { isResidentNumber } from '../../links/statements/schema.identity.ts';

/** Capital letters, nothing between: `11010119490307001x` is `11010119490307001X`. `undefined` when nothing is left. */
export function normalIdNumber(text: string): string | undefined {
  const plain = text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase();
  return plain === '' ? undefined : plain;
}

/** Digits only, without China's prefix: `+86 138-0013-8000` is `13800138000`. */
export function normalPhone(text: string): string | undefined {
  const digits = text.normalize('NFKC').replaceAll(/\D/g, '');
  const mobile = /^(?:00)?86(1\d{10})$/.exec(digits)?.[1];
  const plain = mobile ?? digits;
  return plain === '' ? undefined : plain;
}

/** The last four digits, as patients name them at a window; `undefined` for what is too short to be a telephone. */
export function phoneTail(text: string): string | undefined {
  const digits = normalPhone(text);
  return digits === undefined || digits.length < 7 ? undefined : digits.slice(-4);
}

/** What an identity number is worth: a resident's with its check character, one that contradicts itself, or another paper's. */
export type IdNumberWorth = 'valid' | 'invalid' | 'other-paper';

export function worthOf(idNumber: string): IdNumberWorth {
  const plain = normalIdNumber(idNumber) ?? '';
  if (isResidentNumber(plain)) return 'valid';
  return /^\d{15}$|^\d{17}[\dX]$/.test(plain) ? 'invalid' : 'other-paper';
}
