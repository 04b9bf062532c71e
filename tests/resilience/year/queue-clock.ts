/**
 * The job queue asks one function of its schema what time it is. In the database of a year that function reads a row, so
 * that timers, pauses between tries and the end of what is kept come when the simulation's clock says so.
 */
import type { PrismaClient } from '../../../prisma/generated/client.ts';

export async function holdQueueClock(prisma: PrismaClient, at: number): Promise<void> {
  await prisma.$executeRaw`CREATE TABLE pgboss.year_clock (at timestamptz NOT NULL)`;
  await prisma.$executeRaw`INSERT INTO pgboss.year_clock VALUES (${new Date(at)})`;
  await prisma.$executeRaw`CREATE OR REPLACE FUNCTION pgboss.job_now() RETURNS timestamptz AS 'SELECT at FROM pgboss.year_clock' LANGUAGE sql STABLE`;
}

/** Places among a member's messages of a minute are held by the database's own clock, which stands still beside ours. */
export async function moveClocks(prisma: PrismaClient, to: number, elapsed: number): Promise<void> {
  await prisma.$executeRaw`WITH places AS (UPDATE lease SET until = until - ${elapsed} * interval '1 millisecond' WHERE name LIKE 'wecom:pace:%')
    UPDATE pgboss.year_clock SET at = ${new Date(to)}`;
}

export interface Ahead {
  /** Values that nobody has taken; that somebody has taken and is not through with. */
  readonly open: number;
  readonly unfinished: number;
  /** Cards that have not reached a platform. */
  readonly queued: number;
  /** When a value is due; perhaps past. */
  readonly value: number | undefined;
  /** When a job is due that is no value's timer; perhaps past. */
  readonly job: number | undefined;
}

interface Row {
  readonly open: bigint;
  readonly unfinished: bigint;
  readonly queued: bigint;
  readonly value: Date | null;
  readonly job: Date | null;
}

/** What waits. Timers of values are left out: most are of what was done meanwhile, and the value itself says when it is due. */
export async function lookAhead(prisma: PrismaClient): Promise<Ahead> {
  const [row] = await prisma.$queryRaw<Row[]>`
    SELECT (SELECT count(*) FROM critical_value WHERE clinical = 'open') AS open,
           (SELECT count(*) FROM critical_value WHERE clinical IN ('acknowledged', 'disposed', 'signed')) AS unfinished,
           (SELECT count(*) FROM delivery WHERE state = 'queued') AS queued,
           (SELECT min(next_at) FROM critical_value) AS value,
           (SELECT min(start_after) FROM pgboss.job WHERE state < 'active' AND name <> 'dead-letter'
               AND NOT (state = 'created' AND name IN ('critical-values.look-again', 'critical-values.report-back'))) AS job`;
  if (row === undefined) throw new Error('a count has a row');
  return { open: Number(row.open), unfinished: Number(row.unfinished), queued: Number(row.queued), value: row.value?.getTime(), job: row.job?.getTime() };
}

/** What pg-boss and a server's autovacuum do every few minutes of their own time, of which a day here has few. */
export async function keepHouse(prisma: PrismaClient, isServer: boolean): Promise<void> {
  await prisma.$executeRaw`DELETE FROM pgboss.job WHERE (deletion_seconds > 0 AND completed_on + deletion_seconds * interval '1 second' < pgboss.job_now()) OR (state < 'active' AND keep_until < pgboss.job_now())`;
  await prisma.$executeRaw`DELETE FROM lease WHERE until < now()`;
  if (isServer) for (const table of ['pgboss.job_common', 'pgboss.queue', 'pgboss.year_clock', 'critical_value', 'delivery', 'patient', 'visit', 'fact', 'inbox_message']) await prisma.$executeRawUnsafe(`VACUUM (ANALYZE) ${table}`);
}
