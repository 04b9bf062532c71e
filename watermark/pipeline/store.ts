/**
 * Prepared pages, bounded: in memory the latest used, and sealed on a shelf where one is given, which others may share and
 * which may outlast this process.
 */
import type { Whole as Contents } from './preparation.ts';
import { type Kept, share, unshare, weightOf } from './shared.ts';
import { sealedShelf, type ShelfOptions } from './shelf.ts';

export interface StoreLimits {
  readonly memoryBytes: number;
  readonly shelf?: ShelfOptions;
  /** Told of what leaves the memory: nobody else should hold it either. */
  readonly left?: (name: string) => void;
  /** Told of each thing that came from the shelf. */
  readonly found?: (what: 'contents' | 'page') => void;
}

export interface PageStore {
  readonly get: (name: string) => Promise<Kept | undefined>;
  readonly has: (name: string) => Promise<boolean>;
  /** In memory, where others may hold it too. */
  readonly holds: (name: string) => boolean;
  /** Resolves when it is in memory; the shelf gets it meanwhile, and one that fails costs only the copy on it. */
  readonly put: <K extends Kept>(name: string, page: K) => Promise<K>;
  /** What a document that was prepared consists of: whoever opens it again, here or beside us, waits for nothing. */
  readonly recall: (document: string) => Promise<Contents | undefined>;
  readonly remember: (contents: Contents) => void;
  /** All it holds. */
  readonly memoryBytes: () => number;
  readonly close: () => Promise<void>;
}

/** Of the memory, for what documents consist of. */
const forContents = 1 / 8;
/** On the way to a shelf that is slower than pages are made; above it what comes is not laid there. */
const mostUnderWay = 32 * 2 ** 20;

const contentsName = (document: string): string => `${document} contents`;

export function openStore({ memoryBytes, shelf, left = () => undefined, found = () => undefined }: StoreLimits): PageStore {
  const sealed = shelf === undefined ? undefined : sealedShelf(shelf);
  const known = latest<Contents>(weightOf, () => memoryBytes * forContents);
  const memory = latest<Kept>(weightOf, () => memoryBytes - known.bytes(), left);
  const fetching = new Map<string, Promise<Kept | undefined>>();
  /** Laid on the shelf just now: there for whoever asks meanwhile. */
  const laying = new Map<string, { readonly thing: Kept | Contents; readonly done: Promise<void> }>();
  let underWay = 0;

  function lay(name: string, thing: Kept | Contents, plain: () => object): void {
    const size = weightOf(thing);
    if (sealed === undefined || underWay + size > mostUnderWay) return;
    underWay += size;
    const done = sealed.put(name, plain());
    laying.set(name, { thing, done });
    void done.finally(() => {
      underWay -= size;
      if (laying.get(name)?.done === done) laying.delete(name);
    });
  }

  async function fetched(name: string): Promise<Kept | undefined> {
    const page = laying.get(name)?.thing ?? (await sealed?.get(name));
    if (page === undefined) return undefined;
    if ((page as Kept).kind !== 'words') found('page');
    // It may have been made meanwhile.
    const used = memory.get(name) ?? share(page as Kept);
    memory.set(name, used);
    return used;
  }

  return {
    get: async (name) => {
      const page = memory.get(name);
      if (page !== undefined || sealed === undefined) return page;
      const work = fetching.get(name) ?? fetched(name).finally(() => fetching.delete(name));
      fetching.set(name, work);
      return work;
    },
    has: async (name) => memory.has(name) || laying.has(name) || (await sealed?.has(name)) === true,
    holds: memory.has,
    put: async (name, page) => {
      const used = share(page);
      memory.set(name, used);
      lay(name, used, () => unshare(used));
      return used;
    },
    recall: async (document) => {
      const own = known.get(document);
      if (own !== undefined) return own;
      const contents = (await sealed?.get(contentsName(document))) as Contents | undefined;
      if (contents === undefined) return undefined;
      found('contents');
      known.set(document, contents);
      return contents;
    },
    remember: (contents) => {
      known.set(contents.name, contents);
      lay(contentsName(contents.name), contents, () => contents);
    },
    memoryBytes: () => memory.bytes() + known.bytes(),
    close: async () => {
      await Promise.all([...laying.values()].map(({ done }) => done));
      memory.clear();
      known.clear();
      await sealed?.close();
    },
  };
}

interface Latest<T> {
  /** Makes it the latest. */
  readonly get: (name: string) => T | undefined;
  readonly has: (name: string) => boolean;
  readonly set: (name: string, thing: T) => void;
  readonly bytes: () => number;
  readonly clear: () => void;
}

/** As much as there is room for, the latest used, and always the last. */
function latest<T>(size: (thing: T) => number, room: () => number, left: (name: string) => void = () => undefined): Latest<T> {
  const all = new Map<string, T>();
  let held = 0;
  const letGo = (name: string, thing: T): void => {
    all.delete(name);
    held -= size(thing);
    left(name);
  };
  const keep = (name: string, thing: T): void => {
    const before = all.get(name);
    if (before !== undefined && before !== thing) letGo(name, before);
    else if (before !== undefined) all.delete(name);
    if (before !== thing) held += size(thing);
    all.set(name, thing);
    for (const [oldest, old] of all) {
      if (held <= room() || oldest === name) break;
      letGo(oldest, old);
    }
  };
  return {
    get: (name) => {
      const thing = all.get(name);
      if (thing !== undefined) keep(name, thing);
      return thing;
    },
    has: (name) => all.has(name),
    set: keep,
    bytes: () => held,
    clear: () => {
      all.clear();
      held = 0;
    },
  };
}
