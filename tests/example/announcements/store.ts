/** Queries on the module's own rows; here one row of the settings table, under the module's name. */
import { z } from 'zod';
import type { Tx } from '../../../services/core/db.ts';
import type { Announcement } from './model.ts';

const name = 'announcements.current';
const row = z.object({ text: z.string(), until: z.coerce.date() });

export async function load(tx: Tx): Promise<Announcement | undefined> {
  const found = await tx.setting.findUnique({ where: { name } });
  return found === null ? undefined : row.parse(found.value);
}

export async function save(tx: Tx, { text, until }: Announcement, by: string, at: Date): Promise<void> {
  const data = { value: { text, until: until.toISOString() }, changedAt: at, changedBy: by };
  await tx.setting.upsert({ where: { name }, create: { name, ...data }, update: data });
}
