/**
 * The characters a message declares for itself in MSH-1 and MSH-2 (HL7 v2.5.1 chapter 2.5.4). Everything below reads
 * them from the message; nothing assumes `|^~\&`.
 */

/** A separator the sender did not declare is `''`: that level of splitting does not exist in its messages. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repeat: string;
  readonly escape: string;
  readonly subcomponent: string;
  /** Since 2.7; seldom sent. */
  readonly truncation: string;
}

/** What almost everybody uses and what we send. */
export const STANDARD: Separators = {
  field: '|',
  component: '^',
  repeat: '~',
  escape: '\\',
  subcomponent: '&',
  truncation: '',
};

/** Printable, not a letter or digit (segment names and values would fall apart), not the quote that spells null. */
const USABLE = /^[^\p{L}\p{N}\p{C}\s"]$/u;

/** Order of MSH-2. Old senders give fewer than four; `^~}` is component, repeat, escape. */
const ORDER = ['component', 'repeat', 'escape', 'subcomponent', 'truncation'] as const;

/** Reads MSH-1 and MSH-2 off a line that starts with `MSH`; undefined when they cannot separate anything. */
export function readSeparators(line: string): Separators | undefined {
  const field = line.charAt(3);
  if (!USABLE.test(field)) return undefined;
  const end = line.indexOf(field, 4);
  const encoding = Array.from(end === -1 ? line.slice(4) : line.slice(4, end));
  if (encoding.length === 0 || encoding.length > ORDER.length) return undefined;
  const all = [field, ...encoding];
  if (new Set(all).size !== all.length || !encoding.every((char) => USABLE.test(char))) return undefined;
  const named = Object.fromEntries(ORDER.map((name, index) => [name, encoding[index] ?? '']));
  return { ...STANDARD, field, ...named };
}

/** MSH-2 as it is written. */
export function encodingCharacters(separators: Separators): string {
  return ORDER.map((name) => separators[name]).join('');
}
