/**
 * Statements to PostgreSQL in flights: what is asked of one connection in the same moment, or while an answer is under way,
 * leaves together and is answered together. A statement's own journey (a write, a wait and a read on either side) costs as
 * much as what it does; side by side (`Promise.all`) four of them cost one. The protocol's own means: several
 * executions before one Sync. Where one fails, those behind it in its flight fail with it, as within any transaction.
 */
import type { Connection, PoolClient, Submittable } from 'pg';

export type WireValue = Buffer | string | null;
export type ReaderOf = (type: number) => (text: string) => unknown;

export interface Asked {
  readonly sql: string;
  /** Of the prepared statement; '' for one that is not kept. */
  readonly name: string;
  readonly values: readonly WireValue[];
  readonly readerOf: ReaderOf;
  /** Rows as lists instead of objects. */
  readonly asLists?: boolean;
}

export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

export interface Landed {
  readonly rows: readonly unknown[];
  readonly count: number;
  readonly columns: readonly Column[];
  /** `INSERT`, `COMMIT` */
  readonly command: string;
}

interface Waiting extends Asked {
  readonly resolve: (answer: Landed) => void;
  readonly reject: (error: unknown) => void;
}

/** What we know of a connection. */
interface Known {
  /** Columns of prepared statements, so that they need not be described again; empty where nothing comes back. */
  readonly columns: Map<string, readonly Column[]>;
  /** Prepared by a flight that failed, or not: closed before they are prepared again. */
  readonly dubious: Set<string>;
}

const known = new WeakMap<object, Known>();

function knownOf(connection: object): Known {
  const found = known.get(connection) ?? { columns: new Map(), dubious: new Set() };
  known.set(connection, found);
  return found;
}

/** The part of the driver's connection that queries of one's own are written with. */
interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  parse(query: { readonly text: string; readonly name: string }): void;
  bind(config: { readonly statement: string; readonly values: readonly WireValue[] }): void;
  describe(message: { readonly type: 'P'; readonly name: string }): void;
  execute(config: { readonly portal: string; readonly rows: number }): void;
  close(message: { readonly type: 'S'; readonly name: string }): void;
  sync(): void;
}

class Flight implements Submittable {
  readonly #all: readonly Waiting[];
  readonly #parsed = new Set<string>();
  readonly #over: () => void;
  #wire: Wire | undefined;
  #at = 0;
  #columns: readonly Column[] = [];
  #read: readonly ((text: string) => unknown)[] = [];
  #rows: unknown[] = [];

  constructor(all: readonly Waiting[], over: () => void) {
    this.#all = all;
    this.#over = over;
  }

  submit(connection: Connection): void {
    const wire = connection as unknown as Wire;
    this.#wire = wire;
    wire.stream.cork();
    try {
      const { columns, dubious } = knownOf(wire);
      for (const name of dubious) wire.close({ type: 'S', name });
      dubious.clear();
      for (const { sql, name, values } of this.#all) {
        this.#prepare(wire, sql, name);
        wire.bind({ statement: name, values });
        if (name === '' || !columns.has(name)) wire.describe({ type: 'P', name: '' });
        wire.execute({ portal: '', rows: 0 });
      }
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    this.#begin();
  }

  #prepare(wire: Wire, text: string, name: string): void {
    if (name !== '' && (wire.parsedStatements[name] !== undefined || this.#parsed.has(name))) return;
    wire.parse({ text, name });
    if (name !== '') this.#parsed.add(name);
  }

  #begin(): void {
    this.#rows = [];
    const now = this.#all[this.#at];
    this.#isOf(now === undefined || this.#wire === undefined ? [] : (knownOf(this.#wire).columns.get(now.name) ?? []));
  }

  #isOf(columns: readonly Column[]): void {
    const now = this.#all[this.#at];
    this.#columns = columns;
    this.#read = now === undefined ? [] : columns.map(({ dataTypeID }) => now.readerOf(dataTypeID));
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    this.#isOf(fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const values = this.#read.map((read, at) => {
      const text = fields[at] ?? null;
      return text === null ? null : read(text);
    });
    this.#rows.push(this.#all[this.#at]?.asLists === true ? values : Object.fromEntries(this.#columns.map(({ name }, at) => [name, values[at]])));
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const now = this.#all[this.#at];
    if (now === undefined || this.#wire === undefined) return;
    const { name, sql, resolve } = now;
    if (name !== '') {
      knownOf(this.#wire).columns.set(name, this.#columns);
      this.#wire.parsedStatements[name] = sql;
      this.#parsed.delete(name);
    }
    const [command = '', ...numbers] = text.split(' ');
    resolve({ rows: this.#rows, count: Number(numbers.at(-1) ?? 0), columns: this.#columns, command });
    this.#at += 1;
    this.#begin();
  }

  handleError(error: unknown): void {
    if (this.#wire !== undefined) this.#forget(this.#wire, this.#all[this.#at]?.name ?? '');
    for (const { reject } of this.#all.slice(this.#at)) reject(error);
    this.#over();
  }

  /** What failed may have been planned for other tables than there are now, and what was to be prepared behind it perhaps was not. */
  #forget(wire: Wire, failed: string): void {
    const { columns, dubious } = knownOf(wire);
    for (const name of [...this.#parsed, failed]) {
      if (name === '') continue;
      dubious.add(name);
      columns.delete(name);
      delete wire.parsedStatements[name];
    }
  }

  handleReadyForQuery(): void {
    this.#over();
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}

export interface Flights {
  query(asked: Asked): Promise<Landed>;
  /** Leaves with the next that is asked, and not before. */
  beforeNext(asked: Asked): void;
}

export function flightsOn(client: PoolClient): Flights {
  let waiting: Waiting[] = [];
  let isFlying = false;
  let isCalled = false;

  const leave = (): void => {
    isCalled = false;
    if (isFlying || waiting.length === 0) return;
    const all = waiting;
    waiting = [];
    isFlying = true;
    client.query(new Flight(all, () => {
      isFlying = false;
      if (isCalled) process.nextTick(leave);
    }));
  };

  return {
    query: (asked) => new Promise((resolve, reject) => {
      waiting.push({ ...asked, resolve, reject });
      // After everything that can be asked before an answer comes.
      if (!isCalled && !isFlying) process.nextTick(leave);
      isCalled = true;
    }),
    beforeNext: (asked) => void waiting.push({ ...asked, resolve: () => undefined, reject: () => undefined }),
  };
}
