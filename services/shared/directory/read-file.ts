/** An administrator's CSV file as rows of a source: UTF-8 or GB18030, with the columns of our templates. */
import { CsvError, parse } from 'csv-parse/sync';
import { refusals } from '../../core/phrases.ts';
import { type Told, readTold } from '../../links/his/schema.ts';
import { bedStateNames, kindNames, roleNames } from './model.ts';
import { phrases } from './phrases.ts';

const refuse = refusals(phrases);

export const fileKinds = ['department', 'ward', 'bed', 'staff', 'group'] as const;
export type FileKind = (typeof fileKinds)[number];

interface Column {
  readonly header: string;
  readonly field: string;
  readonly required?: true;
  /** What people write → our word; anything else stays as written and is told as unreadable. */
  readonly words?: Readonly<Record<string, unknown>>;
}

const inverse = (names: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(names).map(([word, name]) => [name, word]));
const yes = { 在用: true, 在职: true, 是: true, 停用: false, 离职: false, 否: false };

/** Header → field; optional columns may be left out or empty. */
export const columnsOf: Readonly<Record<FileKind, readonly Column[]>> = {
  department: [
    { header: '科室编号', field: 'code', required: true }, { header: '科室名称', field: 'name', required: true }, { header: '类别', field: 'kind', required: true, words: inverse(kindNames) },
    { header: '上级科室编号', field: 'parent' }, { header: '机构编号', field: 'institution' }, { header: '院区编号', field: 'campus' }, { header: '状态', field: 'active', words: yes },
  ],
  ward: [
    { header: '病区编号', field: 'code', required: true }, { header: '病区名称', field: 'name', required: true }, { header: '科室编号', field: 'department', required: true },
    { header: '院区编号', field: 'campus' }, { header: '状态', field: 'active', words: yes },
  ],
  bed: [
    { header: '病区编号', field: 'ward', required: true }, { header: '床号', field: 'number', required: true }, { header: '房间', field: 'room' },
    { header: '使用状态', field: 'state', words: inverse(bedStateNames) }, { header: '封床原因', field: 'note' }, { header: '状态', field: 'active', words: yes },
  ],
  staff: [
    { header: '工号', field: 'number', required: true }, { header: '姓名', field: 'name', required: true }, { header: '人员类别', field: 'role', required: true, words: inverse(roleNames) },
    { header: '职称', field: 'title' }, { header: '科室编号', field: 'department', required: true }, { header: '病区编号', field: 'ward' }, { header: '状态', field: 'active', words: yes },
  ],
  group: [
    { header: '医疗组编号', field: 'code', required: true }, { header: '医疗组名称', field: 'name', required: true }, { header: '科室编号', field: 'department', required: true },
    { header: '组长工号', field: 'leader', required: true }, { header: '成员工号', field: 'members', required: true }, { header: '状态', field: 'active', words: yes },
  ],
};

const examples: Readonly<Record<FileKind, readonly string[]>> = {
  department: ['CARD', '心血管内科', '住院', 'MED', '', '', '在用'],
  ward: ['CARD1', '心内科一病区', 'CARD', '', '在用'],
  bed: ['CARD1', '39', '312', '封床', '病房维修', '在用'],
  staff: ['1001', '李静', '医生', '主治医师', 'CARD', 'CARD1', '在职'],
  group: ['CARD-A', '心内 A 组', 'CARD', '1001', '1002 1003', '在用'],
};

/** With a byte order mark, so that a spreadsheet knows the encoding. */
export function template(kind: FileKind): string {
  return `\uFEFF${columnsOf[kind].map(({ header }) => header).join(',')}\r\n${examples[kind].join(',')}\r\n`;
}

/** @throws Refusal `directory.file-…` */
export function readFile(bytes: Buffer, kind: FileKind): Told[] {
  const [header, ...lines] = linesOf(textOf(bytes));
  if (header === undefined || lines.length === 0) throw refuse('directory.file-empty', {}, 400);
  const columns = columnsOf[kind];
  const missing = columns.filter((column) => column.required && !header.includes(column.header));
  if (missing.length > 0) throw refuse('directory.file-header', { missing: missing.map((column) => column.header).join('、') }, 400);
  return lines.map((cells, at) => readTold(kind, rowOf(columns, header, cells), `第 ${at + 2} 行`));
}

function textOf(bytes: Buffer): string {
  for (const charset of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {
      // The next one may fit.
    }
  }
  throw refuse('directory.file-charset', {}, 400);
}

function linesOf(text: string): string[][] {
  try {
    return parse(text, { bom: true, trim: true, skip_empty_lines: true, skip_records_with_empty_values: true });
  } catch (error) {
    throw refuse('directory.file-broken', { line: error instanceof CsvError ? Number(error['lines'] ?? 1) : 1 }, 400);
  }
}

function rowOf(columns: readonly Column[], header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const entries = columns.flatMap(({ header: name, field, words }): [string, unknown][] => {
    const cell = cells[header.indexOf(name)] ?? '';
    if (field === 'members') return [[field, cell.split(/[\s、，,;；]+/).filter((staff) => staff !== '').map((staff) => ({ staff }))]];
    return cell === '' ? [] : [[field, words === undefined ? cell : (words[cell] ?? cell)]];
  });
  return Object.fromEntries(entries);
}
