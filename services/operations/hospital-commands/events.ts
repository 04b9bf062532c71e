/** The facts this module publishes. Subject: the command's key, by which whoever asked knows it. */
import { z } from 'zod';
import { defineEvent } from '../../core/events.ts';
import { type AnyListener, type Job, type JobContext, type JobKind, type Query, defineJob, defineListener } from '../../core/module.ts';
import type { Command, CommandDesk, CommandOutcome } from '../../links/contract/port.ts';
import { keysOf } from '../../links/contract/schema.asked.ts';

/** The hospital answered for good. */
export const commandAnswered = defineEvent('hospital-commands.answered', z.object({ kind: z.string(), state: z.enum(['accepted', 'refused']), code: z.string().optional() }));
/** A person must look. */
export const commandFailed = defineEvent('hospital-commands.failed', z.object({ kind: z.string(), code: z.string() }));

/** For a module that asks the hospital: its job that hands over what its query says. */
export function handingOver<T>(kind: JobKind<T>, toSend: Query<T, Command | undefined>, desk: Pick<CommandDesk, 'ask'>): Job<T> {
  return defineJob(kind, async (context, one) => {
    const command = await context.ask(toSend, one);
    if (command !== undefined) await desk.ask(context, command);
  });
}

/** For a module that asks the hospital under `keysOf` its name: what became of one of its own, each time something became of it. */
export function outcomesOf(module: string, { outcome }: Pick<CommandDesk, 'outcome'>, note: (context: JobContext, id: string, became: CommandOutcome) => Promise<void>): AnyListener[] {
  const { idOfKey } = keysOf(module);
  const heard = async (context: JobContext, key: string): Promise<void> => {
    const id = idOfKey(key);
    const became = id === undefined ? undefined : await outcome(context, key);
    if (id !== undefined && became !== undefined) await note(context, id, became);
  };
  return [
    defineListener(module, commandAnswered, (context, { subject }) => heard(context, subject)),
    defineListener(module, commandFailed, (context, { subject }) => heard(context, subject)),
  ];
}
