/** Entries by file: what would change is shown first, then taken; nothing a file leaves out is deleted. */
import type { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import { readTable, writeTable } from '../../core/csv.ts';
import type { Tx } from '../../core/db.ts';
import { defineAction, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { mustBeList, tellReaders } from './actions.ts';
import type { Entry } from './model.ts';
import { shapeOf } from './model.ts';
import { phrases } from './phrases.ts';
import { type FileRead, missingColumns, readEntries, sameEntry, tableOf } from './rules.ts';
import { exportQuery, file, preview, uploaded } from './schema.ts';
import { entriesOf, entryOf, putEntries } from './store.ts';

const refuse = refusals(phrases);
const policy = byFunction('dictionaries');
const mostRows = 60_000;
const mostShown = 20;

interface Compared extends FileRead {
  readonly added: readonly Entry[];
  readonly changed: readonly Entry[];
}

async function compare(tx: Tx, dictionary: string, base64: string): Promise<Compared> {
  await mustBeList(tx, dictionary);
  const table = readTable(Buffer.from(base64, 'base64'));
  if ('trouble' in table) throw table.trouble === 'broken' ? refuse('dictionaries.file-broken', { line: table.line }, 400) : refuse(`dictionaries.file-${table.trouble}`, {}, 400);
  const missing = missingColumns(dictionary, table.header);
  if (missing.length > 0) throw refuse('dictionaries.file-header', { missing: missing.join('、') }, 400);
  if (table.lines.length > mostRows) throw refuse('dictionaries.file-rows', { most: mostRows, rows: table.lines.length }, 400);
  const known = new Map((await entriesOf(tx, dictionary)).map((row) => [row.code, row]));
  const read = readEntries(dictionary, table.header, table.lines);
  const product = read.entries.filter(({ code }) => known.get(code)?.source === 'product');
  const entries = read.entries.filter((entry) => !product.includes(entry));
  const isChanged = (entry: Entry): boolean => {
    const before = known.get(entry.code);
    return before !== undefined && !sameEntry(entryOf(before), entry);
  };
  return { entries, bad: [...read.bad, ...product.map(({ code }) => ({ line: 0, why: `“${code}”是标准规定的内容，文件里的不采用` }))], added: entries.filter(({ code }) => !known.has(code)), changed: entries.filter(isChanged) };
}

const example = (what: 'added' | 'changed') => ({ code, name }: Entry) => ({ what, key: code, name });

function viewOf({ entries, bad, added, changed }: Compared): z.output<typeof preview> {
  return {
    rows: entries.length + bad.length, added: added.length, changed: changed.length, same: entries.length - added.length - changed.length, bad: bad.slice(0, mostShown),
    examples: [...added.slice(0, mostShown).map(example('added')), ...changed.slice(0, mostShown).map(example('changed'))],
  };
}

export const previewFile = defineQuery({
  name: 'dictionaries.preview-file',
  input: uploaded,
  output: preview,
  policy,
  audited: false,
  body: async ({ tx }, { dictionary, file: { base64 } }) => viewOf(await compare(tx, dictionary, base64)),
});

export const importFile = defineAction({
  name: 'dictionaries.import-file',
  input: uploaded,
  output: preview,
  policy,
  subject: ({ dictionary, file: { name } }) => `${dictionary} ${name}`,
  body: async ({ tx, now, actor }, { dictionary, file: { base64 } }) => {
    const compared = await compare(tx, dictionary, base64);
    await putEntries(tx, dictionary, [...compared.added, ...compared.changed], 'file', actor.id, now);
    if (compared.added.length + compared.changed.length > 0) await tellReaders(tx, dictionary, actor.id, now);
    return viewOf(compared);
  },
});

export const exportFile = defineQuery({
  name: 'dictionaries.export-file',
  input: exportQuery,
  output: file,
  policy,
  audited: true,
  subject: ({ dictionary }) => dictionary,
  body: async ({ tx }, { dictionary, template }) => {
    await mustBeList(tx, dictionary);
    const entries = template === 'yes' ? [] : (await entriesOf(tx, dictionary)).map(entryOf);
    const { header, lines } = tableOf(dictionary, entries);
    const title = shapeOf(dictionary).title || dictionary;
    return { name: `${title}${template === 'yes' ? '模板' : ''}.csv`, type: 'text/csv', base64: Buffer.from(writeTable(header, lines)).toString('base64') };
  },
});
