/** How far readings have come, and what waits for a person. */
import { z } from 'zod';
import type { Prisma } from '../../../../prisma/generated/client.ts';
import { byAdmin } from '../../../core/access.ts';
import type { Tx } from '../../../core/db.ts';
import { type Query, defineQuery } from '../../../core/module.ts';
import type { DirectorySource } from '../../../links/his/port.ts';
import { type MatterKind, matterKinds } from '../model.ts';
import { resolutionsFor } from '../rules.ts';
import { type ReadingView, type SourcesView, matterQuery, mattersView, sourcesView } from '../schema.ts';
import { matterFacts } from '../store/matters.ts';
import { counts } from '../store/readings.ts';

const admin = byAdmin('system');

export function sourcesQuery(sources: readonly Pick<DirectorySource, 'name' | 'kinds'>[]): Query<Record<string, never>, SourcesView> {
  return defineQuery({
    name: 'directory.sources',
    input: z.object({}).transform(() => ({})),
    output: sourcesView,
    policy: admin,
    audited: false,
    body: async ({ tx }) => {
      const history = (await tx.directorySync.findMany({ orderBy: { startedAt: 'desc' }, take: 30 })).map(viewOf);
      const open = new Map((await tx.directoryMatter.groupBy({ by: ['source'], where: { state: 'open' }, _count: true })).map(({ source, _count: n }) => [source, n]));
      const rows = [...sources, { name: 'file', kinds: ['department', 'ward', 'bed', 'staff', 'group'] }].map(async ({ name, kinds }) => ({ name, kinds: [...kinds], last: await lastOf(tx, name), open: open.get(name) ?? 0 }));
      return { sources: await Promise.all(rows), history };
    },
  });
}

async function lastOf(tx: Tx, source: string): Promise<ReadingView | null> {
  const row = await tx.directorySync.findFirst({ where: { source, state: { not: 'draft' } }, orderBy: { startedAt: 'desc' } });
  return row === null ? null : viewOf(row);
}

const phase = z.object({ phase: z.string() });

function viewOf({ cursor, counts: counted, ...row }: Prisma.DirectorySyncGetPayload<object>): ReadingView {
  return { ...row, phase: phase.parse(cursor).phase, counts: counts.parse(counted) };
}

export const matters = defineQuery({
  name: 'directory.matters',
  input: matterQuery,
  output: mattersView,
  policy: admin,
  audited: false,
  body: async ({ tx }, { state, kind, source, offset, limit }) => {
    const where: Prisma.DirectoryMatterWhereInput = { state, ...(kind === undefined ? {} : { kind }), ...(source === undefined || source === '' ? {} : { source }) };
    const rows = await tx.directoryMatter.findMany({ where, orderBy: [{ lastAt: 'desc' }, { key: 'asc' }], skip: offset, take: limit });
    const open = Object.fromEntries((await tx.directoryMatter.groupBy({ by: ['kind'], where: { state: 'open' }, _count: true })).map(({ kind: sort, _count: n }) => [sort, n]));
    return { matters: rows.map(matterView), total: await tx.directoryMatter.count({ where }), open };
  },
});

function matterView({ facts, kind, key, ...row }: Prisma.DirectoryMatterGetPayload<object>) {
  const read = matterFacts.parse(facts);
  const sort: MatterKind = z.enum(matterKinds).parse(kind);
  return { ...row, ...read, kind: sort, key: key.slice(key.indexOf(':') + 1), ways: resolutionsFor(sort, read.reason, read.on) };
}
