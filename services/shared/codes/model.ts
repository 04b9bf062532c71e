/** Codes of the sending systems and ours. Data only; shared with the pages. */

/** What a code names. `item-unit`: the unit of a measurement that is sent without one, by the measurement's code. */
export const codeKinds = ['department', 'ward', 'staff', 'item', 'unit', 'item-unit', 'document-type', 'order-category', 'order-term', 'frequency', 'route', 'diagnosis'] as const;
export type CodeKind = (typeof codeKinds)[number];

/** A sender's code is ours. */
export interface Mapping {
  readonly kind: CodeKind;
  /** Application and facility, `LIS|LAB`; '' for every sender. */
  readonly sender: string;
  /** As sent. */
  readonly foreign: string;
  readonly ours: string;
  /** What ours is called; '' when the directory knows. */
  readonly text: string;
  /** Of items: `LN` for LOINC, '' for the hospital's own. */
  readonly system: string;
}

/** One code in a message. */
export interface CodeUse {
  readonly kind: CodeKind;
  /** As sent; '' when there is only a text. */
  readonly code: string;
  readonly text?: string | undefined;
  /** `PV1-10`, or the path in the statement where that has no such place. */
  readonly place: string;
}

/** What an order can be, and how long it holds: what a sender's own code for it is mapped to. */
export const orderCategories = ['drug', 'treatment', 'examination', 'laboratory', 'nursing', 'diet', 'blood', 'operation', 'other'] as const;
export const orderTerms = ['long', 'temporary', 'prescription'] as const;

/** Unit of what has none: pH, ratios. Said by a mapping of `item-unit`. */
export const noUnit = '1';

export const sources = ['hand', 'file'] as const;
