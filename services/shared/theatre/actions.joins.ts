/** A wrong joining of two numbers taken back by a person, and that taken back too. */
import type { z } from 'zod';
import { actorKey, byFunction } from '../../core/access.ts';
import { Refusal } from '../../core/errors.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import type { Tx } from '../../core/db.ts';
import { compareKeys } from './model.ts';
import { endsOf } from './rules.ts';
import { phrases } from './phrases.ts';
import { resettle } from './actions.settle.ts';
import { joinDecision, partedView } from './schema.ts';
import { decideJoin, findJoin, groupOf, patientsOfJoin } from './store.joins.ts';

const refuse = refusals(phrases);
type Decision = z.output<typeof joinDecision>;

const common = {
  input: joinDecision,
  output: partedView,
  policy: byFunction('intake'),
  stepUp: true,
  subject: ({ id, reason }: Decision) => `${id} ${reason}`.slice(0, 300),
  about: async (tx: Tx, { id }: Decision) => patientsOfJoin(tx, id),
} as const;

/** They are two operations, whatever messages say from then on; each has what was told under its own numbers. */
export const partJoin: Action<Decision, z.output<typeof partedView>> = defineAction({ ...common, name: 'theatre.part', body: (context, decision) => decide(context, decision, true) });

/** One operation again, with what was told meanwhile. */
export const rejoin: Action<Decision, z.output<typeof partedView>> = defineAction({ ...common, name: 'theatre.rejoin', body: (context, decision) => decide(context, decision, false) });

async function decide(context: ActionContext, { id, reason }: Decision, parted: boolean): Promise<{ apart: boolean }> {
  const { tx, now, actor } = context;
  const join = await findJoin(tx, id);
  if (join === undefined) throw new Refusal('core.not-found', {}, 404);
  const [one, other] = endsOf(join);
  // Held before the decision: a message about one of them waits for it.
  await groupOf(tx, one);
  if (!(await decideJoin(tx, id, parted, { by: actorKey(actor), reason, now }))) throw refuse(parted ? 'theatre.parted-already' : 'theatre.joined-already');
  await resettle(context, one, other);
  return { apart: !(await groupOf(tx, one)).some((key) => compareKeys(key, other) === 0) };
}
