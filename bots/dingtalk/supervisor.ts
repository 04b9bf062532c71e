/**
 * Keeps exactly one good long connection while this process holds the lease: one attempt at a time, each slower than
 * the last; the next connection stands before the old one goes.
 */
import type { BotLog, BotStore } from '../bot.ts';
import { CONNECTION_TIMES, openConnection } from './connection.ts';
import type { ConnectionTimes, EndReason, StreamConnection } from './connection.ts';
import type { GatewaySettings } from './gateway.ts';
import { keepLease, LEASE_TIMES } from './lease.ts';
import type { Lease, LeaseTimes } from './lease.ts';
import { HEALTH } from './phrases.ts';
import type { Frame } from './schema.ts';

export interface SupervisorTimes extends ConnectionTimes, LeaseTimes {
  readonly firstRetryMs: number;
  readonly lastRetryMs: number;
  /** A connection that lived this long ended for a reason of its own; a shorter one counts as a failure. */
  readonly stableMs: number;
  /** How often the wall clock is compared with the running one, and what difference is a jump. */
  readonly clockLookMs: number;
  readonly clockJumpMs: number;
  /** How long a replaced connection may still acknowledge; the longest answer takes 3 s. */
  readonly drainMs: number;
}

export const SUPERVISOR_TIMES: SupervisorTimes = {
  ...CONNECTION_TIMES,
  ...LEASE_TIMES,
  firstRetryMs: 1000,
  lastRetryMs: 30_000,
  stableMs: 5000,
  clockLookMs: 5000,
  clockJumpMs: 30_000,
  drainMs: 4000,
};

interface Parts {
  readonly settings: GatewaySettings;
  readonly store: BotStore;
  readonly log: BotLog;
  /** What a frame is answered with. */
  readonly frame: (frame: Frame) => Promise<unknown>;
  readonly times?: Partial<SupervisorTimes>;
  /** The time of day, to notice that the machine slept. */
  readonly wallClock?: () => number;
}

/** The life of the long connection. */
export class StreamSupervisor {
  readonly #parts: Parts;
  readonly #times: SupervisorTimes;
  readonly #wallClock: () => number;
  #lease: Lease | undefined;
  #leading = false;
  #current: { connection: StreamConnection; since: string } | undefined;
  #attempting = false;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #why = '';
  #clockWatch: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#times = { ...SUPERVISOR_TIMES, ...parts.times };
    this.#wallClock = parts.wallClock ?? Date.now;
  }

  start(): void {
    const { settings, store, log } = this.#parts;
    this.#lease ??= keepLease(`dingtalk.${settings.clientId}.stream`, store, log, this.#times, {
      gained: () => this.#lead(),
      lost: () => this.#follow(),
    });
    this.#clockWatch ??= this.#watchClock();
  }

  async stop(): Promise<void> {
    const lease = this.#lease;
    this.#lease = undefined;
    clearInterval(this.#clockWatch);
    this.#follow();
    await lease?.stop();
  }

  health(): { ok: boolean; seen: string } {
    if (this.#lease === undefined) return { ok: false, seen: HEALTH.stopped };
    if (!this.#leading) return { ok: true, seen: HEALTH.elsewhere };
    if (this.#current !== undefined) return { ok: true, seen: HEALTH.connected(this.#current.since) };
    return { ok: false, seen: HEALTH.connecting(this.#failures + 1, this.#why) };
  }

  #lead(): void {
    this.#leading = true;
    this.#failures = 0;
    this.#attemptIn(0);
  }

  #follow(): void {
    this.#leading = false;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#current?.connection.close();
    this.#current = undefined;
  }

  /** At most one attempt is under way or waiting. */
  #attemptIn(ms: number): void {
    if (!this.#leading || this.#attempting || this.#retry !== undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      void this.#attempt();
    }, ms);
  }

  async #attempt(): Promise<void> {
    this.#attempting = true;
    const { settings, log, frame } = this.#parts;
    let made: StreamConnection | undefined;
    let early: EndReason | undefined;
    // It may end before the attempt that makes it has returned.
    const ended = (reason: EndReason): void => {
      if (made === undefined) early ??= reason;
      else this.#ended(made, reason);
    };
    try {
      made = await openConnection(settings, { frame, ended, log }, this.#times);
    } catch (error) {
      this.#failed(error instanceof Error && 'vendorCode' in error ? String(error.vendorCode) : 'not-opened');
    }
    this.#attempting = false;
    if (made === undefined) this.#attemptIn(this.#pause());
    else this.#take(made);
    if (made !== undefined && early !== undefined) this.#ended(made, early);
  }

  #take(connection: StreamConnection): void {
    if (!this.#leading) {
      connection.close();
      return;
    }
    // Presses that came over the old one are still answered over it.
    this.#current?.connection.close(this.#times.drainMs);
    this.#current = { connection, since: clockTime(this.#wallClock()) };
    this.#parts.log.info({ failures: this.#failures }, 'DingTalk long connection open');
  }

  #failed(why: string): void {
    this.#failures += 1;
    this.#why = why;
    this.#parts.log.warn({ why, failures: this.#failures }, 'DingTalk long connection not opened');
  }

  #ended(connection: StreamConnection, reason: EndReason | 'clock-jump'): void {
    if (connection !== this.#current?.connection) return;
    const lived = performance.now() - connection.openedAt;
    this.#parts.log.warn({ reason, livedMs: Math.round(lived) }, 'DingTalk long connection ended');
    this.#why = reason;
    if (lived >= this.#times.stableMs) this.#failures = 0;
    else this.#failures += 1;
    if (reason === 'closed') {
      this.#current = undefined;
      this.#failures = Math.max(1, this.#failures);
    }
    this.#attemptIn(this.#pause());
  }

  /** None, then 1 s doubling to 30 s, each between half and whole so that servers do not come back in step. */
  #pause(): number {
    if (this.#failures === 0) return 0;
    const whole = Math.min(this.#times.lastRetryMs, this.#times.firstRetryMs * 2 ** (this.#failures - 1));
    return whole * (0.5 + Math.random() / 2);
  }

  /** After sleep a socket looks open and is not: both clocks go on, but not by the same. */
  #watchClock(): NodeJS.Timeout {
    let wall = this.#wallClock();
    let running = performance.now();
    return setInterval(() => {
      const slept = this.#wallClock() - wall - (performance.now() - running);
      wall = this.#wallClock();
      running = performance.now();
      if (Math.abs(slept) > this.#times.clockJumpMs && this.#current !== undefined) this.#ended(this.#current.connection, 'clock-jump');
    }, this.#times.clockLookMs);
  }
}

/** Hospitals are in one time zone; the operations page is read by people. */
function clockTime(ms: number): string {
  return new Date(ms).toLocaleString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });
}
