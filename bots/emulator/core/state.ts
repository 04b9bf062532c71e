/** What the emulator remembers over its own restart: one JSON file, written a little after the last change. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

/** A part of the state: how to write it down and how to take it up again. */
export interface Kept {
  dump(): unknown;
  load(state: unknown): void;
}

/** Shortest pause between two writes, ms. */
const PAUSE = 1_000;
/** Writing may take this share of the time at most, however large the state has grown. */
const SHARE = 5;
/** Entries written between two breaths. */
const BREATH = 500;

export class StateFile {
  readonly #path: string | undefined;
  readonly #parts = new Map<string, Kept>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #writer = new Writer();
  #pause = PAUSE;
  #dirty = false;

  /** Without a path nothing is kept (tests). */
  constructor(path?: string) {
    this.#path = path;
  }

  keep(name: string, part: Kept): void {
    this.#parts.set(name, part);
  }

  /** Something changed; it is written soon. */
  touch(): void {
    this.#dirty = true;
    if (this.#path === undefined || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.flush(), this.#pause);
    this.#timer.unref();
  }

  /** Takes up what a former run left; true when there was something. */
  async restore(): Promise<boolean> {
    const state = this.#path === undefined ? undefined : await readState(this.#path);
    if (state === undefined) return false;
    for (const [name, part] of this.#parts) if (name in state) part.load(state[name]);
    return true;
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (!this.#dirty || this.#path === undefined) return;
    this.#dirty = false;
    const began = performance.now();
    // One moment for all parts; writing it down then takes its time without stopping anybody.
    const state = Object.fromEntries([...this.#parts].map(([name, part]) => [name, part.dump()]));
    const chunks = this.#writer.write(state);
    await mkdir(dirname(this.#path), { recursive: true });
    // Beside and then over: a kill in the middle leaves the former state whole.
    await writeFile(`${this.#path}.new`, chunks);
    await rename(`${this.#path}.new`, this.#path);
    this.#pause = Math.max(PAUSE, (performance.now() - began) * SHARE);
  }
}

async function readState(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof state === 'object' && state !== null ? (state as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * JSON in chunks. Entries of lists are replaced and never changed in place by who keeps them, so each is written out
 * once and its text reused: a write costs what changed, not what is there.
 */
class Writer {
  readonly #texts = new WeakMap<object, string>();

  async *write(state: Record<string, unknown>): AsyncGenerator<string> {
    yield '{';
    for (const [place, [name, value]] of Object.entries(state).entries()) {
      yield `${place === 0 ? '' : ','}${JSON.stringify(name)}:`;
      if (Array.isArray(value)) yield* this.#list(value);
      else if (isPlain(value) && Object.values(value).some(Array.isArray)) yield* this.write(value);
      else yield JSON.stringify(value) ?? 'null';
    }
    yield '}';
  }

  async *#list(list: readonly unknown[]): AsyncGenerator<string> {
    yield '[';
    for (let from = 0; from < list.length; from += BREATH) {
      const part = list.slice(from, from + BREATH).map((entry) => this.#text(entry));
      yield `${from === 0 ? '' : ','}${part.join(',')}`;
      await turn();
    }
    yield ']';
  }

  #text(entry: unknown): string {
    // `[key, value]` pairs of a map are made anew for every dump; their values are not.
    if (Array.isArray(entry)) return `[${entry.map((part) => this.#text(part)).join(',')}]`;
    if (!isPlain(entry)) return JSON.stringify(entry) ?? 'null';
    const known = this.#texts.get(entry);
    if (known !== undefined) return known;
    const text = JSON.stringify(entry);
    this.#texts.set(entry, text);
    return text;
  }
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
