/**
 * The corridor every change walks: read the input → who → allowed? → open transaction → action → facts and jobs →
 * commit → wake the jobs. The same for a card press, a page, a job and a link.
 */
import { Prisma } from '../../prisma/generated/client.ts';
import type { Actor, Policy, PolicyContext } from './access.ts';
import type { AuditTrail } from './audit.ts';
import type { Database, Tx } from './db.ts';
import { InsideFailed, type ListenersOf, effectsOf, writeEffects } from './effects.ts';
import { Refusal } from './errors.ts';
import { type Arrival, storeArrival, storeArrivals } from './inbox.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Action, AnyAction, AnyFlow, AnyListener, AnyQuery, Flow, FlowContext, Query } from './module.ts';
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
  readonly jobs: Pick<Jobs, 'begin' | 'insert'>;
  readonly listeners: readonly AnyListener[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => Date;
  /** How long a second factor counts as just shown. */
  readonly stepUpMs?: number | undefined;
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
  listenersOf: ListenersOf,
  actor: Actor,
  action: Action<I, O>,
  raw: unknown,
  arrival?: Arrival | readonly Arrival[],
): Promise<O> {
  const stop = parts.metrics.actionSeconds.startTimer({ action: action.name });
  try {
    const input = readInput(action.input, raw);
    const act = (atOnce: boolean) => transact(parts.database, async (tx) => {
      const now = parts.now();
      const effects = effectsOf(tx, now, actor);
      const done = async (): Promise<{ by: string; output: O }> => {
        const by = await permit(action.policy, actor, input, { tx, now });
        demandStepUp(parts, actor, action, now);
        return { by, output: action.output.parse(await action.body(effects.context, input)) };
      };
      const { by, output } = await newThen(tx, now, arrival, done);
      const inHand = await parts.jobs.insert(tx, await writeEffects(effects, listenersOf, atOnce));
      await auditDone(parts, tx, now, actor, action, { input, output }, by);
      return { output, inHand };
    });
    const { output, inHand } = await act(true).catch((error: unknown) => {
      if (!(error instanceof InsideFailed)) throw error;
      parts.log.warn({ action: action.name, error: error.cause }, `${error.message}; its job does it`);
      return act(false);
    });
    parts.jobs.begin(inHand);
    stop({ outcome: 'done' });
    return output;
  } catch (error) {
    stop({ outcome: error instanceof Refusal ? 'refused' : 'failed' });
    await auditTrouble(parts, actor, action, raw, error);
    throw error;
  }
}

/**
 * Side by side, the arrival's statement first: of something that came in before, all is rolled back, and that it is known goes
 * before whatever else is said of it.
 */
async function newThen<T>(tx: Tx, now: Date, arrival: Arrival | readonly Arrival[] | undefined, done: () => Promise<T>): Promise<T> {
  if (arrival === undefined) return done();
  const [stored, outcome] = await Promise.allSettled([storeNew(tx, now, arrival), done()]);
  if (stored.status === 'rejected') throw stored.reason;
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
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

async function transact<T>(database: Database, body: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.prisma.$transaction(body);
    } catch (error) {
      if (attempt >= attempts || !isConflict(error)) throw error;
    }
  }
}

/** Write conflict or deadlock, as the database says it and as Prisma does. */
const conflicts: readonly unknown[] = ['40001', '40P01', 'P2034'];

function isConflict(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return conflicts.includes(error.code) || (error instanceof Prisma.PrismaClientKnownRequestError && /40001|40P01/.test(JSON.stringify(error.meta ?? {})));
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
