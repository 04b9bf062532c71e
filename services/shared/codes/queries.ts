/** The mappings as their page shows them. */
import type { Prisma } from '../../../prisma/generated/client.ts';
import { byFunction } from '../../core/access.ts';
import { defineQuery } from '../../core/module.ts';
import { mappingQuery, mappingsView } from './schema.ts';
import { mappingOf } from './store.ts';

export const list = defineQuery({
  name: 'codes.list',
  input: mappingQuery,
  output: mappingsView,
  policy: byFunction('codes'),
  audited: false,
  body: async ({ tx }, { kind, sender, text, offset, limit }) => {
    const contains = { contains: text, mode: 'insensitive' as const };
    const where: Prisma.CodeMappingWhereInput = {
      ...(kind !== undefined && { kind }),
      ...(sender !== undefined && { sender }),
      ...(text !== '' && { OR: [{ foreign: contains }, { ours: contains }, { text: contains }] }),
    };
    const rows = await tx.codeMapping.findMany({ where, orderBy: [{ kind: 'asc' }, { sender: 'asc' }, { foreign: 'asc' }], skip: offset, take: limit });
    const senders = await tx.codeMapping.groupBy({ by: ['sender'], orderBy: { sender: 'asc' } });
    const mappings = rows.map((row) => ({ ...mappingOf(row), id: row.id, source: row.source === 'file' ? ('file' as const) : ('hand' as const), changedAt: row.changedAt, changedBy: row.changedBy }));
    return { mappings, total: await tx.codeMapping.count({ where }), senders: senders.map(({ sender: name }) => name) };
  },
});
