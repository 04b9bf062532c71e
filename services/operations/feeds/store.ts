/** The module's own rows. */
import { Prisma, type FeedDowntime, type FeedHour, type FeedIncident, type Feed as FeedRow } from '../../../prisma/generated/client.ts';
import type { Tx } from '../../core/db.ts';
import { newId } from '../../core/ids.ts';
import { type FeedDoor, type FeedState, type IncidentKind, type Verdict, feedDoors, incidentKinds } from './model.ts';
import { hourMs, neededHours } from './rules.learn.ts';
import { hoursOf } from './rules.ts';
import type { Tally } from './schema.ts';

/** Everything that is known of a sender at a moment. */
export interface Known {
  readonly id: string;
  readonly door: FeedDoor;
  readonly name: string;
  readonly retired: boolean;
  readonly state: FeedState;
  readonly incidents: readonly FeedIncident[];
  readonly downtimes: readonly FeedDowntime[];
}

const recent = 50;
const perHour = 120;
const learnedMs = 9 * 7 * 24 * hourMs;

export const doorOf = (text: string): FeedDoor => feedDoors.find((door) => door === text) ?? 'mllp';
export const kindOf = (text: string): IncidentKind => incidentKinds.find((kind) => kind === text) ?? 'silent';

/** Adds what a process heard. Silence is measured between tellings of all processes, so it is true to a quarter of a minute. */
export async function add(tx: Tx, { door, name, firstAt, lastAt, hours }: Tally): Promise<void> {
  const id = `${door}:${name}`;
  await tx.$executeRaw`INSERT INTO feed (id, door, name, first_heard_at, last_heard_at, recent_delays) VALUES (${id}, ${door}, ${name}, ${firstAt}, ${firstAt}, '{}') ON CONFLICT (id) DO NOTHING`;
  const [row] = await tx.$queryRaw<{ last: Date; delays: number[] }[]>`SELECT last_heard_at AS last, recent_delays AS delays FROM feed WHERE id = ${id} FOR UPDATE`;
  const known = row?.last ?? firstAt;
  const gap = Math.max(0, Math.round((firstAt.getTime() - known.getTime()) / 1000));
  for (const { hour, messages, refusals, delays } of hours) {
    await tx.$executeRaw`
      INSERT INTO feed_hour (feed_id, hour, messages, refusals, gap_seconds, delays) VALUES (${id}, ${hour}, ${messages}, ${refusals}, 0, ${delays}::int[])
      ON CONFLICT (feed_id, hour) DO UPDATE SET messages = feed_hour.messages + EXCLUDED.messages, refusals = feed_hour.refusals + EXCLUDED.refusals,
        delays = (feed_hour.delays || EXCLUDED.delays)[1:${Prisma.raw(String(perHour))}]`;
  }
  if (gap > 0) {
    for (const hour of hoursOf(known, firstAt)) {
      await tx.$executeRaw`
        INSERT INTO feed_hour (feed_id, hour, messages, refusals, gap_seconds, delays) VALUES (${id}, ${hour}, 0, 0, ${gap}, '{}')
        ON CONFLICT (feed_id, hour) DO UPDATE SET gap_seconds = GREATEST(feed_hour.gap_seconds, EXCLUDED.gap_seconds)`;
    }
  }
  const delays = [...(row?.delays ?? []), ...hours.flatMap((each) => each.delays)].slice(-recent);
  await tx.feed.update({ where: { id }, data: { lastHeardAt: lastAt > known ? lastAt : known, recentDelays: delays } });
}

/** With the hours that judging this moment needs; `shown`: also the last day's. */
export async function allKnown(tx: Tx, now: Date, shown = false): Promise<Known[]> {
  const rows = await tx.feed.findMany({ orderBy: { id: 'asc' } });
  const ids = rows.map(({ id }) => id);
  const since = new Date(now.getTime() - learnedMs);
  const wanted = [{ hour: { in: neededHours(now) } }, ...(shown ? [{ hour: { gte: new Date(now.getTime() - 24 * hourMs) } }] : [])];
  const [hours, incidents, downtimes] = [
    Map.groupBy(await tx.feedHour.findMany({ where: { feedId: { in: ids }, OR: wanted }, orderBy: { hour: 'asc' } }), ({ feedId }) => feedId),
    Map.groupBy(await tx.feedIncident.findMany({ where: { feedId: { in: ids }, OR: [{ closedAt: null }, { openedAt: { gte: since } }] }, orderBy: { openedAt: 'desc' } }), ({ feedId }) => feedId),
    Map.groupBy(await tx.feedDowntime.findMany({ where: { feedId: { in: ids }, until: { gte: since } }, orderBy: { from: 'asc' } }), ({ feedId }) => feedId),
  ];
  return rows.map((row) => knownOf(row, hours.get(row.id) ?? [], incidents.get(row.id) ?? [], downtimes.get(row.id) ?? []));
}

function knownOf(row: FeedRow, hours: readonly FeedHour[], incidents: readonly FeedIncident[], downtimes: readonly FeedDowntime[]): Known {
  const state: FeedState = {
    lastHeardAt: row.lastHeardAt,
    silentMinutes: row.silentMinutes ?? undefined,
    recentDelays: row.recentDelays,
    hours,
    downtimes: downtimes.map(({ from, until, endedAt }) => ({ from, until: endedAt !== null && endedAt < until ? endedAt : until })),
    // It had been silent for as long as was seen when it was told.
    outages: incidents.flatMap(({ kind, openedAt, closedAt, seen }) => (kind === 'silent' && closedAt !== null ? [{ from: new Date(openedAt.getTime() - seen * 1000), until: closedAt }] : [])),
  };
  return { id: row.id, door: doorOf(row.door), name: row.name, retired: row.retired, state, incidents, downtimes };
}

export async function openIncident(tx: Tx, feedId: string, { kind, seen, usual }: Verdict, now: Date): Promise<string> {
  const id = newId(now.getTime());
  await tx.feedIncident.create({ data: { id, feedId, kind, openedAt: now, seen, usual } });
  return id;
}

export async function closeIncident(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.feedIncident.update({ where: { id }, data: { closedAt: now } });
}

/** Older hours than anything is learned from. */
export async function forget(tx: Tx, now: Date): Promise<void> {
  await tx.feedHour.deleteMany({ where: { hour: { lt: new Date(now.getTime() - learnedMs) } } });
}
