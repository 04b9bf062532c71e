/** The facts' door: what a hospital without HL7 and FHIR posts with signed requests, message by message to the intake. */
import { z } from 'zod';
import { byMachine } from '../../core/access.ts';
import { type Module, defineFlow, defineModule } from '../../core/module.ts';
import { type FactsOutcome, factsAnswer, mostBytes, mostMessages } from '../../links/contract/schema.facts.ts';
import { type TakingParts, take } from './actions.ts';
import { actNames } from './phrases.ts';

export type { TakingParts } from './actions.ts';

const door = 'facts';

export function hospitalFacts(parts: TakingParts): Module {
  const taking = defineFlow({
    name: 'hospital-facts.take',
    // Read one by one: a message with a mistake must not keep the others out.
    input: z.strictObject({ messages: z.array(z.unknown()).min(1).max(mostMessages) }),
    output: factsAnswer,
    policy: byMachine(door),
    audited: true,
    subject: ({ messages }) => `${messages.length}`,
    body: async ({ actor, now }, { messages }) => {
      const outcomes: FactsOutcome[] = [];
      for (const [index, message] of messages.entries()) outcomes.push(await take(parts, { client: actor.id, now, index }, message));
      return { outcomes };
    },
  });
  return defineModule({
    name: 'hospital-facts',
    flows: [taking],
    // Numbers of the hospital may look like ids of ours and are not.
    routes: [{ method: 'POST', path: '/machine/facts', does: taking, machine: door, exact: ['messages', 'outcomes'], unread: ['messages'], maxBytes: mostBytes }],
    acts: actNames,
  });
}
