/** From what came in to what goes out, the same at every door of the http server: ids opened, act performed, ids sealed. */
import { type Actor, actorKey } from './access.ts';
import { Refusal } from './errors.ts';
import type { Action, Flow, Query, Route } from './module.ts';
import type { Corridor } from './run.ts';
import { type SealedIds, eachText } from './sealed-ids.ts';

export interface CarryParts {
  readonly corridor: Corridor;
  /** What ids are called outside. */
  readonly ids: SealedIds;
}

/** @param signal ends when whoever asked has gone */
export async function carryOut(parts: CarryParts, actor: Actor, route: Route, sent: unknown, signal?: AbortSignal): Promise<unknown> {
  if (!isStorable(without(sent, route.unread))) throw new Refusal('core.bad-input', { where: 'text' }, 400);
  const input = await opened(parts, actor, route, sent);
  const output = (await perform(parts.corridor, actor, route, input, signal).catch((error: unknown) => unlessOfIds(route, error))) ?? null;
  return eachText(output, (text) => parts.ids.seal(text, actorKey(actor)), route.exact);
}

/** The input with its ids opened for this caller; what does not open is "not there", and on record. */
async function opened({ ids, corridor }: CarryParts, actor: Actor, { does, exact }: Route, sent: unknown): Promise<unknown> {
  try {
    return eachText(sent, (text) => ids.open(text, actorKey(actor), corridor.now()), exact);
  } catch (error) {
    // Without the input: a plain id that is real would cost a look-up that a made-up one does not.
    throw error instanceof Refusal ? await corridor.refuse(actor, does, undefined, error) : error;
  }
}

/** What stands in an id's place and has not even the shape of one is "not there" too. */
function unlessOfIds(route: Route, error: unknown): never {
  const where = error instanceof Refusal && error.code === 'core.bad-input' ? String(error.facts['where'] ?? '') : '';
  const ofId = (path: string): boolean => /(^|\.)(id|\w+Id)$/.test(path) || route.path.split('/').includes(`:${path}`);
  if (where !== '' && where.split(', ').every(ofId)) throw new Refusal('core.not-found', {}, 404);
  throw error;
}

function without(sent: unknown, fields: readonly string[] = []): unknown {
  if (fields.length === 0 || typeof sent !== 'object' || sent === null) return sent;
  return Object.fromEntries(Object.entries(sent).filter(([field]) => !fields.includes(field)));
}

/** PostgreSQL keeps neither a NUL nor half a surrogate. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, each]) => isStorable(key) && isStorable(each));
}

/** The corridor reads the input with the schema before anything sees it; the erased type is theirs again there. */
function perform(corridor: Corridor, actor: Actor, { does }: Route, input: unknown, signal?: AbortSignal): Promise<unknown> {
  if (does.type === 'action') return corridor.run(actor, does as Action, input);
  return does.type === 'query' ? corridor.ask(actor, does as Query, input) : corridor.follow(actor, does as Flow, input, signal);
}
