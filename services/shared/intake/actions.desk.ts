/** What a person does at the triage desk besides trying one message again: ignore, take that back, try all of one cause. */
import { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Action, type Flow, defineAction, defineFlow, defineQuery } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { phrases } from './phrases.ts';
import { cause, causeTried, decision, ignoring } from './schema.ts';
import { arrivalsOfCode, moveCodes } from './store.codes.ts';
import { arrivalsOfReason, moveMatters } from './store.desk.ts';

const refuse = refusals(phrases);
const policy = byFunction('intake');
const subject = ({ what, ids }: z.output<typeof decision>): string => `${what} ${ids.join(',')}`.slice(0, 300);

export const ignore = defineAction({
  name: 'intake.ignore',
  input: ignoring,
  output: z.object({ count: z.int() }),
  policy,
  subject,
  body: async ({ tx, now, actor }, { what, ids, note }) => {
    const { count } = await (what === 'code' ? moveCodes : moveMatters)(tx, ids, 'open', 'ignored', note, actor.id, now);
    if (count === 0) throw refuse('intake.settled-already');
    return { count };
  },
});

export const unignore = defineAction({
  name: 'intake.unignore',
  input: decision,
  output: z.object({ count: z.int() }),
  policy,
  subject,
  body: async ({ tx, now, actor }, { what, ids }) => {
    const { count } = await (what === 'code' ? moveCodes : moveMatters)(tx, ids, 'ignored', 'open', null, actor.id, now);
    if (count === 0) throw refuse('intake.settled-already');
    return { count };
  },
});

/** Messages read again by one call: a few seconds at most, so that the page can show how far it is. */
const perCall = 20;

export const waitingFor = defineQuery({
  name: 'intake.waiting-for',
  input: cause,
  output: z.object({ arrivals: z.array(z.string()) }),
  policy,
  audited: false,
  body: async ({ tx }, { code, reason, sender, after }) => {
    if (code !== undefined) return { arrivals: await arrivalsOfCode(tx, code, after, perCall) };
    return { arrivals: reason === undefined ? [] : await arrivalsOfReason(tx, reason, sender, after, perCall) };
  },
});

type TryAgain = Action<{ arrival: string }, { solved: number; open: number }>;

/** Each message is its own transaction: one that cannot be read leaves the others as they are. */
export function tryCause(tryAgain: TryAgain): Flow<z.output<typeof cause>, z.output<typeof causeTried>> {
  return defineFlow({
    name: 'intake.try-cause',
    input: cause,
    output: causeTried,
    policy,
    audited: true,
    subject: ({ code, reason, sender }) => code ?? [reason, sender].filter((part) => part !== undefined).join(' '),
    body: async ({ run, ask }, input) => {
      const { arrivals } = await ask(waitingFor, input);
      let [solved, failed] = [0, 0];
      for (const arrival of arrivals) {
        try {
          const { open } = await run(tryAgain, { arrival });
          if (open === 0) solved += 1;
          else failed += 1;
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          failed += 1;
        }
      }
      return { tried: arrivals.length, solved, failed, next: arrivals.length < perCall ? null : (arrivals.at(-1) ?? null) };
    },
  });
}

