/**
 * What a module is made of. A module's `index.ts` calls `defineModule` with these; `services/modules.ts` lists the
 * modules; nothing else knows them all.
 */
import { z } from 'zod';
import type { Actor, Policy } from './access.ts';
import type { Tx } from './db.ts';
import type { EventKind, Fact } from './events.ts';
import type { SettingsGroup } from './config.ts';
import type { ForeignDoor } from './foreign-door.ts';
import type { Log } from './log.ts';
import type { SealedTable } from './sealed.ts';

/** What an action may use: a transaction and no outside system, so no network call can stand inside a transaction. */
export interface ActionContext {
  readonly tx: Tx;
  readonly now: Date;
  readonly actor: Actor;
  /** Writes the fact and one job per listener when the action's transaction commits. */
  emit<T>(kind: EventKind<T>, subject: string, data: T): void;
  /** Durable work, now or at a time; runs only if the transaction commits. */
  schedule<T>(kind: JobKind<T>, data: T, at?: Date): void;
}

export interface Action<I = unknown, O = unknown> {
  readonly type: 'action';
  /** `<module>.<verb>` */
  readonly name: string;
  readonly input: z.ZodType<I>;
  /** What the caller gets; fields that are not in it never leave. */
  readonly output: z.ZodType<O>;
  readonly policy: Policy<I>;
  /** What the audit row names, from the input. */
  readonly subject?: ((input: I) => string | undefined) | undefined;
  /** Whose data what the input names is about; asked after a refusal too. */
  readonly about?: ((tx: Tx, input: I) => Promise<readonly string[]>) | undefined;
  /** Whose data it was about: each of them can ask who looked. */
  readonly patients?: ((input: I, output: O) => readonly string[]) | undefined;
  /** At a page only after a second factor was shown a few minutes ago. */
  readonly stepUp?: boolean | undefined;
  readonly body: (context: ActionContext, input: I) => Promise<O>;
}

/** Reads, scoped where rows are read. */
export interface QueryContext {
  readonly tx: Tx;
  readonly now: Date;
  readonly actor: Actor;
}

export interface Query<I = unknown, O = unknown> {
  readonly type: 'query';
  readonly name: string;
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  readonly policy: Policy<I>;
  /** Every look at a patient's data is an audit row; `false` only for what holds none. */
  readonly audited: boolean;
  /**
   * Of a page that asks again by itself: minutes in which the same question of the same person in the same session, with the
   * same patients in its answer, is the same look. Anybody new in the answer is a row at once.
   */
  readonly oneLookMinutes?: number | undefined;
  readonly subject?: ((input: I) => string | undefined) | undefined;
  /** Whose data what the input names is about; asked after a refusal too. */
  readonly about?: ((tx: Tx, input: I) => Promise<readonly string[]>) | undefined;
  /** Whose data it showed: each of them can ask who looked. */
  readonly patients?: ((input: I, output: O) => readonly string[]) | undefined;
  /** At a page only after a second factor was shown a few minutes ago. */
  readonly stepUp?: boolean | undefined;
  readonly body: (context: QueryContext, input: I) => Promise<O>;
}

/**
 * Several actions with an outside system between them, asked for by a person at a page: signing needs the certificate
 * authority, which no transaction may wait for. Each `run` and `ask` in it applies its own policy to the same person.
 */
export interface Flow<I = unknown, O = unknown> {
  readonly type: 'flow';
  readonly name: string;
  readonly input: z.ZodType<I>;
  readonly output: z.ZodType<O>;
  readonly policy: Policy<I>;
  /** A refusal is on record in any case. */
  readonly audited: boolean;
  readonly subject?: ((input: I) => string | undefined) | undefined;
  /** Whose data what the input names is about; asked after a refusal too. */
  readonly about?: ((tx: Tx, input: I) => Promise<readonly string[]>) | undefined;
  /** Whose data it showed: each of them can ask who looked. */
  readonly patients?: ((input: I, output: O) => readonly string[]) | undefined;
  /** At a page only after a second factor was shown a few minutes ago. */
  readonly stepUp?: boolean | undefined;
  readonly body: (context: FlowContext, input: I) => Promise<O>;
}

