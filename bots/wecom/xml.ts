/** XML as WeCom writes it: text in CDATA, no attributes, no entities. A document type is refused before parsing. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { XmlNode, XmlValue } from '../../cards/render/wecom/passive.ts';

const parser = new XMLParser({
  // Task ids and user ids look like numbers and must stay text; entities would be a door for expansion attacks.
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  isArray: (name) => name === 'SelectedItem' || name === 'OptionId',
});

/** What stands below `<xml>`; `undefined` for anything that is not a sound document of that sort. */
export function readXml(text: string): unknown {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const document: unknown = parser.parse(text);
  return typeof document === 'object' && document !== null && 'xml' in document ? document.xml : undefined;
}

/** One document on one line. */
export function writeXml(node: XmlNode): string {
  return `<xml>${inside(node)}</xml>`;
}

function inside(node: XmlNode): string {
  return Object.entries(node).map(([tag, value]) => element(tag, value)).join('');
}

function element(tag: string, value: XmlValue): string {
  if (typeof value === 'number') return `<${tag}>${value}</${tag}>`;
  if (typeof value === 'string') return `<${tag}>${cdata(value)}</${tag}>`;
  if (isList(value)) return value.map((each) => element(tag, each)).join('');
  return `<${tag}>${inside(value)}</${tag}>`;
}

function isList(value: XmlNode | readonly XmlNode[]): value is readonly XmlNode[] {
  return Array.isArray(value);
}

/** `]]>` would end the section early, so it is spread over two; control characters are no XML at all. */
function cdata(text: string): string {
  // oxlint-disable-next-line no-control-regex -- exactly those are meant
  const clean = text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
  return `<![CDATA[${clean.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
