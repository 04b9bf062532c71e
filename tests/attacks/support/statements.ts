/** The SQL a call runs. Two refusals that run the same statements cannot be told apart by a stop-watch. */
import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaPGlite } from 'pglite-prisma-adapter';

interface Runs {
  queryRaw(query: { readonly sql: string }): Promise<unknown>;
  executeRaw(query: { readonly sql: string }): Promise<unknown>;
  startTransaction?(...given: unknown[]): Promise<Runs>;
}

const seen: string[] = [];

/** Before the database of the test is opened. */
export function watchStatements(): void {
  for (const factory of [PrismaPGlite, PrismaPg]) {
    const prototype = factory.prototype as unknown as { connect(): Promise<Runs> };
    const { connect } = prototype;
    prototype.connect = async function watched(this: unknown) {
      return watch(await connect.call(this));
    };
  }
}

function watch(runs: Runs): Runs {
  const { queryRaw, executeRaw, startTransaction } = runs;
  runs.queryRaw = (query) => note(query.sql, queryRaw.call(runs, query));
  runs.executeRaw = (query) => note(query.sql, executeRaw.call(runs, query));
  if (startTransaction !== undefined) runs.startTransaction = async (...given) => watch(await startTransaction.apply(runs, given));
  return runs;
}

/** Our own clock renews these whenever it strikes. */
const ofTheClock = /\blease\b/;

function note<T>(sql: string, result: T): T {
  if (!ofTheClock.test(sql)) seen.push(sql);
  return result;
}

/** The statements of one call, in their order. Nothing else may run meanwhile. */
export async function statementsOf<T>(call: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }> {
  const from = seen.length;
  const result = await call();
  return { result, statements: seen.slice(from) };
}
