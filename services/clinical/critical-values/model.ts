/**
 * Critical values: the states on their independent axes, and the values the rules work on. Nothing here does
 * anything; `rules.ts` decides.
 *
 * Three axes that are never merged: the clinical one, the answer owed to the laboratory, and (in shared/notices) the
 * delivery of each message. "The doctor dealt with it but the laboratory's system is down" is a state, not an error.
 */

import type { Acknowledged, Call, Declined, NursePart, Person, Relay, VoiceNote } from './model.deeds.ts';

export * from './model.deeds.ts';
export { steps as indicatorSteps } from './model.indicators.ts';

export type ClinicalState = 'open' | 'acknowledged' | 'disposed' | 'signed' | 'closed' | 'cancelled';
export type FeedbackState = 'none' | 'owed' | 'sent' | 'accepted' | 'failed';

/** From → what may follow. Whatever is not listed cannot happen; back to `open` only the laboratory goes. */
export const clinicalTransitions: Readonly<Record<ClinicalState, readonly ClinicalState[]>> = {
  open: ['acknowledged', 'cancelled'],
  acknowledged: ['disposed', 'cancelled'],
  disposed: ['signed', 'closed', 'open'],
  signed: ['closed', 'open'],
  closed: ['open'],
  cancelled: ['open'],
};

/** `failed` and `sent` may be sent again: the answer is the same text under the same key, harmless twice. */
export const feedbackTransitions: Readonly<Record<FeedbackState, readonly FeedbackState[]>> = {
  none: ['owed'],
  owed: ['sent', 'failed'],
  sent: ['sent', 'accepted', 'failed'],
  failed: ['sent', 'accepted', 'failed'],
  accepted: [],
};

export const disposalChoices = [
  'order-given', 'called-in', 'repeat-test', 'observe', 'consult', 'transfer', 'known-and-treated', 'specimen-doubtful',
] as const;
export type DisposalChoice = (typeof disposalChoices)[number];

/** Whom a step of the ladder tells. `shared/on-call` knows who that is now. */
export type Duty = 'responsible-doctor' | 'duty-doctor' | 'head' | 'ordering-doctor' | 'clinic-desk' | 'patient' | 'medical-office';

/** Where the patient is: in a bed, in the emergency room, or somewhere she has to be found (clinic, discharged, booked). */
export const ways = ['inpatient', 'emergency', 'outpatient'] as const;
export type Way = (typeof ways)[number];

export type Direction = 'low' | 'high' | 'text' | 'flag';

/** What the laboratory sent, with what we made of it. `sent` is never changed. */
export interface Measured {
  readonly resultId: string;
  /** The same when a result is sent again or corrected: order or specimen number with item and sub-id. */
  readonly resultKey: string;
  readonly sent: string;
  readonly unitSent: string;
  /** In `unit`; `null` for text. With a comparator the bound. */
  readonly value: number | null;
  readonly unit: string | null;
  readonly referenceRange: string;
  readonly flags: readonly string[];
  readonly specimen: string;
}

/** Why the reader should look twice. */
export type Note = 'haemolysed' | 'specimen-from-code' | 'age-unknown' | 'flag-only' | 'comparator' | 'unit-assumed' | 'beyond-range' | 'uncertain' | 'jump' | 'point-of-care';

export interface PreviousValue {
  readonly sent: string;
  readonly unit: string;
  readonly at: Date;
}

/** The limit that decided, copied: a later threshold set must not rewrite history. */
export interface DecidingLimit {
  readonly limitId: string;
  readonly unit: string;
  readonly low: number | null;
  readonly high: number | null;
  /** Why this limit and no other; absent in what was decided before that was kept. */
  readonly by?: ChoiceReason | undefined;
  readonly over?: readonly string[] | undefined;
  /** The earlier value it jumped from. */
  readonly from?: number | undefined;
}

/** What made a limit the most specific of those that fit; `only`: no other did. */
export type ChoiceReason = 'only' | 'scope' | 'point-of-care' | 'specimen' | 'sex' | 'age' | 'order';

/** The laboratory opened it again; what had been answered until then stays here. */
export interface Reopened {
  /** The actor as written in facts: `staff:7001`. */
  readonly by: string;
  readonly at: Date;
  readonly note: string;
  readonly was: ClinicalState;
  readonly acknowledged: Acknowledged | null;
  readonly disposal: Disposal | null;
  readonly signature: Signature | null;
  readonly cancelled: Cancelled | null;
}

