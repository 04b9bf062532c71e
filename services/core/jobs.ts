/**
 * Jobs: durable work, one queue per kind. A listener is a job, a timer is a job with a date, a retry is the job again.
 * Jobs are inserted inside the action's transaction, so state and job exist together or not at all. NOTIFY is a hint to
 * look sooner; polling is the truth.
 */
import { setTimeout as after } from 'node:timers/promises';
import { PgBoss } from 'pg-boss';
import type { JobResult } from 'pg-boss';
import type { Database, Tx } from './db.ts';
import { Failure, failureClassOf } from './errors.ts';
import { type Hand, createHand } from './jobs.hand.ts';
import { type PlannedJob, type RunningJob, insertJobs } from './jobs.rows.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { JobKind } from './module.ts';

export type { PlannedJob, RunningJob } from './jobs.rows.ts';

/** Runs one job; what it throws decides about the next try. */
export type JobBody = (data: unknown, attempt: number, fromMemory?: boolean) => Promise<void>;

export interface Jobs {
  /** Creates the queues; safe to repeat. */
  prepare(): Promise<void>;
  /** Gives those that this process does itself: `begin` them once the transaction has committed. */
  insert(tx: Tx, planned: readonly PlannedJob[]): Promise<readonly RunningJob[]>;
  begin(jobs: readonly RunningJob[]): void;
  /** Outside any transaction; used by ticks. One per `slot` in the whole cluster. */
  enqueueOnce(kind: JobKind, data: object, slot: string): Promise<void>;
  work(): Promise<void>;
  /** Runs everything that is due, here and now, until nothing is. For tests: no sleeping, no polling. */
  drain(): Promise<number>;
  /** What waits and what lies dead, by queue. */
  census(): Promise<QueueCensus[]>;
  /** Sends the dead of a queue again, once somebody has mended the cause; returns how many. */
  retryDead(queue: string): Promise<number>;
  /** Finishes what is running, takes nothing new. */
  stop(): Promise<void>;
}

export interface QueueCensus {
  readonly queue: string;
  readonly waiting: number;
  readonly running: number;
  readonly dead: number;
}

interface Registered {
  readonly kind: JobKind;
  readonly body: JobBody;
  /** Several jobs as one, where they may be done by one run. */
  readonly joined?: ((all: readonly unknown[]) => object) | undefined;
}

/** A dead process's jobs come back after this; the running ones renew it. pg-boss takes no less than 10 s. */
const heartbeatSeconds = 10;
const noJob = '00000000-0000-7000-8000-000000000000';

/** Where a job that failed for good lies until a person has looked; pg-boss keeps from which queue it came. */
const deadQueue = 'dead-letter';
const deadDays = 180;

/** So long a stopping process waits for what is running. */
const stopMs = 20_000;

/** One job may take this long; an outside system that needs more is asked again. */
const expireSeconds = 120;

export async function createJobs(database: Database, registered: readonly Registered[], log: Log, metrics: Metrics): Promise<Jobs> {
  const boss = new PgBoss({
    ...database.jobOptions,
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    maintenanceIntervalSeconds: 300,
    queueCacheIntervalSeconds: 30,
    monitorVacuum: false,
    reindex: false,
  });
  boss.on('error', (error) => log.error({ error }, 'job queue failed; it goes on trying'));
  await boss.start();
  const byName = new Map(registered.map((entry) => [entry.kind.name, entry]));
  const hand = handOf(boss, byName, database, log, metrics);
  let isWorking = false;
  const inHand = ({ kind, at }: PlannedJob): boolean => isWorking && at === undefined && kind.priority >= urgentPriority && !hand.isFull();

  return {
    prepare: () => createQueues(boss, registered, database),
    insert: (tx, planned) => insertJobs(tx, planned, inHand),
    begin: hand.begin,
    enqueueOnce: async (kind, data, slot) => {
      await boss.send(kind.name, data, { ...jobOptions(kind), singletonKey: slot, singletonSeconds: 3600 });
    },
    work: async () => {
      for (const entry of registered) await workOn(boss, entry, database, log, metrics);
      isWorking = true;
    },
    drain: () => drainAll(boss, byName, log, metrics),
    census: () => census(boss),
    retryDead: (queue) => boss.redrive(deadQueue, { sourceName: queue }),
    stop: async () => {
      isWorking = false;
      await Promise.race([hand.empty(), after(stopMs, undefined, { ref: false })]);
      await boss.stop({ graceful: true, timeout: stopMs });
    },
  };
}

