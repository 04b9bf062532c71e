/** XML as WeCom writes and reads it: one level of `<xml>`, text in CDATA, no attributes, no DTD, no entities. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A repeated element is a list under one name, as on the wire: repeated tags, no wrapper. */
export type XmlValue = string | number | XmlNode | readonly XmlValue[];
export interface XmlNode {
  readonly [tag: string]: XmlValue | undefined;
}

const parser = new XMLParser({
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: true,
});

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function write(tag: string, value: XmlValue | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((each: XmlValue) => write(tag, each)).join('');
  if (typeof value === 'number') return `<${tag}>${value}</${tag}>`;
  if (typeof value === 'string') return `<${tag}>${cdata(value)}</${tag}>`;
  return `<${tag}>${Object.entries(value as XmlNode).map(([key, each]) => write(key, each)).join('')}</${tag}>`;
}

/** One `<xml>` document on one line. Numbers stand bare, strings in CDATA. */
export function xmlOf(node: XmlNode): string {
  return write('xml', node);
}

/** What stands inside `<xml>`; every leaf a string. @throws Error on a DTD, on anything not well-formed */
export function readXml(text: string): Readonly<Record<string, unknown>> {
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) throw new Error('DTD refused');
  const sound = XMLValidator.validate(text);
  if (sound !== true) throw new Error(sound.err.msg);
  const document: unknown = parser.parse(text);
  const root = isRecord(document) ? document['xml'] : undefined;
  if (!isRecord(root)) throw new Error('no <xml> element');
  return root;
}

/** An element that may stand once, often or never, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === '') return [];
  return Array.isArray(value) ? value : [value];
}

/** Narrowing for parsed input. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
