/** Which version of a resource is told, and since when it is so: the same whatever it comes with, or again. */
import { createHash } from 'node:crypto';
import type { Entry } from './bundle.ts';
import { child, text } from './node.ts';
import { readTime } from './time.ts';

export interface Version {
  readonly at: string;
  /** `Observation/o1/_history/3`; of several resources, joined. */
  readonly version: string;
}

/** By its server's own word, or by when we heard of it; `undefined` where neither says anything. */
export function versionOf(entry: Entry): Version | undefined {
  if (!entry.owned || entry.id === undefined) return undefined;
  const meta = child(entry.resource, 'meta');
  const changed = readTime(text(meta, 'lastUpdated') ?? '')?.at;
  if (changed !== undefined) return { at: changed.toISOString(), version: `${entry.type}/${entry.id}/_history/${text(meta, 'versionId') ?? changed.toISOString()}` };
  return entry.heardAt === undefined ? undefined : { at: entry.heardAt.toISOString(), version: unnamedVersion(entry) };
}

/** Of a server that numbers none. */
export const unnamedVersion = ({ type, id = '', resource }: Entry): string => `${type}/${id}#${createHash('sha256').update(JSON.stringify(resource)).digest('base64url').slice(0, 12)}`;

/**
 * What several say together is as new as the newest of them; `undefined` where one has no version. Of two readings of one
 * time the one that knew more holds: its number is the greater text.
 */
export function joined(versions: readonly (Version | undefined)[]): Version | undefined {
  const all = versions.filter((version) => version !== undefined);
  const [first] = all;
  if (first === undefined || all.length < versions.length) return undefined;
  return { at: all.map(({ at }) => at).toSorted().at(-1) ?? first.at, version: all.length === 1 ? first.version : `~${all.length} ${all.map(({ version }) => version).join(' ')}` };
}
