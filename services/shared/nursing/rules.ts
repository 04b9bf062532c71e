/** The decisions: what is measured, and the numbers in it. Pure. */
import type { Observation as Told } from '../../links/statements/schema.ts';
import { type Kind, loinc, words } from './model.ts';

export function kindOf({ id = '', text = '' }: Told['code']): Kind {
  return loinc[id] ?? [text, id].flatMap((each) => words.find(([pattern]) => pattern.test(each))?.[1] ?? [])[0] ?? 'other';
}

/** `36.8`, `120/80`; what is no plain number stays words alone (`拒测`, `>42`, `1/E`). */
export function numbersOf(value: string): { readonly number: number | null; readonly second: number | null } {
  const [, first, second] = /^\s*(-?\d+(?:\.\d+)?)(?:\s*\/\s*(\d+(?:\.\d+)?))?\s*$/.exec(value) ?? [];
  return { number: first === undefined ? null : Number(first), second: second === undefined ? null : Number(second) };
}
