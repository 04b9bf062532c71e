/** The theatre's list. */

export const states = ['requested', 'planned', 'in-theatre', 'running', 'over', 'cancelled'] as const;
export type State = (typeof states)[number];

/** What is held against each other of two numbers, without showing it. */
export const comparedFields = ['patient', 'name', 'surgeon'] as const;
export type ComparedField = (typeof comparedFields)[number];

/** `unknown`: at least one of the two was not told it. */
export const likenesses = ['same', 'different', 'unknown'] as const;
export type Likeness = (typeof likenesses)[number];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** The sender and its number. */
export interface Key {
  readonly source: string;
  readonly number: string;
}

/** Two numbers, the lesser first. */
export interface Pair extends Key {
  readonly otherSource: string;
  readonly otherNumber: string;
}

/** One order everywhere: an operation goes by the first of the numbers under which it was told. */
export function compareKeys(one: Key, other: Key): number {
  if (one.source !== other.source) return one.source < other.source ? -1 : 1;
  return one.number === other.number ? 0 : one.number < other.number ? -1 : 1;
}

export function pairOf(one: Key, other: Key): Pair {
  const [least, greatest] = compareKeys(one, other) < 0 ? [one, other] : [other, one];
  return { source: least.source, number: least.number, otherSource: greatest.source, otherNumber: greatest.number };
}

export interface Operation {
  readonly patientId: string | null;
  readonly visitId: string | null;
  readonly department: string | null;
  readonly room: string | null;
  /** 台次: order within the room. */
  readonly sequence: number | null;
  readonly plannedFrom: Date | null;
  readonly plannedUntil: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly procedure: { readonly id?: string | undefined; readonly text?: string | undefined } | null;
  readonly name: string | null;
  readonly surgeon: Named | null;
  readonly assistants: readonly Named[] | null;
  readonly anaesthetist: Named | null;
  readonly anaesthesia: string | null;
  readonly level: string | null;
  readonly incision: string | null;
  readonly daySurgery: boolean | null;
  readonly urgent: boolean | null;
  readonly state: State | null;
}

/** How long after its planned end the team still sees the patient, where nobody says that it is over. */
export const graceDays = 3;
