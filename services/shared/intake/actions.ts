import { z } from 'zod';
import { actorKey, byAdmin, byLink } from '../../core/access.ts';
import { acceptLate, storedArrival } from '../../core/inbox.ts';
import { type Action, defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type Said, said } from '../../links/statements/schema.ts';
import { patientCopies } from '../patients/index.ts';
import { type Appliers, appliersOf } from './appliers.ts';
import { type IntakeDoorName, links } from './model.ts';
import { phrases } from './phrases.ts';
import { applyLetters } from './receive.ts';
import { openMatters, settleMatters } from './store.ts';

const refuse = refusals(phrases);

const input = z.object({ letters: z.array(z.object({ arrival: z.string(), said: z.array(said) })) });

export type Receive = Action<z.output<typeof input>, void>;

/**
 * Takes what was read of arrivals, in their order: patients and visits are settled, then each statement goes to the
 * applier of its kind; all in the transaction that also stores the arrivals, their facts, their listeners' jobs and
 * what waits for the triage desk.
 */
export function receive(seal: KeyRing, table: Appliers = appliersOf(seal)): Receive {
  const copies = patientCopies(seal);
  return defineAction({
    name: 'intake.receive',
    input,
    output: z.void(),
    policy: byLink(...Object.values(links)),
    body: async (context, { letters }) => {
      await openMatters(context.tx, await applyLetters(context, copies, table, letters), context.now);
    },
  });
}

/** Reads a stored message of one door again; the reason in our words when it still cannot be read. */
export type Reader = (body: Buffer) => readonly Said[] | { readonly reason: string };
export type Readers = { readonly [D in IntakeDoorName]?: Reader };

const again = z.object({ arrival: z.string().min(1).max(600) });
const outcome = z.object({ solved: z.int(), open: z.int() });

/**
 * Reads a stored message again and applies it: after a mapping was mended, a reader learned more. What was applied
 * before is known by its stamps, so doing it twice changes nothing.
 */
export function tryAgain(seal: KeyRing, readers: Readers, table: Appliers = appliersOf(seal)): Action<z.output<typeof again>, z.output<typeof outcome>> {
  const copies = patientCopies(seal);
  return defineAction({
    name: 'intake.try-again',
    input: again,
    output: outcome,
    policy: byAdmin('system'),
    subject: ({ arrival }) => arrival,
    body: async (context, { arrival }) => {
      const { tx, now, actor } = context;
      const stored = await storedArrival(tx, seal, arrival);
      if (stored === undefined) throw refuse('intake.no-message', {}, 404);
      const reader = readers[stored.door as IntakeDoorName];
      if (reader === undefined) throw refuse('intake.no-reader');
      const read = reader(Buffer.from(stored.body));
      if ('reason' in read) return settleMatters(tx, arrival, [{ arrival, sender: '', reason: read.reason, kind: 'message' }], actorKey(actor), now);
      await acceptLate(tx, arrival);
      const still = await applyLetters(context, copies, table, [{ arrival, said: read }]);
      return settleMatters(tx, arrival, still, actorKey(actor), now);
    },
  });
}
