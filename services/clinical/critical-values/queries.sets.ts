/** Threshold sets as the desk page shows them. */
import { z } from 'zod';
import { type Query, defineQuery } from '../../core/module.ts';
import type { Rules } from './actions/common.ts';
import { mayKeepLimits } from './actions/sets.ts';
import { faultsOfSet } from './limits.ts';
import type { SetHead } from './model.sets.ts';
import { authorsOf, differences, wordsOfFault } from './rules.ts';
import { type SetDetail, type SetLine, oneSet, setDetail, setList } from './schema.sets.ts';
import { demandSet, listSets, setInForce } from './store.sets.ts';

const lineOf = ({ id, version, title, state, basedOn, course, inForceFrom }: SetHead, inForce: string): SetLine => ({ id, version, title, state, basedOn, course: [...course], inForceFrom, inForce: version === inForce });

export function sets(rules: Rules): Query<Record<string, never>, { items: SetLine[] }> {
  return defineQuery({
    name: 'critical-values.sets',
    input: z.object({}),
    output: setList,
    policy: mayKeepLimits,
    audited: false,
    body: async ({ tx, now }) => {
      const { version } = await setInForce(tx, rules.thresholds, now);
      return { items: (await listSets(tx)).map(({ head }) => lineOf(head, version)) };
    },
  });
}

export function oneSetOf(rules: Rules): Query<{ readonly id: string }, SetDetail> {
  return defineQuery({
    name: 'critical-values.set',
    input: oneSet,
    output: setDetail,
    policy: mayKeepLimits,
    // Nobody's data; what is done with a set is on record.
    audited: false,
    body: async ({ tx, now, actor }, { id }) => {
      const { head, set, trial } = await demandSet(tx, id);
      const inForce = await setInForce(tx, rules.thresholds, now);
      const tried = trial?.state === 'done' && trial.digest === head.digest && trial.against === inForce.version;
      const faults = faultsOfSet(set).map(wordsOfFault);
      const isProposed = head.state === 'proposed';
      const answer = {
        ...lineOf(head, inForce.version), set, against: inForce.version, differences: differences(inForce, set), faults, trial, tried,
        may: { change: head.state === 'draft', propose: head.state === 'draft' && tried && faults.length === 0, approve: isProposed && tried && !authorsOf(head).has(actor.id), reject: isProposed },
      };
      return setDetail.parse(JSON.parse(JSON.stringify(answer)));
    },
  });
}
