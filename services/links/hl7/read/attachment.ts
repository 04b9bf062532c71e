/** Content of a document: ED (bytes in the message), RP (where it is), or text. PDF, RTF, HTML, CDA bare or in MIME. */
import { partText, repeats, repeatText, type Repeat, type Segment } from '../syntax/message.ts';
import type { Content } from '../../statements/schema.ts';
import { bodyOfPackage } from './mime.ts';

/** What an OBX holds as content; `undecodable` when there should be some and it cannot be read. */
export type Found = Content | 'undecodable' | undefined;

export const CDA = 'application/hl7-cda+xml';

/** OBX-5 of ED or RP. */
export function attachmentOf(obx: Segment, type: string): Found {
  const repeat = repeats(obx, 5)[0];
  if (repeat === undefined) return undefined;
  return type === 'RP' ? pointer(repeat) : encapsulated(repeat);
}

/** RP: where the source keeps it. */
function pointer(repeat: Repeat): Found {
  // An address may hold bare `&`, which HL7 splits at.
  const url = component(repeat, 1);
  if (url === undefined || !/^[a-z][a-z\d+.-]*:\/\/|^\\\\|^\//i.test(url)) return undefined;
  return { mediaType: mediaType(partText(repeat, 3), partText(repeat, 4)) ?? byName(url), url };
}

/** ED: source, type, subtype, encoding, data. */
function encapsulated(repeat: Repeat): Found {
  const data = component(repeat, 5);
  if (data === undefined) return undefined;
  const declared = mediaType(partText(repeat, 2), partText(repeat, 3));
  const encoding = partText(repeat, 4)?.toLowerCase() ?? '';
  if (encoding === 'hex') return /^([0-9a-f]{2})+$/i.test(bare(data)) ? ofBytes(Buffer.from(bare(data), 'hex'), declared) : 'undecodable';
  if (encoding === 'base64' || startsAsPdf(data)) return isBase64(data) ? ofBytes(Buffer.from(bare(data), 'base64'), declared) : 'undecodable';
  return textContent(data, declared);
}

/** A component whole, with the bare subcomponent separators that senders leave in it. */
function component(repeat: Repeat, number: number): string | undefined {
  const { separators } = repeat.segment;
  const raw = repeat.raw.split(separators.component)[number - 1];
  return raw === undefined || raw === '' ? undefined : repeatText({ raw, segment: repeat.segment });
}

/** Text as it came, by what it is. */
export function textContent(text: string, declared?: string): Content {
  const start = text.trimStart();
  if (startsAsPdf(start) && isBase64(start)) return { mediaType: 'application/pdf', base64: bare(start) };
  const packed = /^(MIME-Version|Content-Type):/i.test(start) ? bodyOfPackage(start) : undefined;
  if (packed !== undefined) return ofXml(packed.text, packed.mediaType);
  if (/<ClinicalDocument[\s>]/.test(start)) return { mediaType: CDA, text: start };
  if (start.startsWith('{\\rtf')) return { mediaType: 'application/rtf', text: start };
  if (/^(<!doctype html|<html)/i.test(start)) return { mediaType: 'text/html', text: start };
  return { mediaType: declared?.startsWith('text/') === true ? declared : 'text/plain', text };
}

function ofXml(text: string, declared: string): Content {
  return { mediaType: text.includes('<ClinicalDocument') ? CDA : declared, text };
}

/** Decoded bytes: text kinds as text, everything else as base64 again, without line breaks. */
function ofBytes(bytes: Buffer, declared: string | undefined): Found {
  if (bytes.length === 0) return undefined;
  const isText = declared === undefined || declared.startsWith('text/') || declared.startsWith('multipart/') || declared.endsWith('xml') || declared.endsWith('rtf');
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') return { mediaType: 'application/pdf', base64: bytes.toString('base64') };
  const text = isText ? utf8(bytes) : undefined;
  if (text !== undefined) return textContent(text, declared);
  return { mediaType: declared ?? 'application/octet-stream', base64: bytes.toString('base64') };
}

function utf8(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Base64 as senders break it: line breaks, blanks, `\.br\` already unescaped to line feeds. */
const bare = (text: string): string => text.replaceAll(/\s/g, '');
const startsAsPdf = (text: string): boolean => text.trimStart().startsWith('JVBERi0');

function isBase64(text: string): boolean {
  const plain = bare(text);
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(plain);
}

const KINDS: Readonly<Record<string, string>> = {
  pdf: 'application/pdf', rtf: 'application/rtf', html: 'text/html', htm: 'text/html', xml: 'text/xml', plain: 'text/plain', txt: 'text/plain', jpeg: 'image/jpeg', jpg: 'image/jpeg',
  png: 'image/png', gif: 'image/gif', tiff: 'image/tiff', bmp: 'image/bmp', dicom: 'application/dicom',
};

/** Types of table 0191 (`TEXT`, `AP`, `IM`) and real media types. */
function mediaType(main: string | undefined, sub: string | undefined): string | undefined {
  const [first, second] = [main?.toLowerCase(), sub?.toLowerCase()];
  const known = KINDS[second ?? ''] ?? KINDS[first ?? ''];
  if (known !== undefined) return known;
  if (first?.includes('/') === true) return first;
  if (first === undefined || second === undefined) return undefined;
  return ['text', 'application', 'image', 'multipart', 'audio', 'video'].includes(first) ? `${first}/${second}` : 'application/octet-stream';
}

function byName(url: string): string {
  return KINDS[/\.([a-z]{3,5})(?:[?#].*)?$/i.exec(url)?.[1]?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
