/** Entries and lists, one by one: the system administrator's, each on record. */
import { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { countMappedTo, raiseVersion } from '../../shared/codes/index.ts';
import { documentKinds } from '../../shared/documents/index.ts';
import { isItemOrdered } from '../../shared/orders/index.ts';
import { isDiagnosisTold } from '../../shared/patients/index.ts';
import { isItemReported } from '../../shared/results/index.ts';
import { type Use, isBusiness } from './model.ts';
import { phrases } from './phrases.ts';
import { checkFields, mayRemove } from './rules.ts';
import { activeDraft, entryDraft, entryRef, listDraft, listRef } from './schema.ts';
import { type EntryRow, putEntries } from './store.ts';

const refuse = refusals(phrases);
const policy = byFunction('dictionaries');

/** Document types of the standard are the product's; the hospital adds its own beside them. */
export const prepare = defineAction({
  name: 'dictionaries.prepare',
  input: z.object({}),
  output: z.void(),
  policy: (actor, input, context) => (actor.kind === 'system' ? { allow: true, by: 'system' } : policy(actor, input, context)),
  body: async ({ tx, now }) => {
    const known = new Set((await tx.dictionaryEntry.findMany({ where: { dictionary: 'document-type' }, select: { code: true } })).map(({ code }) => code));
    const missing = documentKinds.flatMap(([code, name], position) => (known.has(code) ? [] : [{ code, name, others: '', fields: {}, position, active: true }]));
    await putEntries(tx, 'document-type', missing, 'product', 'product', now);
  },
});

export const saveList = defineAction({
  name: 'dictionaries.save-list',
  input: listDraft,
  output: z.void(),
  policy,
  subject: ({ name }) => name,
  body: async ({ tx, now, actor }, { name, title, isNew }) => {
    const known = await tx.dictionary.findUnique({ where: { name } });
    if (isBusiness(name) || (isNew && known !== null)) throw refuse('dictionaries.known-list', { name });
    if (!isNew && known === null) throw refuse('dictionaries.no-list');
    const data = { title, kind: 'system', changedAt: now, changedBy: actor.id };
    await tx.dictionary.upsert({ where: { name }, create: { name, ...data }, update: data });
  },
});

export const removeList = defineAction({
  name: 'dictionaries.remove-list',
  input: listRef,
  output: z.void(),
  policy,
  subject: ({ name }) => name,
  body: async ({ tx }, { name }) => {
    const count = await tx.dictionaryEntry.count({ where: { dictionary: name } });
    if (count > 0) throw refuse('dictionaries.list-in-use', { count });
    if ((await tx.dictionary.deleteMany({ where: { name, kind: 'system' } })).count === 0) throw refuse('dictionaries.no-list');
  },
});

/** @throws Refusal `dictionaries.no-list` */
export async function mustBeList(tx: Tx, name: string): Promise<void> {
  if (!isBusiness(name) && (await tx.dictionary.findUnique({ where: { name } })) === null) throw refuse('dictionaries.no-list');
}

export const saveEntry = defineAction({
  name: 'dictionaries.save-entry',
  input: entryDraft,
  output: z.void(),
  policy,
  subject: ({ dictionary, code }) => `${dictionary} ${code}`,
  body: async ({ tx, now, actor }, { dictionary, id, ...given }) => {
    await mustBeList(tx, dictionary);
    const fields = checkFields(dictionary, given.fields);
    await checkCompany(tx, dictionary, fields['manufacturer']);
    const before = id === undefined ? undefined : await load(tx, id);
    if (before?.source === 'product') throw refuse('dictionaries.product-entry', { name: before.name });
    const holder = await tx.dictionaryEntry.findUnique({ where: { dictionary_code: { dictionary, code: given.code } } });
    if (holder !== null && holder.id !== id) throw refuse('dictionaries.known-code', { code: given.code, name: holder.name });
    if (before !== undefined && before.code !== given.code) {
      // Another code is another thing to whoever has the old one.
      mayRemove(before.name, await usesOf(tx, before));
      await tx.dictionaryEntry.update({ where: { id: before.id }, data: { code: given.code } });
    }
    await putEntries(tx, dictionary, [{ ...given, fields, active: before?.active ?? true }], 'hand', actor.id, now);
    await tellReaders(tx, dictionary, actor.id, now);
  },
});

/** Messages are read by the list of diagnoses: one that waited for a code holds against its first reading when it is read again. */
export async function tellReaders(tx: Tx, dictionary: string, by: string, now: Date): Promise<void> {
  if (dictionary === 'diagnosis') await raiseVersion(tx, by, now);
}

async function checkCompany(tx: Tx, dictionary: string, code: string | undefined): Promise<void> {
  if (dictionary !== 'drug' || code === undefined) return;
  const found = await tx.dictionaryEntry.findUnique({ where: { dictionary_code: { dictionary: 'drug-company', code } } });
  if (found === null) throw refuse('dictionaries.no-company', { code });
}

async function load(tx: Tx, id: string): Promise<EntryRow> {
  const row = await tx.dictionaryEntry.findUnique({ where: { id } });
  if (row === null) throw refuse('dictionaries.no-entry');
  return row;
}

export const setActive = defineAction({
  name: 'dictionaries.set-active',
  input: activeDraft,
  output: z.void(),
  policy,
  subject: ({ id, active }) => `${id} ${active ? 'on' : 'off'}`,
  body: async ({ tx, now, actor }, { id, active }) => {
    await load(tx, id);
    await tx.dictionaryEntry.update({ where: { id }, data: { active, changedAt: now, changedBy: actor.id } });
  },
});

/** The brake: what anything names is ended, not deleted. */
export const removeEntry = defineAction({
  name: 'dictionaries.remove-entry',
  input: entryRef,
  output: z.void(),
  policy,
  subject: ({ id }) => id,
  body: async ({ tx }, { id }) => {
    const row = await load(tx, id);
    mayRemove(row.name, await usesOf(tx, row));
    await tx.dictionaryEntry.delete({ where: { id } });
  },
});

async function usesOf(tx: Tx, { dictionary, code, source }: EntryRow): Promise<Use[]> {
  const found: Use[] = source === 'product' ? ['product'] : [];
  if ((dictionary === 'item' || dictionary === 'document-type') && (await countMappedTo(tx, [dictionary], code)) > 0) found.push('mapping');
  if (dictionary === 'item' && (await isItemReported(tx, code))) found.push('result');
  if (dictionary === 'diagnosis' && (await isDiagnosisTold(tx, code))) found.push('diagnosis');
  if ((dictionary === 'drug' || dictionary === 'order-item') && (await isItemOrdered(tx, code))) found.push('order');
  if (dictionary === 'drug-company' && (await tx.dictionaryEntry.findFirst({ where: { dictionary: 'drug', fields: { path: ['manufacturer'], equals: code } } })) !== null) found.push('drug');
  return found;
}
