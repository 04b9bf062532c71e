/** The laboratory's answer as commands: who took the critical value, and what was done. The same answer, the same keys. Pure. */
import type { Feedback } from '../../links/hl7/feedback.ts';
import type { CommandOf } from '../../links/contract/schema.commands.ts';

export type FeedbackCommand = CommandOf<'acknowledge-critical-value'> | CommandOf<'dispose-critical-value'>;

export function commandsOf(feedback: Feedback): FeedbackCommand[] {
  const { id, at: _at, acknowledged, disposal, signature, outcome, ...about } = feedback;
  const taken: FeedbackCommand = { key: `${id}:acknowledge`, kind: 'acknowledge-critical-value', at: acknowledged.at, actor: acknowledged.by, data: { ...about, acknowledgedAt: acknowledged.at } };
  if (disposal === undefined) return [taken];
  const done: FeedbackCommand = {
    key: `${id}:dispose`,
    kind: 'dispose-critical-value',
    at: disposal.at,
    actor: disposal.by,
    ...(outcome !== undefined && { reason: outcome }),
    data: { ...about, disposedAt: disposal.at, text: disposal.text, ...(signature !== undefined && { signature }) },
  };
  return [taken, done];
}
