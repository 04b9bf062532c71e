/** The life of a command: axes of ours (was it sent) and of the hospital (was it done) in one word, and whether we know. */
export const commandStates = ['waiting', 'pending', 'accepted', 'refused', 'failed'] as const;
export type CommandState = (typeof commandStates)[number];

export interface Delivery {
  readonly state: CommandState;
  readonly attempts: number;
  /** It may have arrived. */
  readonly unsure: boolean;
  readonly code: string | undefined;
}

/** What is to be done next. */
export type NextStep = 'send' | 'ask' | 'nothing';
