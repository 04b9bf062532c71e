/** The SQL a call runs. Two refusals that run the same statements cannot be told apart by a stop-watch. */
import { Connection } from 'pg';
import { PreparedLite } from '../../../services/core/prepared-lite.ts';

const seen: string[] = [];

/** Before the database of the test is opened: where both drivers send what they are asked, whoever asks. */
export function watchStatements(): void {
  watchLite();
  watchServer();
}

interface Asked {
  query(...given: readonly [sql: string, ...others: unknown[]]): Promise<unknown>;
}

function watchLite(): void {
  const prototype = PreparedLite.prototype as unknown as Asked & { transaction(body: (tx: Asked) => Promise<unknown>): Promise<unknown> };
  const { query, transaction } = prototype;
  prototype.query = function watched(this: unknown, ...given) {
    note(given[0]);
    return query.apply(this, given);
  };
  prototype.transaction = function watched(this: unknown, body) {
    return transaction.call(this, (tx) => body(new Proxy(tx, { get: (own, name) => (name === 'query' ? (...given: Parameters<Asked['query']>) => (note(given[0]), own.query(...given)) : Reflect.get(own, name)) })));
  };
}

interface Wire {
  parse(query: { readonly name?: string; readonly text: string }): void;
  bind(config: { readonly statement?: string }): void;
}

/** A statement is named when it is parsed, and executed by its name. */
function watchServer(): void {
  const prototype = Connection.prototype as unknown as Wire;
  const { parse, bind } = prototype;
  const texts = new Map<string, string>();
  prototype.parse = function watched(this: unknown, query) {
    texts.set(query.name ?? '', query.text);
    parse.call(this, query);
  };
  prototype.bind = function watched(this: unknown, config) {
    note(texts.get(config.statement ?? '') ?? '');
    bind.call(this, config);
  };
}

/** Our own clock renews these whenever it strikes, and the queue looks after itself; what an action asks of it counts. */
const ofTheClock = /\blease\b|pg_listening_channels|pgboss(?![\s\S]*"inHand")/;

function note(sql: string): void {
  if (!ofTheClock.test(sql) && !/^(BEGIN|COMMIT|ROLLBACK)$/i.test(sql)) seen.push(sql);
}

/** The statements of one call, in their order. Nothing else may run meanwhile. */
export async function statementsOf<T>(call: () => Promise<T>): Promise<{ readonly result: T; readonly statements: readonly string[] }> {
  const from = seen.length;
  const result = await call();
  return { result, statements: seen.slice(from) };
}
