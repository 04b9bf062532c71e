/**
 * MSH read forgivingly: even a message we must refuse is answered to the right sender under its own control id, and
 * the character set must be known before the rest can be decoded.
 */
import { decode, withoutNul } from './charset.ts';

/** Fields of MSH as sent, first repeat, nothing unescaped beyond need; `''` when absent. */
export interface Header {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
  readonly type: string;
  readonly event: string;
  readonly controlId: string;
  readonly processingId: string;
  readonly version: string;
  /** MSH-18, every repeat. */
  readonly charsets: readonly string[];
}

/** A header of nothing: what can be said about bytes without MSH. */
export const NO_HEADER: Header = {
  sendingApplication: '',
  sendingFacility: '',
  receivingApplication: '',
  receivingFacility: '',
  type: '',
  event: '',
  controlId: '',
  processingId: '',
  version: '',
  charsets: [],
};

/** Where the message begins: `MSH` at the start of a line, else anywhere followed by encoding characters. */
export function findHeader(text: string): number {
  const atLine = /(?:^|[\p{Cc}\ufeff])[ \t]*(?=MSH)/u.exec(text);
  if (atLine) return atLine.index + atLine[0].length;
  return text.search(/MSH([^A-Za-z0-9\s])[^A-Za-z0-9\s]{1,5}\1/);
}

/** The header of bytes whose character set is not yet known. */
export function peekHeader(bytes: Buffer): Header {
  // Strict UTF-8 first: Chinese in GB18030 is practically never valid UTF-8, the other way round it often is.
  const head = bytes.subarray(0, 8192);
  const start = findHeader(head.toString('latin1'));
  if (start === -1) return NO_HEADER;
  const line = lineOf(head.subarray(start));
  return readHeader(decode(line, 'utf-8') ?? decode(line, 'gb18030') ?? withoutNul(line.toString('latin1')));
}

function lineOf(bytes: Buffer): Buffer {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

/** The header of one MSH line, even where its separators are nonsense. */
export function readHeader(line: string): Header {
  const fields = line.split(line.charAt(3) || '|');
  const encoding = fields[1] ?? '';
  const component = encoding.charAt(0) || '^';
  const repeat = encoding.charAt(1) || '~';
  const first = (field: number, part = 0): string => {
    const value = (fields[field - 1] ?? '').split(repeat)[0]?.split(component)[part]?.trim() ?? '';
    return value === '""' ? '' : value;
  };
  return {
    sendingApplication: first(3),
    sendingFacility: first(4),
    receivingApplication: first(5),
    receivingFacility: first(6),
    type: first(9),
    event: first(9, 1),
    controlId: first(10),
    processingId: first(11),
    version: first(12),
    charsets: (fields[17] ?? '').split(repeat).map((name) => name.trim()).filter((name) => name !== ''),
  };
}