/** What the hospital's own systems were asked because of it: a recheck of the specimen, a paragraph of the course record. */
export const requestKinds = ['recheck', 'record'] as const;
export type RequestKind = (typeof requestKinds)[number];
export interface Request {
  readonly state: 'owed' | 'accepted' | 'refused' | 'failed';
  readonly since: Date;
  /** The hospital's own words. */
  readonly message: string;
}

export interface Disposal {
  readonly by: Person;
  /** When it was written down. */
  readonly at: Date;
  readonly choices: readonly DisposalChoice[];
  readonly note: string;
  /** When it was done. */
  readonly actionAt: Date;
  /** Written down late (补记). */
  readonly late: boolean;
  /** Spoken beside what was written; `null`: nothing. */
  readonly voice: VoiceNote | null;
}

export interface Signature {
  readonly by: Person;
  readonly at: Date;
  /** Id in shared/signatures. */
  readonly ref: string;
}

export interface Cancelled {
  readonly by: string;
  readonly at: Date;
  readonly reason: CancelReason;
  readonly note: string;
}

/** `lab-withdrew`: the result was wrong; `corrected`: a corrected value is not critical; `superseded`: it still is, in a new alert. */
export type CancelReason = 'lab-withdrew' | 'corrected' | 'superseded' | 'wrong-patient' | 'duplicate' | 'other';

/** What a later version of the same result said. The first value stays as it was told. */
export interface Correction {
  readonly at: Date;
  readonly resultId: string;
  /** As sent; empty when the laboratory withdrew the result. */
  readonly sent: string;
  readonly unitSent: string;
  readonly outcome: 'critical' | 'not-critical' | 'withdrawn';
  /** The alert that was opened for the new value. */
  readonly successor: string | null;
}

export interface Told {
  readonly step: number;
  readonly duty: Duty;
  readonly at: Date;
  /** Empty: nobody held that duty then. */
  readonly people: readonly Person[];
  /** Of them whom no card can reach. */
  readonly lost?: readonly string[] | undefined;
  /** Which telling of the last step this is, from 0. */
  readonly round: number;
}

export interface Escalation {
  /** The last step reached; 0 before the first. */
  readonly step: number;
  readonly stepAt: Date | null;
  /** When the ladder asks again; `null` once somebody has answered. */
  readonly nextAt: Date | null;
  readonly told: readonly Told[];
}

export interface Feedback {
  readonly state: FeedbackState;
  readonly since: Date;
  /** When sending is next due; `null` when nothing is. */
  readonly nextAt: Date | null;
  readonly failures: number;
  /** The link's own code of the last failure. */
  readonly failure: string;
}

export interface CriticalValue {
  readonly id: string;
  readonly patientId: string;
  readonly visitId: string | null;
  /** Where the patient was when it opened. */
  readonly departmentCode: string | null;
  readonly wardCode: string | null;
  /** Item of the threshold set, or the code as sent where only a flag decided. */
  readonly itemCode: string;
  readonly itemName: string;
  readonly measured: Measured;
  readonly direction: Direction;
  readonly limit: DecidingLimit | null;
  readonly setVersion: string;
  readonly notes: readonly Note[];
  readonly previous: PreviousValue | null;
  readonly observedAt: Date | null;
  readonly resultedAt: Date | null;
  readonly receivedAt: Date;
  readonly openedAt: Date;
  readonly way: Way;
  /** When it went the other way: admitted, discharged. The ladder began anew each time. */
  readonly turned: readonly Date[];
  /** When the medical office was asked because nobody reached the patient. */
  readonly lostAt: Date | null;
  readonly clinical: ClinicalState;
  readonly feedback: Feedback;
  readonly acknowledged: Acknowledged | null;
  readonly disposal: Disposal | null;
  /** When the disposal reminder was given. */
  readonly remindedAt: Date | null;
  readonly signature: Signature | null;
  readonly escalation: Escalation;
  readonly closedAt: Date | null;
  readonly cancelled: Cancelled | null;
  readonly correction: Correction | null;
  /** The earlier alert that this one corrects. */
  readonly corrects: string | null;
  readonly declined: readonly Declined[];
  /** Offers to hand it on, in order; what became of each stands in it. */
  readonly relays: readonly Relay[];
  readonly nursing: readonly NursePart[];
  readonly reopened: readonly Reopened[];
  readonly requests: Readonly<Partial<Record<RequestKind, Request>>>;
  readonly calls: readonly Call[];
  /** Who reported it by hand; `null`: the laboratory's system sent it. */
  readonly reportedBy: Person | null;
  /** When its keeper was told that the course record is past its time. */
  readonly recordRemindedAt: Date | null;
}
