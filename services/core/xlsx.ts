/** A workbook for people who read numbers in a spreadsheet. A text is a text: what begins like a formula stays what it is. */
import writeExcelFile, { type CellObject } from 'write-excel-file/node';

/** `moment`: to the minute, by the hospital's clock. `share`: a percentage. `decimal`: one place. */
export type Kind = 'text' | 'count' | 'decimal' | 'share' | 'moment';

export interface Column {
  readonly title: string;
  readonly kind: Kind;
  /** In half-width characters. */
  readonly width: number;
}

export type Cell = string | number | Date | null;

export interface Sheet {
  readonly name: string;
  /** Above the table, one line each: what it is of, who took it and when. */
  readonly about: readonly string[];
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** China keeps no summer time, and a spreadsheet knows no zones: what it shows is written down. */
const HOSPITAL_MS = 8 * 3_600_000;
const formats: Partial<Record<Kind, string>> = { moment: 'yyyy-mm-dd hh:mm', share: '0.0%', decimal: '0.0' };
/** What a file of XML has no place for. */
const unprintable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** A cell takes 32,767 characters. */
const mostCharacters = 32_000;
/** Names of sheets: 31 characters, without these. */
const noSheetName = /[\\/?*[\]:]/g;

const plain = (text: string): string => text.replaceAll(unprintable, '').slice(0, mostCharacters);

/** Type and value together: a text is never looked at for what it might be. */
function cellOf(value: Cell | undefined, kind: Kind): CellObject | null {
  if (value === null || value === undefined || value === '') return null;
  const format = formats[kind];
  const look = { alignVertical: 'top' as const, ...(format !== undefined && { format }) };
  if (value instanceof Date) return { ...look, type: Date, value: new Date(value.getTime() + HOSPITAL_MS) };
  if (typeof value === 'number') return { ...look, type: Number, value };
  return { alignVertical: 'top', type: String, value: plain(value), wrap: true };
}

const headOf = ({ title }: Column): CellObject => ({ type: String, value: title, fontWeight: 'bold', backgroundColor: '#E8EEF7', wrap: true, borderStyle: 'thin', borderColor: '#B7C3D6' });

export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Buffer> {
  return writeExcelFile(
    sheets.map(({ name, about, columns, rows }) => ({
      sheet: plain(name).replaceAll(noSheetName, ' ').slice(0, 31),
      columns: columns.map(({ width }) => ({ width })),
      orientation: 'landscape' as const,
      stickyRowsCount: about.length + 1,
      data: [
        ...about.map((line, at): CellObject[] => [{ type: String, value: plain(line), ...(at === 0 ? { fontWeight: 'bold' as const, fontSize: 14 } : { textColor: '#5B6470' }) }]),
        columns.map(headOf),
        ...rows.map((row) => columns.map(({ kind }, at) => cellOf(row[at], kind))),
      ],
    })),
  ).toBuffer();
}
