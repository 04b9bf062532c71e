/** What was taken is handed on: offered, taken over, given back, or back by itself when nobody took it. */
import { z } from 'zod';
import { Refusal } from '../../../core/errors.ts';
import { type Action, type ActionContext, defineAction } from '../../../core/module.ts';
import { findPerson } from '../../../shared/directory/index.ts';
import { tell } from '../../../shared/notices/index.ts';
import type { CriticalValue, Duty, Person } from '../model.ts';
import { handBack as handBackRule, inHandsOf, lapse, offered, relay as relayRule, standIns, takeOver as takeOverRule } from '../rules.ts';
import { refuse } from '../rules/refuse.ts';
import { handBackInput, relayInput, takeOverInput } from '../schema.ts';
import { loadForChange, patientOfValue } from '../store.ts';
import { bedsideOf, holdersOf, onDutyFor, teamOf, toPerson } from '../team.ts';
import { type Rules, byStanding, keep, moduleName, personOf } from './common.ts';

const subject = ({ id }: { readonly id: string }) => id;

/** Asked of one colleague by a card of its own; whoever has it stays responsible until the answer. */
export function relay(rules: Rules): Action<z.output<typeof relayInput>, void> {
  return defineAction({
    name: 'critical-values.relay',
    input: relayInput,
    output: z.void(),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'relay'),
    body: async (context, { id, to: number, reason, note }) => {
      const value = await loadForChange(context.tx, id);
      const to = await receiverOf(context, rules, value, number);
      const after = await keep(context, rules, relayRule(value, { by: personOf(context), to, reason, note }, rules.process, context.now));
      await tell(context, { module: moduleName, subject: id, step: stepOf(after), recipients: [to.number], urgency: 'critical' });
    },
  });
}

async function receiverOf(context: ActionContext, rules: Rules, value: CriticalValue, number: string | null): Promise<Person> {
  if (number !== null) {
    const found = await findPerson(context.tx, number);
    if (found?.active !== true) throw new Refusal('critical-values.pass-to-no-doctor', {}, 422);
    return toPerson(found);
  }
  const holder = inHandsOf(value)?.by.number ?? '';
  const onDuty = await onDutyFor(context.tx, teamOf(await bedsideOf(context.tx, value, { now: context.now, ends: rules.ends }), rules.offices), holder, context.now);
  if (onDuty === undefined) throw refuse('critical-values.relay-nobody', {}, 422);
  return onDuty.person;
}

export function takeOver(rules: Rules): Action<z.output<typeof takeOverInput>, void> {
  return defineAction({
    name: 'critical-values.take-over',
    input: takeOverInput,
    output: z.void(),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'take-over'),
    body: async (context, { id, readBack }) => {
      const value = await loadForChange(context.tx, id);
      await keep(context, rules, takeOverRule(value, personOf(context), context.now, rules.process, readBack));
    },
  });
}

/** By whom it was offered to, or by whoever offered it. */
export function handBack(rules: Rules): Action<z.output<typeof handBackInput>, void> {
  return defineAction({
    name: 'critical-values.hand-back',
    input: handBackInput,
    output: z.void(),
    subject,
    about: patientOfValue,
    policy: byStanding(rules, 'hand-back'),
    body: async (context, { id }) => {
      const value = await loadForChange(context.tx, id);
      const by = personOf(context);
      const after = await keep(context, rules, handBackRule(value, by, context.now));
      if (offered(value)?.to.number === by.number) await tellBack(context, after);
    },
  });
}

/** It ran out, or no card reaches whom it was offered to: whoever has it is told, and who has the duty beside them. */
export async function lapseOffer(context: ActionContext, rules: Rules, value: CriticalValue, how: 'expired' | 'unreached'): Promise<CriticalValue> {
  const offer = offered(value);
  if (offer === undefined) return value;
  const knows = new Set([offer.from.number, offer.to.number]);
  const { duty, people } = await standInFor(context, rules, value, knows);
  const after = await keep(context, rules, lapse(value, how, duty, people, context.now));
  await tellBack(context, after);
  await tell(context, { module: moduleName, subject: value.id, step: `${stepOf(after)}-duty`, recipients: people.map(({ number }) => number), urgency: 'critical' });
  return after;
}

/** The duty doctor, else the head, else the medical office, whoever of them is neither of the two. */
export async function standInFor({ tx, now }: ActionContext, rules: Rules, value: CriticalValue, not: ReadonlySet<string>): Promise<{ readonly duty: Duty; readonly people: Person[] }> {
  const team = teamOf(await bedsideOf(tx, value, { now, ends: rules.ends }), rules.offices);
  for (const duty of standIns) {
    const people = (await holdersOf(tx, duty, team, undefined, now)).filter(({ number }) => !not.has(number));
    if (people.length > 0) return { duty, people };
  }
  return { duty: standIns[0], people: [] };
}

/** A card of its own: what was another's for a moment is theirs again. */
async function tellBack(context: ActionContext, value: CriticalValue): Promise<void> {
  const last = value.relays.at(-1);
  if (last === undefined) return;
  const recipients = [...new Set([last.from.number, last.by.number])];
  await tell(context, { module: moduleName, subject: value.id, step: `${stepOf(value)}-back`, recipients, urgency: 'critical' });
}

const stepOf = ({ relays }: CriticalValue): string => `relay${relays.length}`;
