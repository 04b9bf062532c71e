/** Reads the comma-separated tables of the real data: gzipped, quoted cells with commas and line breaks in them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export type Row = Readonly<Record<string, string>>;

/** Cells: `"quoted, with ""quotes"""` or plain. */
const CELL = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r?\n|$)/gy;

export function readTable(file: URL): readonly Row[] {
  const [head = [], ...lines] = cells(gunzipSync(readFileSync(file)).toString('utf8'));
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at] ?? ''])));
}

function cells(text: string): string[][] {
  const lines: string[][] = [[]];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (match === null) break;
    const [, cell = '', end = ''] = match;
    lines.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',' && CELL.lastIndex < text.length) lines.push([]);
  }
  return lines;
}
