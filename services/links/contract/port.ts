/** The port of the hospital's side: what Wardline asks its systems to do. */
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
