/** The theatre's list. */

export const states = ['requested', 'planned', 'in-theatre', 'running', 'over', 'cancelled'] as const;
export type State = (typeof states)[number];

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** The sender and its number. */
export interface Key {
  readonly source: string;
  readonly number: string;
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
