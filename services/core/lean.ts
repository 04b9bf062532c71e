/**
 * Transactions and raw statements by the database's own driver; Prisma joins on the same connection when a transaction is
 * first asked for one of its models (`tx.staff.findMany`), and costs nothing where it never is: an empty transaction of
 * Prisma's takes two and a half times the processor of the driver's, a raw statement twice (ADR 0019).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Prisma, type PrismaClient } from '../../prisma/generated/client.ts';

type Tx = Prisma.TransactionClient;

export interface Answer {
  readonly rows: readonly unknown[];
  /** Rows that were written. */
  readonly count: number;
}

/** Where statements go: one connection within a transaction, or whichever is free. */
export interface Line {
  query(sql: string, values: readonly unknown[]): Promise<Answer>;
}

/** A connection within a transaction. */
export interface HeldLine extends Line {
  /** Leaves together with the commit, which fails with it. */
  withCommit(sql: string, values: readonly unknown[]): void;
  /** What Prisma's adapter takes for its connection. */
  readonly client: object;
}

export interface Driver extends Line {
  /** Begins, runs the body, commits; rolls back when it throws. */
  hold<T>(body: (line: HeldLine) => Promise<T>): Promise<T>;
}

/** A transaction that takes longer has lost its way: its locks must not hold the hospital up. */
export const longestMs = 30_000;

export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/** @throws TookTooLong when the body does not end */
export async function inTime<T>(body: Promise<T>, ms: number = longestMs): Promise<T> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    limit = setTimeout(() => reject(new TookTooLong(`A transaction was given up after ${ms} ms.`)), ms);
  });
  return Promise.race([body, late]).finally(() => clearTimeout(limit));
}

