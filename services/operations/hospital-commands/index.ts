/** The commands' door: kept, carried over by durable jobs, seen by the system administrator. */
import { type Module, defineJob, defineModule } from '../../core/module.ts';
import type { Corridor } from '../../core/run.ts';
import type { KeyRing } from '../../core/seal.ts';
import type { CommandDesk, HospitalCommands } from '../../links/contract/port.ts';
import type { LaboratoryLink } from '../../links/hl7/feedback.ts';
import { commandActs, deliver } from './actions.ts';
import { commandAnswered, commandFailed } from './events.ts';
import { carryOver, isLast, laboratoryByCommands } from './jobs.ts';
import { actNames, phrases } from './phrases.ts';
import { sealedCommands } from './store.ts';

export interface CommandParts {
  readonly seal: KeyRing;
  /** `undefined`: this hospital takes no commands. */
  readonly commands: HospitalCommands | undefined;
  /** There once the service is. */
  readonly corridor: () => Corridor;
}

export interface HospitalCommandsModule {
  readonly module: Module;
  readonly desk: CommandDesk;
  /** Takes answers to critical values as commands; `undefined` without an address. */
  readonly laboratory: LaboratoryLink | undefined;
}

export function hospitalCommands({ seal, commands, corridor }: CommandParts): HospitalCommandsModule {
  const acts = commandActs(seal, commands !== undefined);
  const { issue, outcome, noteSending, noteAnswer, noteTrouble, sendAgain, resume, drop, next, list } = acts;
  const module = defineModule({
    name: 'hospital-commands',
    events: [commandAnswered, commandFailed],
    actions: [issue, noteSending, noteAnswer, noteTrouble, sendAgain, resume, drop],
    queries: [outcome, next, list],
    jobs: [defineJob(deliver, (context, { id }) => carryOver(acts, commands, context, id, isLast(context.attempt)))],
    routes: [
      { method: 'GET', path: '/hospital-commands', does: list },
      { method: 'POST', path: '/hospital-commands/again', does: sendAgain },
    ],
    phrases,
    acts: actNames,
    sealed: [sealedCommands],
  });
  const desk: CommandDesk = {
    open: commands !== undefined,
    ask: async ({ run }, command) => void (await run(issue, { command, waits: false })),
    outcome: ({ ask }, key) => ask(outcome, { key }),
    again: ({ run }, key) => run(resume, { key }),
    drop: async ({ run }, key) => (await run(drop, { key })).dropped,
  };
  return { module, desk, laboratory: commands === undefined ? undefined : laboratoryByCommands(acts, commands, corridor) };
}
