import { z } from 'zod';
import { actorKey, byFunction, byLink, bySystem } from '../../core/access.ts';
import { acceptLate, storedArrival } from '../../core/inbox.ts';
import { type Action, type ActionContext, defineAction, defineJobKind } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { KeyRing } from '../../core/seal.ts';
import { type Said, said } from '../../links/statements/schema.ts';
import { type AskDiagnoses, type KnowsType, codeMatcher } from '../codes/index.ts';
import { kindOf } from '../documents/index.ts';
import { patientCopies } from '../patients/index.ts';
import { type Appliers, appliersOf } from './appliers.ts';
import { type IntakeDoorName, links, senderIn } from './model.ts';
import { phrases } from './phrases.ts';
import { applyLetters } from './receive.ts';
import { openMatters, settleMatters } from './store.ts';
import { openCodes, settleCodes } from './store.codes.ts';

const refuse = refusals(phrases);

/** Whether the documents' own rules find a kind of the standard. */
const knowsType: KnowsType = (type) => kindOf(type) !== undefined;

const input = z.object({ letters: z.array(z.object({ arrival: z.string(), said: z.array(said) })) });

export type Receive = Action<z.output<typeof input>, void>;

/**
 * Takes what was read of arrivals, in their order: patients and visits are settled, then each statement goes to the
 * applier of its kind; all in the transaction that also stores the arrivals, their facts, their listeners' jobs and
 * what waits for the triage desk.
 */
export function receive(seal: KeyRing, table: Appliers = appliersOf(seal), diagnoses?: AskDiagnoses): Receive {
  const means = { copies: patientCopies(seal), table, codes: codeMatcher(knowsType, diagnoses) };
  return defineAction({
    name: 'intake.receive',
    input,
    output: z.void(),
    policy: byLink(...Object.values(links)),
    body: async (context, { letters }) => {
      const { matters, strange } = await applyLetters(context, means, letters);
      await openMatters(context.tx, matters, context.now);
      await openCodes(context.tx, strange, context.now);
    },
  });
}

/** A message as the inbox has it. */
export interface Stored {
  readonly key: string;
  readonly body: Buffer;
  /** Why it was refused, where it was. */
  readonly reason: string | null;
  readonly receivedAt: Date;
}

type ReadAgain = readonly Said[] | { readonly reason: string };

/** Reads a stored message of one door again, within the transaction that applies it; the reason in our words when it still cannot be read. */
export type Reader = (stored: Stored, context: Pick<ActionContext, 'tx' | 'now'>) => ReadAgain | Promise<ReadAgain>;
export type Readers = { readonly [D in IntakeDoorName]?: Reader };

const again = z.object({ arrival: z.string().min(1).max(600) });
const outcome = z.object({ solved: z.int(), open: z.int() });

/** A message lacked something that was told meanwhile: asked for by the link that knows what. */
export const takeUp = defineJobKind('intake.take-up', again, { tries: 10, pause: { first: 5, slowest: 600 } });

/**
 * Reads a stored message again and applies it: after a mapping was mended, a reader learned more. What was applied
 * before is known by its stamps, so doing it twice changes nothing.
 */
export function tryAgain(seal: KeyRing, readers: Readers, table: Appliers = appliersOf(seal), diagnoses?: AskDiagnoses, by: 'person' | 'itself' = 'person'): Action<z.output<typeof again>, z.output<typeof outcome>> {
  const means = { copies: patientCopies(seal), table, codes: codeMatcher(knowsType, diagnoses) };
  return defineAction({
    name: by === 'person' ? 'intake.try-again' : 'intake.take-up',
    input: again,
    output: outcome,
    policy: by === 'person' ? byFunction('intake') : bySystem,
    subject: ({ arrival }) => arrival,
    body: async (context, { arrival }) => {
      const { tx, now, actor } = context;
      const stored = await storedArrival(tx, seal, arrival);
      if (stored === undefined) throw refuse('intake.no-message');
      const reader = readers[stored.door as IntakeDoorName];
      if (reader === undefined) throw refuse('intake.no-reader');
      const read = await reader({ key: arrival, body: Buffer.from(stored.body), reason: stored.reason, receivedAt: stored.receivedAt }, context);
      if ('reason' in read) return settleMatters(tx, arrival, [{ arrival, sender: senderIn(arrival), reason: read.reason, kind: 'message' }], actorKey(actor), now);
      await acceptLate(tx, arrival);
      const version = await means.codes.version(tx);
      const { matters, strange } = await applyLetters(context, means, [{ arrival, said: read, receivedAt: stored.receivedAt }], version === 0 ? undefined : version);
      const codes = await settleCodes(tx, arrival, strange, actorKey(actor), now);
      const other = await settleMatters(tx, arrival, matters, actorKey(actor), now);
      return { solved: codes.solved + other.solved, open: codes.open + other.open };
    },
  });
}
