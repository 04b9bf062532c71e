/** Rows of the dictionaries. */
import { z } from 'zod';
import { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import type { Entry } from './model.ts';
import { keysOf } from './rules.ts';

export type EntryRow = Prisma.DictionaryEntryGetPayload<object>;
const fieldsShape = z.record(z.string(), z.string());
export const entryOf = ({ code, name, others, fields, position, active }: EntryRow): Entry => ({ code, name, others, fields: fieldsShape.parse(fields), position, active });

const rows = rowsOf('dictionary_entry', {
  id: 'uuid', dictionary: 'text', code: 'text', name: 'text', initials: 'text', pinyin: 'text', others: 'text', fields: 'jsonb', position: 'int4', active: 'boolean', source: 'text', changedAt: 'timestamptz', changedBy: 'text',
});

/** Rows of one statement: a diagnosis library has forty thousand. */
const atOnce = 2000;

export async function putEntries(tx: Tx, dictionary: string, entries: readonly Entry[], source: string, by: string, now: Date): Promise<void> {
  for (let at = 0; at < entries.length; at += atOnce) {
    const part = entries.slice(at, at + atOnce).map((entry) => ({ id: newId(now.getTime()), dictionary, ...entry, ...keysOf(entry.name, ...entry.others.split(/[、，,;；\s]+/)), source, changedAt: now, changedBy: by }));
    await rows.put(tx, part, ['dictionary', 'code'], ['id']);
  }
}

export interface EntryFilter {
  readonly dictionary: string;
  readonly text: string;
  readonly active?: boolean | undefined;
}

/** Whose code is it first, then whose code or name begins so, then the dictionary's order. */
export async function searchEntries(tx: Tx, { dictionary, text, active }: EntryFilter, page: { readonly limit: number; readonly offset: number }): Promise<{ rows: EntryRow[]; total: number }> {
  const plain = text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
  const letters = /^[a-z0-9]+$/i.test(text) ? text.toLowerCase() : null;
  const where = Prisma.sql`dictionary = ${dictionary} AND (${active ?? null}::boolean IS NULL OR active = ${active ?? null}::boolean)
    AND (${text} = '' OR code ILIKE ${`${plain}%`} OR name ILIKE ${`%${plain}%`} OR others ILIKE ${`%${plain}%`} OR fields::text ILIKE ${`%${plain}%`}
      OR (${letters}::text IS NOT NULL AND (initials LIKE ${`%${letters ?? ''}%`} OR pinyin LIKE ${`%${letters ?? ''}%`})))`;
  const ids = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM dictionary_entry WHERE ${where}
     ORDER BY (lower(code) = lower(${text})) DESC, (${text} <> '' AND (code ILIKE ${`${plain}%`} OR name ILIKE ${`${plain}%`} OR initials LIKE ${`${letters ?? '\u0001'}%`})) DESC, position, code
     LIMIT ${page.limit} OFFSET ${page.offset}`;
  const [counted] = await tx.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM dictionary_entry WHERE ${where}`;
  const found = await tx.dictionaryEntry.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
  const byId = new Map(found.map((row) => [row.id, row]));
  return { rows: ids.flatMap(({ id }) => byId.get(id) ?? []), total: counted?.total ?? 0 };
}

export function entriesOf(tx: Tx, dictionary: string): Promise<EntryRow[]> {
  return tx.dictionaryEntry.findMany({ where: { dictionary }, orderBy: [{ position: 'asc' }, { code: 'asc' }] });
}

export async function countsOf(tx: Tx): Promise<Map<string, { readonly entries: number; readonly active: number }>> {
  const all = await tx.dictionaryEntry.groupBy({ by: ['dictionary', 'active'], _count: true });
  const counts = new Map<string, { entries: number; active: number }>();
  for (const { dictionary, active, _count: count } of all) {
    const known = counts.get(dictionary) ?? { entries: 0, active: 0 };
    counts.set(dictionary, { entries: known.entries + count, active: known.active + (active ? count : 0) });
  }
  return counts;
}

/** What the list of diagnoses calls these codes, also those that are ended; `undefined` while it is empty. */
export async function diagnosisNames(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, string> | undefined> {
  const dictionary = 'diagnosis';
  const found = await tx.dictionaryEntry.findMany({ where: { dictionary, code: { in: [...codes] } }, select: { code: true, name: true } });
  if (found.length === 0 && (await tx.dictionaryEntry.findFirst({ where: { dictionary }, select: { id: true } })) === null) return undefined;
  return new Map(found.map(({ code, name }) => [code, name]));
}

export interface OrderItem {
  readonly code: string;
  readonly name: string;
  readonly category: 'laboratory' | 'examination';
}

/** What may be ordered of these codes: items in use. */
export async function orderItems(tx: Tx, codes: readonly string[]): Promise<ReadonlyMap<string, OrderItem>> {
  const rows = await tx.dictionaryEntry.findMany({ where: { dictionary: 'order-item', active: true, code: { in: [...codes] } } });
  return new Map(rows.map(entryOf).map(({ code, name, fields }) => [code, { code, name, category: fields['category'] === '检查' ? 'examination' : 'laboratory' }]));
}