/** The client that everybody gets: models by Prisma, everything else by the driver. */
export function leanClient(prisma: PrismaClient, driver: Driver): PrismaClient {
  const own: Readonly<Record<string | symbol, unknown>> = {
    ...rawOf(driver),
    $transaction: (work: unknown, options?: object) => (typeof work === 'function' ? transact(prisma, driver, work as (tx: Tx) => Promise<unknown>) : (prisma.$transaction as (...given: unknown[]) => unknown)(work, options)),
  };
  return new Proxy(prisma, {
    get: (target, name) => {
      if (name in own) return own[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function transact<T>(prisma: PrismaClient, driver: Driver, body: (tx: Tx) => Promise<T>): Promise<T> {
  return driver.hold(async (line) => {
    const joining = joinOf(prisma, line);
    try {
      return await body(transactionOf(line, joining.join));
    } finally {
      await joining.leave();
    }
  });
}

const last = Symbol('withCommit');

/** For what an action writes at its very end and has no answer: it leaves with the commit, one journey for both. What is wrong with it has to be an error. */
export async function withCommit(tx: Tx, sql: string, ...values: unknown[]): Promise<void> {
  const leave = (tx as unknown as { readonly [last]?: HeldLine['withCommit'] })[last];
  if (leave === undefined) await tx.$queryRawUnsafe(sql, ...values);
  else leave(sql, values);
}

/** Models are asked of Prisma, which joins then. */
function transactionOf(line: HeldLine, join: () => Promise<Tx>): Tx {
  const raw: Readonly<Record<string | symbol, unknown>> = { ...rawOf(line), [last]: line.withCommit };
  const models = new Map<string, object>();
  const modelOf = (name: string): object => {
    const model = models.get(name) ?? new Proxy({}, { get: (_none, method) => async (...given: unknown[]) => calledOn(await join(), name, method, given) });
    models.set(name, model);
    return model;
  };
  // Without `then`: a transaction is no promise.
  return new Proxy(raw, { get: (own, name) => own[name] ?? (typeof name !== 'string' || name === 'then' ? undefined : modelOf(name)) }) as unknown as Tx;
}

function calledOn(tx: Tx, name: string, method: string | symbol, given: readonly unknown[]): unknown {
  const model = (tx as unknown as Record<string, Record<string | symbol, (...all: readonly unknown[]) => unknown>>)[name];
  return model?.[method]?.(...given);
}

interface Joining {
  join(): Promise<Tx>;
  /** Before the connection commits or rolls back. */
  leave(): Promise<void>;
}

/** Of whom Prisma is to be a guest while it opens its transaction. */
const host = new AsyncLocalStorage<HeldLine>();

function joinOf(prisma: PrismaClient, line: HeldLine): Joining {
  let leaving: (() => void) | undefined;
  const done = new Promise<void>((resolve) => {
    leaving = resolve;
  });
  let joined: Promise<Tx> | undefined;
  let left: Promise<unknown> | undefined;
  return {
    join: () => (joined ??= new Promise((resolve, reject) => {
      const guest = host.run(line, () => prisma.$transaction(async (tx) => {
        resolve(tx);
        await done;
      }, { timeout: 2 * longestMs, maxWait: longestMs }));
      left = guest.catch(reject);
    })),
    leave: async () => {
      leaving?.();
      await left;
    },
  };
}

interface Adapter {
  startTransaction(isolation?: never): Promise<object>;
}

/** Prisma's adapter with one difference: where a transaction is open already, it is a guest on its connection. */
export function joinable<F extends { connect(): Promise<Adapter> }>(factory: F): F {
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = (isolation) => {
      const line = host.getStore();
      return line === undefined ? start(isolation) : Promise.resolve(guestOf(adapter, line));
    };
    return adapter;
  };
  return factory;
}

const nothing = (): Promise<void> => Promise.resolve();

/** Whoever opened the transaction ends it. */
function guestOf(adapter: Adapter, { client }: HeldLine): object {
  return Object.assign(Object.create(Object.getPrototypeOf(adapter) as object) as object, adapter, { startTransaction: undefined, client, options: { usePhantomQuery: true }, commit: nothing, rollback: nothing });
}

type Raw = Pick<Tx, '$queryRaw' | '$queryRawUnsafe' | '$executeRaw' | '$executeRawUnsafe'>;

function rawOf(line: Line): Raw & Record<string, unknown> {
  const ask = async (sql: string, values: readonly unknown[]) => (await line.query(sql, values)).rows;
  const write = async (sql: string, values: readonly unknown[]) => (await line.query(sql, values)).count;
  const raw = {
    $queryRaw: (query: Given, ...values: unknown[]) => ask(...statementOf(query, values)),
    $queryRawUnsafe: (sql: string, ...values: unknown[]) => ask(sql, values),
    $executeRaw: (query: Given, ...values: unknown[]) => write(...statementOf(query, values)),
    $executeRawUnsafe: (sql: string, ...values: unknown[]) => write(sql, values),
  };
  return raw as unknown as Raw & Record<string, unknown>;
}

type Given = TemplateStringsArray | Prisma.Sql;

/** Of statements without others in them; the texts of a template stand in the code and are one object for ever. */
const plain = new WeakMap<TemplateStringsArray, string>();

function statementOf(query: Given, values: readonly unknown[]): [sql: string, values: readonly unknown[]] {
  if (!Array.isArray(query)) return [(query as Prisma.Sql).text, (query as Prisma.Sql).values];
  const strings = query as unknown as TemplateStringsArray;
  if (values.some((value) => value instanceof Prisma.Sql)) {
    const { text, values: flat } = Prisma.sql(strings, ...values);
    return [text, flat];
  }
  const known = plain.get(strings) ?? strings.reduce((text, part, at) => `${text}$${at}${part}`);
  plain.set(strings, known);
  return [known, values];
}

const big = (text: string): bigint => BigInt(text);
const instant = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);
const listOf = <T>(each: (text: string) => T) => (text: string): (T | null)[] => (text === '{}' ? [] : text.slice(1, -1).split(',').map((one) => (one === 'NULL' ? null : each(one))));

/** What the drivers would read otherwise than Prisma does, by the type's number. */
export const readers: Readonly<Record<number, (text: string) => unknown>> = {
  20: big,
  1016: listOf(big),
  1082: (text) => new Date(`${text}T00:00:00Z`),
  1114: instant,
  1700: (text) => new Prisma.Decimal(text),
};
