/**
 * Real laboratory rows (MIMIC-IV demo, `hosp/labevents`) as ORU^R01 messages: one message per specimen, as a laboratory
 * reports it. Nothing is judged or repaired: units, flags, ranges and times as given, `___` (removed by the
 * de-identification) as text. Where only the text was removed and `valuenum` still has the number, the number is sent.
 */
import { createReadStream, existsSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { text as readAll } from 'node:stream/consumers';
import { join } from 'node:path';
import type { Charset } from '../links/hl7/syntax/charset.ts';
import { mimicLoinc } from './mimic-loinc.ts';
import { encodeMessage, type SegmentInput } from '../links/hl7/syntax/encode.ts';

/** Where the rows are, from the repository's root. */
export const MIMIC = join(import.meta.dirname, '../../../shared/data/mimic/mimic-iv-demo-a/hosp');

/** A row by its column names. */
export type Row = Readonly<Record<string, string>>;

/** One specimen's rows and the message made of them. */
export interface WrappedSpecimen {
  readonly specimen: string;
  readonly rows: readonly Row[];
  readonly message: Buffer;
}

/** Where and whose; a demonstration puts the specimens into its own wards. */
export interface WrapOptions {
  readonly folder?: string;
  readonly charset?: Charset;
  /** Sends LOINC before MIMIC's own code where it is known, as a laboratory that knows both does. */
  readonly loinc?: boolean;
  /** Names of items in another language, by MIMIC's number. */
  readonly names?: ReadonlyMap<string, string>;
  /** PV1 for a patient; none when absent, as in the source. */
  readonly pv1?: (row: Row) => SegmentInput | undefined;
}

/** Whether the data is on this machine. */
export function mimicPresent(folder = MIMIC): boolean {
  return existsSync(join(folder, 'labevents.csv.gz'));
}

/** Every specimen of the table, in the order of its rows. */
export async function wrapMimic(options: WrapOptions = {}): Promise<readonly WrappedSpecimen[]> {
  const folder = options.folder ?? MIMIC;
  const items = new Map([...byColumn(await table(join(folder, 'd_labitems.csv.gz')), 'itemid')].map(([id, row]) => [id, { ...row, label: options.names?.get(id) ?? row['label'] ?? '' }]));
  const patients = byColumn(await table(join(folder, 'patients.csv.gz')), 'subject_id');
  const specimens = Map.groupBy(await table(join(folder, 'labevents.csv.gz')), (row) => row['specimen_id'] ?? '');
  return [...specimens].map(([specimen, rows]) => ({ specimen, rows, message: wrap(specimen, rows, items, patients, options) }));
}

function wrap(specimen: string, rows: readonly Row[], items: Map<string, Row>, patients: Map<string, Row>, options: WrapOptions): Buffer {
  const first = rows[0] ?? {};
  const fluid = items.get(first['itemid'] ?? '')?.['fluid'];
  const charset = options.charset ?? 'utf-8';
  const declared = charset === 'gb18030' ? 'GB 18030-2000' : 'UNICODE UTF-8';
  const stored = latest(rows, 'storetime') ?? time(first['charttime']);
  const pv1 = options.pv1?.(first) ?? visit(first);
  return encodeMessage(
    [
      ['MSH', 'MIMIC', 'BIDMC', 'WARDLINE', 'HOSPITAL', stored, '', ['ORU', 'R01', 'ORU_R01'], `MIMIC-${specimen}`, 'P', '2.5.1', '', '', 'AL', 'AL', '', declared],
      pid(first, patients.get(first['subject_id'] ?? '')),
      ...(pv1 ? [pv1] : []),
      ['OBR', 1, '', specimen, ['LAB', 'Laboratory', 'MIMIC'], first['priority'], '', time(first['charttime']), ...blanks(7), [[fluid, fluid]], ...blanks(6), stored, '', 'LAB', 'F'],
      ...rows.flatMap((row, index) => observation(row, index + 1, items.get(row['itemid'] ?? ''), options.loinc === true)),
    ],
    charset,
  );
}

function pid(row: Row, patient: Row | undefined): SegmentInput {
  // The source gives age in the anchor year only.
  const born = patient && String(Number(patient['anchor_year']) - Number(patient['anchor_age']));
  return ['PID', 1, '', [row['subject_id'], '', '', 'MIMIC', 'MR'], '', '', '', born, patient?.['gender']];
}

function visit(row: Row): SegmentInput | undefined {
  if (!row['hadm_id']) return undefined;
  return ['PV1', 1, 'I', ...blanks(16), row['hadm_id']];
}

function observation(row: Row, setId: number, item: Row | undefined, withLoinc: boolean): SegmentInput[] {
  const { type, value } = measured(row);
  const local = [row['itemid'], item?.['label'], 'MIMIC-LAB'];
  const loinc = withLoinc ? mimicLoinc[row['itemid'] ?? ''] : undefined;
  const code = loinc === undefined ? local : [loinc, item?.['label'], 'LN', ...local];
  const flag = row['flag'] === 'abnormal' ? 'A' : row['flag'];
  const notes: SegmentInput[] = row['comments'] ? [['NTE', 1, 'L', row['comments']]] : [];
  return [['OBX', setId, type, code, '', value, row['valueuom'], range(row), flag, '', '', 'F', '', '', time(row['charttime'])], ...notes];
}

function measured(row: Row): { type: 'NM' | 'ST'; value: string } {
  const value = row['value'] ?? '';
  const number = row['valuenum'] ?? '';
  if (value === '___' && number !== '') return { type: 'NM', value: number };
  return { type: /^-?\d+(\.\d+)?$/.test(value) ? 'NM' : 'ST', value };
}

function range(row: Row): string {
  const { ref_range_lower: low = '', ref_range_upper: high = '' } = row;
  return low === '' && high === '' ? '' : `${low}-${high}`;
}

/** `2148-08-16 01:30:00` as HL7 writes it. The zone is nobody's: dates are shifted. */
function time(written: string | undefined): string {
  return (written ?? '').replaceAll(/\D/g, '');
}

function latest(rows: readonly Row[], column: string): string | undefined {
  return rows.map((row) => time(row[column])).filter((at) => at !== '').toSorted().at(-1);
}

function blanks(count: number): string[] {
  return Array.from({ length: count }, () => '');
}

function byColumn(rows: readonly Row[], column: string): Map<string, Row> {
  return new Map(rows.map((row) => [row[column] ?? '', row]));
}

/** A gzipped CSV as rows by column name. */
export async function table(file: string): Promise<readonly Row[]> {
  const [head = [], ...rows] = readCsv(await readAll(createReadStream(file).pipe(createGunzip())));
  return rows.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index] ?? ''])));
}

/** RFC 4180: quoted cells may hold commas, line breaks and doubled quotes. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
