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

/** Application and facility in a key: `hl7:LIS|LAB|4711#digest`, `http:his||4711#…`, `fhir:emr:Patient/1#…`; '' where a message names no sender. */
export function senderIn(key: string): string {
  if (key.startsWith('sha256:')) return '';
  if (key.startsWith('fhir:')) return `${key.split(':')[1] ?? ''}|`;
  return key.replace(/^\w+:/, '').split('|').slice(0, 2).join('|');
}

/** A code that nothing here knows, in one message. */
export interface StrangeCode {
  readonly arrival: string;
  readonly sender: string;
  readonly kind: string;
  readonly code: string;
  readonly text?: string | undefined;
  readonly place: string;
}

/** Oddities that were understood and taken: nothing waits for them, nobody is told of them. One row for each sender and reason, of kind `remark`. */
export const remarks: readonly string[] = ['time-without-hour', 'time-without-offset', 'time-ahead', 'subject-assumed', 'linked-not-merged', 'type-not-read', 'not-read', 'event-not-read', 'order-number-shared', 'procedure-not-surgical', 'request-missing', 'encounter-unknown'];

/** Of what is open. */
export interface WaitingCounts {
  readonly refused: number;
  readonly unmatched: number;
  readonly codes: number;
}

/** The desk's tabs: refused at the door; taken, and something in it found no place; taken as understood, with a remark; settled by a person or by reading again. */
export const deskTabs = ['refused', 'unmatched', 'remarks', 'done'] as const;
export type DeskTab = (typeof deskTabs)[number];
