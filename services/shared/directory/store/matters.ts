/** What waits for a person: one row for each thing, however often a source says it. */
import { z } from 'zod';
import type { Tx } from '../../../core/db.ts';
import { newId } from '../../../core/ids.ts';
import type { ToldKind } from '../../../links/his/schema.ts';
import { type MatterKind, matterReasons } from '../model.ts';

/** What the page shows and what settling needs. */
export const matterFacts = z.object({
  reason: z.enum(matterReasons),
  on: z.enum(['department', 'ward', 'bed', 'staff', 'group', 'account', 'binding']),
  name: z.string(),
  /** As the source told it. */
  told: z.record(z.string(), z.unknown()).optional(),
  /** As it stands here. */
  here: z.record(z.string(), z.unknown()).optional(),
  fields: z.array(z.string()).optional(),
  text: z.string().optional(),
});
export type MatterFacts = z.output<typeof matterFacts>;

export interface NewMatter {
  readonly kind: MatterKind;
  /** `staff:1001` */
  readonly key: string;
  readonly facts: MatterFacts;
}

export const matterKey = (on: ToldKind, key: string) => `${on}:${key}`;

/** What stands already with the same facts stays as it is: open, or settled by a person. Gives how many are new or different. */
export async function raise(tx: Tx, source: string, matters: readonly NewMatter[], now: Date): Promise<number> {
  if (matters.length === 0) return 0;
  const rows = matters.map((matter) => ({ id: newId(now.getTime()), ...matter }));
  return tx.$executeRaw`
    INSERT INTO directory_matter AS m (id, source, kind, key, facts, first_at, last_at, state)
    SELECT id, ${source}, kind, key, facts, ${now}, ${now}, 'open' FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS given(id uuid, kind text, key text, facts jsonb)
    ON CONFLICT (source, kind, key) DO UPDATE SET facts = excluded.facts, last_at = excluded.last_at, state = 'open', settled_by = NULL, settled_at = NULL, resolution = NULL
     WHERE m.facts IS DISTINCT FROM excluded.facts OR m.state = 'gone'`;
}

/** What these keys were about before and are not any more. */
export async function mend(tx: Tx, source: string, keys: readonly string[], raised: readonly Pick<NewMatter, 'kind' | 'key'>[], now: Date): Promise<void> {
  const still = raised.map(({ kind, key }) => `${kind} ${key}`);
  await tx.$executeRaw`
    UPDATE directory_matter SET state = 'gone', last_at = ${now}
     WHERE source = ${source} AND state <> 'gone' AND key = ANY(${[...keys]}::text[]) AND NOT (kind || ' ' || key = ANY(${still}::text[]))`;
}

/** Open questions about what the source does not tell at all any more. */
export async function forgetUntold(tx: Tx, source: string, syncId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE directory_matter m SET state = 'gone', last_at = ${now}
     WHERE m.source = ${source} AND m.state = 'open' AND m.kind <> 'vanished'
       AND NOT EXISTS (SELECT 1 FROM directory_told t WHERE t.sync_id = ${syncId}::uuid AND t.kind || ':' || t.key = m.key)`;
}
