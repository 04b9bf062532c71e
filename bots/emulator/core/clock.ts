/**
 * The emulator's own time: real time plus an offset. It runs by itself and can be moved, so that a window of 90 s,
 * 2 h or 72 h is tried in milliseconds.
 */
import { setImmediate as turn } from 'node:timers/promises';

/** Longest delay Node's timers take; a longer one fires at once. */
const MAX_DELAY = 2 ** 31 - 1;

interface Alarm {
  readonly due: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Undoes a schedule; harmless afterwards. */
export type Cancel = () => void;

export class Clock {
  readonly #real: () => number;
  readonly #alarms: Alarm[] = [];
  #offset = 0;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(real: () => number = Date.now) {
    this.#real = real;
  }

  now(): number {
    return this.#real() + this.#offset;
  }

  get offset(): number {
    return this.#offset;
  }

  /** Runs `run` once `ms` of virtual time have passed. */
  after(ms: number, run: () => void): Cancel {
    return this.at(this.now() + ms, run);
  }

  at(due: number, run: () => void): Cancel {
    const alarm: Alarm = { due, run, cancelled: false };
    this.#alarms.splice(this.#placeOf(due), 0, alarm);
    this.#arm();
    return () => {
      alarm.cancelled = true;
    };
  }

  /** Repeats every `ms` of virtual time until cancelled. */
  every(ms: number, run: () => void): Cancel {
    let stopped = false;
    const next = (): void => {
      if (stopped) return;
      this.after(ms, next);
      run();
    };
    this.after(ms, next);
    return () => {
      stopped = true;
    };
  }

  /** Resolves after `ms` of virtual time. */
  wait(ms: number): Promise<void> {
    return ms <= 0 ? Promise.resolve() : new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Moves time forward, firing on the way everything that falls due, in its order and at its own moment. */
  async advance(ms: number): Promise<void> {
    const target = this.now() + Math.max(0, ms);
    for (let next = this.#next(); next !== undefined && next.due <= target; next = this.#next()) {
      if (next.due > this.now()) this.#offset += next.due - this.now();
      this.#fireDue();
      await turn();
    }
    if (target > this.now()) this.#offset += target - this.now();
    this.#arm();
  }

  /** Sets the moment. Backwards moves only what `now` says; nothing fires twice. */
  async set(moment: number): Promise<void> {
    if (moment > this.now()) return this.advance(moment - this.now());
    this.#offset += moment - this.now();
    this.#arm();
  }

  /** After a restart the moved time goes on. */
  restore(offset: number): void {
    this.#offset = offset;
    this.#arm();
  }

  /** Nothing fires any more. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#alarms.length = 0;
  }

  #next(): Alarm | undefined {
    while (this.#alarms[0]?.cancelled) this.#alarms.shift();
    return this.#alarms[0];
  }

  #fireDue(): void {
    const now = this.now();
    for (let next = this.#next(); next !== undefined && next.due <= now; next = this.#next()) {
      this.#alarms.shift();
      next.run();
    }
    this.#arm();
  }

  /** Upper bound, so that what was scheduled first for a moment runs first. */
  #placeOf(due: number): number {
    let low = 0;
    let high = this.#alarms.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#alarms[middle]?.due ?? Infinity) <= due) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#next();
    if (next === undefined || this.#stopped) return;
    const delay = Math.min(MAX_DELAY, Math.max(0, next.due - this.now()));
    this.#timer = setTimeout(() => this.#fireDue(), delay);
  }
}
