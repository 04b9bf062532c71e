/** What there is, and what everybody may look up. No patients in any of it. */
import { z } from 'zod';
import { byFunction, byAnyStaff } from '../../core/access.ts';
import { defineQuery } from '../../core/module.ts';
import { businessDictionaries, businessNames } from './model.ts';
import { entriesView, entryQuery, findQuery, foundView, listsView } from './schema.ts';
import { countsOf, entryOf, searchEntries } from './store.ts';

const policy = byFunction('dictionaries');
const sourceShape = z.enum(['hand', 'file', 'product']);

export const lists = defineQuery({
  name: 'dictionaries.lists',
  input: z.object({}),
  output: listsView,
  policy,
  audited: false,
  body: async ({ tx }) => {
    const counts = await countsOf(tx);
    const own = await tx.dictionary.findMany({ where: { kind: 'system' }, orderBy: { name: 'asc' } });
    const all = [...businessNames.map((name) => ({ name: name as string, title: businessDictionaries[name].title as string, kind: 'business' as const })), ...own.map(({ name, title }) => ({ name, title, kind: 'system' as const }))];
    return { lists: all.map((list) => ({ ...list, ...(counts.get(list.name) ?? { entries: 0, active: 0 }) })) };
  },
});

export const entries = defineQuery({
  name: 'dictionaries.entries',
  input: entryQuery,
  output: entriesView,
  policy,
  audited: false,
  body: async ({ tx }, { dictionary, text, active, offset, limit }) => {
    const { rows, total } = await searchEntries(tx, { dictionary, text, active: active === 'all' ? undefined : active === 'active' }, { offset, limit });
    return { entries: rows.map((row) => ({ ...entryOf(row), id: row.id, source: sourceShape.parse(row.source), changedAt: row.changedAt, changedBy: row.changedBy })), total };
  },
});

export const find = defineQuery({
  name: 'dictionaries.find',
  input: findQuery,
  output: foundView,
  policy: byAnyStaff,
  audited: false,
  body: async ({ tx }, { dictionary, text, limit }) => {
    const { rows } = await searchEntries(tx, { dictionary, text, active: true }, { limit, offset: 0 });
    return { entries: rows.map(entryOf).map(({ code, name, fields }) => ({ code, name, fields })) };
  },
});
