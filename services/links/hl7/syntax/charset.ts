/**
 * Bytes to text and back. GB18030's second bytes include `|`, `^`, `\` and `~`, so a message is decoded before it is
 * split; CR, LF, 0x0B and 0x1C are never part of a Chinese character, so framing and batches may be cut as bytes.
 */
import iconv from 'iconv-lite';

/** The character sets we read and write. `ascii` is only ever declared: text beyond it needs one of the others. */
export type Charset = 'utf-8' | 'gb18030' | 'iso-8859-1';

/** Names of MSH-18 (HL7 table 0211) and the spellings seen from Chinese senders. */
const DECLARED: ReadonlyMap<string, Charset | 'ascii'> = new Map([
  ['ASCII', 'ascii'],
  ['8859/1', 'iso-8859-1'],
  ['ISO-8859-1', 'iso-8859-1'],
  ['ISO8859-1', 'iso-8859-1'],
  ['UNICODE UTF-8', 'utf-8'],
  ['UNICODE', 'utf-8'],
  ['UTF-8', 'utf-8'],
  ['UTF8', 'utf-8'],
  ['GB 18030-2000', 'gb18030'],
  ['GB18030-2000', 'gb18030'],
  ['GB18030', 'gb18030'],
  ['GB2312', 'gb18030'],
  ['GBK', 'gb18030'],
]);

/** MSH-18 of what we send, by table 0211. */
export const DECLARATION: Readonly<Record<Charset, string>> = {
  'utf-8': 'UNICODE UTF-8',
  gb18030: 'GB 18030-2000',
  'iso-8859-1': '8859/1',
};

/** What one repeat of MSH-18 means; undefined for a set we do not read (Big5, ISO 2022 Japanese, UTF-16). */
export function declaredCharset(name: string): Charset | 'ascii' | undefined {
  return DECLARED.get(name.trim().replaceAll('"', '').toUpperCase());
}

/** All bytes below 0x80: every set we know reads them alike, whatever was declared. */
export function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 0x80);
}

/** Text, or undefined when a byte does not belong to the set. A byte-order mark is dropped. */
export function decode(bytes: Buffer, charset: Charset): string | undefined {
  const text = readBytes(bytes, charset);
  return text === undefined ? undefined : withoutNul(text);
}

/** No database of ours takes a NUL. It becomes U+FFFD: dropped it would make 71 of `7<NUL>1`. */
export function withoutNul(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}

function readBytes(bytes: Buffer, charset: Charset): string | undefined {
  if (charset === 'iso-8859-1') return bytes.toString('latin1');
  if (charset === 'gb18030') return strict(iconv.decode(bytes, 'gb18030'), bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes of a text; a character the set does not have becomes `?`. */
export function encode(text: string, charset: Charset): Buffer {
  return iconv.encode(text, charset);
}

/** Whether a text survives in the set; ours does not send half a sentence as question marks. */
export function canEncode(text: string, charset: Charset): boolean {
  return charset !== 'iso-8859-1' || Buffer.from(text, 'latin1').toString('latin1') === text;
}

// iconv-lite marks what it cannot read with U+FFFD; the sender may also have sent that character (0x84 31 A4 37).
const SENT_REPLACEMENT = Buffer.from([0x84, 0x31, 0xa4, 0x37]);

function strict(text: string, bytes: Buffer): string | undefined {
  if (!text.includes('\ufffd')) return text;
  return bytes.includes(SENT_REPLACEMENT) ? text : undefined;
}
