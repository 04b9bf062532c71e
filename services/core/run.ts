/**
 * The corridor every change walks: read the input → who → allowed? → open transaction → action → facts and jobs →
 * commit → wake the jobs. The same for a card press, a page, a job and a link.
 */
import { Prisma } from '../../prisma/generated/client.ts';
import { type Actor, type Policy, type PolicyContext, actorKey } from './access.ts';
import type { AuditTrail } from './audit.ts';
import type { Database, Tx } from './db.ts';
import { Refusal } from './errors.ts';
import type { EventKind } from './events.ts';
import { type Arrival, storeArrival, storeArrivals } from './inbox.ts';
import type { Jobs, PlannedJob } from './jobs.ts';
import type { Metrics } from './metrics.ts';
import type { Action, ActionContext, AnyAction, AnyFlow, AnyListener, AnyQuery, Flow, FlowContext, Query, Woken } from './module.ts';
import { rowsOf } from './rows.ts';
import type { z } from 'zod';

export interface Corridor {
  /**
   * `arrival`: what came in from outside and caused this; stored in the same transaction, so it is neither lost nor
   * acted on twice. Several that came together are stored together. @throws Repeated when a key is known already
   */
  run<I, O>(actor: Actor, action: Action<I, O>, input: unknown, arrival?: Arrival | readonly Arrival[]): Promise<O>;
  ask<I, O>(actor: Actor, query: Query<I, O>, input: unknown): Promise<O>;
  /** The flow's own policy first; then each step by its own. */
  follow<I, O>(actor: Actor, flow: Flow<I, O>, input: unknown, signal?: AbortSignal): Promise<O>;
  /** A door said no before the act was asked: on record as the act's own refusal would be. */
  refuse(actor: Actor, act: AnyAction | AnyQuery | AnyFlow, input: unknown, refusal: Refusal): Promise<never>;
  now(): Date;
  /** For doors that turn somebody away before there is an act. */
  readonly audit: AuditTrail;
}

export interface CorridorParts {
  readonly database: Database;
  readonly audit: AuditTrail;
  readonly jobs: Pick<Jobs, 'insert'>;
  readonly listeners: readonly AnyListener[];
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** How long a second factor counts as just shown. */
  readonly stepUpMs?: number | undefined;
}

interface PlannedFact {
  readonly kind: EventKind;
  readonly subject: string;
  readonly data: unknown;
}

/** The same thing came in before; what it caused stands. */
export class Repeated extends Error {
  override readonly name = 'Repeated';
  readonly keys: readonly string[];

  constructor(keys: readonly string[]) {
    super(keys.join(', '));
    this.keys = keys;
  }
}

/** Deadlocks and write conflicts: nothing was committed, so once more is right. */
const attempts = 4;

export function createCorridor(parts: CorridorParts): Corridor {
  const listenersOf = Map.groupBy(parts.listeners, (listener) => listener.event.name);
  const corridor: Corridor = {
    now: parts.now,
    audit: parts.audit,
    run: (actor, action, raw, arrival) => runAction(parts, listenersOf, actor, action, raw, arrival),
    ask: (actor, query, raw) => askQuery(parts, actor, query, raw),
    follow: (actor, flow, raw, signal) => followFlow(parts, corridor, { actor, signal }, flow, raw),
    refuse: async (actor, act, raw, refusal) => {
      await auditTrouble(parts, actor, act, raw, refusal);
      throw refusal;
    },
  };
  return corridor;
}

async function followFlow<I, O>(parts: CorridorParts, corridor: Corridor, { actor, signal }: Pick<FlowContext, 'actor' | 'signal'>, flow: Flow<I, O>, raw: unknown): Promise<O> {
  try {
    const input = readInput(flow.input, raw);
    const now = parts.now();
    const by = await transact(parts.database, (tx) => permit(flow.policy, actor, input, { tx, now }));
    demandStepUp(parts, actor, flow, now);
    const context: FlowContext = { actor, now, signal, run: (action, data) => corridor.run(actor, action, data), ask: (query, data) => corridor.ask(actor, query, data) };
    const output = flow.output.parse(await flow.body(context, input));
    if (flow.audited) await auditDone(parts, parts.database.prisma, now, actor, flow, { input, output }, by);
    return output;
  } catch (error) {
    await auditTrouble(parts, actor, flow, raw, error);
    throw error;
  }
}

