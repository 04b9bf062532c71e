/** What a message from outside says about a patient and a visit, in our words; and what a row of ours remembers. */
import type { Stamp, Stamps } from '../../core/registers.ts';
import type { Allergy, Place, StayEvent } from '../../links/statements/schema.ts';

/** What is kept sealed. */
export const identityFields = ['idNumber', 'phone', 'address', 'guardian', 'guardianPhone'] as const;
export type IdentityField = (typeof identityFields)[number];

/** `undefined`: not said; `null`: said to be no longer known. As sent, also when it cannot be right. */
export type IdentityFacts = { readonly [F in IdentityField]?: string | null | undefined };

/** A list told whole, or entry by entry. */
export interface ListSaying<T> {
  /** All entries there are; else only `changes`. */
  readonly whole?: readonly T[] | undefined;
  /** Entry by entry: what it is now, or that it is gone. */
  readonly changes?: readonly { readonly entry: T; readonly removed: boolean }[] | undefined;
}

/** The patient's own columns that are in the clear. */
export interface PersonFields {
  readonly name: string;
  readonly sex: 'M' | 'F' | 'U';
  readonly birthDate: Date | null;
  readonly allergies: readonly Allergy[] | null;
  readonly feeCategory: string | null;
}

export interface PatientFacts {
  /** `undefined` when the sender knows the patient by the identity card alone. */
  readonly number: string | undefined;
  readonly person: Partial<Omit<PersonFields, 'allergies'>>;
  /** All of them, or one by one. */
  readonly allergies: ListSaying<Allergy>;
  readonly identity: IdentityFacts;
}

/** Classes of visits as told; what a visit is now (`kind`) follows from class and state. */
export type VisitClass = 'inpatient' | 'outpatient' | 'emergency' | 'pre-admission' | 'check-up';
export type VisitKind = VisitClass | 'day-surgery';
export type VisitState = 'planned' | 'here' | 'away' | 'gone' | 'cancelled';

/** What holds in the ward it was told with and not in the next one. */
export const wardBound = ['departmentCode', 'room', 'bed', 'facility', 'nurse'] as const;
export type WardBound = (typeof wardBound)[number];

/** The registers of a visit, besides the ward, which is the last one of `VisitMemory.wards`. */
export interface VisitFields extends Readonly<Record<WardBound, string | null>> {
  readonly class: VisitClass | null;
  readonly attending: string | null;
  readonly groupCode: string | null;
  readonly careLevel: string | null;
  readonly condition: string | null;
  readonly isolation: string | null;
  readonly feeCategory: string | null;
  readonly daySurgery: boolean | null;
  readonly disposition: string | null;
  readonly plannedPlace: Place | null;
  readonly plannedAt: Date | null;
  readonly dischargePlannedAt: Date | null;
  readonly admittedAt: Date | null;
  readonly dischargedAt: Date | null;
  /** Admitted, or that it was taken back; `null`: nobody said either. */
  readonly admitted: boolean | null;
  /** Expected, or that it was taken back. */
  readonly planned: boolean | null;
  /** On leave. */
  readonly away: boolean | null;
}

export interface VisitFacts {
  readonly number: string;
  readonly wardCode: string | undefined;
  readonly fields: Partial<VisitFields>;
}

/** Everything that decides what a visit's row shows. */
export interface VisitMemory {
  readonly fields: VisitFields;
  /** Of each field, and under `visit` of the last word about the visit itself. */
  readonly stamps: Stamps;
  /** When each ward was last named. */
  readonly wards: Readonly<Record<string, Stamp>>;
  /** The ward that each ward-bound field was told with; '' when with none. */
  readonly ties: Readonly<Partial<Record<WardBound, string>>>;
}

/** What follows from the memory, and is stored so that it can be asked for. */
export interface VisitView {
  readonly kind: VisitKind;
  readonly state: VisitState;
  readonly wardCode: string | null;
  readonly asOf: Date;
  /** A master told it: no mere mention. */
  readonly isTold: boolean;
}

/** Steps that are kept; an `update` is none. */
export type Step = Exclude<StayEvent, 'update'>;

export interface Move {
  readonly step: Step;
  readonly at: Date;
  readonly from: Place | null;
  readonly to: Place | null;
  readonly stamp: Stamp;
}

export interface SettledMove extends Move {
  readonly cancelled: boolean;
}
