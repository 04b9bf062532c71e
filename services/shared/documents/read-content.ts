/** What of a content can be read as words: plain text and the narrative of a CDA, in headed blocks. Pure. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface Block {
  /** `主诉`; empty where the text has no heading. */
  readonly title: string;
  readonly lines: readonly string[];
}

/** Media types whose original is a page or a file of its own: it is shown by who renders files. */
export function readingOf(mediaType: string, plain: Buffer): readonly Block[] | undefined {
  const text = plain.toString('utf8');
  if (/^text\/plain\b/i.test(mediaType)) return ofText(text);
  if (/xml/i.test(mediaType) && text.includes('<ClinicalDocument')) return ofCda(text);
  return undefined;
}

/** `【主诉】反复胸闷半年。` begins a block; what stands before the first is one without a heading. */
export function ofText(text: string): readonly Block[] {
  const blocks: { title: string; lines: string[] }[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const head = /^\s*【([^】]{1,40})】\s*(.*)$/.exec(line);
    if (head !== null) blocks.push({ title: head[1] ?? '', lines: head[2] === '' || head[2] === undefined ? [] : [head[2]] });
    else if (line.trim() !== '') {
      if (blocks.length === 0) blocks.push({ title: '', lines: [] });
      blocks.at(-1)?.lines.push(line.trimEnd());
    }
  }
  return blocks;
}

/** As parsed with its order kept: an element by its name, or text. */
type Node = Readonly<Record<string, unknown>>;

// Entities are a door for expansion attacks; the five of XML are put back by hand.
const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, processEntities: false, parseTagValue: false, parseAttributeValue: false, attributeNamePrefix: '', trimValues: false, removeNSPrefix: true });
const endsLine = new Set(['paragraph', 'item', 'tr', 'br', 'caption', 'list', 'table', 'li', 'p']);
const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** `undefined` for what is no sound document, and for one whose body is a file. */
export function ofCda(text: string): readonly Block[] | undefined {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  const blocks = sections(parser.parse(text) as Node[]);
  return blocks.length === 0 ? undefined : blocks;
}

function sections(nodes: readonly Node[]): Block[] {
  return nodes.flatMap((node) => {
    const { name, children } = partsOf(node);
    if (name !== 'section') return sections(children);
    const title = wordsIn(child(children, 'title')) || (attribute(children, 'code', 'displayName') ?? '');
    const lines = linesIn(child(children, 'text'));
    // What stands below a section is one of its own.
    return [...(lines.length === 0 ? [] : [{ title, lines }]), ...sections(children.filter((one) => partsOf(one).name !== 'text'))];
  });
}

function partsOf(node: Node): { readonly name: string; readonly children: readonly Node[] } {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const below = node[name];
  return { name, children: Array.isArray(below) ? (below as Node[]) : [] };
}

function child(nodes: readonly Node[], name: string): readonly Node[] {
  const found = nodes.find((node) => partsOf(node).name === name);
  return found === undefined ? [] : partsOf(found).children;
}

function attribute(nodes: readonly Node[], name: string, wanted: string): string | undefined {
  const attributes = nodes.find((node) => partsOf(node).name === name)?.[':@'] as Readonly<Record<string, string>> | undefined;
  return attributes?.[wanted];
}

function wordsIn(nodes: readonly Node[]): string {
  return linesIn(nodes).join(' ');
}

function linesIn(nodes: readonly Node[]): string[] {
  return flow(nodes).split('\n').map((line) => line.replaceAll(/\s+/g, ' ').trim()).filter((line) => line !== '' && line !== '|');
}

/** A row's cells are told apart by a bar. */
function flow(nodes: readonly Node[]): string {
  return nodes.map((node) => {
    const { name, children } = partsOf(node);
    if (name === '#text') return String(node['#text']).replaceAll(/\s+/g, ' ').replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
    const inside = flow(children);
    if (name === 'td' || name === 'th') return `${inside.replaceAll('\n', ' ').trim()}　`;
    return endsLine.has(name) ? `\n${inside}\n` : inside;
  }).join('');
}
