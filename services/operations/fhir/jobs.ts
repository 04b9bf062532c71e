/** A FHIR server is read: every minute what changed, and at once what a notification names. */
import { newId } from '../../core/ids.ts';
import { createLeases } from '../../core/leases.ts';
import { type AnyJob, type JobContext, type Tick, defineJob } from '../../core/module.ts';
import type { FhirServer, ServerPage } from '../../links/fhir/port.ts';
import type { Node } from '../../links/fhir/json.ts';
import { partName } from '../../links/fhir/read.ts';
import { fetchJob, moveFeed } from './actions.ts';
import { type FeedRules, afterPage, afterTrouble, inTurn, isDue, readFrom } from './rules.ts';
import { type Unit, lackingIn, nameOf, unitsOf } from './units.ts';
import { feedOf, knownOf, readTimes } from './store.ts';
import { partsKept } from './store.parts.ts';
import { type TakeParts, type Taken, take } from './take.ts';

export interface FeedParts extends TakeParts {
  readonly server: FhirServer;
  readonly types: readonly string[];
  readonly rules: FeedRules;
}

/** A job may take two minutes; a reading stops before and is gone on with at the next tick. */
const budgetMs = 60_000;
const leaseMs = 115_000;

export function feedTick(parts: FeedParts): Tick {
  return { name: 'fhir.poll', cron: '* * * * *', body: (context) => poll(parts, context) };
}

export function feedJobs(parts: FeedParts): AnyJob[] {
  return [defineJob(fetchJob, (context, { references }) => (references.length === 0 ? poll(parts, context) : fetchEach(parts, references)))];
}

/** One process of the cluster at a time; a killed one is followed after its lease. */
async function poll(parts: FeedParts, context: JobContext): Promise<void> {
  const leases = createLeases(parts.prisma);
  const holder = newId();
  const name = `fhir.poll:${parts.server.name}`;
  if (!(await leases.claim(name, holder, leaseMs))) return;
  const until = performance.now() + budgetMs;
  try {
    await readInTurns(parts, context, until);
  } finally {
    await leases.release(name, holder);
  }
}

/** A page of each in turn while there are more: a type that changes all the time does not keep a critical value waiting. */
async function readInTurns(parts: FeedParts, context: JobContext, until: number): Promise<void> {
  let left = inTurn(parts.types, await readTimes(parts.prisma, parts.server.name));
  while (left.length > 0) {
    const more: string[] = [];
    for (const type of left) {
      if (performance.now() >= until) return;
      if (await readPage(parts, context, type)) more.push(type);
    }
    left = more;
  }
}

/** @returns whether there is another page */
async function readPage(parts: FeedParts, context: JobContext, type: string): Promise<boolean> {
  const { server, prisma, rules } = parts;
  const feed = await feedOf(prisma, server.name, type);
  if (!isDue(feed, context.now)) return false;
  const move = (step: ReturnType<typeof afterPage>, trouble: string | null): Promise<void> => context.run(moveFeed, { source: server.name, type, step, trouble });
  let page: ServerPage;
  try {
    page = feed.next === null ? await server.changed(type, readFrom(feed, rules, context.now)) : await server.page(feed.next);
    await takePage(parts, page, feed.since === null ? undefined : context.now);
  } catch (error) {
    const trouble = troubleIn(error);
    if (trouble === undefined) throw error;
    context.log.warn({ server: server.name, type, error }, 'the FHIR server could not be read; tried again later');
    await move(afterTrouble(feed, context.now, trouble), trouble.message);
    return false;
  }
  await move(afterPage(feed, newestOf(page.matches), page.next), null);
  return page.next !== undefined;
}

interface Trouble {
  readonly message: string;
  readonly retryAfterSeconds?: number | undefined;
  readonly linkIsDead: boolean;
}

/** The link's own kind of failure, by its shape: a module loads no class of a link. */
function troubleIn(error: unknown): Trouble | undefined {
  if (!(error instanceof Error) || !('isDeadLink' in error) || !('retryAfterSeconds' in error)) return undefined;
  const { message, isDeadLink, retryAfterSeconds } = error;
  return { message, linkIsDead: isDeadLink === true, retryAfterSeconds: typeof retryAfterSeconds === 'number' ? retryAfterSeconds : undefined };
}

