/** What an action asks for besides its rows: facts, jobs, and what listeners do at once in its transaction. */
import { type Actor, actorKey, systemActor } from './access.ts';
import type { Tx } from './db.ts';
import type { EventKind } from './events.ts';
import type { PlannedJob } from './jobs.ts';
import type { ActionContext, AnyListener, Woken } from './module.ts';
import { rowsOf } from './rows.ts';

interface PlannedFact {
  readonly kind: EventKind;
  readonly subject: string;
  readonly data: unknown;
}

interface Effects {
  readonly context: ActionContext;
  readonly facts: readonly PlannedFact[];
  readonly planned: readonly PlannedJob[];
}

export type ListenersOf = ReadonlyMap<string, readonly AnyListener[]>;

/** A listener could not do its part within the transaction: nothing was committed, and its job can. */
export class InsideFailed extends Error {
  override readonly name = 'InsideFailed';
}

export function effectsOf(tx: Tx, now: Date, actor: Actor): Effects {
  const facts: PlannedFact[] = [];
  const planned: PlannedJob[] = [];
  const context: ActionContext = {
    tx,
    now,
    actor,
    emit: (kind, subject, data) => void facts.push({ kind, subject, data: kind.schema.parse(data) }),
    // Due already is due at once: a job with a date has to wait for the next look at the queue.
    schedule: (kind, data, at) => void planned.push({ kind, data: kind.schema.parse(data) as object, at: at !== undefined && at <= now ? undefined : at }),
  };
  return { context, facts, planned };
}

/**
 * Writes the facts and gives the jobs to insert. `atOnce`: listeners that can do their work at once, and only what they leave is a job.
 * @throws InsideFailed when one of them fails
 */
export async function writeEffects(effects: Effects, listenersOf: ListenersOf, atOnce: boolean): Promise<PlannedJob[]> {
  const listeners = [...Map.groupBy(effects.facts, ({ kind }) => kind.name)].flatMap(([name, own]) => (listenersOf.get(name) ?? []).map((listener) => ({ listener, own })));
  // Whoever reads them inside asks the same connection after them; else they leave with the commit.
  const writing = writeFacts(effects, atOnce && listeners.some(({ listener }) => listener.inside !== undefined));
  const [, ...jobs] = await Promise.all([writing, ...listeners.map(({ listener, own }) =>
    (atOnce && listener.inside !== undefined ? doInside(effects, listener, listener.inside, own, listenersOf) : deliveriesOf(effects, listener, own)))]);
  return [...effects.planned, ...jobs.flat()];
}

const factRows = rowsOf('fact', { name: 'text', subject: 'text', at: 'timestamptz', actor: 'text', data: 'jsonb' });

async function writeFacts({ context: { tx, now, actor }, facts }: Effects, areRead: boolean): Promise<void> {
  const rows = facts.map((fact) => ({ name: fact.kind.name, subject: fact.subject, at: now, actor: actorKey(actor), data: fact.data as object }));
  await (areRead ? factRows.insert(tx, rows) : factRows.insertLast(tx, rows));
}

const subjectsOf = (facts: readonly PlannedFact[]): string[] => [...new Set(facts.map(({ subject }) => subject))];

/** A job for each fact; for who is only woken, one for all subjects. */
function deliveriesOf({ context: { now, actor } }: Effects, { job, wakesOnly }: AnyListener, facts: readonly PlannedFact[]): PlannedJob[] {
  if (wakesOnly === true) return [{ kind: job, data: { subjects: subjectsOf(facts) } satisfies Woken, at: undefined }];
  return facts.map(({ kind, subject, data }) => ({ kind: job, data: { name: kind.name, subject, at: now.toISOString(), actor: actorKey(actor), data }, at: undefined }));
}

async function doInside({ context: { tx, now } }: Effects, { job }: AnyListener, inside: NonNullable<AnyListener['inside']>, facts: readonly PlannedFact[], listenersOf: ListenersOf): Promise<PlannedJob[]> {
  const effects = effectsOf(tx, now, systemActor);
  try {
    const left = await inside(effects.context, subjectsOf(facts));
    const jobs = await writeEffects(effects, listenersOf, true);
    return left.length === 0 ? jobs : [...jobs, { kind: job, data: { subjects: left } satisfies Woken, at: undefined }];
  } catch (cause) {
    throw new InsideFailed(`${job.name} failed within the transaction`, { cause });
  }
}
