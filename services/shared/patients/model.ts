/** What a message from outside says about a patient and a visit, in our words. */

export interface PatientFacts {
  /** `undefined` when the sender knows the patient by the identity card alone. */
  readonly number: string | undefined;
  readonly name: string | undefined;
  readonly sex: 'M' | 'F' | 'U' | undefined;
  readonly birthDate: Date | undefined;
  readonly identity: IdentityFacts;
}

/** What is kept sealed. */
export const identityFields = ['idNumber', 'phone', 'address', 'guardian', 'guardianPhone'] as const;
export type IdentityField = (typeof identityFields)[number];

/** `undefined`: not said; `null`: said to be no longer known. As sent, also when it cannot be right. */
export type IdentityFacts = { readonly [F in IdentityField]?: string | null | undefined };

/** `undefined`: not said; `null`: said to be none (a cancelled discharge). */
export interface VisitFacts {
  readonly number: string;
  /** The sender's time of what it says. */
  readonly asOf: Date;
  readonly kind: 'inpatient' | 'outpatient' | 'emergency' | undefined;
  readonly departmentCode: string | undefined;
  readonly wardCode: string | undefined;
  readonly bed: string | undefined;
  readonly attending: string | undefined;
  readonly admittedAt: Date | undefined;
  readonly dischargedAt: Date | null | undefined;
}
