/** How the process runs: the ladder and the time limits, each a setting of the hospital. */
import type { Duty } from './model.ts';

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

/** How the process runs; each a setting of the hospital. */
export interface ProcessSettings {
  /** Treatment is expected to begin within this after acknowledging. */
  readonly disposeMinutes: number;
  /** Whoever takes it reads the value back first. */
  readonly readBack: boolean;
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
  lateMinutes: 60,
  recordHours: 6,
  writeRecord: true,
  signature: true,
  feedback: true,
  feedbackMinutes: 2,
};
