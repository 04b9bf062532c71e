/** What every kind of row goes through: read, judged against what stands here, written in one statement. */
import type { ActionContext } from '../../../../core/module.ts';
import type { ToldKind } from '../../../../links/his/schema.ts';
import type { Verdict } from '../../rules.ts';
import type { MatterFacts } from '../../store/matters.ts';
import type { Reading, ToldRow } from '../../store/readings.ts';

export interface Judged<R extends object = object> {
  readonly key: string;
  readonly verdict: Verdict;
  /** As it will stand here. */
  readonly row: R;
  /** For a matter: what a person has to see. */
  readonly facts: Pick<MatterFacts, 'name' | 'told' | 'here'>;
  /** Subject of the fact, without its kind. */
  readonly subject: string;
}

export interface Kind<R extends object = object> {
  judge(tx: ActionContext['tx'], reading: Reading, rows: readonly ToldRow[]): Promise<Judged<R>[]>;
  /** Rows to be added or changed; those who leave are the caller's. */
  write(tx: ActionContext['tx'], rows: readonly R[], now: Date): Promise<void>;
}

/** Whose word a reading's rows are. */
export const wordOf = (reading: Pick<Reading, 'source'>) => (reading.source === 'his' ? 'his' : 'file');

/** For the matter: only what a person compares, without our own marks. */
export function shown(row: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | undefined {
  if (row === undefined) return undefined;
  const { source: _source, ...rest } = row;
  return rest;
}

export const isWritten = ({ verdict }: Judged) => verdict.kind === 'add' || verdict.kind === 'change' || (verdict.kind === 'matter' && verdict.apply === true);

export type Kinds = Readonly<Record<ToldKind, Kind>>;

/** Each kind knows its own rows; together only what they have in common is used. */
export function kindOf<R extends object>(kind: Kind<R>): Kind {
  return kind as unknown as Kind;
}
