/** The contract between the core and what is mounted on it: the two platforms and the phones page. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Calls } from './calls.ts';
import type { Clock } from './clock.ts';
import type { EmuEvents } from './events.ts';
import type { Faults, PlatformName } from './faults.ts';
import type { EmuReply, EmuRequest, Route } from './http.ts';
import type { Inboxes, InboxMessage } from './inbox.ts';
import type { People, Person } from './people.ts';
import type { Kept } from './state.ts';

/** What every plug-in is given. */
export interface Core {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly people: People;
  readonly inboxes: Inboxes;
  readonly calls: Calls;
  readonly events: EmuEvents;
  /** Address of the emulator itself, once it listens. */
  readonly origin: () => string;
  /** Call after every change of what `dump` would write; inboxes, people and faults do it themselves. */
  readonly touch: () => void;
  readonly log: (line: string) => void;
}

export interface PlugIn {
  readonly name: string;
  readonly routes: readonly Route[];
  /** Once the emulator listens, so that `origin` is known (listeners of its own). */
  start?(): Promise<void>;
  stop?(): Promise<void>;
}

/** What the person chose on the card: input id to option ids, or to one text. */
export type Values = Readonly<Record<string, readonly string[]>>;

/** What the person sees after a press or a line. */
export interface Seen {
  readonly message?: InboxMessage | undefined;
  readonly toast?: string | undefined;
  /** What else arrived in answer. */
  readonly replies?: readonly InboxMessage[] | undefined;
}

/** Names a limit (`apiPerMonth`) and says how much of it is used; `limit` null is none. */
export type Quotas = Readonly<Record<string, { readonly limit: number | null; readonly used: number }>>;

export interface PlatformPlugIn extends PlugIn, Kept {
  readonly name: PlatformName;
  /** Is this one of the platform's own paths? Faults and the call log apply to those only. */
  owns(path: string): boolean;
  /** For a path that is the platform's and no route takes. */
  unknownRoute(request: EmuRequest): EmuReply;
  /** Around every route of `owns`: token, quotas, permissions. Default: the route alone. */
  guard?(request: EmuRequest, route: Route): EmuReply | undefined;
  /** A websocket at this path. True when taken. */
  upgrade?(path: string, request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** The person presses a button of a message in the inbox; the core has checked that all three exist. */
  press(person: Person, message: InboxMessage, button: string, values: Values): Promise<Seen>;
  say(person: Person, text: string): Promise<Seen>;
  quotas(): Quotas;
  setQuotas(limits: Readonly<Record<string, number | null>>): void;
  /** Somebody was added, moved or left through the admin API (contact events). */
  personChanged?(before: Person | undefined, after: Person): void;
  /** The person opened these messages (read state). */
  messagesRead?(messages: readonly InboxMessage[]): void;
  /** Forgets messages, tokens and counters; connections stay. */
  reset(): void;
}

export type PlugInFactory = (core: Core) => PlugIn | PlatformPlugIn;

/** A plug-in that is a platform. */
export function isPlatform(plugIn: PlugIn): plugIn is PlatformPlugIn {
  return 'press' in plugIn;
}
