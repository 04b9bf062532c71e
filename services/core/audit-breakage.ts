/** What the verifier finds. */

export type Breakage =
  /** The row says something else than was written. */
  | 'changed'
  /** The row is genuine but not of this place: swapped, copied in, or what stood before it is gone. */
  | 'moved'
  /** A place in the lane is empty. */
  | 'missing'
  /** The lane's end is gone: it, or an anchor, knows of more rows. */
  | 'cut-off'
  /** The lane's own end was changed. */
  | 'end-changed'
  /** The row has no place in a chain though the chain had begun. */
  | 'unchained'
  /** An anchor, or the record of an archive, was changed or taken out. */
  | 'anchor-changed'
  | 'archive-changed'
  /** An anchor says another row stood here: the lane was written anew. */
  | 'not-as-anchored'
  /** Written under a key this service does not have. */
  | 'unknown-key';

export interface Broken {
  readonly what: Breakage;
  readonly lane: number | null;
  readonly seq: string | null;
  readonly id: string | null;
  /** Of the row; of a row that is gone, of the one after it or of the anchor that knows it. */
  readonly at: Date | null;
}