async function runAction<I, O>(
  parts: CorridorParts,
  listenersOf: ReadonlyMap<string, readonly AnyListener[]>,
  actor: Actor,
  action: Action<I, O>,
  raw: unknown,
  arrival?: Arrival | readonly Arrival[],
): Promise<O> {
  const stop = parts.metrics.actionSeconds.startTimer({ action: action.name });
  try {
    const input = readInput(action.input, raw);
    const output = await transact(parts.database, async (tx) => {
      const now = parts.now();
      if (arrival !== undefined) await storeNew(tx, now, arrival);
      const by = await permit(action.policy, actor, input, { tx, now });
      demandStepUp(parts, actor, action, now);
      const facts: PlannedFact[] = [];
      const planned: PlannedJob[] = [];
      const output = action.output.parse(await action.body(contextOf(tx, now, actor, facts, planned), input));
      await writeFacts(tx, now, actor, facts);
      await parts.jobs.insert(tx, [...deliveriesOf(facts, now, actor, listenersOf), ...planned]);
      await auditDone(parts, tx, now, actor, action, { input, output }, by);
      return output;
    });
    stop({ outcome: 'done' });
    return output;
  } catch (error) {
    stop({ outcome: error instanceof Refusal ? 'refused' : 'failed' });
    await auditTrouble(parts, actor, action, raw, error);
    throw error;
  }
}

async function storeNew(tx: Tx, now: Date, arrival: Arrival | readonly Arrival[]): Promise<void> {
  if ('key' in arrival) {
    if (!(await storeArrival(tx, now, arrival))) throw new Repeated([arrival.key]);
    return;
  }
  const made = await storeArrivals(tx, now, arrival);
  const known = arrival.filter(({ key }) => !made.has(key));
  if (known.length > 0) throw new Repeated(known.map(({ key }) => key));
}

async function askQuery<I, O>(parts: CorridorParts, actor: Actor, query: Query<I, O>, raw: unknown): Promise<O> {
  try {
    const input = readInput(query.input, raw);
    return await transact(parts.database, async (tx) => {
      const now = parts.now();
      const by = await permit(query.policy, actor, input, { tx, now });
      demandStepUp(parts, actor, query, now);
      const output = query.output.parse(await query.body({ tx, now, actor }, input));
      if (query.audited) await auditDone(parts, tx, now, actor, query, { input, output }, by);
      return output;
    });
  } catch (error) {
    await auditTrouble(parts, actor, query, raw, error);
    throw error;
  }
}

function readInput<I>(schema: z.ZodType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Refusal('core.bad-input', { where }, 400);
}

async function permit<I>(policy: Policy<I>, actor: Actor, input: I, context: PolicyContext): Promise<string> {
  const decision = await policy(actor, input, context);
  if (decision.allow) return decision.by;
  // Not to be seen and not there are one answer.
  throw new Refusal(decision.code, {}, decision.code === 'core.not-found' ? 404 : 403);
}

const usualStepUpMs = 10 * 60_000;

/** After the policy: nobody is asked for a second factor for what they may not do anyway. A card cannot ask for one at all. */
function demandStepUp({ stepUpMs = usualStepUpMs }: CorridorParts, actor: Actor, { stepUp }: { readonly stepUp?: boolean | undefined }, now: Date): void {
  if (stepUp !== true || actor.kind !== 'staff') return;
  if (actor.door === 'chat') throw new Refusal('core.step-up-on-page', {}, 403);
  const shownAt = actor.session?.steppedUpAt?.getTime();
  if (shownAt === undefined || now.getTime() - shownAt > stepUpMs) throw new Refusal('core.step-up', {}, 403);
}

function contextOf(tx: Tx, now: Date, actor: Actor, facts: PlannedFact[], planned: PlannedJob[]): ActionContext {
  return {
    tx,
    now,
    actor,
    emit: (kind, subject, data) => void facts.push({ kind, subject, data: kind.schema.parse(data) }),
    // Due already is due at once: a job with a date has to wait for the next look at the queue.
    schedule: (kind, data, at) => void planned.push({ kind, data: kind.schema.parse(data) as object, at: at !== undefined && at <= now ? undefined : at }),
  };
}

