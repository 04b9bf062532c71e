/** What an entry may hold, how a file's lines become entries, what one is found by. Pure. */
import { pinyin } from 'pinyin-pro';
import { refusals } from '../../core/phrases.ts';
import { type BusinessDictionary, type Entry, type Field, type Use, shapeOf } from './model.ts';
import { phrases, useWords } from './phrases.ts';

const refuse = refusals(phrases);

function isFine({ options, many }: Field, value: string): boolean {
  if (options === undefined || value === '') return true;
  return (many === true ? value.split('、') : [value]).every((each) => options.includes(each));
}

/** Only the dictionary's own fields, each as it may be. @throws Refusal `dictionaries.field` */
export function checkFields(dictionary: string, given: Readonly<Record<string, string>>): Record<string, string> {
  const { fields } = shapeOf(dictionary);
  for (const field of fields) if (!isFine(field, given[field.name] ?? '')) throw refuse('dictionaries.field', { label: field.label, options: field.options?.join('、') ?? '' });
  return Object.fromEntries(fields.flatMap(({ name }) => (given[name] === undefined || given[name] === '' ? [] : [[name, given[name]]])));
}

/** @throws Refusal `dictionaries.in-use` */
export function mayRemove(name: string, used: readonly Use[]): void {
  if (used.length > 0) throw refuse('dictionaries.in-use', { name, uses: used.map((use) => useWords[use]).join('，') });
}

export interface Keys {
  /** `fyz` of 肺炎症; of several names with blanks between. */
  readonly initials: string;
  readonly pinyin: string;
}

/** What is typed on a keyboard without Chinese; letters and digits of the name stay. */
export function keysOf(...names: readonly string[]): Keys {
  const syllables = names.filter((name) => name !== '').map((name) => pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).map((one) => one.toLowerCase().replaceAll(/[^a-z0-9]/g, '')));
  const initials = syllables.map((all) => all.map((one) => (/^\d|^[a-z]+\d/.test(one) ? one : one.charAt(0))).join(''));
  return { initials: initials.join(' '), pinyin: syllables.map((all) => all.join('')).join(' ') };
}

/** Other words for the two columns that every dictionary has, as published lists write them. */
const codeHeaders = ['编码', '代码', '疾病编码', '诊断代码', 'ICD编码', 'ICD-10', 'code'];
const nameHeaders = ['名称', '疾病名称', '诊断', '疾病', 'name', 'disease'];

interface Columns {
  readonly code: number;
  readonly name: number;
  readonly others: number;
  readonly position: number;
  readonly state: number;
  readonly fields: readonly (readonly [Field, number])[];
}

function columnsOf({ code, label, fields }: BusinessDictionary, header: readonly string[]): Columns {
  const plain = header.map((cell) => cell.trim());
  const among = (names: readonly string[]): number => plain.findIndex((cell) => names.some((name) => name.toLowerCase() === cell.toLowerCase()));
  return {
    code: among([code, ...codeHeaders]), name: among([label, ...nameHeaders]), others: among(['其他名称', '别名']), position: among(['顺序', '排序']), state: among(['状态']),
    fields: fields.map((field) => [field, among([field.label, field.name])] as const),
  };
}

export function missingColumns(dictionary: string, header: readonly string[]): string[] {
  const shape = shapeOf(dictionary);
  const { code, name } = columnsOf(shape, header);
  return [...(code < 0 ? [shape.code] : []), ...(name < 0 ? [shape.label] : [])];
}

export interface FileRead {
  readonly entries: readonly Entry[];
  readonly bad: readonly { readonly line: number; readonly why: string }[];
}

const longest = 300;

/** Of two lines with one code the later holds. Codes lose the mark of a doubly coded ICD-10 name (`A17+`) never: they are kept as written. */
export function readEntries(dictionary: string, header: readonly string[], lines: readonly (readonly string[])[]): FileRead {
  const columns = columnsOf(shapeOf(dictionary), header);
  const bad: { line: number; why: string }[] = [];
  const found = new Map<string, Entry>();
  for (const [place, cells] of lines.entries()) {
    const entry = entryOf(columns, cells, place);
    const why = troubleOf(columns, entry);
    if (why === undefined) found.set(entry.code, entry);
    else bad.push({ line: place + 2, why });
  }
  return { entries: [...found.values()], bad };
}

function entryOf(columns: Columns, cells: readonly string[], place: number): Entry {
  const cell = (at: number): string => (at < 0 ? '' : (cells[at] ?? '').replace(/^'(?=[=+\-@])/, '').trim());
  const position = Number(cell(columns.position));
  return {
    code: cell(columns.code), name: cell(columns.name), others: cell(columns.others),
    position: Number.isInteger(position) && cell(columns.position) !== '' ? position : place,
    active: !['停用', '否', '0'].includes(cell(columns.state)),
    fields: Object.fromEntries(columns.fields.flatMap(([{ name }, at]) => (cell(at) === '' ? [] : [[name, cell(at)]]))),
  };
}

function troubleOf({ fields }: Columns, entry: Entry): string | undefined {
  if (entry.code === '' || entry.name === '') return '编码或名称是空的';
  if ([entry.code, entry.name, entry.others, ...Object.values(entry.fields)].some((text) => text.length > longest)) return `有一格超过 ${longest} 个字`;
  const wrong = fields.find(([field]) => !isFine(field, entry.fields[field.name] ?? ''))?.[0];
  return wrong === undefined ? undefined : `“${wrong.label}”只能填 ${wrong.options?.join('、') ?? ''}`;
}

const plain = ({ code, name, others, fields, active }: Omit<Entry, 'position'>) => JSON.stringify([code, name, others, active, Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

export function sameEntry(one: Omit<Entry, 'position'>, other: Omit<Entry, 'position'>): boolean {
  return plain(one) === plain(other);
}

/** Header and lines of a file that can be taken in again. */
export function tableOf(dictionary: string, entries: readonly Entry[]): { readonly header: readonly string[]; readonly lines: readonly (readonly string[])[] } {
  const { code, label, fields } = shapeOf(dictionary);
  return {
    header: [code, label, '其他名称', ...fields.map((field) => field.label), '顺序', '状态'],
    lines: entries.map((entry) => [entry.code, entry.name, entry.others, ...fields.map(({ name }) => entry.fields[name] ?? ''), String(entry.position), entry.active ? '在用' : '停用']),
  };
}
