/** Rows of the mappings, and their version, by which every process knows whether what it keeps still holds. */
import { z } from 'zod';
import type { Prisma } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { rowsOf } from '../../core/rows.ts';
import { type CodeKind, type Mapping, codeKinds } from './model.ts';

export type MappingRow = Prisma.CodeMappingGetPayload<object>;

const kindShape = z.enum(codeKinds);

export const mappingOf = ({ kind, sender, foreign, ours, text, system }: MappingRow): Mapping => ({ kind: kindShape.parse(kind), sender, foreign, ours, text, system });

export async function allMappings(tx: Tx): Promise<Mapping[]> {
  return (await tx.codeMapping.findMany()).map(mappingOf);
}

const versionName = 'codes.version';
const versionShape = z.object({ version: z.int() });

/** By hand: asked for every transaction of messages. */
export async function versionOf(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ value: unknown }[]>`SELECT value FROM setting WHERE name = ${versionName}`;
  return row === undefined ? 0 : versionShape.parse(row.value).version;
}

/** In the transaction of the change: from its commit on, everybody reads the table anew. */
export async function raiseVersion(tx: Tx, by: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO setting (name, value, changed_at, changed_by) VALUES (${versionName}, '{"version":1}', ${now}, ${by})
    ON CONFLICT (name) DO UPDATE SET value = jsonb_build_object('version', (setting.value->>'version')::int + 1), changed_at = ${now}, changed_by = ${by}`;
}

const rows = rowsOf('code_mapping', {
  id: 'uuid', kind: 'text', sender: 'text', foreign: 'text', ours: 'text', text: 'text', system: 'text', source: 'text', changedAt: 'timestamptz', changedBy: 'text',
});

export async function putMappings(tx: Tx, mappings: readonly Mapping[], source: string, by: string, now: Date): Promise<void> {
  const given = mappings.map((one) => ({ id: newId(now.getTime()), ...one, source, changedAt: now, changedBy: by }));
  await rows.put(tx, given, ['kind', 'sender', 'foreign'], ['id']);
}

/** How many mappings lead to this code of ours. */
export function countMappedTo(tx: Tx, kinds: readonly CodeKind[], ours: string): Promise<number> {
  return tx.codeMapping.count({ where: { kind: { in: [...kinds] }, ours } });
}