export interface FlowContext {
  readonly actor: Actor;
  readonly now: Date;
  /** Ends when whoever asked has gone: for work that serves nobody else. */
  readonly signal?: AbortSignal | undefined;
  run<I, O>(action: Action<I, O>, input: NoInfer<I>): Promise<O>;
  ask<I, O>(query: Query<I, O>, input: NoInfer<I>): Promise<O>;
}

/** What a job or listener may use: actions and queries, outside systems through its module's closure, no transaction. */
export interface JobContext {
  readonly now: Date;
  readonly log: Log;
  /** How often this job was tried before; begun at the commit by the process that asked for it. */
  readonly attempt: number;
  readonly fromMemory: boolean;
  run<I, O>(action: Action<I, O>, input: NoInfer<I>): Promise<O>;
  ask<I, O>(query: Query<I, O>, input: NoInfer<I>): Promise<O>;
}

export interface JobKind<T = unknown> {
  /** `<module>.<imperative>` */
  readonly name: string;
  readonly schema: z.ZodType<T>;
  /** Higher is fetched first; critical work is 100, ordinary 0. */
  readonly priority: number;
  /** Tries before it lies in the dead-letter list for a person. */
  readonly tries: number;
  /** Seconds to the first retry; doubles up to `slowest`. */
  readonly pause: { readonly first: number; readonly slowest: number };
  /** Sending again after "it may have happened": `retry` only where twice is harmless. */
  readonly onAmbiguous: 'retry' | 'dead-letter';
}

export interface Job<T = unknown> {
  readonly kind: JobKind<T>;
  readonly body: (context: JobContext, data: T) => Promise<void>;
}

export interface Listener<T = unknown> {
  readonly event: EventKind<T>;
  /** The job this listening is: its queue, tries and priority. */
  readonly job: JobKind<Fact<T>>;
  readonly body: (context: JobContext, fact: Fact<T>) => Promise<void>;
  /** Its job carries subjects alone, all of one action; see `defineWaker`. */
  readonly wakesOnly?: boolean;
  /** The same work within the transaction that emits. */
  readonly inside?: Inside | undefined;
}

/**
 * What a waker does at once, in the transaction that emits, as the system; gives the subjects that it left to its job. Where it
 * throws, the action is done again without it and its job does the work: nobody's trouble keeps out what came in.
 */
export type Inside = (context: ActionContext, subjects: readonly string[]) => Promise<readonly string[]>;

