/** The port of the hospital's side: what Wardline asks its systems to do. */
import type { JobContext } from '../../core/module.ts';
import type { Command, CommandAnswer } from './schema.commands.ts';

export type { Command, CommandAnswer, CommandKind, CommandOf } from './schema.commands.ts';

export interface HospitalCommands {
  /**
   * The same key may be sent again: the hospital does it once and gives the first answer.
   * @throws Failure transient (not done), ambiguous (ask for its status first), permanent (a person must look)
   */
  send(command: Command): Promise<CommandAnswer>;
  /** What became of it; `undefined`: it never came there. @throws Failure */
  status(key: string): Promise<CommandAnswer | undefined>;
  /** Whether the other side can be reached and knows our key, in words. */
  checkUp(): Promise<{ readonly ok: boolean; readonly detail: string }>;
}

/** What became of a command as far as we know; `failed`: a person must look. */
export interface CommandOutcome {
  readonly state: 'waiting' | 'pending' | 'accepted' | 'refused' | 'failed';
  readonly code?: string | undefined;
  /** The hospital's own words. */
  readonly message?: string | undefined;
  /** Under which the hospital tells of it from now on, where it gave one. */
  readonly number?: string | undefined;
}

/** For modules that ask the hospital for something: kept and carried over by itself; what became of it is told by the facts of `hospital-commands`. */
export interface CommandDesk {
  /** Whether this hospital takes commands at all. */
  readonly open: boolean;
  /** The same key again is the same command. */
  ask(context: Pick<JobContext, 'run'>, command: Command): Promise<void>;
  /** `undefined`: nobody asked. */
  outcome(context: Pick<JobContext, 'ask'>, key: string): Promise<CommandOutcome | undefined>;
  /** What failed is sent once more, under its own key: where it arrived after all, nothing is done twice. */
  again(context: Pick<JobContext, 'run'>, key: string): Promise<void>;
  /** Takes back what cannot have arrived; `false`: it may have, or is settled, and nobody but the hospital takes it back. */
  drop(context: Pick<JobContext, 'run'>, key: string): Promise<boolean>;
}
