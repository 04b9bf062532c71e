/** Everything the database holds, as one digest per table. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';

/** What moves without being asked, and what a refused call may add to: the record of it. */
const records = new Set(['audit', 'audit_lane', 'session', 'lease', 'channel']);

export async function state(prisma: PrismaClient): Promise<Record<string, string | null>> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;
  const digests: Record<string, string | null> = {};
  for (const { name } of tables.filter((table) => !records.has(table.name))) {
    const [row] = await prisma.$queryRawUnsafe<{ digest: string | null }[]>(`SELECT md5(string_agg(row::text, E'\\n' ORDER BY row::text)) AS digest FROM "${name}" row`);
    digests[name] = row?.digest ?? null;
  }
  return digests;
}
