/**
 * The embedded database with its statements parsed and planned once, as a server's driver does it. PGlite by itself
 * parses each anew, in six calls of its WebAssembly where one is enough, and copies its table of a thousand types for
 * each answer: two thirds of what a query cost.
 */
import { PGlite, type PGliteOptions, type QueryOptions, type Results, type Transaction, messages, parse, protocol } from '@electric-sql/pglite';

/** Statements a connection keeps prepared. Ours are some two hundred; lists of many lengths could be without end. */
export const preparedAtMost = 500;

interface Prepared {
  readonly name: string;
  /** Of the parameters, in their order. */
  readonly types: readonly number[];
  /** Describes the answer's columns; empty where there are none. */
  readonly columns: readonly messages.RowDescriptionMessage[];
  /** PGlite's own parsers of these columns. */
  readonly parsers: PGlite['parsers'];
}

/** PGlite has a parser for arrays of each table's and view's rows too, and copies all of them for each answer. */
const firstRowType = 10_000;

type Query = PGlite['query'];

const { serialize } = protocol;

export class PreparedLite extends PGlite {
  readonly #prepared = new Map<string, Prepared>();

  static async open(options: PGliteOptions): Promise<PreparedLite> {
    const lite = new PreparedLite(options);
    await lite.waitReady;
    lite.parsers = Object.fromEntries(Object.entries(lite.parsers).filter(([type]) => Number(type) < firstRowType));
    return lite;
  }

  override async query<T>(...asked: Parameters<Query>): Promise<Results<T>> {
    await this._checkReady();
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(async () => {
        const results = await this.#run<T>(...asked);
        await this.syncToFs();
        return results;
      }),
    );
  }

  override transaction<T>(body: (tx: Transaction) => Promise<T>): Promise<T> {
    return super.transaction((tx) => {
      const query = async <R>(...asked: Parameters<Query>): Promise<Results<R>> => {
        if (tx.closed) throw new Error('Transaction is closed');
        return this._runExclusiveQuery(() => this.#run<R>(...asked));
      };
      return body({
        ...tx,
        query,
        get closed() {
          return tx.closed;
        },
      });
    });
  }

  async #run<T>(sql: string, params: readonly unknown[] = [], options: QueryOptions = {}): Promise<Results<T>> {
    const { name, types, columns, parsers } = this.#prepared.get(sql) ?? (await this.#prepare(sql));
    const values = params.map((value, at) => this.#textOf(value, types[at]));
    const answer = await this.#say(serialize.bind({ statement: name, values }), serialize.execute({}));
    const [results] = parse.parseResults([...columns, ...answer], parsers, options);
    return results as Results<T>;
  }

  async #prepare(sql: string): Promise<Prepared> {
    const name = this.#prepared.size < preparedAtMost ? `wardline_${this.#prepared.size}` : '';
    const answer = await this.#say(serialize.parse({ name, text: sql }), serialize.describe({ type: 'S', name }));
    const columns = answer.filter((message) => message instanceof messages.RowDescriptionMessage);
    const parsers = Object.fromEntries(columns.flatMap(({ fields }) => fields.flatMap(({ dataTypeID: type }) => {
      const parser = this.parsers[type];
      return parser === undefined ? [] : [[type, parser]];
    })));
    const prepared = { name, types: parse.parseDescribeStatementResults(answer), columns, parsers };
    if (name !== '') this.#prepared.set(sql, prepared);
    return prepared;
  }

  #textOf(value: unknown, type = 0): string | null {
    if (value === null || value === undefined) return null;
    return this.serializers[type]?.(value) ?? String(value);
  }

  /** All of them up to the first that fails, in one call. */
  #say(...asked: readonly Uint8Array[]): ReturnType<PGlite['execProtocolStream']> {
    return this.execProtocolStream(Buffer.concat([...asked, serialize.sync()]), { syncToFs: false });
  }
}
