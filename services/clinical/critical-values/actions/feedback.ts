import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type Action, defineAction, defineQuery, type Query } from '../../../core/module.ts';
import { feedbackAccepted, feedbackDue, feedbackFailed, feedbackSent } from '../rules.ts';
import { type Feedback, feedback as feedbackShape } from '../../../links/hl7/feedback.ts';
import { feedbackOf } from '../feedback.ts';
import { findSource, loadForChange } from '../store.ts';
import { type Rules, keep } from './common.ts';

const one = z.object({ id: z.uuid() });

/** What the laboratory is owed now; `undefined` when it is owed nothing or not yet. */
export const owedFeedback: Query<z.infer<typeof one>, Feedback | undefined> = defineQuery({
  name: 'critical-values.owed-feedback',
  input: one,
  output: feedbackShape.optional(),
  policy: bySystem,
  audited: false,
  body: async ({ tx, now }, { id }) => {
    const value = await loadForChange(tx, id);
    return feedbackDue(value, now) ? feedbackOf(value, await findSource(tx, id)) : undefined;
  },
});

const outcome = one.extend({ outcome: z.enum(['sent', 'accepted', 'failed']), code: z.string().default('') });

/** What became of telling the laboratory; a second answer to the same message changes nothing. */
export function noteFeedback(rules: Rules): Action<z.infer<typeof outcome>, void> {
  return defineAction({
    name: 'critical-values.note-feedback',
    input: outcome,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, outcome: became, code }) => {
      const value = await loadForChange(context.tx, id);
      if (value.feedback.state === 'accepted') return;
      const { now } = context;
      if (became === 'sent') await keep(context, rules, feedbackSent(value, rules.process, now));
      if (became === 'accepted') await keep(context, rules, feedbackAccepted(value, now));
      if (became === 'failed') await keep(context, rules, feedbackFailed(value, code, now));
    },
  });
}
