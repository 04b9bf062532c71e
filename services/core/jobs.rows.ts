/**
 * Jobs as rows of pg-boss's table, of all queues by one statement: its own insert is one for each queue, planned anew for
 * each, and a message causes five. Settings of a queue come from pg-boss's row of it, as its own insert takes them.
 */
import { newId } from './ids.ts';
import type { Tx } from './db.ts';
import { withCommit } from './lean.ts';
import type { JobKind } from './module.ts';

/** A job asked for during an action, inserted when its transaction is about to commit. */
export interface PlannedJob {
  readonly kind: JobKind;
  readonly data: object;
  readonly at: Date | undefined;
}

/** A job as whoever runs it has it. */
export interface RunningJob {
  readonly id: string;
  readonly name: string;
  readonly data: object;
  /** How often it was tried before. */
  readonly retryCount: number;
  /** Begun at the commit by this process. */
  readonly fromMemory?: boolean;
}

/**
 * Those of `inHand` are born running, as if this process had fetched them: no worker takes them too, and when the process
 * dies they come back like all that it had fetched. A job that has no queue divides by zero, so that nothing is committed without it.
 */
const insert = `
  WITH given AS (SELECT * FROM jsonb_to_recordset($1::text::jsonb) AS g(id uuid, name text, data jsonb, priority int, at timestamptz, "inHand" boolean)),
       made AS (
         INSERT INTO pgboss.job (id, name, data, priority, start_after, created_on, expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max,
                                 policy, dead_letter, heartbeat_seconds, state, started_on, heartbeat_on)
         SELECT g.id, g.name, g.data, g.priority, coalesce(g.at, pgboss.job_now()), pgboss.job_now(), q.expire_seconds, q.deletion_seconds,
                coalesce(g.at, pgboss.job_now()) + q.retention_seconds * interval '1s', q.retry_limit, q.retry_delay, coalesce(q.retry_backoff, false), q.retry_delay_max,
                q.policy, q.dead_letter, q.heartbeat_seconds, (CASE WHEN g."inHand" THEN 'active' ELSE 'created' END)::pgboss.job_state,
                CASE WHEN g."inHand" THEN pgboss.job_now() END, CASE WHEN g."inHand" THEN pgboss.job_now() END
           FROM given g JOIN pgboss.queue q ON q.name = g.name
         RETURNING name, state, start_after)
  SELECT 1 / ((SELECT count(*) FROM made) = (SELECT count(*) FROM given))::int AS all_made,
         (SELECT count(pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), due.name)::text)::int
            FROM (SELECT DISTINCT name FROM made WHERE state = 'created' AND start_after <= pgboss.job_now()) due) AS told`;

/** @returns those that are in this process's hand once the transaction has committed */
export async function insertJobs(tx: Tx, planned: readonly PlannedJob[], inHand: (job: PlannedJob) => boolean): Promise<RunningJob[]> {
  if (planned.length === 0) return [];
  const rows = planned.map((job) => ({ id: newId(), name: job.kind.name, data: job.data, priority: job.kind.priority, at: job.at ?? null, inHand: inHand(job) }));
  await withCommit(tx, insert, JSON.stringify(rows));
  return rows.filter((row) => row.inHand).map(({ id, name, data }) => ({ id, name, data, retryCount: 0, fromMemory: true }));
}
