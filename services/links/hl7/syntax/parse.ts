/** Bytes to a message, or the reason why they are none. Never throws. */
import { declaredCharset, decode, isAscii, withoutNul, type Charset } from './charset.ts';
import { findHeader, peekHeader, readHeader, type Header } from './header.ts';
import type { Message, Segment } from './message.ts';
import { problem, type Problem } from './problem.ts';
import { readSeparators, type Separators } from './separators.ts';

/** What a hospital knows about a sender that the sender does not say, or says wrongly. */
export interface CharsetRules {
  /** Set for one sender by an administrator: stronger than MSH-18. */
  readonly charsetOf?: (sender: Header) => Charset | undefined;
  /** Where MSH-18 is silent or says ASCII and the bytes are not ASCII. `auto`: UTF-8 if valid, else GB18030. */
  readonly fallback?: Charset | 'auto';
}

/** Parsed, or refused. */
export type Parsed = { readonly message: Message } | { readonly problem: Problem };

/** Reads one message. */
export function parse(bytes: Buffer, rules: CharsetRules = {}): Parsed {
  if (bytes.length === 0) return { problem: problem('message-empty') };
  const decoded = decodeMessage(bytes, peekHeader(bytes), rules);
  return 'problem' in decoded ? decoded : parseText(decoded.text, decoded.charset);
}

/** Reads one message whose character set is already known. */
export function parseText(whole: string, charset: Charset): Parsed {
  if (whole.trim() === '') return { problem: problem('message-empty') };
  const start = findHeader(whole);
  if (start === -1) return { problem: problem('header-missing') };
  const lines = whole.slice(start).split(/\r\n|\r|\n/);
  const separators = readSeparators(lines[0] ?? '');
  if (!separators) return { problem: problem('separators-invalid') };
  const { rows, junk } = joinLines(lines, separators);
  const segments = rows.map((row) => toSegment(row, separators, charset));
  if (segments.filter((segment) => segment.name === 'MSH').length > 1) return { problem: problem('several-messages') };
  const header = withEvent(readHeader(lines[0] ?? ''), segments);
  return { message: { header, separators, charset, segments, junk: junk + whole.slice(0, start).trim().length } };
}

/** Of senders that name the event in EVN alone, as version 2.1 did. */
function withEvent(header: Header, segments: readonly Segment[]): Header {
  const event = header.type === 'ADT' && header.event === '' ? /^[A-Z]\d{2}$/.exec(segments.find(({ name }) => name === 'EVN')?.fields[1]?.trim() ?? '')?.[0] : undefined;
  return event === undefined ? header : { ...header, event };
}

type Decoded = { readonly text: string; readonly charset: Charset } | { readonly problem: Problem };

function decodeMessage(bytes: Buffer, header: Header, rules: CharsetRules): Decoded {
  const fixed = rules.charsetOf?.(header);
  if (fixed) return decodeAs(bytes, [fixed]);
  const declared = header.charsets.map(declaredCharset);
  const named = declared.find((charset) => charset !== undefined && charset !== 'ascii');
  if (isAscii(bytes)) return { text: withoutNul(bytes.toString('latin1')), charset: named ?? 'utf-8' };
  if (named) return decodeAs(bytes, [named]);
  if (declared.length > 0 && !declared.includes('ascii')) return { problem: problem('charset-unknown') };
  const fallback = rules.fallback ?? 'auto';
  return decodeAs(bytes, fallback === 'auto' ? ['utf-8', 'gb18030'] : [fallback]);
}

function decodeAs(bytes: Buffer, charsets: readonly Charset[]): Decoded {
  for (const charset of charsets) {
    const text = decode(bytes, charset);
    if (text !== undefined) return { text, charset };
  }
  return { problem: problem('bytes-undecodable') };
}

/**
 * Lines to segments. Lines that start like no segment are the rest of a text with bare line breaks in it (seen in
 * OBX-5 and NTE-3); after the last segment that holds only up to a blank line, then it is junk.
 */
function joinLines(lines: readonly string[], separators: Separators): { rows: readonly string[]; junk: number } {
  const rows: string[] = [];
  let loose: string[] = [];
  for (const line of lines) {
    const bare = line.replace(/(?:(?!\t)\p{Cc})+$/u, '');
    if (!isSegment(bare.trimStart(), separators)) {
      loose.push(bare);
      continue;
    }
    append(rows, loose);
    rows.push(bare.trimStart());
    loose = [];
  }
  const blank = loose.findIndex((line) => line.trim() === '');
  append(rows, blank === -1 ? loose : loose.slice(0, blank));
  return { rows, junk: blank === -1 ? 0 : loose.slice(blank).join('').trim().length };
}

function append(rows: string[], loose: readonly string[]): void {
  const rest = loose.join('\n').trimEnd();
  if (rest !== '') rows.push(`${rows.pop() ?? ''}\n${rest}`);
}

function isSegment(line: string, separators: Separators): boolean {
  return /^[A-Z][A-Z0-9]{2}/.test(line) && line.startsWith(separators.field, 3);
}

function toSegment(row: string, separators: Separators, charset: Charset): Segment {
  const fields = row.split(separators.field);
  const name = fields[0] ?? '';
  // MSH-1 is the separator itself, so the split has to be shifted by one.
  if (name === 'MSH') fields.splice(1, 0, separators.field);
  return { name, fields, separators, charset };
}
