/** Documents: record documents of the EMR, report sheets, notices to patients. */

export const shelves = ['record', 'report', 'notice'] as const;
export type Shelf = (typeof shelves)[number];

export const states = ['draft', 'written', 'signed', 'corrected', 'withdrawn'] as const;
export type State = (typeof states)[number];

/** Kinds of our own, of what the standard has no kind for: certificates for the patient's own use, and what a check-up centre writes. */
export const proof = 'W0001';
export const checkUpReport = 'W0002';

interface Code {
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  readonly system?: string | undefined;
}

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

export interface Key {
  readonly patientId: string;
  readonly source: string;
  readonly number: string;
}

export interface Document {
  readonly visitId: string | null;
  readonly parent: string | null;
  readonly relation: 'replaces' | 'addendum' | null;
  readonly version: string | null;
  readonly shelf: Shelf | null;
  readonly type: Code | null;
  /** C0001 … C0053 */
  readonly kind: string | null;
  readonly title: string | null;
  readonly author: Named | null;
  readonly signer: Named | null;
  readonly writtenAt: Date | null;
  readonly signedAt: Date | null;
  readonly state: State | null;
  readonly orderNumber: string | null;
  readonly department: string | null;
}

/** Bytes of one answer: a content travels in parts inside sealed calls. */
export const partBytes = 4 * 1024 * 1024;

/** Of a content that is kept; of a larger one only the index says that there is one. */
export const mostBytes = 32 * 1024 * 1024;