function newestOf(resources: readonly Node[]): Date | undefined {
  const times = resources.flatMap(({ meta }) => {
    const at = Date.parse(String((meta as Node | undefined)?.['lastUpdated'] ?? ''));
    return Number.isNaN(at) ? [] : [at];
  });
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** The first reading goes far back, and what is read again in the overlap is old: neither says how the server is heard. */
async function takePage(parts: FeedParts, { matches, included }: ServerPage, heardAt: Date | undefined): Promise<void> {
  for (const unit of unitsOf(matches, included)) {
    const taken = await takeUnit(parts, unit, 0);
    if (heardAt !== undefined && taken?.isNew === true) parts.heard({ door: 'fhir', name: parts.server.name, at: heardAt, said: taken.said });
  }
}

/**
 * The versions of a unit are one arrival, with what came along and what they name and nobody told: read again, it is a
 * repeat. `undefined`: all of it was taken before, with something else.
 */
async function takeUnit(parts: FeedParts, page: Unit, depth: number): Promise<Taken | undefined> {
  const unit = await completed(parts, page);
  const all = [...unit.matches, ...unit.included];
  const named = new Map(all.flatMap((each) => (partName(each) === undefined ? [] : [[nameOf(each), each] as const])));
  if (named.size === all.length && (await partsKept(parts.prisma, parts.server.name, named)).taken.size === all.length) return undefined;
  const [first = {}] = unit.matches;
  const meta = first['meta'] as Node | undefined;
  const name = `${nameOf(first)}/_history/${String(meta?.['versionId'] ?? meta?.['lastUpdated'] ?? '')}${unit.matches.length > 1 ? `+${unit.matches.length - 1}` : ''}`;
  const body = { resourceType: 'Bundle', type: 'searchset', identifier: { value: name }, entry: all.map((resource) => ({ resource })) };
  return take(parts, { sender: parts.server.name, body: Buffer.from(JSON.stringify(body)), fetch: (names) => fetchNames(parts, names, depth) });
}

/** Whom and what a resource refers to and nobody told: fetched, taken, and then known. Chains are short. */
const mostFetched = 50;
const deepest = 2;

/** A report whose results are not here yet, a diagnosis without its stay: asked for, so that they are read as one. */
async function completed(parts: FeedParts, page: Unit): Promise<Unit> {
  let unit = page;
  const asked = new Set<string>();
  for (let level = 0; level < deepest; level++) {
    const lacking = lackingIn(unit).filter((name) => !asked.has(name)).slice(0, mostFetched - asked.size);
    const { kept } = await partsKept(parts.prisma, parts.server.name, new Map(lacking.map((name) => [name, {}])));
    const wanted = lacking.filter((name) => !kept.has(name));
    if (wanted.length === 0) return unit;
    const found: Node[] = [];
    for (const name of wanted) {
      asked.add(name);
      const [type = '', id = ''] = name.split('/');
      const resource = await parts.server.read(type, id);
      if (resource !== undefined) found.push(resource);
    }
    unit = { ...unit, included: [...unit.included, ...found] };
  }
  return unit;
}

async function fetchNames(parts: FeedParts, names: readonly string[], depth: number): Promise<Map<string, Node>> {
  if (depth >= deepest) return new Map();
  for (const name of names.slice(0, mostFetched)) await fetchOne(parts, name, depth + 1);
  return knownOf(parts.prisma, parts.server.name, names);
}

async function fetchOne(parts: FeedParts, name: string, depth: number): Promise<void> {
  const [type = '', id = ''] = name.split('/');
  const resource = await parts.server.read(type, id);
  if (resource !== undefined) await takeUnit(parts, { matches: [resource], included: [] }, depth);
}

/** What a notification named; gone meanwhile is no trouble. */
async function fetchEach(parts: FeedParts, references: readonly string[]): Promise<void> {
  for (const reference of references) await fetchOne(parts, reference, 0);
}
