/** What came in as a list of resources, whatever wrapped them: a Bundle of any type, or one resource. */
import { type Node, child, nodes, text } from './node.ts';

export interface Entry {
  /** Place in the bundle; 0 of a single resource. */
  readonly index: number;
  /** Empty when the entry holds none. */
  readonly resource: Node;
  /** `Patient`; empty when it says none. */
  readonly type: string;
  readonly id: string | undefined;
  readonly fullUrl: string | undefined;
  readonly method: string | undefined;
  /** Where it stands in what was sent, for people: `Bundle.entry[3].resource`. */
  readonly at: string;
  /** Its id is the sender's own and will be the same tomorrow; not so of what a converter or a POST numbers anew. */
  readonly owned: boolean;
  /** Of a contained resource: the one that holds it and its siblings. */
  readonly holder?: Node;
  /** When we heard of it first: of what was told before and is read along, and of what comes alone. */
  readonly heardAt?: Date;
}

export const bundleTypes = ['transaction', 'batch', 'collection', 'searchset', 'history', 'message', 'document', 'subscription-notification'] as const;
export type BundleType = (typeof bundleTypes)[number];

export interface Envelope {
  /** `undefined`: a single resource. */
  readonly bundle: string | undefined;
  readonly entries: readonly Entry[];
  /** The sender's number of it; the same for a repeat. */
  readonly number: string | undefined;
  /** When it was said, as written. */
  readonly said: Node;
  readonly header: Node | undefined;
}

const idForm = /^[\w.-]{1,128}$/;
export const isId = (id: string | undefined): id is string => id !== undefined && idForm.test(id);
export const typeForm = /^[A-Z][A-Za-z]{2,40}$/;

export function openEnvelope(node: Node): Envelope {
  if (text(node, 'resourceType') !== 'Bundle') {
    const entry = entryOf(node, { index: 0, fullUrl: undefined, request: undefined, at: text(node, 'resourceType') ?? 'Resource', owned: true });
    return { bundle: undefined, entries: [entry], number: numberOf(node), said: child(node, 'meta') ?? {}, header: undefined };
  }
  const type = text(node, 'type') ?? '';
  const list = node['entry'];
  const raw: readonly unknown[] = Array.isArray(list) ? list : [];
  const entries = raw.map((each, index) => {
    const held = (typeof each === 'object' && each !== null && !Array.isArray(each) ? each : {}) as Node;
    const request = child(held, 'request');
    return entryOf(child(held, 'resource') ?? {}, { index, fullUrl: text(held, 'fullUrl'), request, at: `Bundle.entry[${index}].resource`, owned: isOwned(type, held) });
  });
  const header = entries.find((entry) => entry.type === 'MessageHeader')?.resource;
  return { bundle: type, entries, number: text(child(node, 'identifier'), 'value') ?? text(node, 'id'), said: node, header };
}

/** A searchset shows a server's own ids, a PUT names one; what stands under `urn:uuid` in a POST was made for this bundle. */
function isOwned(type: string, held: Node): boolean {
  const method = text(child(held, 'request'), 'method')?.toUpperCase();
  if (type === 'message' || type === 'document' || type === 'collection') return /^https?:/.test(text(held, 'fullUrl') ?? '');
  return method === 'PUT' || (method === undefined && !(text(held, 'fullUrl') ?? '').startsWith('urn:'));
}

/** What was told before, behind what came. */
export function entriesAlong(told: readonly { readonly resource: Node; readonly heardAt: Date }[], before: number): Entry[] {
  return told.map(({ resource, heardAt }, place) => ({ ...entryOf(resource, { index: -1 - before - place, fullUrl: undefined, request: undefined, at: text(resource, 'resourceType') ?? 'Resource', owned: true }), heardAt }));
}

interface Held extends Pick<Entry, 'index' | 'fullUrl' | 'at' | 'owned'> {
  readonly request: Node | undefined;
}

function entryOf(resource: Node, { request, ...held }: Held): Entry {
  const type = text(resource, 'resourceType') ?? '';
  const id = text(resource, 'id');
  return { ...held, resource, type: typeForm.test(type) ? type : '', id: isId(id) ? id : undefined, method: text(request, 'method')?.toUpperCase() };
}

/** `Observation/K-1/_history/3`; without an id none. */
function numberOf(resource: Node): string | undefined {
  const [type, id] = [text(resource, 'resourceType'), text(resource, 'id')];
  if (type === undefined || !isId(id)) return undefined;
  const version = text(child(resource, 'meta'), 'versionId') ?? text(child(resource, 'meta'), 'lastUpdated');
  return `${type}/${id}${version === undefined ? '' : `/_history/${version}`}`;
}

/** Inside a resource, `#id`. */
export function contained(entry: Entry, id: string): Entry | undefined {
  const holder = entry.holder ?? entry.resource;
  const found = nodes(holder, 'contained').find((each) => text(each, 'id')?.replace(/^#/, '') === id);
  if (found === undefined) return undefined;
  // Its id names a place in this resource and nothing else: two patients' `#p` are not one.
  const { id: _place, ...bare } = found;
  return { ...entryOf(bare, { index: entry.index, fullUrl: undefined, request: undefined, at: entry.at, owned: false }), holder };
}
