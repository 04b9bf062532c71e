/** What is written on the timeline, by name. `events.ts` holds the schemas of the same shapes. No names of patients. */
import type { CancelReason, ClinicalState, DeclineKind, DeclineReason, Direction, DisposalChoice, Duty, NurseChoice, Person, RelayEnd, RelayReason, Request, RequestKind, Way } from './model.ts';

export interface Facts {
  'critical-values.opened': {
    readonly patientId: string;
    readonly visitId: string | null;
    readonly itemCode: string;
    readonly direction: Direction;
    readonly setVersion: string;
    readonly limitId: string | null;
    readonly resultId: string;
    readonly corrects: string | null;
  };
  'critical-values.told': { readonly step: number; readonly duty: Duty; readonly round: number; readonly people: readonly Person[] };
  'critical-values.nobody-on-call': { readonly step: number; readonly duty: Duty; readonly departmentCode: string | null };
  'critical-values.escalated': { readonly from: number; readonly to: number; readonly duty: Duty };
  /** The card of this step cannot reach the person: no account, or every platform refused it. */
  'critical-values.unreached': { readonly step: number; readonly who: Person };
  'critical-values.acknowledged': { readonly by: Person; readonly seconds: number; readonly readBack?: boolean };
  /** Somebody who was told did not take it. `to`: whose it is, told instead. */
  'critical-values.declined': { readonly step: number; readonly by: Person; readonly kind: DeclineKind; readonly reason: DeclineReason | null; readonly to: Person | null };
  /** Somebody is asked to take it over; `by` asked for `from`, who has it until the answer. */
  'critical-values.relay-offered': { readonly by: Person; readonly from: Person; readonly receiver: Person; readonly why: RelayReason; readonly until: Date };
  'critical-values.relay-taken': { readonly by: Person; readonly from: Person; readonly seconds: number };
  /** It stays with `from`. */
  'critical-values.relay-ended': { readonly how: Exclude<RelayEnd, 'taken' | 'disposed'>; readonly from: Person; readonly receiver: Person };
  'critical-values.nursed': { readonly by: Person; readonly choices: readonly NurseChoice[]; readonly actionAt: Date; readonly late: boolean };
  'critical-values.called': { readonly by: Person; readonly whom: 'ward' | 'patient'; readonly to: string; readonly reached: boolean; readonly readBack: boolean };
  /** The patient was discharged or admitted: others are asked now. */
  'critical-values.turned': { readonly way: Way };
  /** Who answers for her where she is now was told beside the ladder. */
  'critical-values.followed': { readonly people: readonly Person[] };
  /** Nobody reached her in time, or after so many tries. */
  'critical-values.patient-lost': { readonly tries: number };
  /** A telephone number of hers was shown whole to whoever is to call. */
  'critical-values.number-shown': { readonly by: Person; readonly field: 'phone' | 'guardianPhone' };
  /** By somebody of the laboratory, whose system did not send it. */
  'critical-values.reported-by-hand': { readonly by: Person };
  /** The handling is not in the course record in time; `who` is to write it. */
  'critical-values.record-overdue': { readonly who: Person | null; readonly recordBy: Date };
  /** By the laboratory; the ladder begins anew. */
  'critical-values.reopened': { readonly by: string; readonly was: ClinicalState; readonly note: string };
  'critical-values.requested': { readonly what: RequestKind };
  'critical-values.request-settled': { readonly what: RequestKind; readonly state: Exclude<Request['state'], 'owed'>; readonly message: string };
  'critical-values.reminded': { readonly who: Person; readonly disposeBy: Date };
  'critical-values.disposed': {
    readonly by: Person;
    readonly choices: readonly DisposalChoice[];
    readonly actionAt: Date;
    readonly late: boolean;
  };
  'critical-values.signed': { readonly by: Person; readonly ref: string };
  'critical-values.feedback-owed': Readonly<Record<string, never>>;
  'critical-values.feedback-sent': { readonly attempt: number };
  'critical-values.feedback-accepted': Readonly<Record<string, never>>;
  'critical-values.feedback-failed': { readonly failures: number; readonly code: string };
  'critical-values.closed': { readonly seconds: number };
  'critical-values.cancelled': { readonly by: string; readonly reason: CancelReason; readonly note: string };
  'critical-values.corrected': {
    readonly resultId: string;
    readonly outcome: 'critical' | 'not-critical' | 'withdrawn';
    readonly successor: string | null;
    /** Everybody who was told the first value; they are told the correction too. */
    readonly tell: readonly Person[];
  };
  'critical-values.repeated': { readonly resultId: string };
  'critical-values.not-judged': {
    readonly resultId: string;
    readonly patientId: string;
    readonly itemCode: string | null;
    readonly reason: string;
    readonly setVersion: string;
  };
}

export type FactName = keyof Facts;

/** A fact as a rule gives it; the action writes it. */
export type NewFact = { readonly [N in FactName]: { readonly name: N; readonly data: Facts[N] } }[FactName];
