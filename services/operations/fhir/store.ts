/** Queries on the module's own rows: what senders' references mean, and how far their servers were read. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import type { Remembered } from '../../links/fhir/read.ts';
import type { Feed } from './model.ts';
import type { Step } from './rules.ts';

type Db = Tx | PrismaClient;
type Plain = Readonly<Record<string, unknown>>;

export async function knownOf(db: Db, sender: string, names: readonly string[]): Promise<Map<string, Plain>> {
  if (names.length === 0) return new Map();
  const rows = await db.fhirName.findMany({ where: { sender, name: { in: [...names] } } });
  return new Map(rows.map(({ name, resource }) => [name, resource as Plain]));
}

/** The later word about a name holds, and an older one, read again, only where there is none; by one statement however many. */
export async function saveNames(tx: Tx, sender: string, all: readonly Remembered[], now: Date, word: 'later' | 'older' = 'later'): Promise<void> {
  // One statement cannot write the same row twice.
  const rows = [...new Map(all.map((each) => [each.name, each])).values()].map(({ name, resource }) => ({ name, resource }));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO fhir_name (sender, name, resource, told_at)
    SELECT ${sender}, given.name, given.resource, ${now} FROM jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) AS given(name text, resource jsonb)
    ORDER BY given.name
    ON CONFLICT (sender, name) DO UPDATE SET resource = excluded.resource, told_at = excluded.told_at WHERE ${word === 'later'}`;
}

export async function saveWaiting(tx: Tx, sender: string, names: readonly string[], arrival: string, now: Date): Promise<void> {
  await tx.fhirWaiting.createMany({ data: names.slice(0, 1000).map((name) => ({ sender, name, arrival, since: now })), skipDuplicates: true });
}

/** Of whom what they waited for was told; they wait for it no more. */
export async function takeDue(tx: Tx, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ arrival: string }[]>`
    DELETE FROM fhir_waiting w USING (SELECT w.sender, w.name, w.arrival FROM fhir_waiting w JOIN fhir_name n USING (sender, name) ORDER BY w.since LIMIT ${most}) due
     WHERE (w.sender, w.name, w.arrival) = (due.sender, due.name, due.arrival) RETURNING w.arrival`;
  return [...new Set(rows.map(({ arrival }) => arrival))];
}

export async function sweepWaiting(db: Db, before: Date): Promise<void> {
  await db.fhirWaiting.deleteMany({ where: { since: { lt: before } } });
}

export async function feedOf(db: Db, source: string, type: string): Promise<Feed> {
  const row = await db.fhirFeed.findUnique({ where: { source_type: { source, type } } });
  return row ?? { type, since: null, next: null, seen: null, failures: 0, retryAt: null };
}

/** When each type of a server was read last without trouble. */
export async function readTimes(db: Db, source: string): Promise<Map<string, Date>> {
  const rows = await db.fhirFeed.findMany({ where: { source, readAt: { not: null } }, select: { type: true, readAt: true } });
  return new Map(rows.flatMap(({ type, readAt }) => (readAt === null ? [] : [[type, readAt] as const])));
}

export async function saveFeed(tx: Tx, source: string, type: string, { trouble, now, ...step }: Step & { readonly trouble: string | null; readonly now: Date }): Promise<void> {
  const data = { ...step, trouble, ...(trouble === null && { readAt: now }) };
  await tx.fhirFeed.upsert({ where: { source_type: { source, type } }, create: { source, type, ...data }, update: data });
}