function handOf(boss: PgBoss, byName: ReadonlyMap<string, Registered>, { width }: Database, log: Log, metrics: Metrics): Hand {
  return createHand<JobResult>({
    isJoined: (queue) => byName.get(queue)?.joined !== undefined,
    run: async (queue, jobs) => {
      const entry = byName.get(queue);
      return entry === undefined ? [] : runBatch(entry, jobs, width, log, metrics);
    },
    settle: (queue, results) => settleAll(boss, queue, results),
    touch: async (queue, ids) => void (await boss.touch(queue, [...ids])),
  });
}

async function settleAll(boss: PgBoss, queue: string, results: readonly JobResult[]): Promise<void> {
  const done = results.filter(({ status }) => status === 'completed');
  if (done.length > 0) await boss.complete(queue, done.map(({ id }) => id));
  for (const { id, status, output } of results) {
    if (status === 'completed') continue;
    // Without tries that are left it goes where the dead lie.
    if (status === 'deadletter') await boss.getDb().executeSql('UPDATE pgboss.job SET retry_limit = retry_count WHERE name = $1 AND id = $2', [queue, id]);
    await boss.fail(queue, id, output ?? null);
  }
}

async function createQueues(boss: PgBoss, registered: readonly Registered[], database: Database): Promise<void> {
  if ((await boss.getQueue(deadQueue)) === null) await boss.createQueue(deadQueue, { retentionSeconds: deadDays * 86_400 });
  for (const { kind } of registered) {
    const options = {
      notify: true,
      retryLimit: kind.tries - 1,
      retryDelay: kind.pause.first,
      retryBackoff: true,
      retryDelayMax: kind.pause.slowest,
      expireInSeconds: expireSeconds,
      heartbeatSeconds,
      retentionSeconds: 90 * 86_400,
      deleteAfterSeconds: 86_400,
      deadLetter: deadQueue,
    };
    if ((await boss.getQueue(kind.name)) === null) await boss.createQueue(kind.name, options);
    else await boss.updateQueue(kind.name, options);
  }
  // Fills pg-boss's cache of queues. Filled later, inside an action's transaction, its look-up would wait on the
  // embedded database's only connection for that very transaction.
  for (const { kind } of registered) await boss.findJobs(kind.name, { id: noJob });
  // The embedded database has one process: whatever is "running" at a start belonged to one that died.
  if (database.engine === 'embedded') await boss.getDb().executeSql(`UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE state = 'active'`);
}

function jobOptions(kind: JobKind): { priority: number } {
  return { priority: kind.priority };
}

/** Of these jobs, named by one field of their data, the ones that still wait or run: a sweep asks again only for the others. */
export async function livingJobs(tx: Tx, kind: JobKind, field: string, values: readonly string[]): Promise<Set<string>> {
  if (values.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ value: string }[]>`
    SELECT DISTINCT data->>${field} AS value FROM pgboss.job
     WHERE name = ${kind.name} AND state < 'completed' AND data->>${field} = ANY(${[...values]}::text[])`;
  return new Set(rows.map(({ value }) => value));
}

/**
 * A batch is only over when its slowest job is: a critical value must not wait for the end of the batch before its own.
 * Two workers then; on the embedded database's one connection they would only stand in each other's way, and jobs that are
 * done by one run would only be shared between them.
 */
const urgentPriority = 100;

async function workOn(boss: PgBoss, entry: Registered, { engine, width }: Database, log: Log, metrics: Metrics): Promise<void> {
  const { kind, joined } = entry;
  await boss.work<object>(
    kind.name,
    {
      batchSize: 4 * width,
      localConcurrency: joined === undefined && engine === 'postgres' && kind.priority >= urgentPriority ? 2 : 1,
      burstWhenBatchFull: true,
      perJobResults: true,
      pollingIntervalSeconds: 2,
      notifyPollingIntervalSeconds: 5,
    },
    (jobs: RunningJob[]) => runBatch(entry, jobs, width, log, metrics),
  );
}

