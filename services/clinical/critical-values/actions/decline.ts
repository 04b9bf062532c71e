import { z } from 'zod';
import { Refusal } from '../../../core/errors.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { findPerson } from '../../../shared/directory/index.ts';
import { refresh, tell } from '../../../shared/notices/index.ts';
import type { Change } from '../rules.ts';
import { decline as declineRule, reopen as reopenRule } from '../rules.ts';
import { declineInput, reopenInput } from '../schema.ts';
import { loadForChange, patientOfValue, saveValue } from '../store.ts';
import { toPerson } from '../team.ts';
import { climbFrom } from './climb.ts';
import { type Rules, byStanding, emitAll, moduleName, nextLook, personOf, plan } from './common.ts';

const subject = ({ id }: { readonly id: string }) => id;

/** Not theirs, or not now: whoever it is passed to is told, else the next step, in the same transaction. */
export function decline(rules: Rules): Action<z.output<typeof declineInput>, void> {
  return defineAction({
    name: 'critical-values.decline',
    input: declineInput,
    output: z.void(),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'decline'),
    body: async (context, { id, kind, reason, note, to: number }) => {
      const value = await loadForChange(context.tx, id);
      const found = number === null ? undefined : await findPerson(context.tx, number);
      if (number !== null && found?.active !== true) throw new Refusal('critical-values.pass-to-no-doctor', {}, 422);
      const to = found === undefined ? null : toPerson(found);
      const change = declineRule(value, { by: personOf(context), kind, reason, note, to }, rules.ladders[value.way], context.now);
      await goOn(context, rules, change);
      // A card of its own, also to somebody who was told before.
      if (to !== null) await tell(context, { module: moduleName, subject: id, step: `${change.value.escalation.step}.to${change.value.declined.length}`, recipients: [to.number], urgency: 'critical' });
    },
  });
}

/** By the laboratory: the ladder begins anew, with the same people where they are still the ones. */
export function reopen(rules: Rules): Action<z.output<typeof reopenInput>, void> {
  return defineAction({
    name: 'critical-values.reopen',
    input: reopenInput,
    output: z.void(),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'reopen'),
    body: async (context, { id, note }) => {
      const value = await loadForChange(context.tx, id);
      await goOn(context, rules, reopenRule(value, { by: `staff:${context.actor.id}`, note }, context.now));
    },
  });
}

/** Kept, climbed from where it now stands, and shown to everybody. */
async function goOn(context: ActionContext, rules: Rules, { value, facts }: Change): Promise<void> {
  emitAll(context, value.id, facts);
  await saveValue(context.tx, value, nextLook(value, rules.process));
  plan(context, rules, await climbFrom(context, rules, value));
  await refresh(context, moduleName, value.id);
}
