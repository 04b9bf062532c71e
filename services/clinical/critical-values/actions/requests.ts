/** What the hospital's own systems are asked because of a value: decided here, carried over by `hospital-commands`. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type Action, type JobContext, defineAction, defineJobKind, defineQuery } from '../../../core/module.ts';
import type { Command, CommandDesk } from '../../../links/contract/port.ts';
import { findVisit } from '../../../shared/patients/index.ts';
import { commandOf, idOfKey } from '../requests.ts';
import { owesRequest, requested, settled } from '../rules.ts';
import { requestKind, requestState } from '../schema.parts.ts';
import { findSource, loadForChange } from '../store.ts';
import { type Rules, keep } from './common.ts';

const one = z.object({ id: z.uuid(), what: requestKind });
export const askHospital = defineJobKind('critical-values.ask-hospital', one, { priority: 50, tries: 100 });

/** On the state first; what was asked before is asked no second time. */
export function noteRequested(rules: Rules): Action<z.infer<typeof one>, void> {
  return defineAction({
    name: 'critical-values.note-requested',
    input: one,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, what }) => {
      const change = requested(await loadForChange(context.tx, id), what, context.now);
      if (change.facts.length > 0) await keep(context, rules, change);
    },
  });
}

const outcome = one.extend({ state: requestState.exclude(['owed']), message: z.string() });

export function noteSettled(rules: Rules): Action<z.infer<typeof outcome>, void> {
  return defineAction({
    name: 'critical-values.note-request-settled',
    input: outcome,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, what, state, message }) => {
      const change = settled(await loadForChange(context.tx, id), what, { state, message }, context.now);
      if (change.facts.length > 0) await keep(context, rules, change);
    },
  });
}

export function whatToAsk(rules: Rules) {
  return defineQuery({
    name: 'critical-values.what-to-ask',
    input: one,
    output: z.custom<Command>().optional(),
    policy: bySystem,
    audited: false,
    body: async ({ tx }, { id, what }) => {
      const value = await loadForChange(tx, id);
      if (!owesRequest(value, what)) return undefined;
      const visit = value.visitId === null ? undefined : await findVisit(tx, value.visitId);
      return commandOf(value, what, { ...(await findSource(tx, id)), visit: visit?.number ?? undefined }, rules.words);
    },
  });
}

export interface RequestActs {
  readonly noteRequested: ReturnType<typeof noteRequested>;
  readonly noteSettled: ReturnType<typeof noteSettled>;
  readonly whatToAsk: ReturnType<typeof whatToAsk>;
}

export async function ask(context: JobContext, acts: RequestActs, desk: CommandDesk, { id, what }: z.infer<typeof one>): Promise<void> {
  await context.run(acts.noteRequested, { id, what });
  const command = await context.ask(acts.whatToAsk, { id, what });
  if (command !== undefined) await desk.ask(context, command);
}

/** The hospital answered one of ours, or cannot be reached with it. */
export async function noteAnswerOf(context: JobContext, acts: RequestActs, desk: CommandDesk, key: string): Promise<void> {
  const asked = idOfKey(key);
  const found = asked === undefined ? undefined : await desk.outcome(context, key);
  if (asked === undefined || found === undefined || found.state === 'waiting' || found.state === 'pending') return;
  await context.run(acts.noteSettled, { ...asked, state: found.state, message: found.message ?? '' });
}
