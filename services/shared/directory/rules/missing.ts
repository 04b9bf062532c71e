/** A source that suddenly lacks many of its people has a fault more often than a hospital lost them. */

export interface Missing {
  readonly kind: string;
  /** Rows of the source that are in use here. */
  readonly known: number;
  /** Of these, not told any more. */
  readonly missing: number;
  /** Of these, told as left. */
  readonly leaving: number;
}

/** So few are looked at one by one whatever the share. */
const few = 5;

/** The kinds of which so much would go that a person has to say yes first. */
export function tooMany(counts: readonly Missing[], percent: number): Missing[] {
  return counts.filter(({ known, missing, leaving }) => missing + leaving > Math.max(few, (known * percent) / 100));
}
