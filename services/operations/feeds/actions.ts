/** Policy; load → rule → save → emit. */
import { z } from 'zod';
import { actorKey, byFunction, bySystem } from '../../core/access.ts';
import { newId } from '../../core/ids.ts';
import { type Action, type ActionContext, defineAction } from '../../core/module.ts';
import { refusals } from '../../core/phrases.ts';
import { workersOf } from '../../shared/directory/index.ts';
import { refresh, tell } from '../../shared/notices/index.ts';
import { feedRecovered, feedTroubled } from './events.ts';
import type { Limits } from './model.ts';
import { phrases } from './phrases.ts';
import { announce, judge } from './rules.ts';
import { downtimeDraft, downtimeEnd, feedChange, tally } from './schema.ts';
import { type Known, add, allKnown, closeIncident, forget, kindOf, openIncident } from './store.ts';

export const moduleName = 'feeds';
const refuse = refusals(phrases);

export const keep = defineAction({
  name: 'feeds.keep',
  input: z.object({ tallies: z.array(tally) }),
  output: z.void(),
  policy: bySystem,
  // Always in the same order: two processes tell at the same time.
  body: async ({ tx }, { tallies }) => {
    for (const each of tallies.toSorted((a, b) => (a.door + a.name < b.door + b.name ? -1 : 1))) await add(tx, each);
  },
});

/** Asks of every sender whether it is as usual; tells what began and what is over. */
export function watch(limits: Limits): Action<Record<string, never>, { opened: number; closed: number }> {
  return defineAction({
    name: 'feeds.watch',
    input: z.object({}),
    output: z.object({ opened: z.int(), closed: z.int() }),
    policy: bySystem,
    body: async (context) => {
      const { tx, now } = context;
      let [opened, closed] = [0, 0];
      for (const feed of await allKnown(tx, now)) {
        const did = await watchOne(context, feed, limits);
        opened += did.opened;
        closed += did.closed;
      }
      await forget(tx, now);
      return { opened, closed };
    },
  });
}

async function watchOne(context: ActionContext, feed: Known, limits: Limits): Promise<{ opened: number; closed: number }> {
  const { tx, now, emit } = context;
  const verdicts = feed.retired ? [] : judge(feed.state, now, limits);
  const open = feed.incidents.filter(({ closedAt }) => closedAt === null);
  const begun = verdicts.filter(({ kind }) => !open.some((incident) => incident.kind === kind));
  const over = open.filter(({ kind }) => !verdicts.some((verdict) => verdict.kind === kind));
  for (const verdict of begun) {
    const incident = await openIncident(tx, feed.id, verdict, now);
    const { kind, seen, usual } = verdict;
    emit(feedTroubled, feed.id, { incident, kind, seen, usual });
    await tellAll(context, incident, 'began');
  }
  for (const { id, kind } of over) {
    await closeIncident(tx, id, now);
    emit(feedRecovered, feed.id, { incident: id, kind: kindOf(kind) });
    await refresh(context, moduleName, id);
    await tellAll(context, id, 'over');
  }
  return { opened: begun.length, closed: over.length };
}

async function tellAll(context: ActionContext, incident: string, step: 'began' | 'over'): Promise<void> {
  const people = await workersOf(context.tx, 'feeds');
  await tell(context, { module: moduleName, subject: incident, step, recipients: people.map(({ number }) => number), urgency: 'normal' });
}

export const announceDowntime = defineAction({
  name: 'feeds.announce-downtime',
  input: downtimeDraft,
  output: z.object({ id: z.uuid() }),
  policy: byFunction('feeds'),
  subject: ({ feed }) => feed,
  body: async ({ tx, now, actor }, { feed, from, until, reason }) => {
    announce({ from, until }, now);
    if ((await tx.feed.count({ where: { id: feed } })) === 0) throw refuse('feeds.no-feed');
    const id = newId(now.getTime());
    await tx.feedDowntime.create({ data: { id, feedId: feed, from, until, reason, createdAt: now, createdBy: actorKey(actor) } });
    return { id };
  },
});

/** Done earlier than planned, or not at all. */
export const endDowntime = defineAction({
  name: 'feeds.end-downtime',
  input: downtimeEnd,
  output: z.void(),
  policy: byFunction('feeds'),
  subject: ({ id }) => id,
  body: async ({ tx, now }, { id }) => {
    const row = await tx.feedDowntime.findUnique({ where: { id } });
    if (row === null) throw refuse('feeds.no-downtime');
    if (row.from > now) await tx.feedDowntime.delete({ where: { id } });
    else await tx.feedDowntime.update({ where: { id }, data: { endedAt: row.endedAt ?? now } });
  },
});

export const change = defineAction({
  name: 'feeds.change',
  input: feedChange,
  output: z.void(),
  policy: byFunction('feeds'),
  subject: ({ feed }) => feed,
  body: async ({ tx }, { feed, silentMinutes, retired }) => {
    const { count } = await tx.feed.updateMany({ where: { id: feed }, data: { silentMinutes, retired } });
    if (count === 0) throw refuse('feeds.no-feed');
  },
});
