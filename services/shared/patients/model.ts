/** What a message from outside says about a patient and a visit, in our words. */

export interface PatientFacts {
  readonly number: string;
  readonly name: string | undefined;
  readonly sex: 'M' | 'F' | 'U' | undefined;
  readonly birthDate: Date | undefined;
}

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