const factRows = rowsOf('fact', { name: 'text', subject: 'text', at: 'timestamptz', actor: 'text', data: 'jsonb' });

async function writeFacts(tx: Tx, now: Date, actor: Actor, facts: readonly PlannedFact[]): Promise<void> {
  await factRows.insert(tx, facts.map((fact) => ({ name: fact.kind.name, subject: fact.subject, at: now, actor: actorKey(actor), data: fact.data as object })));
}

/** A job for each fact and listener; who is only woken, once for all subjects. */
function deliveriesOf(facts: readonly PlannedFact[], now: Date, actor: Actor, listenersOf: ReadonlyMap<string, readonly AnyListener[]>): PlannedJob[] {
  return [...Map.groupBy(facts, ({ kind }) => kind.name)].flatMap(([name, own]) =>
    (listenersOf.get(name) ?? []).flatMap(({ job, wakesOnly }): PlannedJob[] => {
      if (wakesOnly === true) return [{ kind: job, data: { subjects: [...new Set(own.map(({ subject }) => subject))] } satisfies Woken, at: undefined }];
      return own.map(({ subject, data }) => ({ kind: job, data: { name, subject, at: now.toISOString(), actor: actorKey(actor), data }, at: undefined }));
    }));
}

async function transact<T>(database: Database, body: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.prisma.$transaction(body);
    } catch (error) {
      if (attempt >= attempts || !isConflict(error)) throw error;
    }
  }
}

/** P2034 write conflict or deadlock; 40001/40P01 when it comes through a raw query. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  return error.code === 'P2034' || /40001|40P01/.test(JSON.stringify(error.meta ?? {}));
}

type Act<I, O> = Pick<Query<I, O>, 'name' | 'subject' | 'about' | 'patients'> & Partial<Pick<Query<I, O>, 'oneLookMinutes'>>;

/** The last statement of the act's transaction: see `AuditTrail.write`. */
async function auditDone<I, O>(parts: CorridorParts, db: Tx, at: Date, actor: Actor, act: Act<I, O>, { input, output }: { readonly input: I; readonly output: O }, by: string): Promise<void> {
  if (!isOnRecord(actor)) return;
  const patients = [...((await act.about?.(db, input)) ?? []), ...(act.patients?.(input, output) ?? [])];
  const entry = { act: act.name, subject: act.subject?.(input), patients, outcome: 'allowed', reason: by } as const;
  await (act.oneLookMinutes === undefined ? parts.audit.write(db, at, actor, entry) : parts.audit.writeOnce(db, at, actor, entry, act.oneLookMinutes));
}

/** People, and machines that call us; our own jobs and links leave facts. */
const isOnRecord = ({ kind, door }: Actor): boolean => kind === 'staff' || (kind === 'link' && door === 'http');

/** A refusal of a person is on record even though its transaction was rolled back. */
async function auditTrouble(parts: CorridorParts, actor: Actor, act: AnyAction | AnyQuery | AnyFlow, raw: unknown, error: unknown): Promise<void> {
  if (!isOnRecord(actor) || error instanceof Repeated) return;
  const refused = error instanceof Refusal;
  const row = writeTrouble(parts, actor, act, raw, { outcome: refused ? 'refused' : 'failed', reason: refused ? error.code : 'fault' });
  // A fault of the database must be told as itself, not as the audit row it prevents.
  await (refused ? row : row.catch(() => undefined));
}

async function writeTrouble(parts: CorridorParts, actor: Actor, act: AnyAction | AnyQuery | AnyFlow, raw: unknown, became: { readonly outcome: 'refused' | 'failed'; readonly reason: string }): Promise<void> {
  const { prisma } = parts.database;
  const read = act.input.safeParse(raw);
  const subject = read.success ? act.subject?.(read.data as never) : undefined;
  const patients = read.success ? await act.about?.(prisma, read.data as never) : undefined;
  await parts.audit.write(prisma, parts.now(), actor, { act: act.name, subject, patients, ...became });
}
