/** Robots of wards' groups: who adds them, and the line a group reads when a value of its ward has nobody. */
import { z } from 'zod';
import { Failure } from '../../core/errors.ts';
import { type Module, defineFlow, defineJob, defineModule, defineWaker } from '../../core/module.ts';
import type { Seal } from '../../core/seal.ts';
import { byWardKeeper } from '../../shared/on-call/index.ts';
import { escalated, opened, reopened, turned } from '../critical-values/events.ts';
import { type WardOf, addRobot, endRobot, noteLine, noteRest, noteTrial, queueLines, refuse, say, sweepLines, unlessNone } from './actions.ts';
import { type Robots, sayLine } from './jobs.ts';
import { actNames, phrases, platformWords, refusalWords } from './phrases.ts';
import { lineToSay, listRobots, trialOf } from './queries.ts';
import { robotRef } from './schema.ts';
import { sealedRobots } from './store.ts';

export type { WardOf } from './actions.ts';
export type { Robots } from './jobs.ts';

/** What of a value a group hears of. */
const said = [opened, reopened, turned, escalated];

export function groupRobots({ seal, wardOf, robots }: { readonly seal: Seal; readonly wardOf: WardOf; readonly robots: Robots }): Module {
  const [add, queue, toSay, trial] = [addRobot(seal), queueLines(wardOf, said.map(({ name }) => name)), lineToSay(seal, wardOf, (platform) => robots[platform].perMinute), trialOf(seal)];

  const tryRobot = defineFlow({
    name: 'group-robots.try',
    input: robotRef,
    output: z.object({ said: z.boolean() }),
    policy: byWardKeeper,
    audited: true,
    subject: ({ id }) => id,
    body: async ({ ask, run }, { id }) => {
      const { platform, text, ...key } = await ask(trial, { id });
      try {
        await robots[platform].say(key, text);
      } catch (error) {
        if (!(error instanceof Failure) || error.class !== 'permanent') throw refuse('group-robots.later', {}, 502);
        await run(noteTrial, { id, failure: error.vendorCode });
        throw refuse('group-robots.refused', { platform: platformWords[platform], why: refusalWords[error.vendorCode] ?? error.vendorCode }, 422);
      }
      await run(noteTrial, { id });
      return { said: true };
    },
  });

  return defineModule({
    name: 'group-robots',
    actions: [add, endRobot, queue, noteLine, noteRest, noteTrial, sweepLines],
    queries: [listRobots, toSay, trial],
    flows: [tryRobot],
    listeners: said.map((event) => defineWaker('group-robots', event, async ({ run }, values) => run(queue, { values }), { inside: unlessNone })),
    jobs: [defineJob(say, (context, { message }) => sayLine(context, robots, toSay, message))],
    ticks: [{ name: 'group-robots.sweep', cron: '* * * * *', body: async ({ run }) => void (await run(sweepLines, {})) }],
    routes: [
      { method: 'GET', path: '/group-robots', does: listRobots },
      { method: 'POST', path: '/group-robots', does: add },
      { method: 'POST', path: '/group-robots/end', does: endRobot },
      { method: 'POST', path: '/group-robots/try', does: tryRobot },
    ],
    sealed: [sealedRobots],
    phrases,
    acts: actNames,
  });
}
