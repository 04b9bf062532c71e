/** Orders as source systems tell them, and how they stand. */

/** As `links/statements` names them. Drug, treatment, examination and laboratory are the four kinds of prescription (MC-005). */
export const categories = ['drug', 'treatment', 'examination', 'laboratory', 'nursing', 'diet', 'blood', 'operation', 'other'] as const;
export type Category = (typeof categories)[number];

/** 长期, 临时, 处方 */
export const terms = ['long', 'temporary', 'prescription'] as const;
export type Term = (typeof terms)[number];

export const states = ['ordered', 'checked', 'running', 'completed', 'stopped', 'cancelled', 'held', 'refused'] as const;
export type State = (typeof states)[number];

/** Nothing more is done about it. */
export const endStates: readonly State[] = ['completed', 'stopped', 'cancelled', 'refused'];

/** 病重, 病危: an order that says how ill the patient is (MC-026). */
export type Condition = 'serious' | 'critical';

export interface Amount {
  readonly amount: string;
  readonly unit?: string | undefined;
}

interface Code {
  readonly id?: string | undefined;
  readonly text?: string | undefined;
  readonly system?: string | undefined;
}

interface Named {
  readonly number?: string | undefined;
  readonly name?: string | undefined;
}

/** The key of all three: whose number it was told for, the sender, the sender's number. */
export interface Key {
  readonly patientId: string;
  readonly source: string;
  readonly number: string;
}

export interface Order {
  readonly visitId: string | null;
  readonly filler: string | null;
  readonly groupNumber: string | null;
  readonly prescription: string | null;
  readonly category: Category | null;
  readonly term: Term | null;
  readonly code: Code | null;
  readonly name: string | null;
  readonly specification: string | null;
  readonly dose: Amount | null;
  readonly quantity: Amount | null;
  readonly route: string | null;
  readonly frequency: string | null;
  readonly notes: readonly string[] | null;
  readonly startAt: Date | null;
  readonly stopAt: Date | null;
  readonly state: State | null;
  readonly doctor: Named | null;
  readonly stoppedBy: Named | null;
  readonly department: string | null;
  readonly urgent: boolean | null;
  readonly orderedAt: Date | null;
}

export const executionStates = ['dispensed', 'given', 'refused', 'not-given', 'done'] as const;

export interface Execution {
  readonly visitId: string | null;
  readonly orderNumber: string | null;
  readonly state: (typeof executionStates)[number] | null;
  readonly at: Date | null;
  readonly by: Named | null;
  readonly dose: Amount | null;
  readonly note: string | null;
}

export interface Charge {
  readonly visitId: string | null;
  readonly code: Code | null;
  readonly name: string | null;
  readonly amount: string | null;
  readonly quantity: string | null;
  readonly type: string | null;
  readonly at: Date | null;
  readonly orderNumber: string | null;
  readonly department: string | null;
  readonly by: Named | null;
}
