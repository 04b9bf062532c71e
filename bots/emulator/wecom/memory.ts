/** What WeCom's servers remember about this tenant. Copies of messages live in the inboxes; here is what ties them. */
import { randomBytes } from 'node:crypto';
import type { Core } from '../core/plug-in.ts';
import { Expiring } from './expiring.ts';
import { Limits } from './limits.ts';
import type { WecomSettings } from './settings.ts';

export type TokenOwner = 'app' | 'contacts';

/** One message and everybody who holds a copy. */
export interface SentMessage {
  readonly msgid: string;
  readonly at: number;
  readonly agentid: number;
  readonly users: readonly string[];
}

/** A single-use sign-in code. */
export interface LoginCode {
  /** Userid, or undefined for somebody outside the hospital. */
  readonly user: string | undefined;
  readonly scope: 'snsapi_base' | 'snsapi_privateinfo';
  readonly trusted: boolean;
}

/** A message that was accepted and never shown, and why; the sender was told nothing. */
export interface Dropped {
  readonly at: number;
  readonly user: string;
  readonly msgid: string;
  readonly why: string;
}

/** Dropped messages kept for testers. */
const DROPPED_KEPT = 1_000;

export class Memory {
  readonly tokens = new Expiring<TokenOwner>(1_000);
  readonly messages = new Expiring<SentMessage>();
  /** `agentid:task_id` to msgid. */
  readonly taskIds = new Expiring<string>();
  /** response_code to msgid; gone once used. */
  readonly responseCodes = new Expiring<string>();
  readonly loginCodes = new Expiring<LoginCode>(10_000);
  readonly userTickets = new Expiring<string>(10_000);
  /** Content and receiver to msgid, for `enable_duplicate_check`. */
  readonly recent = new Expiring<string>(10_000);
  /** Path of the ticket call to the ticket. */
  readonly jsTickets = new Expiring<string>(10);
  readonly dropped: Dropped[] = [];
  /** The callback address that has passed the check. */
  verifiedUrl: string | undefined;

  drop(dropped: Dropped): void {
    this.dropped.push(dropped);
    if (this.dropped.length > DROPPED_KEPT) this.dropped.shift();
  }

  clear(): void {
    for (const map of Object.values(this.#maps())) map.clear();
    this.dropped.length = 0;
  }

  dump(): unknown {
    const maps = Object.entries(this.#maps()).map(([name, map]) => [name, map.dump()] as const);
    return { ...Object.fromEntries(maps), verifiedUrl: this.verifiedUrl };
  }

  /** Our own file; a field that is missing was not there when it was written. */
  load(state: unknown): void {
    if (typeof state !== 'object' || state === null) return;
    const saved = state as Record<string, unknown>;
    for (const [name, map] of Object.entries(this.#maps())) {
      if (Array.isArray(saved[name])) (map as Expiring<unknown>).load(saved[name] as ReturnType<Expiring<unknown>['dump']>);
    }
    if (typeof saved['verifiedUrl'] === 'string') this.verifiedUrl = saved['verifiedUrl'];
  }

  #maps(): Record<string, { clear(): void; dump(): unknown }> {
    const { tokens, messages, taskIds, responseCodes, loginCodes, userTickets, recent, jsTickets } = this;
    return { tokens, messages, taskIds, responseCodes, loginCodes, userTickets, recent, jsTickets };
  }
}

/** What every part of the WeCom side works with. */
export interface Wecom {
  readonly core: Core;
  readonly settings: WecomSettings;
  readonly memory: Memory;
  readonly limits: Limits;
}

/** An opaque value of the platform's making. */
export function opaque(prefix: string, length = 32): string {
  return `${prefix}${randomBytes(length).toString('base64url')}`;
}

export function createMemory(core: Core, settings: WecomSettings): Wecom {
  return { core, settings, memory: new Memory(), limits: new Limits() };
}
