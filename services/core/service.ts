/**
 * Assembles the corridor, the jobs and the clock around a list of modules. Knows no module; `services/build.ts` knows
 * them all. Roles: `web` answers, `worker` works off jobs and keeps the clock, `all` does both.
 */
import { type Actor, systemActor } from './access.ts';
import { type Clock, startClock, tickKind } from './clock.ts';
import type { AuditTrail } from './audit.ts';
import type { Database } from './db.ts';
import { type Jobs, createJobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type Action, type AnyAction, type AnyJob, type AnyListener, type JobContext, type JobKind, type Module, type Query, wokenTogether } from './module.ts';
import { type Corridor, createCorridor } from './run.ts';

export type Role = 'web' | 'worker' | 'all';

export interface Service {
  readonly corridor: Corridor;
  readonly jobs: Jobs;
  readonly modules: readonly Module[];
  start(role: Role): Promise<void>;
  stop(): Promise<void>;
  /** Runs a tick here and now, as its cron would. For tests and for a first start. */
  tick(name: string): Promise<void>;
}

export interface ServiceParts {
  readonly modules: readonly Module[];
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How long a second factor counts as just shown. */
  readonly stepUpMs?: number;
}

interface Bodied {
  readonly kind: JobKind;
  readonly joined?: ((all: readonly unknown[]) => object) | undefined;
  readonly body: (context: JobContext, data: unknown) => Promise<void>;
}

export async function createService(parts: ServiceParts): Promise<Service> {
  const { modules, database, audit, now, log, metrics, stepUpMs } = parts;
  checkModules(modules);
  const ticks = modules.flatMap((module) => module.ticks ?? []);
  const bodied = [...modules.flatMap(bodiesOf), ...ticks.map((tick): Bodied => ({ kind: tickKind(tick), body: tick.body }))];
  const late: { corridor?: Corridor } = {};
  const context = (attempt: number, fromMemory = false): JobContext => jobContext(late, now, log, { attempt, fromMemory });
  const registered = bodied.map(({ kind, joined, body }) => ({
    kind,
    joined,
    body: async (data: unknown, attempt: number, fromMemory?: boolean) => body(context(attempt, fromMemory), kind.schema.parse(data)),
  }));
  const jobs = await createJobs(database, registered, log, metrics);
  const corridor = createCorridor({ database, audit, jobs, listeners: modules.flatMap((module) => module.listeners ?? []), log, metrics, now, stepUpMs });
  late.corridor = corridor;
  await jobs.prepare();
  let clock: Clock | undefined;

  return {
    corridor,
    jobs,
    modules,
    start: async (role) => {
      if (role === 'web') return;
      await jobs.work();
      clock = startClock(ticks, jobs, log);
    },
    stop: async () => {
      await clock?.stop();
      await jobs.stop();
    },
    tick: async (name) => ticks.find((tick) => tick.name === name)?.body(context(0)),
  };
}

/** Only here are inputs of jobs and listeners of unknown type: their schema reads them before their body does. */
function bodiesOf(module: Module): Bodied[] {
  const jobs = (module.jobs ?? []).map((job: AnyJob): Bodied => ({ kind: job.kind, body: job.body as Bodied['body'] }));
  const listeners = (module.listeners ?? []).map((listener: AnyListener): Bodied => ({ kind: listener.job, joined: listener.wakesOnly === true ? wokenTogether : undefined, body: listener.body as Bodied['body'] }));
  return [...jobs, ...listeners];
}

function jobContext(late: { readonly corridor?: Corridor }, now: () => Date, log: Log, tried: Pick<JobContext, 'attempt' | 'fromMemory'>): JobContext {
  const corridor = (): Corridor => late.corridor ?? fail('A job ran before the service was ready.');
  const actor: Actor = systemActor;
  return {
    get now() {
      return now();
    },
    log,
    ...tried,
    run: <I, O>(action: Action<I, O>, input: NoInfer<I>) => corridor().run(actor, action, input),
    ask: <I, O>(query: Query<I, O>, input: NoInfer<I>) => corridor().ask(actor, query, input),
  };
}

function fail(message: string): never {
  throw new Error(message);
}

/** Shape is a fact, not a wish: names carry their module, nothing is registered twice, nothing lacks a policy. */
function checkModules(modules: readonly Module[]): void {
  const seen = new Set<string>();
  for (const module of modules) {
    const acts: readonly (AnyAction | { name: string; policy: unknown })[] = [...(module.actions ?? []), ...(module.queries ?? []), ...(module.flows ?? [])];
    for (const act of acts) {
      if (!act.name.startsWith(`${module.name}.`)) fail(`${act.name} must begin with its module's name, ${module.name}.`);
      if (seen.has(act.name)) fail(`${act.name} is registered twice.`);
      if (typeof act.policy !== 'function') fail(`${act.name} has no policy.`);
      seen.add(act.name);
    }
    for (const { machine, path } of module.routes ?? []) if (path.startsWith('/machine/') !== (machine !== undefined) || (machine !== undefined && !`${path}/`.startsWith(`/machine/${machine}/`))) fail(`${path}: what is for machines begins with /machine/<door>/.`);
    for (const { forAnybody, does, method, path } of module.routes ?? []) if (forAnybody === true && (method !== 'GET' || does.type !== 'query' || does.audited)) fail(`${path}: what is for anybody is read, and holds nothing that must be on record.`);
    for (const { forScreens, does, method, path } of module.routes ?? []) if (forScreens === true && (method !== 'GET' || does.type !== 'query' || !does.audited)) fail(`${path}: a screen only reads, and what it shows is on record.`);
    for (const route of module.routes ?? []) if (!seen.has(route.does.name)) fail(`${route.method} ${route.path} leads to ${route.does.name}, which its module does not list.`);
  }
}
