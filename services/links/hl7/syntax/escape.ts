/**
 * Escape sequences (HL7 v2.5.1 chapter 2.7). What cannot be understood stays as it was sent: a lone backslash in
 * `C:\temp` is text, and an unknown sequence is better read by a person than dropped.
 */
import { decode, type Charset } from './charset.ts';
import type { Separators } from './separators.ts';

/** The text a person meant, from the text on the wire. */
export function unescape(raw: string, separators: Separators, charset: Charset): string {
  const mark = separators.escape;
  if (mark === '' || !raw.includes(mark)) return raw;
  let out = '';
  let at = 0;
  while (at < raw.length) {
    const start = raw.indexOf(mark, at);
    const end = start === -1 ? -1 : raw.indexOf(mark, start + mark.length);
    if (end === -1) break;
    const meant = meaning(raw.slice(start + mark.length, end), separators, charset);
    out += raw.slice(at, start) + (meant ?? mark);
    at = meant === undefined ? start + mark.length : end + mark.length;
  }
  return out + raw.slice(at);
}

function meaning(sequence: string, separators: Separators, charset: Charset): string | undefined {
  if (sequence.startsWith('X')) return hexText(sequence.slice(1), charset);
  if (sequence.startsWith('.')) return formatting(sequence.slice(1));
  switch (sequence) {
    case 'F':
      return separators.field;
    case 'S':
      return separators.component || undefined;
    case 'T':
      return separators.subcomponent || undefined;
    case 'R':
      return separators.repeat || undefined;
    case 'E':
      return separators.escape;
    case 'P':
      return separators.truncation || undefined;
    case 'H': // highlighting on and off: nothing to show on a card
    case 'N':
      return '';
    default:
      return undefined;
  }
}

/** `\X..\` carries bytes in the message's own character set. */
function hexText(hex: string, charset: Charset): string | undefined {
  if (hex === '' || hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) return undefined;
  return decode(Buffer.from(hex, 'hex'), charset);
}

/** Formatted text (FT): line breaks are kept, indents and centring are not. */
function formatting(command: string): string | undefined {
  if (command === 'br' || command === 'ce') return '\n';
  const lines = /^sp(\d{0,2})$/.exec(command);
  if (lines) return '\n'.repeat(Math.max(1, Number(lines[1])));
  return /^(fi|nf|in[+-]?\d*|ti[+-]?\d*|sk ?\d*)$/.test(command) ? '' : undefined;
}

/** The wire form of a text: separators, the escape itself and control characters never stand bare. */
export function escape(text: string, separators: Separators): string {
  if (text === '""') return hex('"', separators) + hex('"', separators);
  let out = '';
  for (const char of text) out += escapeChar(char, separators);
  return out;
}

function escapeChar(char: string, separators: Separators): string {
  const mark = separators.escape;
  if (char < ' ') return char === '\t' ? char : hex(char, separators);
  if (char === separators.field) return named('F', mark);
  if (char === separators.component) return named('S', mark);
  if (char === separators.subcomponent) return named('T', mark);
  if (char === separators.repeat) return named('R', mark);
  if (char === mark) return `${mark}E${mark}`;
  if (char === separators.truncation) return named('P', mark);
  return char;
}

// A sender without an escape character cannot be told a separator; a blank keeps the message's shape.
function named(letter: string, mark: string): string {
  return mark === '' ? ' ' : mark + letter + mark;
}

function hex(char: string, separators: Separators): string {
  const mark = separators.escape;
  if (mark === '') return ' ';
  return `${mark}X${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}${mark}`;
}
