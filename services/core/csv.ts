/** A table that somebody uploads: UTF-8 or GB18030, commas or tabs, with or without a byte order mark. Pure. */
import { CsvError, parse } from 'csv-parse/sync';

export interface Table {
  readonly header: readonly string[];
  /** Cells trimmed; empty lines left out. */
  readonly lines: readonly (readonly string[])[];
}

/** Why it is no table: not text, broken at this line, or without a line below its header. */
export type NoTable = { readonly trouble: 'charset' } | { readonly trouble: 'broken'; readonly line: number } | { readonly trouble: 'empty' };

export function readTable(bytes: Uint8Array): Table | NoTable {
  const text = textOf(bytes);
  if (text === undefined) return { trouble: 'charset' };
  try {
    const delimiter = (text.split('\n', 1)[0] ?? '').includes('\t') ? '\t' : ',';
    const [header, ...lines] = parse(text, { bom: true, trim: true, delimiter, skip_empty_lines: true, skip_records_with_empty_values: true, relax_column_count: true, relax_quotes: delimiter === '\t' });
    return header === undefined || lines.length === 0 ? { trouble: 'empty' } : { header, lines };
  } catch (error) {
    return { trouble: 'broken', line: error instanceof CsvError ? Number(error['lines'] ?? 1) : 1 };
  }
}

function textOf(bytes: Uint8Array): string | undefined {
  for (const charset of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {
      // The next one may fit.
    }
  }
  return undefined;
}

/** With a byte order mark, so that a spreadsheet knows the encoding; what begins like a formula is text. */
export function writeTable(header: readonly string[], lines: readonly (readonly string[])[]): string {
  return `\uFEFF${[header, ...lines].map((cells) => cells.map(cellOf).join(',')).join('\r\n')}\r\n`;
}

function cellOf(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
