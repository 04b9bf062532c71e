/** A FHIR server is read: every minute what changed, and at once what a notification names. */
import { newId } from '../../core/ids.ts';
import { createLeases } from '../../core/leases.ts';
import { type AnyJob, type JobContext, type Tick, defineJob } from '../../core/module.ts';
import type { FhirServer, ServerPage } from '../../links/fhir/port.ts';
import type { Node } from '../../links/fhir/json.ts';
import { fetchJob, moveFeed } from './actions.ts';
import { type FeedRules, afterPage, afterTrouble, isDue, readFrom } from './rules.ts';
import { feedOf, knownOf } from './store.ts';
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
    for (const type of parts.types) await readType(parts, context, type, until);
  } finally {
    await leases.release(name, holder);
  }
}

async function readType(parts: FeedParts, context: JobContext, type: string, until: number): Promise<void> {
  const { server, prisma, rules } = parts;
  while (performance.now() < until) {
    const feed = await feedOf(prisma, server.name, type);
    if (!isDue(feed, context.now)) return;
    const move = (step: ReturnType<typeof afterPage>, trouble: string | null): Promise<void> => context.run(moveFeed, { source: server.name, type, step, trouble });
    let page: ServerPage;
    try {
      page = feed.next === null ? await server.changed(type, readFrom(feed, rules, context.now)) : await server.page(feed.next);
      await takePage(parts, page, feed.since === null ? undefined : context.now);
    } catch (error) {
      const trouble = troubleIn(error);
      if (trouble === undefined) throw error;
      context.log.warn({ server: server.name, type, error }, 'the FHIR server could not be read; tried again later');
      return move(afterTrouble(feed, context.now, trouble), trouble.message);
    }
    await move(afterPage(feed, newestOf(page.matches), page.next), null);
    if (page.next === undefined) return;
  }
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
  for (const match of matches) {
    const { said, isNew } = await takeOne(parts, match, included, 0);
    if (heardAt !== undefined && isNew) parts.heard({ door: 'fhir', name: parts.server.name, at: heardAt, said });
  }
}

/** Each version of a resource is one arrival, with what came along for it: read again, it is a repeat. */
async function takeOne(parts: FeedParts, resource: Node, included: readonly Node[], depth: number): Promise<Taken> {
  const along = included.filter((each) => JSON.stringify(resource).includes(`"${String(each['resourceType'])}/${String(each['id'])}"`));
  const name = `${String(resource['resourceType'])}/${String(resource['id'])}/_history/${String((resource['meta'] as Node | undefined)?.['versionId'] ?? (resource['meta'] as Node | undefined)?.['lastUpdated'] ?? '')}`;
  const unit = { resourceType: 'Bundle', type: 'searchset', identifier: { value: name }, entry: [resource, ...along].map((each) => ({ resource: each })) };
  return take(parts, { sender: parts.server.name, body: Buffer.from(JSON.stringify(unit)), fetch: (names) => fetchNames(parts, names, depth) });
}

/** Whom and what a resource refers to and nobody told: fetched, taken, and then known. Chains are short. */
const mostFetched = 50;
const deepest = 2;

async function fetchNames(parts: FeedParts, names: readonly string[], depth: number): Promise<Map<string, Node>> {
  if (depth >= deepest) return new Map();
  for (const name of names.slice(0, mostFetched)) {
    const [type = '', id = ''] = name.split('/');
    const resource = await parts.server.read(type, id);
    if (resource !== undefined) await takeOne(parts, resource, [], depth + 1);
  }
  return knownOf(parts.prisma, parts.server.name, names);
}

/** What a notification named; gone meanwhile is no trouble. */
async function fetchEach(parts: FeedParts, references: readonly string[]): Promise<void> {
  for (const reference of references) {
    const [type = '', id = ''] = reference.split('/');
    const resource = await parts.server.read(type, id);
    if (resource !== undefined) await takeOne(parts, resource, [], 0);
  }
}
