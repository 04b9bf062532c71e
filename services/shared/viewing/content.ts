/** From a stored content to what pages are made of: bytes as they are, or HTML. */
import { XMLParser } from 'fast-xml-parser';
import { convert } from 'html-to-text';
import type { WindowName } from './model.ts';

/** Structurally the watermark's `Source`; HTML becomes plain text where no browser is kept for it. */
export type Readable = { readonly bytes: Uint8Array } | { readonly html: string };

/** What is made into pages, and its words where it came as words, or is shown as them. */
export interface Pages {
  readonly source: { readonly bytes: Uint8Array; readonly window?: WindowName } | { readonly html: string };
  readonly words: string | undefined;
}

/** @param hasBrowser without one HTML is shown as its words @throws SourceRefused */
export function pagesFrom({ mediaType, bytes }: { readonly mediaType: string; readonly bytes: Uint8Array }, window: WindowName | undefined, hasBrowser: boolean): Pages {
  const readable = readableOf(mediaType, bytes);
  const plain = 'html' in readable && !hasBrowser ? textOf(readable.html) : undefined;
  if (plain !== undefined) return { source: { bytes: Buffer.from(plain) }, words: plain };
  const words = mediaType.startsWith('text/plain') ? new TextDecoder().decode(bytes) : undefined;
  return { source: 'bytes' in readable && window !== undefined ? { ...readable, window } : readable, words };
}

/** What is no document of letters goes on as it is: its first bytes say what it is. */
export function readableOf(mediaType: string, bytes: Uint8Array): Readable {
  const type = mediaType.toLowerCase().split(';', 1)[0]?.trim() ?? '';
  if (/(^|\/|\+)(xml|hl7-cda|cda)$|hl7v3/.test(type) || startsWith(bytes, /^\s*<\?xml|^\s*<ClinicalDocument/)) return { html: cdaToHtml(new TextDecoder().decode(bytes)) };
  if (type === 'text/html' || type === 'application/xhtml+xml') {
    const html = new TextDecoder().decode(bytes);
    if (depthOf(html) > deepest) throw damaged('nested too deeply');
    return { html };
  }
  return { bytes };
}

function startsWith(bytes: Uint8Array, what: RegExp): boolean {
  return what.test(Buffer.from(bytes.subarray(0, 200)).toString('utf8').replace(/^\uFEFF/, ''));
}

/** Letters of a drawing without their places say something else: `35℃40` is no value. */
const drawn = '【图】这里是一幅图，本系统没有装图形程序，显示不出来，请到原系统查看。体温单可以从病历列表上方的“体温单”打开。';

/** Where there is no browser: the words in their order, tables as columns, a drawing said to be one. */
export function textOf(html: string): string {
  return convert(html, { wordwrap: false, formatters: { drawing: (_element, _walk, builder) => { builder.openBlock(); builder.addInline(drawn); builder.closeBlock(); } }, limits: { maxInputLength: 4_000_000, maxDepth: 200 }, selectors: [{ selector: 'img', format: 'skip' }, ...['svg', 'canvas'].map((selector) => ({ selector, format: 'drawing' })), { selector: 'a', options: { ignoreHref: true } }, { selector: 'table', format: 'dataTable' }, ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } }))] });
}

interface Node {
  readonly [name: string]: unknown;
}

const narrative: Readonly<Record<string, string>> = { paragraph: 'p', list: 'ul', item: 'li', table: 'table', thead: 'thead', tbody: 'tbody', tfoot: 'tfoot', tr: 'tr', th: 'th', td: 'td', caption: 'b', br: 'br', content: 'span', sub: 'sub', sup: 'sup' };

/** Structurally the watermark's refusal, which the flows tell the person. */
const damaged = (why: string): Error => Object.assign(new Error(why), { name: 'SourceRefused', trouble: 'damaged' });

/** No record is drawn of as many boxes in one another; taking a hundred thousand apart keeps everybody else waiting. */
const deepest = 1000;
/** Elements that have no end, or whose end may be left out. */
const unclosed = /^(area|base|body|br|col|colgroup|dd|dt|embed|head|hr|html|img|input|li|link|meta|optgroup|option|p|param|rp|rt|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i;

function depthOf(html: string): number {
  let [depth, most] = [0, 0];
  for (const [, end, name = '', empty] of html.matchAll(/<(\/?)([a-z][\w:-]*)(?:[^<>]*?(\/)?)>/gi)) {
    if (empty !== undefined || unclosed.test(name)) continue;
    depth = Math.max(0, depth + (end === '' ? 1 : -1));
    most = Math.max(most, depth);
  }
  return most;
}

/** @throws SourceRefused */
function nodesOf(parser: XMLParser, xml: string): readonly Node[] {
  try {
    return parser.parse(xml) as readonly Node[];
  } catch (error) {
    // Files of the machine as entities, tags that do not fit.
    throw damaged(error instanceof Error ? error.message.slice(0, 120) : 'unknown');
  }
}

/** The human readable part of a clinical document (HL7 CDA R2, 4.3.5): titles and narrative blocks, in order, in type that is read on a phone. */
export function cdaToHtml(xml: string): string {
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: true, trimValues: false, removeNSPrefix: true, processEntities: false });
  const out: string[] = [];
  const walk = (nodes: readonly Node[], inText: boolean, depth: number): void => {
    for (const node of nodes) {
      const [name = '', inner] = Object.entries(node)[0] ?? [];
      if (name === '#text') {
        if (inText) out.push(String(inner));
        continue;
      }
      const children = Array.isArray(inner) ? (inner as readonly Node[]) : [];
      if (inText) {
        const tag = narrative[name];
        out.push(tag === undefined ? '' : `<${tag}>`);
        walk(children, true, depth);
        out.push(tag === undefined || tag === 'br' ? '' : `</${tag}>`);
      } else if (name === 'title') {
        out.push(`<h${Math.min(depth + 1, 3)}>`);
        walk(children, true, depth);
        out.push(`</h${Math.min(depth + 1, 3)}>`);
      } else if (name === 'text') {
        out.push('<div>');
        walk(children, true, depth);
        out.push('</div>');
      } else {
        walk(children, false, name === 'section' ? depth + 1 : depth);
      }
    }
  };
  walk(nodesOf(parser, xml), false, 0);
  return `<!doctype html><meta charset="utf-8"><style>body{margin:32pt;font:20pt/1.5 sans-serif}h1,h2,h3{font-size:22pt}table{width:100%;border-collapse:collapse;font-size:16pt;overflow-wrap:anywhere}td,th{border:1px solid #000;padding:2pt 4pt}</style>${out.join('')}`;
}
