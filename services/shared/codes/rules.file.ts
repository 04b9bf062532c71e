/** An uploaded table of mappings, line by line: what it would change and what is left out. Pure. */
import { type CodeKind, type Mapping, codeKinds } from './model.ts';
import { columnWords, kindWords } from './phrases.ts';

export interface BadLine {
  /** As a spreadsheet counts, the header being the first. */
  readonly line: number;
  readonly why: string;
}

export interface ReadMappings {
  readonly mappings: readonly Mapping[];
  readonly bad: readonly BadLine[];
}

const required = ['kind', 'foreign', 'ours'] as const;

export function missingColumns(header: readonly string[]): string[] {
  return required.map((column) => columnWords[column]).filter((name) => !header.includes(name));
}

const kindOf = (word: string): CodeKind | undefined => codeKinds.find((kind) => kind === word || kindWords[kind] === word);

/** Of two lines about one code the later holds, as in a spreadsheet that somebody went on with. */
export function readMappings(header: readonly string[], lines: readonly (readonly string[])[]): ReadMappings {
  const bad: BadLine[] = [];
  const found = new Map<string, Mapping>();
  for (const [place, cells] of lines.entries()) {
    const cell = (column: keyof typeof columnWords): string => (cells[header.indexOf(columnWords[column])] ?? '').replace(/^'(?=[=+\-@])/, '').trim();
    const kind = kindOf(cell('kind'));
    const mapping = { sender: cell('sender'), foreign: cell('foreign'), ours: cell('ours'), text: cell('text'), system: cell('system') };
    const why = kind === undefined ? `没有“${cell('kind')}”这个类别` : mapping.foreign === '' || mapping.ours === '' ? '对方编码或本院编码是空的' : Object.values(mapping).some((text) => text.length > 200) ? '有一格超过 200 个字' : undefined;
    if (why !== undefined || kind === undefined) bad.push({ line: place + 2, why: why ?? '' });
    else found.set(`${kind} ${mapping.sender} ${mapping.foreign}`, { kind, ...mapping });
  }
  return { mappings: [...found.values()], bad };
}

export interface Difference {
  readonly added: readonly Mapping[];
  readonly changed: readonly Mapping[];
  readonly same: number;
}

const keyOf = ({ kind, sender, foreign }: Mapping): string => `${kind} ${sender} ${foreign}`;

export function differenceOf(known: readonly Mapping[], told: readonly Mapping[]): Difference {
  const byKey = new Map(known.map((one) => [keyOf(one), one]));
  const added = told.filter((one) => !byKey.has(keyOf(one)));
  const changed = told.filter((one) => {
    const before = byKey.get(keyOf(one));
    return before !== undefined && (before.ours !== one.ours || before.text !== one.text || before.system !== one.system);
  });
  return { added, changed, same: told.length - added.length - changed.length };
}
