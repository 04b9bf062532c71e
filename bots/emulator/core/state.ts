/** What the emulator remembers over its own restart: one JSON file, written a little after the last change. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A part of the state: how to write it down and how to take it up again. */
export interface Kept {
  dump(): unknown;
  load(state: unknown): void;
}

/** Shortest pause between two writes, ms. */
const PAUSE = 1_000;
/** Writing may take this share of the time at most, however large the state has grown. */
const SHARE = 20;

export class StateFile {
  readonly #path: string | undefined;
  readonly #parts = new Map<string, Kept>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
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
    const state = Object.fromEntries([...this.#parts].map(([name, part]) => [name, part.dump()]));
    const body = JSON.stringify(state);
    this.#pause = Math.max(PAUSE, (performance.now() - began) * SHARE);
    await mkdir(dirname(this.#path), { recursive: true });
    // Beside and then over: a kill in the middle leaves the former state whole.
    await writeFile(`${this.#path}.new`, body);
    await rename(`${this.#path}.new`, this.#path);
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