/** A few at a time, each with its own outcome; all by one run where that can be. */
async function runBatch(entry: Registered, jobs: readonly RunningJob[], width: number, log: Log, metrics: Metrics): Promise<JobResult[]> {
  if (entry.joined !== undefined && jobs.length > 1 && (await runJoined(entry, entry.joined, jobs, log, metrics))) return jobs.map(({ id }) => ({ id, status: 'completed' }));
  const results: JobResult[] = [];
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) results.push(await runOne(entry, job, log, metrics));
  };
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, lane));
  return results;
}

/** `false` when it failed: then each is run by itself, and only those fail whose fault it is. */
async function runJoined({ kind, body }: Registered, joined: NonNullable<Registered['joined']>, jobs: readonly RunningJob[], log: Log, metrics: Metrics): Promise<boolean> {
  const stop = metrics.jobSeconds.startTimer({ job: kind.name });
  try {
    await body(joined(jobs.map(({ data }) => data)), 0);
    stop({ outcome: 'done' });
    return true;
  } catch (error) {
    stop({ outcome: 'again' });
    log.warn({ job: kind.name, jobs: jobs.length, error }, 'jobs failed together and are tried one by one');
    return false;
  }
}

async function runOne({ kind, body }: Registered, job: RunningJob, log: Log, metrics: Metrics): Promise<JobResult> {
  const stop = metrics.jobSeconds.startTimer({ job: kind.name });
  try {
    await body(job.data, job.retryCount, job.fromMemory);
    stop({ outcome: 'done' });
    return { id: job.id, status: 'completed' };
  } catch (error) {
    const failure = failureClassOf(error);
    const final = failure === 'permanent' || (failure === 'ambiguous' && kind.onAmbiguous === 'dead-letter' && error instanceof Failure);
    stop({ outcome: final ? 'dead' : 'again' });
    log[final ? 'error' : 'warn']({ job: kind.name, attempt: job.retryCount, error }, final ? 'job failed for good' : 'job failed and will be tried again');
    return { id: job.id, status: final ? 'deadletter' : 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
  }
}

async function drainAll(boss: PgBoss, byName: ReadonlyMap<string, Registered>, log: Log, metrics: Metrics): Promise<number> {
  let done = 0;
  for (let found = 1; found > 0; done += found) {
    const due = await dueQueues(boss);
    found = 0;
    for (const entry of byName.values()) {
      if (!due.has(entry.kind.name)) continue;
      const jobs = await boss.fetch<object>(entry.kind.name, { batchSize: 100 });
      found += jobs.length;
      const results = new Map((await runBatch(entry, jobs, 1, log, metrics)).map((result) => [result.id, result]));
      for (const job of jobs) await settle(boss, job, results.get(job.id));
    }
  }
  return done;
}

/** Asking each queue for its next job costs more than most of what is drained. */
async function dueQueues(boss: PgBoss): Promise<Set<string>> {
  const { rows } = await boss.getDb().executeSql(`SELECT DISTINCT name FROM pgboss.job WHERE state < 'active' AND NOT blocked AND start_after <= pgboss.job_now()`);
  return new Set((rows as { name: string }[]).map(({ name }) => name));
}

async function settle(boss: PgBoss, job: RunningJob, result: JobResult | undefined): Promise<void> {
  if (result?.status === 'completed') await boss.complete(job.name, job.id);
  else await boss.fail(job.name, job.id);
}

async function census(boss: PgBoss): Promise<QueueCensus[]> {
  const { rows } = await boss.getDb().executeSql(
    `SELECT coalesce(source_name, name) AS name,
            count(*) FILTER (WHERE state IN ('created','retry') AND name <> '${deadQueue}') AS waiting,
            count(*) FILTER (WHERE state = 'active') AS running,
            count(*) FILTER (WHERE name = '${deadQueue}' AND state = 'created') AS dead
       FROM pgboss.job GROUP BY coalesce(source_name, name)`,
  );
  return (rows as { name: string; waiting: unknown; running: unknown; dead: unknown }[]).map((row) => ({
    queue: row.name,
    waiting: Number(row.waiting),
    running: Number(row.running),
    dead: Number(row.dead),
  }));
}
