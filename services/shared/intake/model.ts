/** What of a message found no place and waits for a person. */

export const matterStates = ['open', 'solved', 'ignored'] as const;
export type MatterState = (typeof matterStates)[number];

/** A code nobody here knows, to be mapped. */
export interface UnknownCode {
  /** department, ward, staff, item, unit, document-type … */
  readonly kind: string;
  readonly code: string;
  readonly text?: string | undefined;
}

/** As whoever applies a statement tells it. Holds no patient data. */
export interface Trouble {
  /** Our name of the reason: `unit-missing`, `item-unknown`. */
  readonly reason: string;
  /** Where in the message: `OBX-6`, a path, or ''. */
  readonly place?: string | undefined;
  readonly code?: UnknownCode | undefined;
}

export interface Matter extends Trouble {
  /** Key of the message in the inbox. */
  readonly arrival: string;
  /** Application and facility. */
  readonly sender: string;
  /** Of the statement, or `message`. */
  readonly kind: string;
  readonly patientId?: string | undefined;
}

/** The links that bring messages, by the door they knock at; each is named in the facts it causes. */
export const links = { mllp: 'hl7', fhir: 'fhir', http: 'http' } as const;
export type IntakeDoorName = keyof typeof links;

/** A code that nothing here knows, in one message. */
export interface StrangeCode {
  readonly arrival: string;
  readonly sender: string;
  readonly kind: string;
  readonly code: string;
  readonly text?: string | undefined;
  readonly place: string;
}

/** The desk's tabs: refused at the door; taken, and something in it found no place; settled by a person or by reading again. */
export const deskTabs = ['refused', 'unmatched', 'done'] as const;
export type DeskTab = (typeof deskTabs)[number];
