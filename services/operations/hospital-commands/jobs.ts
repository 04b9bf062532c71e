/** Carrying a command over, outside any transaction, and the laboratory's answer that goes this way. */
import { systemActor } from '../../core/access.ts';
import { Failure, failureClassOf } from '../../core/errors.ts';
import type { JobContext } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { HospitalCommands } from '../../links/contract/port.ts';
import type { LaboratoryLink } from '../../links/hl7/feedback.ts';
import { type CommandActs, deliver } from './actions.ts';
import { commandsOf } from './rules.feedback.ts';

type Runs = Pick<JobContext, 'run' | 'ask'>;

/**
 * Sends, or asks what became of it. `last`: nobody tries again after this.
 * @throws Failure as the port did; what is known stands in the row
 */
export async function carryOver(acts: CommandActs, commands: HospitalCommands | undefined, { run, ask }: Runs, id: string, last: boolean): Promise<void> {
  const todo = await ask(acts.next, { id });
  if (todo === undefined || todo.step === 'nothing') return;
  const { command, step } = todo;
  let sent = false;
  try {
    if (commands === undefined) throw new Failure('no address for commands is set', 'permanent', 'not-set-up');
    const known = step === 'ask' ? await commands.status(command.key) : undefined;
    if (known === undefined) {
      await run(acts.noteSending, { id });
      sent = true;
    }
    const answer = known ?? (await commands.send(command));
    await run(acts.noteAnswer, { id, answer });
    if (answer.state === 'pending') throw new Failure('the hospital has not decided yet', 'transient', 'pending');
  } catch (error) {
    const code = error instanceof Failure ? error.vendorCode : 'fault';
    await run(acts.noteTrouble, { id, known: failureClassOf(error), code, last, step: sent ? 'send' : step });
    throw error;
  }
}

export const isLast = (attempt: number): boolean => attempt >= deliver.tries - 1;

/**
 * The laboratory's port over commands, for hospitals whose laboratory takes no HL7 answers. The commands are kept first;
 * then they are carried over at once, because whoever reports waits for what the laboratory says.
 */
export function laboratoryByCommands(acts: CommandActs, commands: HospitalCommands, corridor: () => Corridor): LaboratoryLink {
  const runs: Runs = { run: (action, input) => corridor().run(systemActor, action, input), ask: (query, input) => corridor().ask(systemActor, query, input) };
  return {
    report: async (feedback) => {
      for (const command of commandsOf(feedback)) {
        const { id } = await runs.run(acts.issue, { command, waits: true });
        await carryOver(acts, commands, runs, id, false);
        const { state, code = '', message = '' } = await runs.run(acts.issue, { command, waits: true });
        if (state !== 'accepted') return { accepted: false, reason: [code, message].filter((part) => part !== '').join(' ') };
      }
      return { accepted: true };
    },
    checkUp: () => commands.checkUp(),
  };
}
