/** What people do with a value besides treating, each as it is kept; `model.ts` puts it together. */

/** A member of staff as the rules know them. */
export interface Person {
  /** Staff number. */
  readonly number: string;
  readonly name: string;
  /** doctor, nurse, technician, pharmacist, administrator */
  readonly role: string;
}

/** What the ward's nurse did; beside the doctor's part, never instead of it. */
export const nurseChoices = ['told-doctor', 'orders-carried-out', 'recollected', 'monitoring', 'handed-over'] as const;
export type NurseChoice = (typeof nurseChoices)[number];

/** Why somebody who was told does not take it. `not-mine` needs no other reason, `cannot-now` does. */
export const declineKinds = ['not-mine', 'cannot-now'] as const;
export type DeclineKind = (typeof declineKinds)[number];
export const declineReasons = ['rescue', 'operating', 'clinic', 'off-duty', 'away', 'moved', 'other'] as const;
export type DeclineReason = (typeof declineReasons)[number];

export interface Acknowledged {
  readonly by: Person;
  readonly at: Date;
  /** The value as it was read back; `null` where the hospital does not ask. */
  readonly readBack: string | null;
}

/** Somebody who was told did not take it, and said why; everybody on the ladder sees it. */
export interface Declined {
  readonly by: Person;
  readonly at: Date;
  readonly kind: DeclineKind;
  readonly reason: DeclineReason | null;
  readonly note: string;
  /** Whose it is; `null`: the ladder climbs at once. */
  readonly to: Person | null;
}

/** What the ward's nurses did of it, entry by entry. */
export interface NursePart {
  readonly by: Person;
  readonly at: Date;
  readonly choices: readonly NurseChoice[];
  readonly note: string;
  readonly actionAt: Date;
  readonly late: boolean;
}

/** Why whoever took it hands it on. */
export const relayReasons = ['off-duty', 'moved', 'operating', 'rescue', 'away', 'other'] as const;
export type RelayReason = (typeof relayReasons)[number];

/** How an offer ended: only `taken` changes who has it. */
export const relayEnds = ['taken', 'refused', 'withdrawn', 'expired', 'unreached', 'disposed'] as const;
export type RelayEnd = (typeof relayEnds)[number];

/** Handed on: asked of a colleague, who must take it before the first is free. Until then the first is responsible. */
export interface Relay {
  /** Who had it. */
  readonly from: Person;
  /** Who asked: `from`, or a head or the medical office for them. */
  readonly by: Person;
  readonly to: Person;
  readonly reason: RelayReason;
  readonly note: string;
  readonly at: Date;
  /** Not taken by then: back to `from`. */
  readonly until: Date;
  /** `null`: waits for an answer, while the value is taken and not treated. */
  readonly ended: { readonly how: RelayEnd; readonly at: Date } | null;
}

/** A telephone call about it: the laboratory's to the ward with reading back, or a try to reach a patient who has left. */
export const callWhom = ['ward', 'patient'] as const;
export interface Call {
  readonly by: Person;
  readonly at: Date;
  readonly whom: (typeof callWhom)[number];
  /** Name or number of who answered, or of who was to be reached. */
  readonly to: string;
  readonly reached: boolean;
  readonly readBack: string | null;
  readonly note: string;
}

/** A recording as the disposal holds it; the recording itself lies sealed. */
export interface VoiceNote {
  readonly id: string;
  /** When it was kept. */
  readonly at: Date;
  readonly seconds: number;
  readonly mediaType: string;
  /** SHA-256 of the recording, in hex: what is signed names it. */
  readonly digest: string;
}

/** Of one recording. A minute of any phone's own format is well below it. */
export const mostVoiceBytes = 1_500_000;
export const mostVoiceSeconds = 60;
