/**
 * Which columns hold sealed values. Each module lists its own (`sealed` of `defineModule`), so that one background job
 * can seal them all with a newer key, and a person sees what is still under an old one.
 */
import type { Seal } from './seal.ts';

/** A blind index beside a sealed column, made anew with it. */
export interface BlindIndex {
  readonly column: string;
  /** The name the digest's key is derived by. */
  readonly name: string;
  /** What is looked up: the value as people and systems write it, brought to one form. */
  readonly of: (plain: string) => string | undefined;
}

export interface SealedColumn {
  readonly column: string;
  /** `bytes` where the whole of a message is kept. */
  readonly kind: 'text' | 'bytes';
  /** What the seal is bound to, by the row's id. */
  readonly purpose: (id: string) => string;
  readonly indexes?: readonly BlindIndex[];
}

export interface SealedTable {
  readonly table: string;
  /** The primary key's column. */
  readonly id: string;
  readonly idType: 'uuid' | 'text';
  readonly columns: readonly SealedColumn[];
}

/** A table whose rows are bound to one key for good; they can only be counted. */
export interface BoundTable {
  readonly table: string;
  /** SQL of the key's version where rows say it; else they are all under the oldest key. */
  readonly version?: string;
  /** Why, in words for the administrator. */
  readonly why: string;
}

/** A text column of a module's own table, bound to its row: for opening, closing and the list of columns. */
export interface SealedText {
  readonly listed: SealedColumn;
  readonly open: <T extends string | null>(seal: Pick<Seal, 'open'>, id: string, sealed: T) => string | Extract<T, null>;
  readonly close: <T extends string | null>(seal: Pick<Seal, 'close'>, id: string, text: T) => string | Extract<T, null>;
}

/** @param purpose before the row's id: `admission-request.why` */
export function sealedText(column: string, purpose: string): SealedText {
  const boundTo = (id: string): string => `${purpose} ${id}`;
  return {
    listed: { column, kind: 'text', purpose: boundTo },
    open: (seal, id, sealed) => (sealed === null ? sealed : seal.open(sealed, boundTo(id)).toString('utf8')) as never,
    close: (seal, id, text) => (text === null ? text : seal.close(Buffer.from(text), boundTo(id))) as never,
  };
}

/** A module's table with such columns. */
export const tableOf = (table: string, ...texts: readonly SealedText[]): SealedTable => ({ table, id: 'id', idType: 'uuid', columns: texts.map(({ listed }) => listed) });
