/** How the process runs: the ladder and the time limits, each a setting of the hospital. */
import type { Duty, Way } from './model.ts';

export interface LadderStep {
  readonly duty: Duty;
  /** Minutes after opening by which this step must have answered; then the next is told. */
  readonly minutes: number;
}

export interface Ladder {
  readonly steps: readonly LadderStep[];
  /** Minutes between tellings of the last step while nobody answers. */
  readonly againMinutes: number;
}

/** 5/10/15/30 min: usual Chinese contract numbers and the 15-minute median of 973 laboratories (clinical-rules a.3). */
export const defaultLadder: Ladder = {
  steps: [
    { duty: 'responsible-doctor', minutes: 5 },
    { duty: 'duty-doctor', minutes: 10 },
    { duty: 'head', minutes: 15 },
    { duty: 'medical-office', minutes: 30 },
  ],
  againMinutes: 15,
};

/** The clinic's duty doctor and head are the ward's and do not know her: the desk of the clinic does, and then she herself has to be found. */
export const outpatientLadder: Ladder = {
  steps: [
    { duty: 'ordering-doctor', minutes: 5 },
    { duty: 'clinic-desk', minutes: 10 },
    { duty: 'patient', minutes: 15 },
    { duty: 'medical-office', minutes: 30 },
  ],
  againMinutes: 15,
};

/** In the emergency room: the ward's people without the ward, and sooner. Her nurse station is told beside the first step. */
export const emergencyLadder: Ladder = {
  steps: [
    { duty: 'responsible-doctor', minutes: 3 },
    { duty: 'duty-doctor', minutes: 6 },
    { duty: 'head', minutes: 10 },
    { duty: 'medical-office', minutes: 15 },
  ],
  againMinutes: 10,
};

export type Ladders = Readonly<Record<Way, Ladder>>;
export const defaultLadders: Ladders = { inpatient: defaultLadder, emergency: emergencyLadder, outpatient: outpatientLadder };

/** Who may be told beside whoever the first step tells. */
export const alongsides = ['attending', 'group', 'duty-doctor', 'head', 'nurse', 'head-nurse'] as const;
export type Alongside = (typeof alongsides)[number];
export const tellingSources = ['laboratory', 'ecg', 'imaging', 'ultrasound', 'pathology', 'by-hand'] as const;
export type TellingSource = (typeof tellingSources)[number];

/** A line of the hospital's file; what is not said fits always. */
export interface TellingRule {
  readonly departments?: readonly string[] | undefined;
  /** Hospital time, `17:30` to `08:00`. */
  readonly hours?: { readonly from: string; readonly until: string } | undefined;
  readonly sources?: readonly TellingSource[] | undefined;
  readonly also: readonly Alongside[];
}

/** `08:05` by the hospital's clock; China keeps no summer time. */
export const departmentTime = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

/** How the process runs; each a setting of the hospital. */
export interface ProcessSettings {
  /** Treatment is expected to begin within this after acknowledging. */
  readonly disposeMinutes: number;
  /** Whoever took the value of a patient who is not in the house reaches her within this. */
  readonly contactMinutes: number;
  /** Tries in vain after which the medical office is asked at once. */
  readonly contactTries: number;
  /** Whoever takes it reads the value back first. */
  readonly readBack: boolean;
  /** Whom it is handed on to takes it within this, or it is back with whoever has it. */
  readonly relayMinutes: number;
  /** A disposal written down later than this after it was done says 补记. */
  readonly lateMinutes: number;
  /** Course-record limit after receipt; a disposal written later is 补记 too. */
  readonly recordHours: number;
  /** The paragraph of the course record is handed to the EMR. */
  readonly writeRecord: boolean;
  /** Closing needs a signature. */
  readonly signature: boolean;
  /** The laboratory's system wants an answer. */
  readonly feedback: boolean;
  /** Minutes to wait for the laboratory's receipt before sending the same answer again. */
  readonly feedbackMinutes: number;
}

export const defaultProcess: ProcessSettings = {
  readBack: false,
  disposeMinutes: 30,
  contactMinutes: 30,
  contactTries: 3,
  relayMinutes: 10,
  lateMinutes: 60,
  recordHours: 6,
  writeRecord: true,
  signature: true,
  feedback: true,
  feedbackMinutes: 2,
};
