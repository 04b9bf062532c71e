/**
 * Shapes are shared with the service, where an id is a UUID. On a page it is the token the service gave this person for
 * it. While a shape reads an answer, UUIDs stand in for the tokens; what is read holds the tokens again.
 */
import type { ZodType } from 'zod';

const token = /^i[0-9a-z]{1,3}_[\w-]{43}$/;

/** @returns `undefined` when the answer has another shape */
export function readAnswer<T>(shape: ZodType<T>, answer: unknown): { readonly value: T } | undefined {
  const tokens = new Map<string, string>();
  const standIns = new Map<string, string>();
  const standIn = (text: string): string => {
    if (!token.test(text)) return text;
    const known = standIns.get(text) ?? `00000000-0000-4000-8000-${standIns.size.toString(16).padStart(12, '0')}`;
    standIns.set(text, known);
    tokens.set(known, text);
    return known;
  };
  const read = shape.safeParse(eachText(answer, standIn));
  return read.success ? { value: eachText(read.data, (text) => tokens.get(text) ?? text) as T } : undefined;
}

/** Plain objects, lists and texts; anything else (dates) is kept. */
function eachText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => eachText(each, change));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), eachText(each, change)]));
}
