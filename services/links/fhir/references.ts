/**
 * What a reference points to: in the resource (`#a`), in the bundle (`urn:uuid:…`, `Patient/1`, absolute, conditional),
 * among what the same sender told before, or only what the reference itself says (identifier, display, logical id).
 */
import { type Entry, contained, isId, typeForm } from './bundle.ts';
import { type Node, child, nodes, text } from './node.ts';

export interface Target {
  readonly entry: Entry;
  /** `here`: in what was sent. `known`: told before. `named`: an identifier. `unknown`: nothing but a logical id or a name. */
  readonly how: 'here' | 'known' | 'named' | 'unknown';
  /** The same for every reference to it. */
  readonly key: string;
}

/** What the sender told before, by `Patient/1`. */
export type Known = ReadonlyMap<string, Node>;

export interface References {
  resolve(reference: Node | undefined, from: Entry): Target | undefined;
  /** `Patient/1` that stand nowhere: to be looked up or fetched before reading again. */
  readonly missing: ReadonlySet<string>;
  /** Those of them that are known by their logical id alone. */
  readonly unnamed: ReadonlySet<string>;
}

export function createReferences(entries: readonly Entry[], known: Known): References {
  const here = new Map<string, Entry>();
  for (const entry of entries) {
    if (entry.type !== '' && entry.id !== undefined) here.set(`${entry.type}/${entry.id}`, entry);
    if (entry.fullUrl !== undefined) here.set(entry.fullUrl, entry);
  }
  const byIdentifier = new Map<string, Entry>();
  for (const entry of entries) for (const each of nodes(entry.resource, 'identifier')) byIdentifier.set(`${entry.type}?${text(each, 'system') ?? ''}|${text(each, 'value') ?? ''}`, entry);
  const missing = new Set<string>();
  const unnamed = new Set<string>();

  const told = (written: string, from: Entry): Target | undefined => {
    if (written.startsWith('#')) return standing(contained(from, written.slice(1)), `${from.at}${written}`);
    const local = localName(written);
    const entry = here.get(written) ?? (local === undefined ? undefined : here.get(local));
    if (entry !== undefined) return standing(entry, keyOf(entry));
    const query = conditional(written);
    if (query !== undefined) {
      const found = byIdentifier.get(`${query.type}?${query.system}|${query.value}`);
      return found === undefined ? { entry: made(query.type, { identifier: [{ system: query.system, value: query.value }] }), how: 'named', key: `${query.type}?${query.system}|${query.value}` } : standing(found, keyOf(found));
    }
    if (local === undefined) return undefined;
    const before = known.get(local);
    if (before !== undefined) return { entry: made(local.split('/')[0] ?? '', before), how: 'known', key: local };
    missing.add(local);
    return undefined;
  };

  return {
    missing,
    unnamed,
    resolve: (reference, from) => {
      if (reference === undefined) return undefined;
      const written = text(reference, 'reference');
      const found = written === undefined ? undefined : told(written, from);
      const display = text(reference, 'display');
      if (found !== undefined) return found.how === 'named' && display !== undefined ? { ...found, entry: made(found.entry.type, { ...found.entry.resource, display }) } : found;
      const target = spoken(reference, written, display, byIdentifier);
      if (target?.how === 'unknown' && target.entry.id !== undefined) unnamed.add(target.key);
      return target;
    },
  };
}

/** Whose logical ids are nobody's numbers: until one of them is told, what refers to it by its id alone waits for it. */
const awaited: ReadonlySet<string> = new Set(['Patient', 'Encounter', 'MedicationRequest', 'Slot']);
export const isAwaited = (name: string): boolean => awaited.has(name.split('/')[0] ?? '');
export const isUntold = ({ how, entry, key }: Target): boolean => how === 'unknown' && entry.id !== undefined && isAwaited(key);

/** What the reference itself says of whom it means. */
function spoken(reference: Node, written: string | undefined, display: string | undefined, byIdentifier: ReadonlyMap<string, Entry>): Target | undefined {
  const local = written === undefined ? undefined : localName(written);
  const said = text(reference, 'type') ?? local?.split('/')[0] ?? '';
  const type = typeForm.test(said) ? said : '';
  const identifier = child(reference, 'identifier');
  const value = text(identifier, 'value');
  if (identifier !== undefined && value !== undefined) {
    const name = `${type}?${text(identifier, 'system') ?? ''}|${value}`;
    const inside = byIdentifier.get(name);
    return inside === undefined ? { entry: made(type, { identifier: [identifier], ...(display !== undefined && { display }) }), how: 'named', key: name } : standing(inside, keyOf(inside));
  }
  if (local === undefined && display === undefined) return undefined;
  const id = local?.split('/')[1];
  return { entry: made(type, { ...(id !== undefined && { id }), ...(display !== undefined && { display }) }), how: 'unknown', key: local ?? `${type}=${display ?? ''}` };
}

const standing = (entry: Entry | undefined, key: string): Target | undefined => (entry === undefined ? undefined : { entry, how: 'here', key });
export const keyOf = (entry: Entry): string => (entry.id === undefined ? (entry.fullUrl ?? `#${entry.index}`) : `${entry.type}/${entry.id}`);

function made(type: string, resource: Node): Entry {
  const id = text(resource, 'id');
  return { index: -1, resource: { resourceType: type, ...resource }, type, id: isId(id) ? id : undefined, fullUrl: undefined, method: undefined, at: type, owned: true };
}

/** `Patient/1` of `https://server/fhir/Patient/1/_history/3`. */
export function localName(written: string): string | undefined {
  const [, type, id] = /(?:^|\/)([A-Z][A-Za-z]{2,40})\/([\w.-]{1,128})(?:\/_history\/[\w.-]{1,128})?$/.exec(written) ?? [];
  return type === undefined || id === undefined ? undefined : `${type}/${id}`;
}

function conditional(written: string): { type: string; system: string; value: string } | undefined {
  const [, type, query] = /^([A-Z][A-Za-z]{2,40})\?(.+)$/.exec(written) ?? [];
  const token = new URLSearchParams(query ?? '').get('identifier');
  if (type === undefined || token === null || token === '') return undefined;
  const bar = token.lastIndexOf('|');
  return { type, system: token.slice(0, Math.max(bar, 0)), value: token.slice(bar + 1) };
}