/** Something asked again and again: once per cluster at each tick. */
export interface Tick {
  readonly name: string;
  /** Five or six fields, hospital time. */
  readonly cron: string;
  readonly body: (context: JobContext) => Promise<void>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api`, e.g. `/critical-values/:id`. */
  readonly path: string;
  /** Path, query and body parameters together are the input. */
  readonly does: AnyAction | AnyQuery | AnyFlow;
  /**
   * Outermost fields of input and output whose ids stay as they are: a signed document must be the signed bytes. Each
   * is listed with its reason in `tests/doors.test.ts`.
   */
  readonly exact?: readonly string[];
  /**
   * Outermost fields of the input that the act takes apart itself: text that no database keeps is refused there, part
   * by part, instead of the whole call at the door.
   */
  readonly unread?: readonly string[];
  /**
   * For machines with signed requests, and not for people: the door's name, which a client must be allowed. The path
   * begins with it: `/machine/directory/…`.
   */
  readonly machine?: string;
  /**
   * Needs nobody signed in, and asks nobody: a query of what the hospital has published, without ids of ours. Each is
   * listed with its reason in `tests/attacks/open-doors.ts`.
   */
  readonly forAnybody?: true;
  /** For a screen on a wall that was let in by a code (`services/core/screens.ts`), and not for people: a query, on record. */
  readonly forScreens?: true;
  /** Largest call in bytes, for what carries a file (`services/core/schema.ts`); 256 KB without it. */
  readonly maxBytes?: number;
}

export interface Module {
  readonly name: string;
  readonly settings?: SettingsGroup;
  readonly events?: readonly EventKind[];
  readonly actions?: readonly AnyAction[];
  readonly queries?: readonly AnyQuery[];
  readonly flows?: readonly AnyFlow[];
  readonly jobs?: readonly AnyJob[];
  readonly listeners?: readonly AnyListener[];
  readonly ticks?: readonly Tick[];
  readonly routes?: readonly Route[];
  /** Its door for machines that speak another language than ours. */
  readonly foreign?: ForeignDoor;
  readonly phrases?: Readonly<Record<string, string>>;
  /** What each act is called in the audit, by its name: `查看危急值`. */
  readonly acts?: Readonly<Record<string, string>>;
  /** Its columns that hold sealed values. */
  readonly sealed?: readonly SealedTable[];
}

/* The same, where modules are listed together and the input's type is no longer known: only `run` and `ask` may call
   their bodies, after the schema has read the input. */
export type AnyAction = Erased<Action>;
export type AnyQuery = Erased<Query>;
export type AnyFlow = Omit<Flow, 'policy' | 'subject' | 'about' | 'patients' | 'body'> & ErasedInput & { readonly body: (context: FlowContext, input: never) => Promise<unknown> };
export type AnyJob = Omit<Job, 'body'> & { readonly body: (context: JobContext, data: never) => Promise<void> };
export type AnyListener = Omit<Listener, 'job' | 'body'> & { readonly job: JobKind; readonly body: (context: JobContext, fact: never) => Promise<void> };

interface ErasedInput {
  readonly policy: Policy<never>;
  readonly subject?: ((input: never) => string | undefined) | undefined;
  readonly about?: ((tx: Tx, input: never) => Promise<readonly string[]>) | undefined;
  readonly patients?: ((input: never, output: never) => readonly string[]) | undefined;
}

type Erased<A extends Action | Query> = Omit<A, 'policy' | 'subject' | 'about' | 'patients' | 'body'> & ErasedInput & {
  readonly body: (context: A extends Action ? ActionContext : QueryContext, input: never) => Promise<unknown>;
};

export function defineAction<I, O>(action: Omit<Action<I, O>, 'type'>): Action<I, O> {
  return { type: 'action', ...action };
}

export function defineQuery<I, O>(query: Omit<Query<I, O>, 'type'>): Query<I, O> {
  return { type: 'query', ...query };
}

export function defineFlow<I, O>(flow: Omit<Flow<I, O>, 'type'>): Flow<I, O> {
  return { type: 'flow', ...flow };
}

const ordinary = { priority: 0, tries: 12, pause: { first: 2, slowest: 300 }, onAmbiguous: 'retry' } as const;

export function defineJobKind<T>(name: string, schema: z.ZodType<T>, options: Partial<Omit<JobKind, 'name' | 'schema'>> = {}): JobKind<T> {
  return { name, schema, ...ordinary, ...options };
}

export function defineJob<T>(kind: JobKind<T>, body: Job<T>['body']): Job<T> {
  return { kind, body };
}

export function defineListener<T>(
  module: string,
  event: EventKind<T>,
  body: Listener<T>['body'],
  options: Partial<Omit<JobKind, 'name' | 'schema'>> = {},
): Listener<T> {
  return { event, body, job: { ...defineJobKind(`${module}.on.${event.name}`, factSchema(event), options) } };
}

/**
 * A listener that only needs to know that something about subjects happened and reads the facts itself, in their
 * order: where order matters, or where a fact is too large to carry twice. It is woken once for all subjects of an
 * action, and once for all actions that wait at the same time, each subject named once.
 */
export function defineWaker(
  module: string,
  event: EventKind,
  body: (context: JobContext, subjects: readonly string[]) => Promise<void>,
  { inside, ...options }: Partial<Omit<JobKind, 'name' | 'schema'>> & Pick<Listener, 'inside'> = {},
): AnyListener {
  const job = defineJobKind(`${module}.on.${event.name}`, woken, options);
  return { event, job, wakesOnly: true, inside, body: (context: JobContext, { subjects }: Woken) => body(context, subjects) };
}

/** Of whom a waker's job speaks. */
export interface Woken {
  readonly subjects: readonly string[];
}
const woken = z.object({ subjects: z.array(z.string()) });

/** Several wakings as one. */
export function wokenTogether(all: readonly unknown[]): Woken {
  return { subjects: [...new Set(all.flatMap((data) => woken.parse(data).subjects))] };
}

export function defineModule(module: Module): Module {
  return module;
}

function factSchema<T>(event: EventKind<T>): z.ZodType<Fact<T>> {
  return z.object({
    name: z.literal(event.name),
    subject: z.string(),
    at: z.coerce.date(),
    actor: z.string(),
    data: event.schema,
  }) as unknown as z.ZodType<Fact<T>>;
}
