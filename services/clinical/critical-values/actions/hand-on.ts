/** What somebody who left the hospital had in hand goes on to those who are there. */
import { z } from 'zod';
import { bySystem } from '../../../core/access.ts';
import { type Action, defineAction, defineQuery } from '../../../core/module.ts';
import { tell } from '../../../shared/notices/index.ts';
import { handOn as handOnRule } from '../rules.ts';
import { inHandOf, loadForChange } from '../store.ts';
import { type Rules, keep, moduleName } from './common.ts';
import { standInFor } from './relay.ts';

const lost = z.object({ id: z.uuid(), staff: z.string() });

/** The duty doctor, else the head, else the medical office; nobody at all is written down and stays overdue in the register. */
export function handOn(rules: Rules): Action<z.infer<typeof lost>, void> {
  return defineAction({
    name: 'critical-values.hand-on',
    input: lost,
    output: z.void(),
    policy: bySystem,
    body: async (context, { id, staff }) => {
      const { tx, now } = context;
      const value = await loadForChange(tx, id);
      const found = await standInFor(context, rules, value, new Set([staff]));
      const change = handOnRule(value, staff, found.duty, found.people, now);
      if (change === undefined) return;
      await keep(context, rules, change);
      await tell(context, { module: moduleName, subject: id, step: `left-${staff}`, recipients: found.people.map(({ number }) => number), urgency: 'critical' });
    },
  });
}

/** Alerts that wait for this person: told and unanswered, or taken and not treated. */
export const waitingFor = defineQuery({
  name: 'critical-values.waiting-for',
  input: z.object({ staff: z.string() }),
  output: z.object({ open: z.array(z.string()), acknowledged: z.array(z.string()) }),
  policy: bySystem,
  audited: false,
  body: ({ tx }, { staff }) => inHandOf(tx, staff),
});
