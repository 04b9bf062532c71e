/** What the page and the cards show. */
import { z } from 'zod';
import { byFunction } from '../../core/access.ts';
import type { Tx } from '../../core/db.ts';
import { type Query, defineQuery } from '../../core/module.ts';
import { findPeople, workersOf } from '../../shared/directory/index.ts';
import type { CardFace } from '../../shared/notices/index.ts';
import { moduleName } from './actions.ts';
import { type IncidentCard, incidentCard } from './cards.ts';
import type { Limits } from './model.ts';
import { hourMs, hourOf, silenceLimit, usualDelay } from './rules.learn.ts';
import { delayNow, isDown, lately } from './rules.ts';
import { type FeedView, type IncidentView, feedList } from './schema.ts';
import { type Known, allKnown, doorOf, kindOf } from './store.ts';

const shownHours = 24;
const shownPast = 5;

export function listFeeds(limits: Limits): Query<Record<string, never>, z.infer<typeof feedList>> {
  return defineQuery({
    name: 'feeds.list',
    input: z.object({}),
    output: feedList,
    policy: byFunction('feeds'),
    audited: false,
    body: async ({ tx, now }) => {
      const known = await allKnown(tx, now, true);
      const people = await findPeople(tx, [...new Set(known.flatMap(({ downtimes }) => downtimes.map(({ createdBy }) => createdBy.replace('staff:', ''))))]);
      return { feeds: known.map((feed) => viewOf(feed, now, limits, (by) => people.get(by.replace('staff:', ''))?.name ?? by)) };
    },
  });
}

function viewOf({ id, door, name, retired, state, incidents, downtimes }: Known, now: Date, limits: Limits, nameOf: (by: string) => string): FeedView {
  const views = incidents.map(({ kind, ...incident }): IncidentView => ({ ...incident, kind: kindOf(kind) }));
  const byHour = new Map(state.hours.map((each) => [each.hour.getTime(), each]));
  const last = hourOf(now).getTime();
  return {
    id, door, name, retired,
    lastHeardAt: state.lastHeardAt,
    troubles: views.filter(({ closedAt }) => closedAt === null),
    past: views.filter(({ closedAt }) => closedAt !== null).slice(0, shownPast),
    isDown: isDown(state, now),
    downtimes: downtimes.filter(({ until, endedAt }) => until > now && endedAt === null).map(({ id: downtime, from, until, reason, createdBy }) => ({ id: downtime, from, until, reason, createdBy: nameOf(createdBy) })),
    limit: silenceLimit(state, now, limits),
    silentMinutes: state.silentMinutes ?? null,
    ...lately(state.hours, now),
    delay: delayNow(state, now) ?? null,
    usualDelay: usualDelay(state, now) ?? null,
    hours: Array.from({ length: shownHours }, (_, at) => {
      const hour = last - (shownHours - 1 - at) * hourMs;
      return { hour: new Date(hour), messages: byHour.get(hour)?.messages ?? 0, refusals: byHour.get(hour)?.refusals ?? 0 };
    }),
  };
}

async function cardOf(tx: Tx, id: string): Promise<IncidentCard | undefined> {
  const incident = await tx.feedIncident.findUnique({ where: { id } });
  const feed = incident === null ? null : await tx.feed.findUnique({ where: { id: incident.feedId } });
  if (incident === null || feed === null) return undefined;
  return { door: doorOf(feed.door), name: feed.name, lastHeardAt: feed.lastHeardAt, kind: kindOf(incident.kind), openedAt: incident.openedAt, closedAt: incident.closedAt, seen: incident.seen, usual: incident.usual };
}

/** Drawn for whoever watches the interfaces today; whoever does not any more sees nothing. */
export const face: CardFace = {
  module: moduleName,
  draw: async ({ tx, now }, subject, { staff }) => {
    if (!(await workersOf(tx, 'feeds')).some(({ number }) => number === staff)) return undefined;
    const incident = await cardOf(tx, subject);
    return incident === undefined ? undefined : incidentCard(incident, now);
  },
  press: () => undefined,
};
