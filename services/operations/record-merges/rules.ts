/** How alike two records are. Pure. */
import { type ComparedField, type Likeness, decisive } from './model.ts';

export interface Compared {
  readonly field: ComparedField;
  readonly likeness: Likeness;
}

export function likenessOf(one: string | null, other: string | null): Likeness {
  if (one === null || other === null || one === '' || other === '') return 'unknown';
  return one === other ? 'same' : 'different';
}

/** Fields that speak against one person. */
export function against(compared: readonly Compared[]): ComparedField[] {
  return compared.filter(({ field, likeness }) => likeness === 'different' && decisive.includes(field)).map(({ field }) => field);
}

/** What somebody typed may be a number or a name; a number of few digits finds too many to be meant. */
export function isName(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
